"""CAD001 coverage-below-agreed: a team got less of a service than was agreed.

When the last closed quarter's share of windows met is below what the agreement promises, and more
windows are missed than it allows, the team is reported at the line of the policy that promises it.
A promise that is kept for most is not kept: the share tells whether the rhythm reaches those who do
not ask. Quarters with nothing due are never reported, and neither are quarters further back.

To fix: log what took place and was not logged; hold what did not, since the next quarter starts
well that way; or change the terms together, by pull request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.cadence.windows import State
from checks.coverage.wording import against, plural
from checks.findings import Place, Problem, Related, Severity
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.coverage.judged import JudgedTeam, Row
    from checks.rules.rule import TeamFacts


def check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the services below their promise in the last closed quarter."""
    judged = facts.judged
    for row in judged.closed_rows():
        if row.below and row.promise:
            yield _problem(judged, row, row.promise.place)


def _problem(judged: JudgedTeam, row: Row, place: Place) -> Problem:
    team, counts, promise = judged.case.team, row.counts, row.promise
    if promise is None:
        raise ValueError(row)
    words = f"{team.id}: {row.service} in {row.period.name}: {against(counts.met, counts.due, promise.share)}"
    earlier = _since(judged, row)
    if earlier:
        words += f"; below since {earlier}"
    missed = sorted(
        {
            window.member
            for window in judged.lived.windows
            if (window.service, window.period, window.state) == (row.service, row.period.name, State.MISSED)
            and window.member
        }
    )
    terms = promise.agreed
    return Problem(
        place,
        words,
        named=f"{words}; missed for {', '.join(missed)}" if missed else "",
        help=f"{plural(counts.missed, 'window was', 'windows were')} missed. Hold them now, log what was held, "
        "or agree on other terms.",
        team=team.id,
        service=row.service,
        period=row.period.name,
        related=(
            Related(terms.cadence_place, f"the cadence, in force from {terms.entry.first}"),
            Related(
                team.place("name"), f"the team, {plural(row.people, 'person', 'people')} in it owed this"
            ),
        ),
    )


def _since(judged: JudgedTeam, row: Row) -> str:
    """Return the first quarter of those in a row that were below, when there is one before this."""
    first = ""
    rows = [one for one in judged.coverage.rows if one.service == row.service and one.period < row.period]
    for one in reversed(rows):
        if one.counts.due and not one.below:
            break
        if one.below:
            first = one.period.name
    return first


RULE = Rule("CAD001", "coverage-below-agreed", Severity.ERROR, __doc__, team=check)

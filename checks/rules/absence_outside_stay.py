"""DAT009 absence-outside-stay: an absence falls on dates when the person is not in the team.

An absence stops the clock for a member, or for a leader or coach who gives services. If all its
dates fall outside the person's membership or role, it has no effect. Usually a date or an id is
wrong, and the absence you meant is missing.

To fix: correct the dates or the person, or remove the absence.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.engine.date_spans import DateSpans
from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts

if TYPE_CHECKING:
    from checks.model.base import Span
    from checks.model.team import Coach, Leader, Stay


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report absences no day of which lies in a stay or role; people on no line are another finding."""
    team = facts.judged.case.team
    entries: defaultdict[str, list[Span]] = defaultdict(list)
    present: tuple[Stay | Leader | Coach, ...] = (*team.members, *team.leaders, *team.coaches)
    for entry in present:
        entries[entry.person].append(entry)
    for absence in team.absences:
        days = DateSpans.of(entries.get(absence.person, ()))
        if days and not days & DateSpans.of([absence]):
            words = f"{team.id}: {{who}} is absent from {absence.first}, but not in the team then"
            yield Problem(
                absence.place(),
                words.format(who="someone"),
                named=words.format(who=absence.person),
                team=team.id,
                member=absence.person,
                subject=f"{absence.person} {absence.first}",
            )


RULE = Rule(
    "DAT009",
    "absence-outside-stay",
    Severity.WARNING,
    __doc__,
    team=_check,
)

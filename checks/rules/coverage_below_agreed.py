"""CAD001 coverage-below-agreed: a team got less of a service than was agreed.

When the last closed quarter's share of windows met is below what the agreement promises, and more
windows are missed than it allows, the team is reported at the line of the policy that promises it.
A promise that is kept for most is not kept: the share tells whether the rhythm reaches those who do
not ask. Quarters with nothing due are never reported, and neither are quarters further back. Members of a group
with terms of its own are counted apart, against what was agreed for them.

A promise that somebody has taken on, in answers.yaml and with a plan, is a notice until the next
quarter closes. Orders have a rule of their own.

To fix: log what took place and was not logged; hold what did not, since the next quarter starts
well that way; or change the terms together, by pull request.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.missed_promises import NextAct, missed_promises
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import against_agreed

_ACT = NextAct("hold or log", "missed one", "missed")


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the services below their promise in the last closed quarter."""
    team = facts.judged.case.team.id
    for row in (part for whole in facts.judged.closed_rows() for part in whole.promises):
        if row.below and row.promise and row.promise.agreed.after != "ordering":
            share = against_agreed(row.counts.met, row.counts.due, row.promise.share)
            whom = f" for {row.group}" if row.group else ""
            yield missed_promises(
                facts, row, f"{team}: {row.service}{whom} in {row.period.name}: {share}", _ACT
            )


RULE = Rule(
    "CAD001",
    "coverage-below-agreed",
    Severity.ERROR,
    __doc__,
    team=_check,
)

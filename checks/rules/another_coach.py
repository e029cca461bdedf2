"""DAT012 another-coach: members were met by coaches, and never by the one they had chosen.

Any coach of the team may give what coaches give, and it counts; one who stands in now and then is
nothing to mend. That a member chooses the coach is half of the idea, though. So it is said when,
since the start of the last closed quarter, coaches met a member and the chosen one was not among
them.

To fix: ask the members whether they would rather change their coach, and enter the new choice as a
stay of its own.
"""

from collections.abc import Iterator

from checks.model.cadences import PeriodUnit
from checks.model.findings import Problem, Severity
from checks.model.periods import last_closed
from checks.model.playbook import starting_month
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import plural


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report how many members the chosen coach has not met while another did."""
    case = facts.judged.case
    closed = last_closed(PeriodUnit.QUARTER, case.as_of, starting_month(case.playbook))
    by_chosen, by_another = (
        {member for member, day in facts.judged.days_of(kind) if member and day >= closed.first}
        for kind in ("by_chosen", "by_another")
    )
    members = sorted(by_another - by_chosen)
    if members:
        words = (
            f"{case.team.id}: since the start of {closed.name} coaches met "
            f"{plural(len(members), 'member')}, and never the one chosen"
        )
        yield Problem(
            case.team.key_place("coaches"),
            words,
            named=f"{words} ({', '.join(members)})",
            team=case.team.id,
            period=closed.name,
        )


RULE = Rule(
    "DAT012",
    "another-coach",
    Severity.NOTICE,
    __doc__,
    team=_check,
)

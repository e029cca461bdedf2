"""DAT012 another-coach: other coaches met a member, but the coach the member chose did not.

Any coach in the team may give what coaches give, and it counts. But a member chooses the coach. So
this notice appears if only other coaches have met the member since the start of the last full
quarter.

The rule reports nothing while a service file can't be read, because its conversations are missing
from the count.

To fix: ask the members whether they want to change their coach. If they do, end their entry in
team.yaml and add a new one with the new coach.
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
    if not facts.known.every_service_read:
        return
    closed = last_closed(PeriodUnit.QUARTER, case.as_of, starting_month(case.playbook))
    by_chosen, by_another = (
        {member for member, day in facts.judged.days_of(kind) if member and day >= closed.first}
        for kind in ("by_chosen", "by_another")
    )
    members = sorted(by_another - by_chosen)
    if members:
        words = (
            f"{case.team.id}: since the start of {closed.name}, other coaches met "
            f"{plural(len(members), 'member')} and the chosen coach never did"
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

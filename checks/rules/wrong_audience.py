"""DAT008 wrong-audience: a row names a member although the service is for the team, or the reverse.

A service is for each member, or for the team as a whole. A row that doesn't fit doesn't count.

To fix: enter the member. If the service is for the whole team, leave the field empty.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Compare each row's member with its service's audience."""
    case = facts.judged.case
    log, team = case.log, case.team.id
    audience = {key: service.audience for key, service in case.services.items()}
    wrong = (
        kind
        for kind in case.rows_by_key
        if audience.get(kind.service) == ("team" if kind.member else "member")
    )
    for row in sorted(row for kind in wrong for row in case.rows_by_key[kind]):
        service, member = log.services[row], log.members[row]
        words = (
            f"{team}: {service} is for the whole team, but this row names a member"
            if member
            else f"{team}: {service} is for each member, but this row names none"
        )
        yield Problem(log.place(row), words, team=team, service=service, subject=f"{log.days[row]} {member}")


RULE = Rule("DAT008", "wrong-audience", Severity.ERROR, __doc__, team=_check)

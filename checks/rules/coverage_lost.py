"""RAT001 coverage-lost: a change lowers the coverage of windows that are closed.

Counted are the windows that are closed and due before and after the change, by team and service, in
exact fractions: windows that a change adds or removes are neither a drop nor a gain, and what one
team gains outweighs nothing another loses. Windows lost by corrections that everybody can see, a row
set to withdrawn or refused by its receiver, are left out.

To fix: take back what removed the touchpoints. A row that was logged by mistake is set to withdrawn
and stays.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import promise_on
from checks.model.findings import Problem, Related, Severity
from checks.rules.change_facts import TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import share_of


def _check(change: TeamChange) -> Iterator[Problem]:
    """Report the services of a team whose coverage is lower than in the base."""
    case = change.head
    for service, common in change.common.items():
        before, after = common.shares
        if after >= before:
            continue
        promise = promise_on(case, service, case.as_of)
        yield Problem(
            promise.place if promise else case.team.place(),
            f"{case.team.id}: {service}: {share_of(common.before, common.due)} of the closed windows of both "
            f"were met before this change, {share_of(common.after, common.due)} after it; coverage may not "
            "drop: restore what was logged",
            team=case.team.id,
            service=service,
            related=(Related(case.team.place("name"), "the team"),),
        )


RULE = Rule(
    "RAT001",
    "coverage-lost",
    Severity.ERROR,
    __doc__,
    change=_check,
)

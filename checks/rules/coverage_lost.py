"""RAT001 coverage-lost: a change lowers the coverage of past periods.

For each team and service, the rule compares the promises that were due both before and after the
change. Promises that the change adds or removes don't count. A gain in one team doesn't make up for
a loss in another.

Visible corrections don't count either: rows set to `withdrawn`, and rows that the receiver disputes.

To fix: restore the log entries that the change removed. If a row was logged by mistake, keep it and
set its state to `withdrawn`.
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
            f"{case.team.id}: {service}: this change lowers coverage of past periods from "
            f"{share_of(common.before, common.due)} to {share_of(common.after, common.due)}",
            help="Restore the log entries that this change removed.",
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

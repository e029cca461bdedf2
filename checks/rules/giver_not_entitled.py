"""DAT004 giver-not-entitled: a touchpoint was given by somebody who may not give the service.

An agreement says who gives a service: the leader, a coach, the leader's leader, or anyone. Somebody
who was none of those on that day may have done a good thing, but not this service.

To fix: mend `given_by`, enter the leader or coach in team.yaml with the days, a deputy with a `to`,
or agree that others may give it too.
"""

from collections.abc import Iterator

from checks.engine.touchpoints import UncountedReason
from checks.model.findings import Problem, Severity
from checks.rules.row_problems import uncounted_rows
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such row."""
    yield from uncounted_rows(
        facts.judged,
        UncountedReason.NOT_ENTITLED,
        "a {service} was given to {who} by {giver} who may not give it on that day",
    )
    yield from uncounted_rows(
        facts.judged, UncountedReason.NO_GIVER, "a {service} with {who} does not say who gave it"
    )


RULE = Rule("DAT004", "giver-not-entitled", Severity.WARNING, __doc__, team=_check)

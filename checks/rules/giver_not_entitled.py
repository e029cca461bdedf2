"""DAT004 giver-not-entitled: the giver was not allowed to give this service on that day.

An agreement says who gives a service: the leader, a coach, the leader's leader, or anyone. If the
giver had no such role on that day, the row doesn't count.

To fix: correct `given_by`, or add the leader or coach to team.yaml with dates. Give a deputy an end
date (`to`). You can also agree that others may give the service.
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
        "{giver} gave a {service} to {who}, but may not give it on that day",
    )
    yield from uncounted_rows(
        facts.judged, UncountedReason.NO_GIVER, "a {service} with {who} has no `given_by`"
    )


RULE = Rule("DAT004", "giver-not-entitled", Severity.WARNING, __doc__, team=_check)

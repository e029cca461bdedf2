"""DAT005 giver-is-receiver: a touchpoint was given by the one who received it.

Nobody gives a service to themselves.

To fix: write who gave it.
"""

from collections.abc import Iterator

from checks.engine.touchpoints import UncountedReason
from checks.model.findings import Problem, Severity
from checks.rules.row_problems import uncounted_rows
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such row."""
    yield from uncounted_rows(
        facts.judged, UncountedReason.OWN_GIVER, "a {service} was given to {who} by themselves"
    )


RULE = Rule("DAT005", "giver-is-receiver", Severity.ERROR, __doc__, team=_check)

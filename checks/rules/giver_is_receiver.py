"""DAT005 giver-is-receiver: the same person gave and received a service.

People can't give a service to themselves, so the row doesn't count.

To fix: correct `given_by`, or set the row to `withdrawn`.
"""

from collections.abc import Iterator

from checks.engine.touchpoints import UncountedReason
from checks.model.findings import Problem, Severity
from checks.rules.row_problems import uncounted_rows
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such row."""
    yield from uncounted_rows(
        facts.judged, UncountedReason.OWN_GIVER, "{who} is both the giver and the receiver of this {service}"
    )


RULE = Rule("DAT005", "giver-is-receiver", Severity.ERROR, __doc__, team=_check)

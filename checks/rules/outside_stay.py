"""DAT003 outside-stay: the member was not in the team on the date of a touchpoint.

The row doesn't count. Either its date is wrong, or the member's start or end date in team.yaml is. The
rule doesn't report a service that is due after leaving (`after: leaving`), if its date is after the
member's last day.

To fix: correct the date in the log, or `from` or `to` in team.yaml.
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
        UncountedReason.OUTSIDE_STAY,
        "{who} was not in the team on the date of this {service}",
    )


RULE = Rule("DAT003", "outside-stay", Severity.WARNING, __doc__, team=_check)

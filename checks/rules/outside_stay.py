"""DAT003 outside-stay: a touchpoint is on a day on which its member was not in the team.

It counts for nothing here. Either the day is wrong, or the roster's `from` or `to` is.

To fix: mend the date in the log, or the stay in team.yaml.
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
        "a {service} was held with {who} outside every stay in the team",
    )


RULE = Rule("DAT003", "outside-stay", Severity.WARNING, __doc__, team=_check)

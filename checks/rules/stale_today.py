"""POL010 stale-today: `today` in the playbook is far from the real date.

If the playbook sets `today`, the check uses that date and not the real one. That is right for an
example or an archive with `archive: true`. In a playbook that is in use, nothing new would ever be
late.

To fix: remove `today`, or add `archive: true`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule

_TOLERANCE = 7
"""Days `today` may be off the clock. Source: design.md, section 5."""


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Compare `today` with the clock."""
    frozen = facts.playbook.today
    days = abs((facts.clock - frozen).days) if frozen else 0
    if days > _TOLERANCE and not facts.playbook.archive:
        words = f"`today` is {frozen}, {days:,} days from the real date, and `archive: true` is missing"
        yield Problem(facts.playbook.key_place("today"), words, subject="today")


RULE = Rule("POL010", "stale-today", Severity.WARNING, __doc__, playbook=_check)

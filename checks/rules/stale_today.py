"""POL010 stale-today: the playbook freezes the clock on a day long past, or far ahead.

With `today` the playbook is judged for that day, whatever day it is. That is right for an example
or an archive, which says `archive: true`. In a living playbook nothing new would ever be late.

To fix: take `today` out, or add `archive: true`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule

_TOLERANCE = 7
"""Days `today` may be off the clock. Source: design.md, section 5."""


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Hold `today` against the clock."""
    frozen = facts.playbook.today
    days = abs((facts.clock - frozen).days) if frozen else 0
    if days > _TOLERANCE and not facts.playbook.archive:
        words = f"`today` is {frozen}, {days:,} days off the clock, and this is no archive"
        yield Problem(facts.playbook.key_place("today"), words, subject="today")


RULE = Rule("POL010", "stale-today", Severity.WARNING, __doc__, playbook=_check)

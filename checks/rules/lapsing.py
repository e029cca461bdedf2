"""WVR001 lapsing: a waiver ends within two weeks.

The service is due again from the day after the waiver ends. You still have time to send an
invitation. It is fine to let a waiver end.

To fix: invite people for the days after it, or agree on another waiver with them.
"""

from collections.abc import Iterator
from datetime import timedelta

from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.rules.waiver_problems import waiver_problem

_DAYS = timedelta(days=14)
"""Days ahead. Source: design.md, section 5."""


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the waivers whose last day is the as-of day, or one of the 14 after it."""
    as_of = facts.judged.case.as_of
    for waiver in facts.waivers:
        if as_of <= waiver.last_day <= as_of + _DAYS:
            words = f"ends on {waiver.last}; the service is due again from the next day"
            yield waiver_problem(
                facts, waiver, "to", words, help_words="Invite people for the days after it."
            )


RULE = Rule("WVR001", "lapsing", Severity.NOTICE, __doc__, team=_check)

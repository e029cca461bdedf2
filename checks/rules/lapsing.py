"""WVR001 lapsing: a waiver ends within two weeks.

What was left out by agreement is owed again from the day after its last one. Said in time, that is
an invitation in the calendar; said too late, it is a missed window.

To fix: invite for the days after it; or agree on another waiver, with those it is about. Nothing is
wrong with letting it end.
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
            words = f"ends on {waiver.last}; what it leaves out is owed again from the day after"
            yield waiver_problem(facts, waiver, "to", words, help_words="Invite for the days after it.")


RULE = Rule("WVR001", "lapsing", Severity.NOTICE, __doc__, team=_check)

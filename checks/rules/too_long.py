"""WVR004 too-long: a waiver lasts longer than half a year.

A waiver lasts 183 days at most, including its first and last day. If you need an exception for
longer, agree on other terms.

To fix: shorten the waiver, or agree on the team's own terms in team.yaml.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.model.waivers import LONGEST_WAIVER
from checks.rules.rule import Rule, TeamFacts
from checks.rules.waiver_problems import waiver_problem


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the waivers of more than 183 days."""
    for waiver in facts.waivers:
        days = (waiver.last_day - waiver.first).days + 1
        if days > LONGEST_WAIVER:
            words = (
                f"lasts {days:,} days, from {waiver.first} to {waiver.last}; the limit is {LONGEST_WAIVER}"
            )
            yield waiver_problem(
                facts, waiver, "to", words, help_words="Shorten it, or agree on the team's own terms."
            )


RULE = Rule("WVR004", "too-long", Severity.ERROR, __doc__, team=_check)

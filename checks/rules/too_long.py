"""WVR004 too-long: a waiver lasts longer than half a year.

An exception lasts 183 days at most, its first and last day included. What is left out for longer is
no exception but other terms, and those are agreed on as such.

To fix: shorten it; or agree on terms of the team's own, in team.yaml.
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
            words = f"lasts {days:,} days, from {waiver.first} to {waiver.last}; at most {LONGEST_WAIVER} are allowed"
            yield waiver_problem(
                facts, waiver, "to", words, help_words="Shorten it, or agree on terms of the team's own."
            )


RULE = Rule("WVR004", "too-long", Severity.ERROR, __doc__, team=_check)

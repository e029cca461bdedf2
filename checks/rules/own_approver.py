"""WVR005 own-approver: a waiver was approved by somebody it is for.

Nobody lets themselves off. A member's waiver is approved by anybody but that member, and a whole
team's by somebody who is not a member of it in its days.

To fix: ask somebody else, a leader's leader for instance, and write down who approved it.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.model.waivers import Waiver
from checks.rules.rule import Rule, TeamFacts
from checks.rules.waiver_problems import waiver_problem


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the waivers whose approver is the member named, or any member where none is named."""
    for waiver in facts.waivers:
        if waiver.approved_by in _beneficiaries(facts, waiver):
            words = "was approved by {who}, whom it is for"
            yield waiver_problem(
                facts,
                waiver,
                "approved_by",
                words.format(who="somebody"),
                words.format(who=waiver.approved_by),
                help_words="Ask somebody it is not for.",
            )


def _beneficiaries(facts: TeamFacts, waiver: Waiver) -> set[str]:
    if waiver.member:
        return {waiver.member}
    return {
        stay.person
        for stay in facts.judged.case.team.members
        if stay.first <= waiver.last_day and stay.last_day >= waiver.first
    }


RULE = Rule("WVR005", "own-approver", Severity.ERROR, __doc__, team=_check)

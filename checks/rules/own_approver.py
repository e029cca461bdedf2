"""WVR005 own-approver: a person approved a waiver that covers them.

People can't approve their own waiver. For one member's waiver, the approver is anyone but that
member. For a whole team's waiver, the approver is someone who is not a member on those days.

To fix: ask someone else to approve it, such as the leader's leader, and write their id in
`approved_by`.
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
            words = "was approved by {who} whom it covers"
            yield waiver_problem(
                facts,
                waiver,
                "approved_by",
                words.format(who="a person"),
                words.format(who=f"{waiver.approved_by},"),
                help_words="Ask someone whom it does not cover to approve it.",
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

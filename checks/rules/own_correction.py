"""COR001 own-correction: a person approved a correction that benefits them.

A correction changes what counted in the past. So its approver must not gain from it. That rules out
the person it is about, and everyone who leads or coaches the team on those days. It also rules out
the giver of a corrected row. The leader's leader may approve it, unless it excuses a service that
they give. A change can't remove an approver from the roster to get around this.

The check doesn't accept such a correction.

To fix: ask someone else to approve it, such as HR or the leader of another team, and write their id
in `approved_by`.
"""

from collections.abc import Iterator

from checks.engine.correction_approval import gainers
from checks.engine.team_case import TeamCase
from checks.model.corrections import Correction
from checks.model.findings import Problem, Severity
from checks.rules.change_facts import TeamChange
from checks.rules.rule import Rule, TeamFacts


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Report the corrections whose approver gains from them."""
    case = facts.judged.case
    for correction in case.corrections:
        if correction.approved_by in gainers(case, correction):
            yield _problem(case, correction, "benefits from it")


def _of_change(change: TeamChange) -> Iterator[Problem]:
    """Report the corrections whose approver gains from them by the files before, or as the leader of the team above."""
    for correction in change.refused:
        before = correction.approved_by in gainers(change.base, correction)
        why = "benefited from it before this change" if before else "should have given what it excuses"
        yield _problem(change.head, correction, why)


def _problem(case: TeamCase, correction: Correction, why: str) -> Problem:
    words = f"of {{kind}} was approved by {{who}} who {why}"
    kind = {"row": "a row"}.get(
        correction.what, f"{'an' if correction.what == 'absence' else 'a'} {correction.what}"
    )
    return Problem(
        correction.place("approved_by"),
        f"{case.team.id}: a correction {words.format(kind=kind, who='a person')}",
        named=f"{case.team.id}: the correction {correction.id} {words.format(kind=kind, who=f'{correction.approved_by},')}",
        help="Ask someone who doesn't benefit from it to approve it.",
        team=case.team.id,
        member=correction.person,
        subject=f"{correction.id} {why}",
    )


RULE = Rule("COR001", "own-correction", Severity.ERROR, __doc__, team=_of_team, change=_of_change)

"""RAT006 correction-rewritten: a change edits or deletes a correction.

A correction records who approved a change of the past, and for which dates. If you could edit it
later, it would cover dates that no one has approved. So the check doesn't accept an edited
correction. You may delete corrections that are older than the playbook keeps.

To fix: restore the correction. If more was wrong, add another correction with its own approval.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import kept_from
from checks.model.findings import Problem, Severity
from checks.rules.change_facts import TeamChange
from checks.rules.rule import Rule


def _check(change: TeamChange) -> Iterator[Problem]:
    """Report the corrections of the base that the head doesn't have, or has otherwise."""
    base, team = change.base, change.head.team
    first_kept = kept_from(base.playbook, base.as_of)
    head = {correction.id: correction for correction in change.head.corrections}
    for correction in base.corrections:
        after = head.get(correction.id)
        if after == correction or (after is None and correction.last < first_kept):
            continue
        verb = "edits" if after else "deletes"
        yield Problem(
            after.place() if after else team.place("name"),
            f"{team.id}: this change {verb} a correction",
            named=f"{team.id}: this change {verb} the correction {correction.id}",
            help="Restore it. If more was wrong, add another correction. Run: outbound correct",
            team=team.id,
            member=correction.person,
            subject=correction.id,
        )


RULE = Rule("RAT006", "correction-rewritten", Severity.ERROR, __doc__, change=_check)

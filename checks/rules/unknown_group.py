"""REF005 unknown-group: an agreement or a member names a group that the playbook doesn't have.

Terms for an unknown group apply to no one. A member in an unknown group gets the terms that apply to
everyone.

To fix: write the group's id as it is in playbook.yaml, or add the group.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at whom each agreement is for."""
    for service in facts.services:
        for entry in service.agreements:
            if entry.group:
                yield from unknown_reference("group", entry.group, facts.known.groups, entry.place("for"))


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the groups of members and of the team's own terms."""
    team = facts.judged.case.team
    for stay in team.members:
        if stay.group:
            yield from unknown_reference(
                "group", stay.group, facts.known.groups, stay.place("group"), team=team.id
            )
    for entry in (entry for entries in team.agreements.values() for entry in entries):
        if entry.group:
            yield from unknown_reference(
                "group", entry.group, facts.known.groups, entry.place("for"), team=team.id
            )


RULE = Rule("REF005", "unknown-group", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team)

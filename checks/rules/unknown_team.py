"""REF006 unknown-team: a file names a team that doesn't exist.

An agreement names a team, a team says that it is part of one, or a member has moved to or from one. No folder
under data/teams has that id now or had it before. If the id of the team above is wrong, its leaders can't give the services of
a leader's leader to this team.

To fix: write the team's id as its folder has it. If you renamed a team, list its old id under
`formerly`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at the teams each agreement names."""
    for service in facts.services:
        for entry in service.agreements:
            if entry.teams and entry.teams != "all":
                for index, team in enumerate(entry.teams):
                    yield from unknown_reference("team", team, facts.known.teams, entry.place("teams", index))


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the team above, and at those that members have moved to or from."""
    team = facts.judged.case.team
    if team.part_of:
        yield from unknown_reference(
            "team", team.part_of, facts.known.teams, team.place("part_of"), team=team.id
        )
    for stay in team.members:
        for key, other in (("moved_from", stay.moved_from), ("moved_to", stay.moved_to)):
            if other:
                yield from unknown_reference("team", other, facts.known.teams, stay.place(key), team=team.id)


RULE = Rule("REF006", "unknown-team", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team)

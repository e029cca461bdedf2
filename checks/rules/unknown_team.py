"""REF006 unknown-team: something refers to a team there is not.

An agreement names a team, or a team says that it is part of one, that has no folder under
data/teams and had none before. The leaders of the team above give what a leader's leader gives,
so a name that is wrong takes those services from everybody in the team.

To fix: write the team's id as its folder has it. A team that was renamed keeps its old ids under
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
    """Look at the team above."""
    team = facts.judged.case.team
    if team.part_of:
        yield from unknown_reference(
            "team", team.part_of, facts.known.teams, team.place("part_of"), team=team.id
        )


RULE = Rule("REF006", "unknown-team", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team)

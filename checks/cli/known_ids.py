"""The ids a playbook has, each with what it is called: what an editor offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.loading.documents import read_document
from checks.model.team import Team
from checks.rules import ALL

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.scaffold.schema_ids import Known


def known_ids_of(repository: Repository) -> Known:
    """Return the ids that may be referred to; those of files that cannot be read are known too.

    People are those on any roster, by id and nothing else. A service or team of a former id is named after it.
    """
    policy, playbook = repository.policy, repository.policy.playbook
    services = {service.id: service.title for service in policy.services.values()}
    rosters = {team_id: _roster(repository, team_id) for team_id in repository.team_ids}
    readable = {team_id: team for team_id, team in rosters.items() if team}
    names = {team_id: team.name if team else "" for team_id, team in rosters.items()}
    former = {old: team_id for team_id, team in readable.items() for old in team.formerly}
    people = {
        entry.person
        for team in readable.values()
        for entries in (team.leaders, team.coaches, team.members)
        for entry in entries
    }
    return {
        "service": services | dict.fromkeys(policy.unreadable, "") | _renamed(policy.former),
        "team": names | _renamed(former),
        "principle": {principle.id: principle.title for principle in playbook.principles} if playbook else {},
        "group": {group.id: group.title for group in playbook.groups} if playbook else {},
        "rule": {rule.code: rule.headline for rule in ALL if not rule.code.startswith("SCH")},
        "person": dict.fromkeys(sorted(people), ""),
    }


def _renamed(former: dict[str, str]) -> dict[str, str]:
    return {old: f"now {new}" for old, new in former.items()}


def _roster(repository: Repository, team: str) -> Team | None:
    roster, _ = read_document(repository.data.below("teams", team, "team.yaml"), Team, private=True)
    return roster

"""The ids a playbook has, each with what it is called: what an editor offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.loading.documents import read_document
from checks.model.team import Team
from checks.rules import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.scaffold.schema_ids import Known


def known_ids_of(repository: Repository) -> Known:
    """Return the ids that may be referred to; those of files that cannot be read are known too.

    People are those on any roster, by id and nothing else. A service or team of a former id is named after it.
    """
    policy, playbook = repository.policy, repository.policy.playbook
    teams = {one: _roster(repository, one) for one in repository.team_ids}
    former = {old: one for one, team in teams.items() if team for old in team.formerly}
    return {
        "service": _services(policy),
        "team": {one: team.name if team else "" for one, team in teams.items()} | _renamed(former),
        "principle": {one.id: one.title for one in playbook.principles} if playbook else {},
        "group": {one.id: one.title for one in playbook.groups} if playbook else {},
        "rule": {rule.code: rule.headline for rule in ALL if not rule.code.startswith("SCH")},
        "person": dict.fromkeys(
            sorted({one for team in teams.values() if team for one in _people(team)}), ""
        ),
    }


def _services(policy: Policy) -> dict[str, str]:
    here = {one.id: one.title for one in policy.services.values()} | dict.fromkeys(policy.unreadable, "")
    return here | _renamed(policy.former)


def _renamed(former: dict[str, str]) -> dict[str, str]:
    return {old: f"now {new}" for old, new in former.items()}


def _roster(repository: Repository, team: str) -> Team | None:
    read, _ = read_document(repository.data.below("teams", team, "team.yaml"), Team, private=True)
    return read


def _people(team: Team) -> Iterator[str]:
    for entries in (team.leaders, team.coaches, team.members):
        yield from (one.person for one in entries)

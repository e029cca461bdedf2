"""People with another id than in the base: the base is read as if they had had it, so that a rename loses nothing.

A roster of the head says which id somebody had before, under `formerly`. That is believed of an id that the base
does not know, in place of one that the head does not know: two people never become one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from checks.loading.files import YAML_CAP
from checks.loading.repository import Repository

if TYPE_CHECKING:
    from checks.loading.team_files import TeamFiles
    from checks.model.base import Placed
    from checks.model.findings import Fault
    from checks.model.team import Absence, Coach, Leader, Stay, Team

M = TypeVar("M", bound="Placed")


def with_renamed_people(base: Repository, head: Repository) -> Repository:
    """Return the base with the ids that people have in the head; the base itself where nobody has another one."""
    former = dict(_former_ids(head))
    if not former:
        return base
    before, after = _people(base), _people(head)
    renamed = {old: new for old, new in former.items() if old in before - after and new in after - before}
    taken = [new for new in renamed.values() if list(renamed.values()).count(new) > 1]
    renamed = {old: new for old, new in renamed.items() if new not in taken}
    if not renamed:
        return base
    return RenamedRepository(base.policy, base.data, base.team_ids, base.stray, renamed=renamed)


def _former_ids(head: Repository) -> Iterator[tuple[str, str]]:
    """Yield former ids of people with those they have now; rosters that say nothing of them are not judged."""
    for team_id in head.team_ids:
        content = head.data.below("teams", team_id, "team.yaml").content(YAML_CAP)
        if isinstance(content, str) or b"formerly" not in content:
            continue
        team, _ = head.roster(team_id)
        entries: tuple[Stay | Leader | Coach, ...] = ()
        if team:
            entries = (*team.members, *team.leaders, *team.coaches)
        for entry in entries:
            yield from ((old, entry.person) for old in entry.formerly)


def _people(repository: Repository) -> set[str]:
    """Return everybody who is in a roster or in the rows of a log."""
    people: set[str] = set()
    for files in repository.teams():
        team = files.team
        entries: tuple[Stay | Leader | Coach | Absence, ...] = ()
        if team:
            entries = (*team.members, *team.leaders, *team.coaches, *team.absences)
        people.update(entry.person for entry in entries)
        people.update(files.log.members, files.log.givers)
    return people


@dataclass(frozen=True)
class RenamedRepository(Repository):
    """A repository in which people have other ids than its files say, by those."""

    renamed: Mapping[str, str] = field(default_factory=dict)

    def team(self, team_id: str) -> TeamFiles:
        """Read one team."""
        files = super().team(team_id)
        log = files.log
        return replace(
            files,
            team=self._team(files.team) if files.team else None,
            log=replace(log, members=self._ids(log.members), givers=self._ids(log.givers)),
            waivers=tuple(self._with(waiver, "member", "approved_by") for waiver in files.waivers),
            answers=tuple(self._with(answer, "by") for answer in files.answers),
        )

    def roster(self, team_id: str) -> tuple[Team | None, list[Fault]]:
        """Read one team's team.yaml alone."""
        team, faults = super().roster(team_id)
        return self._team(team) if team else None, faults

    def _team(self, team: Team) -> Team:
        lists = {
            key: tuple(self._with(entry, "person", "coach") for entry in getattr(team, key))
            for key in ("members", "leaders", "coaches", "absences")
        }
        return team.model_copy(update=lists)

    def _with(self, entry: M, *keys: str) -> M:
        ids = {key: str(getattr(entry, key, None)) for key in keys}
        changed = {key: self.renamed[old] for key, old in ids.items() if old in self.renamed}
        return entry.model_copy(update=changed) if changed else entry

    def _ids(self, ids: list[str]) -> list[str]:
        return [self.renamed.get(old, old) for old in ids]

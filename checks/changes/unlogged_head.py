"""The head with the logs of the base: what its rosters do to clocks that are carried from team to team, and no row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checks.loading.repository import Repository

if TYPE_CHECKING:
    from checks.loading.team_files import TeamFiles


@dataclass(frozen=True, kw_only=True)
class UnloggedHead(Repository):
    """A head whose teams have the logs that they have in `base`; a new team has its own."""

    base: Repository

    @classmethod
    def of(cls, base: Repository, head: Repository) -> UnloggedHead:
        """Return the head, with the logs of the base."""
        return cls(head.policy, head.data, head.team_ids, head.stray, base=base)

    def team(self, team_id: str) -> TeamFiles:
        """Read one team."""
        files = super().team(team_id)
        former = files.team.formerly if files.team else ()
        old = next((each for each in (team_id, *former) if each in self.base.team_ids), None)
        return replace(files, log=self.base.team(old).log) if old else files

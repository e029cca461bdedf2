"""Whether those who have moved to another team are members there: the one thing asked of another team's members."""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.engine.team_case import TeamCase
from checks.loading.repository import Repository
from checks.model.team import Stay

ARRIVES_WITHIN = timedelta(days=31)
"""How long after somebody's last day in one team they may begin in the other: holidays may lie between."""


class Arrivals:
    """Looks into the rosters of the teams that members have moved to, each read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._members: dict[str, tuple[Stay, ...] | None] = {}

    def moved_nowhere(self, case: TeamCase) -> Iterator[Stay]:
        """Yield the stays from the horizon on that end in a move to a team which does not have the member."""
        for stay in case.team.members:
            if stay.moved_to and case.horizon <= stay.last_day:
                members = self._of(stay.moved_to)
                if members is not None and not any(_goes_on(entry, stay) for entry in members):
                    yield stay

    def _of(self, team: str) -> tuple[Stay, ...] | None:
        """Return a team's stays; None where there is no such team or it cannot be read, which other rules say."""
        if team not in self._members:
            ids = self._repository.team_ids
            current = team if team in ids else self._repository.former_teams.get(team)
            roster, faults = self._repository.roster(current) if current in ids and current else (None, [])
            self._members[team] = roster.members if roster and not faults else None
        return self._members[team]


def _goes_on(entry: Stay, left: Stay) -> bool:
    """Whether an entry of the other team takes in a day soon after the one that ended."""
    last: date = left.last_day
    return entry.person == left.person and entry.first <= last + ARRIVES_WITHIN and entry.last_day > last

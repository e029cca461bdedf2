"""Whether moves have both their ends: the one thing asked of another team's members."""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.engine.team_case import TeamCase
from checks.loading.repository import Repository
from checks.model.team import Stay
from checks.rules.rule import HalfMove

ARRIVES_WITHIN = timedelta(days=31)
"""How long after somebody's last day in one team they may begin in the other: holidays may lie between."""


class Arrivals:
    """Looks into the rosters of the teams that members have moved to or from, each read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._members: dict[str, tuple[Stay, ...] | None] = {}

    def half_moves(self, case: TeamCase) -> Iterator[HalfMove]:
        """Yield the stays from the horizon on that end or begin with a move of which the other team does not tell.

        Near the playbook's first day the stay in the team before may have been removed with old logs.
        """
        removed_until = case.playbook.logs_from + ARRIVES_WITHIN
        for stay in case.team.members:
            if stay.moved_to and case.horizon <= stay.last_day:
                yield from self._without_arrival(stay, stay.moved_to)
            if stay.moved_from and max(case.horizon, removed_until) <= stay.first:
                yield from self._without_departure(case.team.id, stay, stay.moved_from)

    def _without_arrival(self, stay: Stay, target: str) -> Iterator[HalfMove]:
        members = self._of(target)
        if members is None:
            return
        going_on = [entry for entry in members if _goes_on(entry, stay)]
        if not going_on:
            yield HalfMove(stay, "moved_to", there=None)
        elif all(entry.first > stay.last_day and not entry.moved_from for entry in going_on):
            yield HalfMove(stay, "moved_to", there=going_on[0])

    def _without_departure(self, team: str, stay: Stay, origin: str) -> Iterator[HalfMove]:
        members = self._of(origin)
        if members is None:
            return
        left = [entry for entry in members if _begins_after(entry, stay)]
        if not any(self._is(entry.moved_to, team) for entry in left):
            yield HalfMove(stay, "moved_from", there=left[-1] if left else None)

    def _is(self, named: str | None, team: str) -> bool:
        return named == team or (named is not None and self._repository.current_team(named) == team)

    def _of(self, team: str) -> tuple[Stay, ...] | None:
        """Return a team's stays; None where there is no such team or it cannot be read, which other rules say."""
        if team not in self._members:
            current = self._repository.current_team(team)
            roster, faults = self._repository.roster(current) if current else (None, [])
            self._members[team] = roster.members if roster and not faults else None
        return self._members[team]


def _goes_on(entry: Stay, left: Stay) -> bool:
    """Whether an entry of the other team takes in a day soon after the one that ended."""
    last: date = left.last_day
    return entry.person == left.person and entry.first <= last + ARRIVES_WITHIN and entry.last_day > last


def _begins_after(left: Stay, entry: Stay) -> bool:
    """Whether an entry of the other team ended soon before the one that begins."""
    return left.person == entry.person and left.last_day < entry.first <= left.last_day + ARRIVES_WITHIN

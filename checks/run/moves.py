"""Moves from team to team: the rolling clocks with which a member goes on, from those of the team they were in."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from checks.engine.carried_clocks import CarriedClocks, ClocksLeft
from checks.engine.departures import Departure, clocks_left
from checks.model.team import Team
from checks.run.arrivals import ARRIVES_WITHIN

_DAY = timedelta(days=1)


class _Arrival(NamedTuple):
    """Somebody begins in a team, coming from another."""

    team: str
    person: str
    first: date
    moved_from: str


class Moves:
    """The moves between teams; `current_team` gives the id of today for one a team has or had, None for no team.

    `departures_of` tells who goes on from a team in another one.
    """

    def __init__(
        self,
        current_team: Callable[[str], str | None],
        departures_of: Callable[[str], Iterable[Departure]],
    ) -> None:
        self._current_team = current_team
        self._departures_of = departures_of
        self._clocks: dict[_Arrival, ClocksLeft] = {}

    def carried_into(self, team: Team) -> CarriedClocks:
        """Return the clocks of those who have come into a team, by person and first day; who has none is left out.

        A stay that follows without a gap on another in the team goes on with the clocks of that.
        """
        carried = {}
        ends = {(stay.person, stay.last + _DAY) for stay in team.members if stay.last}
        for stay in team.members:
            if stay.moved_from and (stay.person, stay.first) not in ends:
                clocks = self._clocks_at(_Arrival(team.id, stay.person, stay.first, stay.moved_from))
                if clocks:
                    carried[stay.person, stay.first] = clocks
        return carried

    def _clocks_at(self, arrival: _Arrival) -> ClocksLeft:
        """Return the clocks at an arrival: back to where the chain of moves begins, each earlier, and then forward."""
        chain: list[tuple[_Arrival, Departure]] = []
        before: _Arrival | None = arrival
        while before and before not in self._clocks:
            departure, team = self._departure_to(before)
            if departure is None:
                break
            chain.append((before, departure))
            come_from = departure.moved_from
            before = _Arrival(team, departure.person, departure.first, come_from) if come_from else None
        clocks = self._clocks.get(before, {}) if before else {}
        for arrived, departure in reversed(chain):
            clocks = self._clocks[arrived] = clocks_left(departure, clocks)
        return clocks

    def _departure_to(self, arrival: _Arrival) -> tuple[Departure | None, str]:
        """Return the latest departure that an arrival goes on from, and the team's id; it ends before the arrival."""
        team = self._current_team(arrival.moved_from)
        if team is None:
            return None, ""
        fitting = (
            departure
            for departure in self._departures_of(team)
            if departure.person == arrival.person
            and departure.last < arrival.first <= departure.last + ARRIVES_WITHIN
            and self._current_team(departure.moved_to) == arrival.team
        )
        return max(fitting, key=lambda departure: departure.last, default=None), team

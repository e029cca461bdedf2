"""What may be published of held touchpoints: by whose initiative, acknowledged, by the chosen coach."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.engine.team_coverage import FEWEST_HELD, TeamCoverage, TouchpointCounts
from checks.publish.figure_units import FigureUnit
from checks.publish.suppression import EMPTY, NOTHING, Cell, Count, Shown, beside_total, publish_cells


@dataclass(frozen=True)
class InitiativeShares:
    """One share of what was held: by unit (None: the organisation), and by service for the organisation."""

    by_unit: Mapping[str | None, Cell]
    by_service: Mapping[str, Cell]

    def of(self, unit: str | None) -> Cell:
        """Return a unit's cell, `NOTHING` where it has none."""
        return self.by_unit.get(unit, NOTHING)


Share = Callable[[TouchpointCounts], Count]
"""Returns of touchpoints how many are meant, of how many, and the people behind them."""


def outbound_share(counts: TouchpointCounts) -> Count:
    """Return those on the initiative of who gives them, of those held."""
    return Count(counts.outbound, counts.outbound + counts.inbound, counts.receivers)


def acknowledged_share(counts: TouchpointCounts) -> Count:
    """Return those the receiver says took place, of those held."""
    return Count(counts.acknowledged, counts.held, counts.receivers)


def chosen_coach_share(counts: TouchpointCounts) -> Count:
    """Return those given by the chosen coach, of those coaches gave to members who had chosen one."""
    return Count(counts.by_chosen, counts.by_chosen + counts.by_another, counts.coached)


def initiative_shares(
    share: Share, units: Sequence[FigureUnit], teams: Sequence[TeamCoverage], quarters: Sequence[str], k: int
) -> InitiativeShares:
    """Return one share over `quarters`: a column of units with its total, and a column of services.

    Both columns add up to the same, so where one withholds the total the other shows no service.
    """
    by_team = {team.team: _by_service(share, team, quarters) for team in teams}
    column: dict[str, Count] = {}
    outside = set(by_team)
    for unit in units:
        outside -= set(unit.teams)
        column[unit.id] = _hide_few(_sum_of(by_team[team] for team in unit.teams))
    # The teams no unit shows are a hidden row of their own, so that the total does not give them away.
    column[""] = replace(_sum_of(by_team[team] for team in outside), people=0)
    by_unit, total = publish_cells(column, k)
    cells: dict[str | None, Cell] = {unit: cell for unit, cell in by_unit.items() if unit}
    return InitiativeShares(cells | {None: total}, _service_cells(by_team.values(), total, k))


def _by_service(share: Share, team: TeamCoverage, quarters: Sequence[str]) -> dict[str, Count]:
    """Return a team's counts by service; each person is counted in one of the quarters, so people add up."""
    sums: dict[str, Count] = {}
    for counts in team.touchpoints:
        if counts.period in quarters:
            sums[counts.service] = sums.get(counts.service, EMPTY) + share(counts)
    return sums


def _sum_of(teams: Iterable[Mapping[str, Count]]) -> Count:
    """Return teams' counts added up; of a team's services may be the same people, so the most of any count."""
    total = EMPTY
    for by_service in teams:
        people = max((count.people for count in by_service.values()), default=0)
        total += replace(sum(by_service.values(), EMPTY), people=people)
    return total


def _hide_few(count: Count) -> Count:
    """Return a count of too few touchpoints as one without people, which is hidden."""
    return count if count.due >= FEWEST_HELD else replace(count, people=0)


def _service_cells(teams: Iterable[Mapping[str, Count]], total: Cell, k: int) -> dict[str, Cell]:
    if total.shown is not Shown.EXACT:
        return {}
    column: dict[str, Count] = {}
    for by_service in teams:
        for service, count in by_service.items():
            if count.due:
                column[service] = column.get(service, EMPTY) + count
    return beside_total({service: _hide_few(count) for service, count in column.items()}, k, ends_tell=False)

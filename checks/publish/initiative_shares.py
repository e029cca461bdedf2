"""What may be published of held touchpoints: by whose initiative, acknowledged, by the chosen coach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checks.engine.team_coverage import FEWEST_HELD, TouchpointCounts
from checks.publish.suppression import NOTHING, Cell, Count, Shown, beside_total, publish_cells

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage
    from checks.publish.figures import FigureUnit


@dataclass(frozen=True)
class InitiativeShares:
    """One share of what was held: by unit (None: the organisation), and by service for the organisation."""

    by_unit: Mapping[str | None, Cell]
    by_service: Mapping[str, Cell]

    def of(self, unit: str | None) -> Cell:
        """Return a unit's cell."""
        return self.by_unit.get(unit, NOTHING)


Part = Callable[[TouchpointCounts], Count]
"""Returns of touchpoints how many are meant, of how many, and the people behind them."""


def outbound_share(one: TouchpointCounts) -> Count:
    """Return those on the initiative of who gives them, of those held."""
    return Count(one.outbound, one.outbound + one.inbound, one.receivers)


def acknowledged_share(one: TouchpointCounts) -> Count:
    """Return those the receiver says took place, of those held."""
    return Count(one.acknowledged, one.held, one.receivers)


def chosen_coach_share(one: TouchpointCounts) -> Count:
    """Return those given by the chosen coach, of those coaches gave to members who had chosen one."""
    return Count(one.by_chosen, one.by_chosen + one.by_another, one.coached)


def initiative_shares(
    part: Part, units: Sequence[FigureUnit], teams: Sequence[TeamCoverage], quarters: Sequence[str], k: int
) -> InitiativeShares:
    """Return one share over `quarters`: a column of units with its total, and a column of services.

    Both columns add up to the same, so where one withholds the total the other shows no service.
    """
    by_team = {team.team: _sums(part, team, quarters) for team in teams}
    column: dict[str, Count] = {}
    left = set(by_team)
    for unit in units:
        left -= set(unit.teams)
        whole = sum((_of_team(by_team[team].values()) for team in unit.teams), NOBODY)
        column[unit.id] = whole if whole.due >= FEWEST_HELD else replace(whole, people=0)
    rest = sum((_of_team(by_team[team].values()) for team in left), NOBODY)
    column[""] = replace(rest, people=0)
    found, total = publish_cells(column, k)
    cells: dict[str | None, Cell] = {unit: cell for unit, cell in found.items() if unit}
    return InitiativeShares(cells | {None: total}, _services(by_team.values(), total, k))


NOBODY = Count(0, 0, 0)


def _sums(part: Part, team: TeamCoverage, quarters: Sequence[str]) -> dict[str, Count]:
    """Return a team's counts by service; people are in one of the last closed quarters each, and add up."""
    sums: dict[str, Count] = {}
    for one in team.touchpoints:
        if one.period in quarters:
            sums[one.service] = sums.get(one.service, NOBODY) + part(one)
    return sums


def _of_team(counts: Collection[Count]) -> Count:
    """Return a team's services added up; people are the most of any, since they may be the same again."""
    return replace(sum(counts, NOBODY), people=max((one.people for one in counts), default=0))


def _services(by_team: Iterable[Mapping[str, Count]], total: Cell, k: int) -> dict[str, Cell]:
    if total.shown is not Shown.EXACT:
        return {}
    column: dict[str, Count] = {}
    for sums in by_team:
        for service, count in sums.items():
            if count.due:
                column[service] = column.get(service, NOBODY) + count
    few = {one: replace(count, people=0) for one, count in column.items() if count.due < FEWEST_HELD}
    return beside_total(column | few, k, ends_tell=False)

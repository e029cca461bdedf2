"""What may be published of held touchpoints: by whose initiative, acknowledged, by the chosen coach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.coverage.judged import FEWEST_HELD, Touchpoints
from checks.privacy.suppression import NOTHING, Cell, Count, Shown, beside_total, published

if TYPE_CHECKING:
    from checks.coverage.judged import TeamCoverage
    from checks.privacy.figures import Unit


@dataclass(frozen=True)
class Shares:
    """One share of what was held: by unit (None: the organisation), and by service for the organisation."""

    by_unit: Mapping[str | None, Cell]
    by_service: Mapping[str, Cell]

    def of(self, unit: str | None) -> Cell:
        """Return a unit's cell."""
        return self.by_unit.get(unit, NOTHING)


Part = Callable[[Touchpoints], tuple[int, int]]
"""Returns of touchpoints how many are meant, and of how many."""


def outbound(one: Touchpoints) -> tuple[int, int]:
    """Return those on the initiative of who gives them, of those held."""
    return one.outbound, one.outbound + one.inbound


def acknowledged(one: Touchpoints) -> tuple[int, int]:
    """Return those the receiver says took place, of those held."""
    return one.acknowledged, one.held


def by_chosen(one: Touchpoints) -> tuple[int, int]:
    """Return those given by the chosen coach, of those coaches gave to members who had chosen one."""
    return one.by_chosen, one.by_chosen + one.by_another


def shares(
    part: Part, units: Sequence[Unit], teams: Sequence[TeamCoverage], quarters: Sequence[str], k: int
) -> Shares:
    """Return one share over `quarters`: a column of units with its total, and a column of services.

    Both columns add up to the same, so where one withholds the total the other shows no service.
    """
    by_team = {team.team: _sums(part, team, quarters) for team in teams}
    sizes = {team.team: team.size for team in teams}
    column: dict[str, Count] = {}
    left = set(by_team)
    for unit in units:
        left -= set(unit.teams)
        whole = _added([_added(list(by_team[team].values())) for team in unit.teams])
        column[unit.id] = Count(*whole, unit.size if whole[1] >= FEWEST_HELD else 0)
    rest = _added([_added(list(by_team[team].values())) for team in left])
    column[""] = Count(*rest, 0)
    found, total = published(column, k)
    cells: dict[str | None, Cell] = {unit: cell for unit, cell in found.items() if unit}
    return Shares(cells | {None: total}, _services(by_team, sizes, total, k))


def _sums(part: Part, team: TeamCoverage, quarters: Sequence[str]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for one in team.touchpoints:
        if one.period in quarters:
            sums[one.service] = _added([sums.get(one.service, (0, 0)), part(one)])
    return sums


def _added(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(met for met, _ in pairs), sum(due for _, due in pairs)


def _services(
    by_team: Mapping[str, Mapping[str, tuple[int, int]]], sizes: Mapping[str, int], total: Cell, k: int
) -> dict[str, Cell]:
    if total.shown is not Shown.EXACT:
        return {}
    column: dict[str, Count] = {}
    for team, sums in by_team.items():
        for service, (met, due) in sums.items():
            if due:
                column[service] = column.get(service, Count(0, 0, 0)) + Count(met, due, sizes[team])
    few = {one: Count(count.met, count.due, 0) for one, count in column.items() if count.due < FEWEST_HELD}
    return beside_total(column | few, k)

"""What may be published of a change's effect: cells before and after, as the pages would show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.changes.effects import Effect, TriedQuarter
from checks.publish.figure_units import FigureUnit, units_of
from checks.publish.figures import count_of, sum_counts, tells_by_being
from checks.publish.suppression import EMPTY, NOTHING, Cell, Count, Shown, Standing, publish_cells

if TYPE_CHECKING:
    from checks.engine.team_coverage import CoverageRow


@dataclass(frozen=True, slots=True)
class ComparedCells:
    """A service of one unit, or of all (None), before and after."""

    unit: str | None
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people something is true for: a count, or None where they are too few to count."""

    count: int | None


@dataclass(frozen=True)
class PublishedEffect:
    """What may be said: cells by service, units newly flagged and newly clear, and people owed more or less."""

    compared: Mapping[str, Sequence[ComparedCells]]
    flagged: Sequence[tuple[str, str]]
    clear: Sequence[tuple[str, str]]
    more: Mapping[str, PeopleCount]
    less: Mapping[str, PeopleCount]


def published_effect(effect: Effect) -> PublishedEffect:
    """Return the part of an effect that names no small group and lets none be reckoned."""
    units = units_of(effect.playbook, effect.teams)
    compared = {service: _compared(effect, service, units) for service in effect.changed}
    standings_shown = {
        (service, row.unit)
        for service, rows in compared.items()
        for row in rows
        if row.unit and _shows_standing(row.before) and _shows_standing(row.after)
    }
    names = {team: unit.name for unit in units if len(unit.teams) == 1 for team in unit.teams}
    shown = [
        quarter for quarter in effect.tried if (quarter.service, names.get(quarter.team)) in standings_shown
    ]
    k = effect.playbook.privacy.smallest_group
    return PublishedEffect(
        compared=compared,
        flagged=[(names[quarter.team], quarter.service) for quarter in shown if quarter.newly_flagged],
        clear=[(names[quarter.team], quarter.service) for quarter in shown if quarter.newly_clear],
        more={service: _people_count(owed.more, k) for service, owed in effect.owing.items()},
        less={service: _people_count(owed.less, k) for service, owed in effect.owing.items()},
    )


def _shows_standing(cell: Cell) -> bool:
    """Whether a cell says where it stands: of another, that it is flagged would say more than is shown."""
    return cell.shown in (Shown.EXACT, Shown.NOTHING) or cell.standing is not Standing.UNKNOWN


def _people_count(count: int, smallest_group: int) -> PeopleCount:
    return PeopleCount(count if count == 0 or count >= smallest_group else None)


def _compared(effect: Effect, service_id: str, units: Sequence[FigureUnit]) -> list[ComparedCells]:
    """Return the cells of a service before and after: all teams together first, then each unit that has any."""
    k = effect.playbook.privacy.smallest_group
    service = effect.services.get(service_id)
    whole = service is not None and service.audience == "team"
    tried = {quarter.team: quarter for quarter in effect.tried if quarter.service == service_id}
    sizes = {team.team: team.size for team in effect.teams}
    inside = {team for unit in units for team in unit.teams}
    parts = {unit.name: unit.teams for unit in units} | {
        "": tuple(team for team in sizes if team not in inside)
    }
    sides = []
    for side in ("before", "after"):
        column = {
            name: sum_counts(
                [_count(tried.get(team), side, sizes[team] if whole else None) for team in teams]
            )
            for name, teams in parts.items()
        }
        sides.append(publish_cells(column, k, whole_teams=whole))
    (before, before_all), (after, after_all) = sides
    alone = service is not None and tells_by_being(service)
    rows = [
        ComparedCells(unit.name, before.get(unit.name, NOTHING), after.get(unit.name, NOTHING))
        for unit in (() if alone else units)
        if any(cells.get(unit.name, NOTHING) is not NOTHING for cells in (before, after))
    ]
    return [ComparedCells(None, before_all, after_all), *rows]


def _count(quarter: TriedQuarter | None, side: str, size: int | None) -> Count:
    row: CoverageRow | None = getattr(quarter, side) if quarter else None
    if row is None or not row.counts.due:
        return EMPTY
    return count_of(row, row.people if size is None else size)

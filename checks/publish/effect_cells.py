"""What may be published of a change's effect: cells before and after, as the pages would show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.publish.figures import tells_by_being, units_of
from checks.publish.suppression import NOTHING, Cell, Count, Shown, Standing, publish_cells

if TYPE_CHECKING:
    from checks.changes.effects import Effect, TriedQuarter
    from checks.engine.team_coverage import CoverageRow
    from checks.publish.figures import FigureUnit


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
    seen = {
        (service, one.unit)
        for service, found in compared.items()
        for one in found
        if one.unit and _stands(one.before) and _stands(one.after)
    }
    names = {team: unit.name for unit in units if len(unit.teams) == 1 for team in unit.teams}
    shown = [one for one in effect.tried if (one.service, names.get(one.team)) in seen]
    k = effect.playbook.privacy.smallest_group
    return PublishedEffect(
        compared=compared,
        flagged=[(names[one.team], one.service) for one in shown if one.newly_flagged],
        clear=[(names[one.team], one.service) for one in shown if one.newly_clear],
        more={service: _said(one.more, k) for service, one in effect.owing.items()},
        less={service: _said(one.less, k) for service, one in effect.owing.items()},
    )


def _stands(cell: Cell) -> bool:
    """Whether a cell says where it stands: of another, that it is flagged would say more than is shown."""
    return cell.shown in (Shown.EXACT, Shown.NOTHING) or cell.standing is not Standing.UNKNOWN


def _said(count: int, smallest_group: int) -> PeopleCount:
    return PeopleCount(count if count == 0 or count >= smallest_group else None)


def _compared(effect: Effect, service: str, units: Sequence[FigureUnit]) -> list[ComparedCells]:
    k = effect.playbook.privacy.smallest_group
    of = effect.services.get(service)
    whole = of is not None and of.audience == "team"
    tried = {one.team: one for one in effect.tried if one.service == service}
    sizes = {team.team: team.size for team in effect.teams}
    inside = {team for unit in units for team in unit.teams}
    parts = {unit.name: unit.teams for unit in units} | {
        "": tuple(team for team in sizes if team not in inside)
    }
    sides = []
    for side in ("before", "after"):
        column = {
            name: _sum([_count(tried.get(team), side, sizes[team] if whole else None) for team in teams])
            for name, teams in parts.items()
        }
        sides.append(publish_cells(column, k, whole_teams=whole))
    (before, before_all), (after, after_all) = sides
    alone = of is not None and tells_by_being(of)
    rows = [
        ComparedCells(unit.name, before.get(unit.name, NOTHING), after.get(unit.name, NOTHING))
        for unit in (() if alone else units)
        if any(one.get(unit.name, NOTHING) is not NOTHING for one in (before, after))
    ]
    return [ComparedCells(None, before_all, after_all), *rows]


def _sum(counts: Sequence[Count]) -> Count:
    """Return the sum; a team alone keeps whether it is flagged."""
    return counts[0] if len(counts) == 1 else sum(counts, Count(0, 0, 0))


def _count(tried: TriedQuarter | None, side: str, size: int | None) -> Count:
    row: CoverageRow | None = getattr(tried, side) if tried else None
    if row is None or not row.counts.due:
        return Count(0, 0, 0)
    agreed = row.promise.share if row.promise else None
    may_miss = row.promise.may_miss if row.promise and not row.parts else None
    people = row.people if size is None else size
    return Count(row.counts.met, row.counts.due, people, agreed, row.below, may_miss=may_miss)

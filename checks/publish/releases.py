"""Figures of a closed quarter, frozen: to the document that is published, and back to what the pages show.

A quarter once published stays as it is. Where it is corrected, a service's figures are replaced together,
and only where each changed for so many people that none can be told, or did not change at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.team_coverage import MIX_QUARTERS, TeamCoverage, starting_month
from checks.model import release_document as written
from checks.model.base import FIRST_YEAR
from checks.model.cadences import CalendarCadence, PeriodUnit, RollingCadence
from checks.model.periods import Period, last_closed, period_of, periods
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.publish.figure_units import FigureUnit
from checks.publish.figures import PublicFigures, terms_changed
from checks.publish.initiative_shares import InitiativeShares
from checks.publish.pulse_means import PulseCell
from checks.publish.suppression import Band, Cell, Shown, Standing
from checks.publish.trial_cells import TrialCells
from checks.wording.measures import percent

Document = dict[str, Any]

_PARTS = {"outbound": "mix", "acknowledged": "acknowledged", "by_chosen": "by_chosen"}
"""The shares of what was held as a release names them, and as the figures do."""

_COARSEST_FIRST = ("organisation", "parents", "teams")
_PUBLISHED = (Shown.EXACT, Shown.BAND, Shown.HIDDEN)


def freeze_snapshot(
    figures: PublicFigures, playbook: Playbook, teams: Sequence[TeamCoverage], period: Period, as_of: date
) -> Document:
    """Return what is published of a closed quarter; of the last one, what is known of teams and habits too."""
    cells = [
        {"team": unit, "service": service, **_cell(cell)}
        for (unit, service, name), cell in figures.cells.items()
        if name == period.name and cell.shown in _PUBLISHED
    ]
    document: Document = {
        "schema": 1,
        "period": period.name,
        "as_of": as_of.isoformat(),
        "smallest_group": figures.smallest_group,
        "show": playbook.privacy.show,
        "cells": _in_order(cells),
        "answers": [
            {"service": service, "metric": metric, **_answer(cell)}
            for (service, metric), by_quarter in figures.pulse.items()
            for cell in by_quarter
            if cell.quarter == _asked_in(period)
        ],
    }
    return document | _latest(figures, teams) if period == figures.last else document


def _asked_in(period: Period) -> Period:
    """Return the calendar quarter whose answers stand in a quarter of the organisation's year."""
    return period_of(PeriodUnit.QUARTER, period.first)


def _latest(figures: PublicFigures, teams: Sequence[TeamCoverage]) -> Document:
    """Return what stands in the last closed quarter's file alone."""
    k = figures.smallest_group
    document: Document = {
        "members": figures.size,
        "held": [
            {"part": part, **key, **_cell(cell)}
            for part, name in _PARTS.items()
            for key, cell in _shares(getattr(figures, name))
            if cell.shown in _PUBLISHED
        ],
        "tried": [
            _without_none(
                service=trial.service, weeks=trial.weeks, **_cell(trial.kept), hours=_decimal(trial.hours)
            )
            for trial in figures.tried
        ],
        "teams": [
            _without_none(
                id=team.team,
                name=team.name,
                part_of=team.part_of,
                members=None if 0 < team.size < k else team.size,
                leaders=team.leaders,
                coaches=team.coaches,
            )
            for team in teams
        ],
        "units": [
            {
                "id": unit.id,
                "name": unit.name,
                "members": unit.size,
                "teams": list(unit.teams),
                "hours": _decimal(unit.hours),
                "givers": unit.givers,
            }
            for unit in figures.units
        ],
    }
    if figures.hours:
        document["hours"] = {"givers": figures.hours.givers, "promised": _decimal(figures.hours.hours)}
    return document


def _shares(shares: InitiativeShares) -> Iterable[tuple[Document, Cell]]:
    """Yield each cell with the key that says whose it is; the organisation's has none."""
    for unit, cell in shares.by_unit.items():
        yield _without_none(team=unit), cell
    for service, cell in shares.by_service.items():
        yield {"service": service}, cell


def _cell(cell: Cell) -> Document:
    exact = cell.shown is Shown.EXACT
    return _without_none(
        due=cell.due if exact else None,
        met=cell.met if exact else None,
        shown=cell.shown.value,
        band=[int(cell.band.least * 100), int(cell.band.most * 100)] if cell.band else None,
        standing=(cell.standing.value or None) if cell.agreed is not None else None,
        agreed=percent(cell.agreed) if cell.agreed is not None else None,
    )


def _answer(cell: PulseCell) -> Document:
    counts = {"given": cell.given, "asked": cell.asked} if cell.shown is Shown.EXACT else {}
    return _without_none(shown=cell.shown.value, mean=_decimal(cell.mean), kept=cell.kept, **counts)


def _without_none(**values: object) -> Document:
    return {key: value for key, value in values.items() if value is not None}


def _decimal(number: Fraction | None) -> str | None:
    """Return a number cut to four decimals."""
    return None if number is None else f"{int(number * 10_000) / 10_000:.4f}"


@dataclass(frozen=True)
class LoadedSnapshot:
    """What was published: the figures, what is known of teams, and the day they were last frozen for."""

    figures: PublicFigures
    teams: tuple[TeamCoverage, ...]
    as_of: date | None


def load_snapshot(
    playbook: Playbook, services: Sequence[Service], files: Sequence[written.ReleaseDocument], as_of: date
) -> LoadedSnapshot:
    """Return the figures of all published quarters, as far as the playbook's privacy allows them now."""
    starts = starting_month(playbook)
    # All quarters that can have been published: pruned logs move the horizon on, not what was published.
    until = max([as_of, *(file.as_of for file in files)])
    possible = periods(PeriodUnit.QUARTER, date(FIRST_YEAR, 1, 1), until, starts)
    quarters = {quarter.name: quarter for quarter in possible}
    files = sorted((file for file in files if file.period in quarters), key=lambda file: file.as_of)
    last = max(files, key=lambda file: quarters[file.period].first, default=None)
    closed = last_closed(PeriodUnit.QUARTER, last.as_of if last else as_of, starts)
    published = {file.period for file in files}
    shown = tuple(quarter for quarter in possible if quarter.name in published)
    horizon = min([playbook.logs_from, *(quarter.first for quarter in shown)])
    mixed = [quarter for quarter in possible if horizon <= quarter.last <= closed.last][-MIX_QUARTERS:]
    by_unit = last is not None and _may_show_units(playbook, last)
    figures = PublicFigures(
        units=tuple(
            FigureUnit(unit.id, unit.name, unit.members, unit.teams, unit.hours or Fraction(0), unit.givers)
            for unit in (last.units if last and by_unit else ())
        ),
        size=last.members or 0 if last else 0,
        quarters=shown,
        last=quarters[last.period] if last else closed,
        cells={
            (cell.team, cell.service, file.period): _read(cell)
            for file in files
            for cell in file.cells
            if cell.team is None or _may_show_units(playbook, file)
        },
        mixed=tuple(mixed),
        mix=_held(last, "outbound", by_unit=by_unit),
        acknowledged=_held(last, "acknowledged", by_unit=by_unit),
        by_chosen=_held(last, "by_chosen", by_unit=by_unit),
        pulse=_pulse(files, quarters),
        worked={},
        running={},
        tried=tuple(
            TrialCells(trial.service, trial.weeks, _read(trial), trial.hours)
            for trial in (last.tried if last else ())
        ),
        hours=PromisedWorkload(last.hours.promised, last.hours.givers) if last and last.hours else None,
        changed=terms_changed(services, shown),
        smallest_group=playbook.privacy.smallest_group,
    )
    teams = tuple(map(_team, last.teams)) if last else ()
    return LoadedSnapshot(figures, teams, last.as_of if last else None)


def _may_show_units(playbook: Playbook, file: written.ReleaseDocument) -> bool:
    """Whether a file shows nothing finer, and no smaller group, than is agreed now."""
    privacy, level = playbook.privacy, _COARSEST_FIRST.index
    return level(file.show) <= level(privacy.show) and file.smallest_group >= privacy.smallest_group


def _read(cell: written.ReleaseFigure) -> Cell:
    band = Band(*(Fraction(end, 100) for end in cell.band)) if cell.band else None
    return Cell(Shown(cell.shown), cell.met, cell.due, band, Standing(cell.standing or ""), cell.agreed)


def _held(file: written.ReleaseDocument | None, part: str, *, by_unit: bool) -> InitiativeShares:
    shares = [share for share in file.held if share.part == part] if file else []
    of_units = [share for share in shares if share.service is None and (by_unit or share.team is None)]
    return InitiativeShares(
        {share.team: _read(share) for share in of_units},
        {share.service: _read(share) for share in shares if share.service is not None},
    )


def _pulse(
    files: Sequence[written.ReleaseDocument], quarters: Mapping[str, Period]
) -> dict[tuple[str, str], tuple[PulseCell, ...]]:
    cells: dict[tuple[str, str], tuple[PulseCell, ...]] = {}
    for file in sorted(files, key=lambda file: file.period):
        quarter = _asked_in(quarters[file.period])
        for answer in file.answers:
            key, given, asked = (answer.service, answer.metric), answer.given or 0, answer.asked or 0
            cell = PulseCell(quarter, Shown(answer.shown), answer.mean, given, asked, answer.kept)
            cells[key] = (*cells.get(key, ()), cell)
    return cells


def _team(team: written.KnownTeam) -> TeamCoverage:
    """Return what the pages say of a team whose roster and log are not there; an unknown size is small."""
    size = 1 if team.members is None else team.members
    return TeamCoverage(
        team.id, team.name, team.part_of, size, team.leaders, team.coaches, (), (), (), (), None, ()
    )


def replaced_release(document: Document, fresh: Document, services: frozenset[str]) -> Document:
    """Return a published document with the cells of some services from a fresh one."""
    cells = [cell for cell in document["cells"] if cell["service"] not in services]
    cells += [cell for cell in fresh["cells"] if cell["service"] in services]
    return document | {"cells": _in_order(cells)}


def _in_order(cells: list[Document]) -> list[Document]:
    return sorted(cells, key=lambda cell: (cell["service"], cell["team"] or ""))


_WINDOWS = {PeriodUnit.WEEK: 14, PeriodUnit.MONTH: 3}
"""Windows one person can have in a quarter, of calendar cadences shorter than it."""


def corrected_release(
    services: Sequence[Service], before: written.ReleaseDocument, after: PublicFigures, period: Period
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the services whose published figures may be replaced, and those that differ and may not."""
    allowed: set[str] = set()
    refused: set[str] = set()
    for service in services:
        old = {cell.team: _read(cell) for cell in before.cells if cell.service == service.id}
        new = {
            unit: cell
            for (unit, service_id, name), cell in after.cells.items()
            if (service_id, name) == (service.id, period.name) and cell.shown in _PUBLISHED
        }
        if old != new:
            each = max((_windows_each(entry.cadence) for entry in service.agreements), default=0)
            (allowed if may_replace(old, new, after.smallest_group, each) else refused).add(service.id)
    return frozenset(allowed), frozenset(refused)


def may_replace(old: Mapping[str | None, Cell], new: Mapping[str | None, Cell], k: int, each: int) -> bool:
    """Whether each figure of a column, and what is left of its total, stays or changes for `k` people at the least.

    `each` is how many windows one person can have in it, 0 where there is no telling.
    """
    if not each or set(old) != set(new):
        return False
    changes: dict[str | None, tuple[int, int]] = {}
    for unit, cell in old.items():
        if Shown.EXACT in (cell.shown, new[unit].shown):
            if cell.shown is not new[unit].shown:
                return False
            (met, due), (was_met, was_due) = _counts(new[unit]), _counts(cell)
            changes[unit] = (met - was_met, due - was_due)
        elif cell != new[unit]:
            return False
    if None in changes:
        met, due = changes[None]
        units = [change for unit, change in changes.items() if unit is not None]
        changes["the rest"] = (
            met - sum(change[0] for change in units),
            due - sum(change[1] for change in units),
        )
    return all(max(abs(met), abs(due)) >= k * each or met == due == 0 for met, due in changes.values())


def _counts(cell: Cell) -> tuple[int, int]:
    return cell.met or 0, cell.due or 0


def _windows_each(cadence: object) -> int:
    """Return how many windows of a quarter one person can have; 0 where there is no telling."""
    if isinstance(cadence, CalendarCadence):
        return _WINDOWS.get(cadence.per, 1)
    return 1 if isinstance(cadence, RollingCadence) else 0

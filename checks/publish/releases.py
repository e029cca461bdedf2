"""Figures of a closed quarter, frozen: to the document that is published, and back to what the pages show.

A quarter once published stays as it is. Where it is corrected, a service's figures are replaced together,
and only where each changed for so many people that none can be told, or did not change at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.team_coverage import MIX_QUARTERS, TeamCoverage, starting_month
from checks.model.base import FIRST_YEAR
from checks.model.cadences import CalendarCadence, PeriodUnit, RollingCadence
from checks.model.periods import Period, last_closed, period_of, periods
from checks.publish.figures import FigureUnit, PublicFigures, terms_changed
from checks.publish.initiative_shares import InitiativeShares
from checks.publish.pulse_means import PulseCell
from checks.publish.suppression import Band, Cell, Shown, Standing
from checks.publish.trial_cells import TrialCells
from checks.wording.measures import percent

if TYPE_CHECKING:
    from checks.model import release_document as written
    from checks.model.playbook import Playbook
    from checks.model.service import Service

Document = dict[str, Any]

_PARTS = ("outbound", "acknowledged", "by_chosen")
_FINEST = ("organisation", "parents", "teams")
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
    made: Document = {
        "schema": 1,
        "period": period.name,
        "as_of": as_of.isoformat(),
        "smallest_group": figures.smallest_group,
        "show": playbook.privacy.show,
        "cells": _in_order(cells),
        "answers": [
            _answered(*key, one)
            for key, all_of in figures.pulse.items()
            for one in all_of
            if one.quarter == _answered_in(period)
        ],
    }
    return made | _latest(figures, teams) if period == figures.last else made


def _answered_in(period: Period) -> Period:
    """Return the calendar quarter that ended in a quarter of the organisation's year: answers are asked by these."""
    return period_of(PeriodUnit.QUARTER, period.first)


def _latest(figures: PublicFigures, teams: Sequence[TeamCoverage]) -> Document:
    """Return what stands in the last closed quarter's file alone."""
    k = figures.smallest_group
    made: Document = {
        "members": figures.size,
        "held": [
            {"part": part, **key, **_cell(cell)}
            for part in _PARTS
            for key, cell in _shares(getattr(figures, "mix" if part == "outbound" else part))
            if cell.shown in _PUBLISHED
        ],
        "tried": [
            {
                "service": one.service,
                "weeks": one.weeks,
                **_cell(one.kept),
                **_said(hours=_decimal(one.hours)),
            }
            for one in figures.tried
        ],
        "teams": [
            {
                "id": one.team,
                "name": one.name,
                **_said(part_of=one.part_of, members=None if 0 < one.size < k else one.size),
                "leaders": one.leaders,
                "coaches": one.coaches,
            }
            for one in teams
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
        made["hours"] = {"givers": figures.hours.givers, "promised": _decimal(figures.hours.hours)}
    return made


def _shares(shares: InitiativeShares) -> Iterable[tuple[Document, Cell]]:
    for unit, cell in shares.by_unit.items():
        yield _said(team=unit), cell
    for service, cell in shares.by_service.items():
        yield {"service": service}, cell


def _cell(cell: Cell) -> Document:
    made: Document = {"shown": cell.shown.value}
    if cell.shown is Shown.EXACT:
        made = {"due": cell.due, "met": cell.met, **made}
    if cell.band:
        made["band"] = [int(cell.band.least * 100), int(cell.band.most * 100)]
    if cell.agreed is not None:
        made |= {"standing": cell.standing.value} if cell.standing.value else {}
        made["agreed"] = percent(cell.agreed)
    return made


def _answered(service: str, metric: str, one: PulseCell) -> Document:
    counts = {"given": one.given, "asked": one.asked} if one.shown is Shown.EXACT else {}
    return {
        "service": service,
        "metric": metric,
        "shown": one.shown.value,
        **_said(mean=_decimal(one.mean), kept=one.kept),
        **counts,
    }


def _said(**values: object) -> Document:
    """Return the values there are."""
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
    until = max([as_of, *(one.as_of for one in files)]).toordinal()
    quarters = {one.name: one for one in _quarters(until, starting_month(playbook))}
    files = sorted((one for one in files if one.period in quarters), key=lambda one: one.as_of)
    last = max(files, key=lambda one: quarters[one.period].first, default=None)
    day = (last.as_of if last else as_of).toordinal()
    closed = last_closed(PeriodUnit.QUARTER, day, starting_month(playbook))
    named = {one.period for one in files}
    shown = tuple(one for name, one in quarters.items() if name in named)
    fine = last is not None and _fine(playbook, last)
    figures = PublicFigures(
        units=tuple(
            FigureUnit(one.id, one.name, one.members, one.teams, one.hours or Fraction(0), one.givers)
            for one in last.units
        )
        if last and fine
        else (),
        size=last.members or 0 if last else 0,
        quarters=shown,
        last=quarters[last.period] if last else closed,
        cells={
            (cell.team, cell.service, file.period): _read(cell)
            for file in files
            for cell in file.cells
            if cell.team is None or _fine(playbook, file)
        },
        mixed=_mixed(playbook, quarters.values(), shown, closed),
        mix=_held(last, "outbound", fine=fine),
        acknowledged=_held(last, "acknowledged", fine=fine),
        by_chosen=_held(last, "by_chosen", fine=fine),
        pulse=_pulse(files, quarters),
        worked={},
        running={},
        tried=tuple(TrialCells(one.service, one.weeks, _read(one), one.hours) for one in last.tried)
        if last
        else (),
        hours=PromisedWorkload(last.hours.promised, last.hours.givers) if last and last.hours else None,
        changed=terms_changed(services, shown),
        smallest_group=playbook.privacy.smallest_group,
    )
    return LoadedSnapshot(
        figures, tuple(map(_team, last.teams)) if last else (), last.as_of if last else None
    )


def _quarters(until: int, starts: int) -> tuple[Period, ...]:
    """Return all quarters that can have been published: letting go of logs moves the horizon on, not what was said."""
    return periods(PeriodUnit.QUARTER, date(FIRST_YEAR, 1, 1).toordinal(), until, starts)


def _mixed(
    playbook: Playbook, quarters: Iterable[Period], shown: Sequence[Period], closed: Period
) -> tuple[Period, ...]:
    """Return the closed quarters the mix was counted over, from the horizon of then."""
    first = min([playbook.logs_from.toordinal(), *(one.first for one in shown)])
    return tuple(one for one in quarters if first <= one.last <= closed.last)[-MIX_QUARTERS:]


def _fine(playbook: Playbook, file: written.ReleaseDocument) -> bool:
    """Whether a file shows nothing finer, and no smaller group, than is agreed now."""
    privacy = playbook.privacy
    return (
        _FINEST.index(file.show) <= _FINEST.index(privacy.show)
        and file.smallest_group >= privacy.smallest_group
    )


def _read(cell: written.ReleaseFigure) -> Cell:
    band = Band(*(Fraction(one, 100) for one in cell.band)) if cell.band else None
    return Cell(Shown(cell.shown), cell.met, cell.due, band, Standing(cell.standing or ""), cell.agreed)


def _held(file: written.ReleaseDocument | None, part: str, *, fine: bool) -> InitiativeShares:
    found = [one for one in file.held if one.part == part] if file else []
    return InitiativeShares(
        {one.team: _read(one) for one in found if one.service is None and (fine or one.team is None)},
        {one.service: _read(one) for one in found if one.service is not None},
    )


def _pulse(
    files: Sequence[written.ReleaseDocument], quarters: Mapping[str, Period]
) -> dict[tuple[str, str], tuple[PulseCell, ...]]:
    found: dict[tuple[str, str], list[PulseCell]] = {}
    for file in sorted(files, key=lambda one: one.period):
        for one in file.answers:
            heard = PulseCell(
                _answered_in(quarters[file.period]),
                Shown(one.shown),
                one.mean,
                one.given or 0,
                one.asked or 0,
                one.kept,
            )
            found.setdefault((one.service, one.metric), []).append(heard)
    return {key: tuple(all_of) for key, all_of in found.items()}


def _team(one: written.KnownTeam) -> TeamCoverage:
    """Return what the pages say of a team whose roster and log are not there; an unknown size is small."""
    size = 1 if one.members is None else one.members
    return TeamCoverage(
        one.id, one.name, one.part_of, size, one.leaders, one.coaches, (), (), (), (), None, ()
    )


def replaced_release(document: Document, fresh: Document, services: frozenset[str]) -> Document:
    """Return a published document with the cells of some services from a fresh one."""
    cells = [one for one in document["cells"] if one["service"] not in services]
    cells += [one for one in fresh["cells"] if one["service"] in services]
    return document | {"cells": _in_order(cells)}


def _in_order(cells: list[Document]) -> list[Document]:
    return sorted(cells, key=lambda one: (one["service"], one["team"] or ""))


_WINDOWS = {PeriodUnit.WEEK: 14, PeriodUnit.MONTH: 3}
"""Windows one person can have in a quarter, of calendar cadences shorter than it."""


def corrected_release(
    services: Sequence[Service], before: written.ReleaseDocument, after: PublicFigures, period: Period
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the services whose published figures may be replaced, and those that differ and may not."""
    allowed: set[str] = set()
    kept: set[str] = set()
    for service in services:
        old = {one.team: _read(one) for one in before.cells if one.service == service.id}
        new = {
            unit: cell
            for (unit, of, name), cell in after.cells.items()
            if (of, name) == (service.id, period.name) and cell.shown in _PUBLISHED
        }
        if old != new:
            each = max((_windows_each(entry.cadence) for entry in service.agreements), default=0)
            (allowed if may_replace(old, new, after.smallest_group, each) else kept).add(service.id)
    return frozenset(allowed), frozenset(kept)


def may_replace(old: Mapping[str | None, Cell], new: Mapping[str | None, Cell], k: int, each: int) -> bool:
    """Whether each figure of a column, and what is left of its total, stays or changes for `k` people at the least.

    `each` is how many windows one person can have in it, 0 where there is no telling.
    """
    if not each or set(old) != set(new):
        return False
    steps: dict[str | None, tuple[int, int]] = {}
    for unit, cell in old.items():
        if Shown.EXACT in (cell.shown, new[unit].shown):
            if cell.shown is not new[unit].shown:
                return False
            (met, due), (was_met, was_due) = _counts(new[unit]), _counts(cell)
            steps[unit] = (met - was_met, due - was_due)
        elif cell != new[unit]:
            return False
    if None in steps:
        units = [step for unit, step in steps.items() if unit is not None]
        met, due = steps[None]
        steps["the rest"] = (met - sum(one for one, _ in units), due - sum(one for _, one in units))
    return all(max(abs(met), abs(due)) >= k * each or (met, due) == (0, 0) for met, due in steps.values())


def _counts(cell: Cell) -> tuple[int, int]:
    return cell.met or 0, cell.due or 0


def _windows_each(cadence: object) -> int:
    """Return how many windows of a quarter one person can have; 0 where there is no telling."""
    if isinstance(cadence, CalendarCadence):
        return _WINDOWS.get(cadence.per, 1)
    return 1 if isinstance(cadence, RollingCadence) else 0

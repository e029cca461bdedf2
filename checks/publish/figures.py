"""All figures the pages may show: cells by unit, service and quarter, decided once for every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.team_coverage import mix_quarters, starting_month
from checks.model.cadences import EventCadence, PeriodUnit
from checks.model.periods import Period, last_closed, period_of, periods
from checks.publish.initiative_shares import (
    InitiativeShares,
    acknowledged_share,
    chosen_coach_share,
    initiative_shares,
    outbound_share,
)
from checks.publish.pulse_means import PulseCell, pulse_cells
from checks.publish.suppression import NOTHING, WAIVED, Cell, Count, Shown, publish_cells
from checks.publish.trial_cells import TrialCells, trial_cells, trial_hours
from checks.publish.worked_examples import WorkedExamples, worked_examples

if TYPE_CHECKING:
    from checks.engine.organisation_totals import PromisedWorkload
    from checks.engine.team_coverage import CoverageRow, TeamCoverage
    from checks.model.playbook import Playbook
    from checks.model.service import Service

SMALL = "small-teams"
"""The unit that adds up the teams under the smallest group."""


@dataclass(frozen=True, slots=True)
class FigureUnit:
    """A row of the published tables: a team, or the small teams together.

    `hours` a week are promised to it, by its size and what was agreed alone, and `givers` lead or coach it.
    """

    id: str
    name: str
    size: int
    teams: tuple[str, ...]
    hours: Fraction = Fraction(0)
    givers: int = 0


@dataclass(frozen=True)
class PublicFigures:
    """Everything published: `cells` by (unit, service, quarter), unit None for the organisation.

    `last` is the last closed quarter, also in an organisation's first, when `quarters` has none.

    `quarters` are closed, in order. `mix` is outbound of held, `acknowledged_share` and `chosen_coach_share` are of
    held too, over the last four of them, `mixed`. `running` is what is kept so far of what is running,
    `pulse` what was answered to each question, by service and question, `worked_examples` an example of each number.
    `tried` are other lengths of rolling promises, `hours` what is promised a week, None where few give it.
    """

    units: tuple[FigureUnit, ...]
    size: int
    quarters: tuple[Period, ...]
    last: Period
    cells: Mapping[tuple[str | None, str, str], Cell]
    mixed: tuple[Period, ...]
    mix: InitiativeShares
    acknowledged: InitiativeShares
    by_chosen: InitiativeShares
    pulse: Mapping[tuple[str, str], tuple[PulseCell, ...]]
    worked: Mapping[str, WorkedExamples]
    running: Mapping[tuple[str, str], Cell]
    tried: tuple[TrialCells, ...]
    hours: PromisedWorkload | None
    changed: frozenset[tuple[str, str]]
    smallest_group: int

    def cell(self, unit: str | None, service: str, quarter: str) -> Cell:
        """Return the cell, `NOTHING` where nothing was due."""
        return self.cells.get((unit, service, quarter), NOTHING)

    def before(self, quarter: str) -> Period | None:
        """Return the quarter before, None for the first."""
        names = [one.name for one in self.quarters]
        at = names.index(quarter) if quarter in names else 0
        return self.quarters[at - 1] if at else None


def figures_of(
    playbook: Playbook,
    services: Sequence[Service],
    teams: Sequence[TeamCoverage],
    promised: PromisedWorkload,
    as_of: int,
) -> PublicFigures:
    """Return what may be published of `teams`, at the finest level the playbook's privacy allows."""
    starts = starting_month(playbook)
    closed = last_closed(PeriodUnit.QUARTER, as_of, starts)
    quarters = periods(PeriodUnit.QUARTER, playbook.logs_from.toordinal(), closed.last, starts)
    mixed = mix_quarters(playbook, as_of)
    units = units_of(playbook, teams)
    k = playbook.privacy.smallest_group
    cells: dict[tuple[str | None, str, str], Cell] = {}
    running: dict[tuple[str, str], Cell] = {}
    by_team = {team.team: _rows(team) for team in teams}
    rest = [team.team for team in teams if not any(team.team in unit.teams for unit in units)]
    for service in services:
        whole = service.audience == "team"
        for quarter in quarters:
            column = {
                unit.id: _sum(by_team, unit.teams, service, quarter.name, unit.size) for unit in units
            } | ({"": _sum(by_team, rest, service, quarter.name, 0)} if rest else {})
            found, total = publish_cells(column, k, whole_teams=whole)
            cells[None, service.id, quarter.name] = total
            if not tells_by_being(service):
                found = {one: _waived(cell, column[one], k) for one, cell in found.items()}
                cells.update({(unit, service.id, quarter.name): cell for unit, cell in found.items() if unit})
        for unit in () if tells_by_being(service) else units:
            count = _running(by_team, unit, service)
            running[unit.id, service.id] = publish_cells({unit.id: count}, k, whole_teams=whole)[0][unit.id]
    return PublicFigures(
        units=units,
        size=sum(team.size for team in teams),
        quarters=quarters,
        last=closed,
        cells=cells,
        mixed=mixed,
        mix=initiative_shares(outbound_share, units, teams, [one.name for one in mixed], k),
        acknowledged=initiative_shares(acknowledged_share, units, teams, [one.name for one in mixed], k),
        by_chosen=initiative_shares(chosen_coach_share, units, teams, [one.name for one in mixed], k),
        worked=worked_examples(
            services, teams, (closed, period_of(PeriodUnit.QUARTER, as_of, starts)), cells, k
        ),
        pulse=pulse_cells(playbook, {one.id: one for one in services}, teams, as_of),
        running=running,
        tried=trial_cells(teams, promised, k),
        hours=trial_hours(promised),
        changed=terms_changed(services, quarters),
        smallest_group=k,
    )


def _waived(cell: Cell, count: Count, k: int) -> Cell:
    """Return a cell in which nothing was due because it was waived for many, as such."""
    return WAIVED if cell.shown is Shown.NOTHING and count.waived >= k else cell


def tells_by_being(service: Service) -> bool:
    """Whether a cell alone, even a hidden one, tells of a person: that somebody in the team came back from leave."""
    return any(
        isinstance(entry.cadence, EventCadence) and entry.cadence.after == "returning"
        for entry in service.agreements
    )


def units_of(playbook: Playbook, teams: Sequence[TeamCoverage]) -> tuple[FigureUnit, ...]:
    """Return the rows to show: teams, their parents, or none, as `privacy.show` says."""
    show, k = playbook.privacy.show, playbook.privacy.smallest_group
    if show == "organisation":
        return ()
    if show == "parents":
        groups: dict[str, list[TeamCoverage]] = {}
        for team in teams:
            groups.setdefault(team.part_of or team.team, []).append(team)
        names = {team.team: team.name for team in teams}
        whole = [_unit(parent, names.get(parent, parent), found) for parent, found in sorted(groups.items())]
    else:
        whole = [_unit(team.team, team.name, [team]) for team in teams]
    large = [unit for unit in whole if unit.size >= k]
    small = {team for unit in whole if 0 < unit.size < k for team in unit.teams}
    together = _unit(SMALL, "Small teams together", [team for team in teams if team.team in small])
    if sum(0 < unit.size < k for unit in whole) > 1 and together.size >= k:
        large.append(together)
    return tuple(large)


def _unit(unit_id: str, name: str, teams: Sequence[TeamCoverage]) -> FigureUnit:
    """Return some teams as one row."""
    return FigureUnit(
        unit_id,
        name,
        sum(team.size for team in teams),
        tuple(team.team for team in teams),
        sum((team.hours for team in teams), Fraction(0)),
        sum(team.leaders + team.coaches for team in teams),
    )


def _rows(team: TeamCoverage) -> dict[tuple[str, str], CoverageRow]:
    return {(row.service, row.period.name): row for row in team.rows}


def _sum(
    by_team: Mapping[str, Mapping[tuple[str, str], CoverageRow]],
    teams: Iterable[str],
    service: Service,
    quarter: str,
    size: int,
) -> Count:
    rows = [row for team in teams if (row := by_team[team].get((service.id, quarter)))]
    counts = [
        Count(
            row.counts.met,
            row.counts.due,
            size if service.audience == "team" else row.people,
            row.promise.share if row.promise else None,
            row.below,
            may_miss=row.promise.may_miss if row.promise and not row.parts else None,
        )
        for row in rows
        if row.counts.due
    ]
    waived = sum(
        size if service.audience == "team" else row.counts.waived for row in rows if row.counts.waived
    )
    added = counts[0] if len(counts) == 1 else sum(counts, Count(0, 0, 0))
    return replace(added, waived=waived)


def _running(
    by_team: Mapping[str, Mapping[tuple[str, str], CoverageRow]], unit: FigureUnit, service: Service
) -> Count:
    rows = [row for team in unit.teams for row in by_team[team].values() if row.service == service.id]
    met = sum(row.counts.running_met for row in rows)
    due = sum(row.counts.running for row in rows)
    people = (
        unit.size
        if service.audience == "team"
        else max((row.people for row in rows if row.counts.running), default=0)
    )
    return Count(met, due, people)


def terms_changed(services: Sequence[Service], quarters: Sequence[Period]) -> frozenset[tuple[str, str]]:
    """Return the (service, quarter) in which other terms began, across which no trend is drawn."""
    return frozenset(
        (service.id, quarter.name)
        for service in services
        for entry in service.agreements[1:]
        for quarter in quarters
        if quarter.first <= entry.first_number <= quarter.last
    )

"""All figures the pages may show: cells by unit, service and quarter, decided once for every page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.team_coverage import CoverageRow, TeamCoverage, mix_quarters, starting_month
from checks.model.cadences import EventCadence, PeriodUnit
from checks.model.periods import Period, last_closed, period_of, periods
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.publish.figure_units import FigureUnit, units_of
from checks.publish.initiative_shares import (
    InitiativeShares,
    acknowledged_share,
    chosen_coach_share,
    initiative_shares,
    outbound_share,
)
from checks.publish.pulse_means import PulseCell, pulse_cells
from checks.publish.suppression import EMPTY, NOTHING, WAIVED, Cell, Count, Shown, publish_cells
from checks.publish.trial_cells import TrialCells, trial_cells, trial_hours
from checks.publish.worked_examples import WorkedExamples, worked_examples


@dataclass(frozen=True)
class PublicFigures:
    """Everything published: `cells` by (unit, service, quarter), unit None for the organisation.

    `quarters` are closed, in order, and `last` is the last closed one, also in an organisation's first
    quarter, when `quarters` has none. `mix` is outbound of held, `acknowledged` and `by_chosen` are of held
    too, all over the last four closed quarters, `mixed`. `running` is what is kept so far of running
    windows, by unit and service, `pulse` the answers by service and question, `worked` an example of each
    number. `tried` are other lengths of rolling promises, `hours` what is promised a week, None where few
    give it. `changed` has the (service, quarter) in which other terms began.
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
        pairs = pairwise(self.quarters)
        return next((before for before, after in pairs if after.name == quarter), None)


def figures_of(
    playbook: Playbook,
    services: Sequence[Service],
    teams: Sequence[TeamCoverage],
    promised: PromisedWorkload,
    as_of: date,
) -> PublicFigures:
    """Return what may be published of `teams`, at the finest level the playbook's privacy allows."""
    starts = starting_month(playbook)
    closed = last_closed(PeriodUnit.QUARTER, as_of, starts)
    quarters = periods(PeriodUnit.QUARTER, playbook.logs_from, closed.last, starts)
    mixed = mix_quarters(playbook, as_of)
    units = units_of(playbook, teams)
    k = playbook.privacy.smallest_group
    cells: dict[tuple[str | None, str, str], Cell] = {}
    running: dict[tuple[str, str], Cell] = {}
    by_team = {team.team: team for team in teams}
    rows = {(team.team, row.service, row.period.name): row for team in teams for row in team.rows}
    shown_teams = {team for unit in units for team in unit.teams}
    outside = [team.team for team in teams if team.team not in shown_teams]
    for service in services:
        whole = service.audience == "team"
        for quarter in quarters:
            column = {unit.id: _sum(rows, unit.teams, service, quarter.name, unit.size) for unit in units}
            if outside:
                column[""] = _sum(rows, outside, service, quarter.name, 0)
            by_unit, total = publish_cells(column, k, whole_teams=whole)
            cells[None, service.id, quarter.name] = total
            if not tells_by_being(service):
                for unit_id in filter(None, by_unit):
                    cell = by_unit[unit_id]
                    waived = cell.shown is Shown.NOTHING and column[unit_id].waived >= k
                    cells[unit_id, service.id, quarter.name] = WAIVED if waived else cell
        for unit in () if tells_by_being(service) else units:
            count = _running([by_team[team] for team in unit.teams], service, unit.size)
            running[unit.id, service.id] = publish_cells({unit.id: count}, k, whole_teams=whole)[0][unit.id]
    mix, acknowledged, by_chosen = (
        initiative_shares(share, units, teams, [quarter.name for quarter in mixed], k)
        for share in (outbound_share, acknowledged_share, chosen_coach_share)
    )
    current = period_of(PeriodUnit.QUARTER, as_of, starts)
    return PublicFigures(
        units=units,
        size=sum(team.size for team in teams),
        quarters=quarters,
        last=closed,
        cells=cells,
        mixed=mixed,
        mix=mix,
        acknowledged=acknowledged,
        by_chosen=by_chosen,
        worked=worked_examples(services, teams, (closed, current), cells, k),
        pulse=pulse_cells(playbook, {service.id: service for service in services}, teams, as_of),
        running=running,
        tried=trial_cells(teams, promised, k),
        hours=trial_hours(promised),
        changed=terms_changed(services, quarters),
        smallest_group=k,
    )


def tells_by_being(service: Service) -> bool:
    """Whether a cell tells of a person by being there, even hidden: that somebody came back from leave."""
    return any(
        isinstance(entry.cadence, EventCadence) and entry.cadence.after == "returning"
        for entry in service.agreements
    )


def count_of(row: CoverageRow, people: int) -> Count:
    """Return what stands behind a row in which something was due; `people` are those the windows were for."""
    promise = row.promise
    return Count(
        row.counts.met,
        row.counts.due,
        people,
        promise.share if promise else None,
        row.below,
        may_miss=promise.may_miss if promise and not row.parts else None,
    )


def sum_counts(counts: Sequence[Count]) -> Count:
    """Return the sum; of a single count whether it is flagged is kept, which no sum knows."""
    return counts[0] if len(counts) == 1 else sum(counts, EMPTY)


def _sum(
    rows: Mapping[tuple[str, str, str], CoverageRow],
    teams: Iterable[str],
    service: Service,
    quarter: str,
    size: int,
) -> Count:
    whole = service.audience == "team"
    in_quarter = [row for team in teams if (row := rows.get((team, service.id, quarter)))]
    counts = [count_of(row, size if whole else row.people) for row in in_quarter if row.counts.due]
    waived = sum(size if whole else row.counts.waived for row in in_quarter if row.counts.waived)
    return replace(sum_counts(counts), waived=waived)


def _running(teams: Iterable[TeamCoverage], service: Service, size: int) -> Count:
    rows = [row for team in teams for row in team.rows if row.service == service.id]
    people = max((row.people for row in rows if row.counts.running), default=0)
    return Count(
        sum(row.counts.running_met for row in rows),
        sum(row.counts.running for row in rows),
        size if service.audience == "team" else people,
    )


def terms_changed(services: Sequence[Service], quarters: Sequence[Period]) -> frozenset[tuple[str, str]]:
    """Return the (service, quarter) in which other terms began, across which no trend is drawn."""
    return frozenset(
        (service.id, quarter.name)
        for service in services
        for entry in service.agreements[1:]
        for quarter in quarters
        if quarter.first <= entry.first <= quarter.last
    )

"""Exact figures for those who hold the data: what the preview of the site shows, and teams' digests."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from checks.engine.counts import FIELDS, Counts
from checks.engine.group_answers import GroupAnswers
from checks.engine.pulse_answers import PulseResult, add_answers
from checks.engine.team_coverage import CoverageRow, TeamCoverage, TouchpointCounts, mix_quarters
from checks.model.cadences import PeriodUnit
from checks.model.frequency import PromisedWorkload
from checks.model.metrics import metrics_of
from checks.model.periods import Period, last_closed, period_of, periods
from checks.model.playbook import Playbook, starting_month
from checks.model.service import Service
from checks.publish.cells import NOTHING, WAIVED, Cell, Shown, exact_cell
from checks.publish.figure_units import FigureUnit, NamedTeam
from checks.publish.figures import (
    Figures,
    HeldShares,
    PulseCell,
    TrialCell,
    WorkedExample,
    terms_changed,
)
from checks.publish.group_figures import live_reach
from checks.publish.support_figures import kept_and_felt

Share = Callable[[TouchpointCounts], tuple[int, int]]
"""Returns of touchpoints how many are meant, and of how many."""


def outbound_share(counts: TouchpointCounts) -> tuple[int, int]:
    """Return those on the initiative of who gives them, of those held."""
    return counts.outbound, counts.outbound + counts.inbound


def acknowledged_share(counts: TouchpointCounts) -> tuple[int, int]:
    """Return those the receiver says took place, of those held."""
    return counts.acknowledged, counts.held


def chosen_coach_share(counts: TouchpointCounts) -> tuple[int, int]:
    """Return those given by the chosen coach, of those coaches gave to members who had chosen one."""
    return counts.by_chosen, counts.by_chosen + counts.by_another


def team_facts(coverage: TeamCoverage) -> NamedTeam:
    """Return what pages say of a team besides its figures."""
    return NamedTeam(
        coverage.team,
        coverage.name,
        coverage.part_of,
        coverage.size,
        coverage.leaders,
        coverage.coaches,
        coverage.own,
        coverage.late,
        coverage.logged_to,
    )


def live_figures(
    playbook: Playbook,
    services: Sequence[Service],
    teams: Sequence[TeamCoverage],
    promised: PromisedWorkload,
    as_of: date,
    by_group: Sequence[GroupAnswers] = (),
) -> Figures:
    """Return every figure of `teams` exactly, by team and for all of them; `by_group` are answers of no team."""
    starts = starting_month(playbook)
    closed = last_closed(PeriodUnit.QUARTER, as_of, starts)
    quarters = periods(PeriodUnit.QUARTER, playbook.logs_from, closed.last, starts)
    current = period_of(PeriodUnit.QUARTER, as_of, starts)
    mixed = mix_quarters(playbook, as_of)
    cells = {
        (unit, service.id, quarter.name): cell
        for service in services
        for quarter in quarters
        for unit, cell in _column(teams, service, quarter.name)
    }
    mix, acknowledged, by_chosen = (
        held_shares(share, teams, [quarter.name for quarter in mixed])
        for share in (outbound_share, acknowledged_share, chosen_coach_share)
    )
    return Figures(
        units=tuple(
            FigureUnit(team.team, team.name, team.size, (team.team,), team.hours, team.leaders + team.coaches)
            for team in teams
            if team.size
        ),
        size=sum(team.size for team in teams),
        quarters=quarters,
        last=closed,
        cells=cells,
        mixed=mixed,
        mix=mix,
        acknowledged=acknowledged,
        by_chosen=by_chosen,
        pulse=_pulse(playbook, services, [*_team_answers(teams), *(each.result for each in by_group)], as_of),
        worked=_worked_examples(services, teams, (closed, current), cells),
        running={
            (team.team, row.service): exact_cell(row.counts.running_met, row.counts.running)
            for team in teams
            for row in team.rows
            if row.period == current and row.counts.running
        },
        tried=_trials(teams),
        hours=promised if promised.givers else None,
        changed=terms_changed(services, quarters),
        smallest_group=playbook.privacy.smallest_group,
        reach=live_reach(playbook, services, teams, closed, [quarter.name for quarter in mixed], by_group),
        kept_and_felt=kept_and_felt(playbook, teams, quarters),
    )


def _column(
    teams: Sequence[TeamCoverage], service: Service, quarter: str
) -> Iterable[tuple[str | None, Cell]]:
    """Yield the cell of each team that has windows of a service in a quarter, and that of all of them."""
    rows = [(team.team, row) for team in teams if (row := team.row(service.id, quarter))]
    for team, row in rows:
        yield team, _team_cell(row)
    counts = sum((row.counts for _, row in rows), Counts())
    agreed = next((row.promise.share for _, row in rows if row.promise and row.counts.due), None)
    yield None, exact_cell(counts.met, counts.due, agreed)


def _team_cell(row: CoverageRow) -> Cell:
    if not row.counts.due:
        return WAIVED if row.counts.waived else NOTHING
    agreed = row.promise.share if row.promise else None
    return exact_cell(row.counts.met, row.counts.due, agreed, is_below=row.below)


def held_shares(share: Share, teams: Sequence[TeamCoverage], quarters: Sequence[str]) -> HeldShares:
    """Return one share of what was held over `quarters`: by team, for all of them, and by service."""
    by_unit: dict[str | None, list[int]] = {None: [0, 0]}
    by_service: dict[str, list[int]] = {}
    for team in teams:
        for counts in team.touchpoints:
            if counts.period not in quarters:
                continue
            sums = (
                by_unit[None],
                by_unit.setdefault(team.team, [0, 0]),
                by_service.setdefault(counts.service, [0, 0]),
            )
            for numbers in sums:
                meant, of = share(counts)
                numbers[0] += meant
                numbers[1] += of
    return HeldShares(
        {unit: exact_cell(meant, of) for unit, (meant, of) in by_unit.items()},
        {service: exact_cell(meant, of) for service, (meant, of) in by_service.items()},
    )


def _team_answers(teams: Sequence[TeamCoverage]) -> list[PulseResult]:
    return [result for team in teams for result in team.pulse]


def _pulse(
    playbook: Playbook, services: Sequence[Service], results: Iterable[PulseResult], as_of: date
) -> dict[tuple[str, str], tuple[PulseCell, ...]]:
    answers = add_answers(results)
    closed = periods(PeriodUnit.QUARTER, playbook.logs_from, as_of)[:-1]
    cells: dict[tuple[str, str], tuple[PulseCell, ...]] = {}
    for (service, question), metric in metrics_of(playbook, {each.id: each for each in services}).items():
        target = metric.mean_at_least
        cells[service, question] = tuple(
            PulseCell(
                quarter,
                Shown.EXACT,
                counts.mean,
                counts.given,
                counts.asked,
                None if target is None else counts.mean >= Fraction(target),
            )
            for quarter in closed
            if (counts := answers.get((service, question, quarter.name))) and counts.mean is not None
        )
    return {question: by_quarter for question, by_quarter in cells.items() if by_quarter}


def _trials(teams: Sequence[TeamCoverage]) -> tuple[TrialCell, ...]:
    sums: dict[tuple[str, int], tuple[int, int, Fraction]] = {}
    for team in teams:
        for trial in team.trials:
            met, due, hours = sums.get((trial.service, trial.weeks), (0, 0, Fraction(0)))
            sums[trial.service, trial.weeks] = met + trial.met, due + trial.due, hours + trial.hours
    return tuple(
        TrialCell(service, weeks, exact_cell(met, due), hours)
        for (service, weeks), (met, due, hours) in sorted(sums.items())
    )


_CLOSED: dict[str, Callable[[Counts], bool]] = {
    "due": lambda counts: 0 < counts.met < counts.due,
    "waived": lambda counts: counts.waived > 0,
    "not owed": lambda counts: counts.not_owed > 0,
    "days": lambda counts: counts.days_overdue > 0,
}
_RUNNING: dict[str, Callable[[Counts], bool]] = {
    "running": lambda counts: 0 < counts.running_met < counts.running
}
"""Whether counts show a number well, by its name: of the closed quarter, and of the running one."""


def _worked_examples(
    services: Sequence[Service],
    teams: Sequence[TeamCoverage],
    quarters: tuple[Period, Period],
    cells: Mapping[tuple[str | None, str, str], Cell],
) -> dict[str, WorkedExample]:
    """Return for each number the first service that shows it, of the closed and the running quarter."""
    examples: dict[str, WorkedExample] = {}
    for service in services:
        for quarter, numbers in zip(quarters, (_CLOSED, _RUNNING), strict=True):
            rows = [row for team in teams if (row := team.row(service.id, quarter.name))]
            counts = sum((row.counts for row in rows), Counts())
            agreed = cells.get((None, service.id, quarter.name), NOTHING)
            for number, shows in numbers.items():
                if number not in examples and shows(counts):
                    by_name = {name: getattr(counts, name) for name in FIELDS}
                    examples[number] = WorkedExample(service.id, quarter.name, by_name, agreed)
    return examples

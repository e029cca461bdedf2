"""Windows: what was owed to one member of one service over one stretch of days, and what became of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from checks.engine.carried_clocks import ClockLeft, clock_of_run
from checks.engine.event_windows import event_windows
from checks.engine.rolling_windows import (
    ClockInput,
    OverdueIntervals,
    clock_input,
    overdue_intervals,
    rolling_cadence,
)
from checks.engine.spans import Days, Spans
from checks.engine.stays import Segment, Stays, owed_days
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline, timelines_of
from checks.engine.touchpoints import (
    CountingTouchpoints,
    Uncounted,
    counting_touchpoints,
    guest_rows,
    rows_by_subject,
)
from checks.engine.window import CalendarPlan, LateMember, PeriodInfo, State, Window
from checks.engine.window_context import WindowContext
from checks.model.cadences import CalendarCadence, EventCadence, PeriodUnit, RollingCadence
from checks.model.periods import Period, periods
from checks.model.service import Service


@dataclass(frozen=True, slots=True)
class TeamResult:
    """What the engine says of one team; `touchpoints` and `timelines` are by service and member (None: the team).

    `timelines` are what it was worked out from, and no part of it: two results are equal whichever lines
    their terms stand on.
    """

    windows: tuple[Window, ...]
    late: tuple[LateMember, ...]
    uncounted: tuple[Uncounted, ...]
    touchpoints: dict[tuple[str, str | None], CountingTouchpoints]
    timelines: dict[tuple[str, str | None], MemberTimeline] = field(compare=False)


def evaluate_team(case: TeamCase, unit: PeriodUnit = PeriodUnit.QUARTER) -> TeamResult:
    """Judge one team: all windows that have begun by the as-of day, with `unit` as reporting period."""
    subjects = rows_by_subject(case)
    windows: list[Window] = []
    late: list[LateMember] = []
    uncounted: list[Uncounted] = list(guest_rows(case))
    counting: dict[tuple[str, str | None], CountingTouchpoints] = {}
    timelines: dict[tuple[str, str | None], MemberTimeline] = {}
    for service in case.services.values():
        context = WindowContext(case, service.id, unit)
        for timeline in timelines_of(case, service):
            key = (service.id, timeline.member)
            touchpoints = counting_touchpoints(
                case, timeline, subjects.get((service.id, timeline.member or ""), {})
            )
            uncounted += touchpoints.uncounted
            counting[key], timelines[key] = touchpoints, timeline
            kinds = timeline.stays.kinds
            if CalendarCadence in kinds:
                windows += [window for _, window in calendar_windows(context, timeline, touchpoints.days)]
            if EventCadence in kinds:
                windows += event_windows(context, timeline, touchpoints)
            if RollingCadence in kinds:
                clocks = _clocks(_run_inputs(case, timeline, touchpoints.days))
                inputs = _rolling_inputs(context, timeline, touchpoints.days)
                windows += _rolling_windows(context, timeline, inputs, clocks)
                late += _late_now(context, timeline, clocks)
    return TeamResult(tuple(windows), tuple(late), tuple(uncounted), counting, timelines)


def calendar_windows(
    context: WindowContext, timeline: MemberTimeline, days: Sequence[int]
) -> Iterator[tuple[CalendarCadence, Window]]:
    """Yield one window a calendar period and cadence, whichever agreements set that cadence."""
    service, member = context.service, timeline.member
    for plan in _calendar_plans(context, timeline.stays):
        cadence, at_least = plan.cadence, plan.cadence.at_least
        if days:
            before = [bisect_right(days, day) for day in plan.started.days_before]
            by = [bisect_right(days, day) for day in plan.started.last_days]
        else:
            before = by = [0] * len(plan.states)
        for info, states, earlier, held in zip(plan.started.infos, plan.states, before, by, strict=True):
            state = states[held - earlier >= at_least]
            yield (
                cadence,
                Window(service, member, info.reporting, info.period.first, info.period.last, state),
            )


def _calendar_plans(context: WindowContext, stays: Stays) -> tuple[CalendarPlan, ...]:
    """Return the calendar cadences of some stays, each with its periods and what becomes of a window in them."""
    plans = stays.calendar_plans.get(context.unit)
    if plans is None:
        if stays.as_if_present and not context.case.waivers:
            if_present = _calendar_plans(context, stays.as_if_present)
            plans = tuple([_without_absences(plan, stays.absent, context.case) for plan in if_present])
        else:
            plans = tuple(_whole_plans(context, stays.segments))
        stays.calendar_plans[context.unit] = plans
    return plans


def _without_absences(plan: CalendarPlan, absent: Spans, case: TeamCase) -> CalendarPlan:
    """Return a plan for somebody who was absent on some days: only the periods with such a day change."""
    infos, last_days = plan.started.infos, plan.started.last_days
    away: dict[int, int] = {}
    for first, last in absent:
        at = bisect_left(last_days, first)
        while at < len(infos) and infos[at].first <= last:
            days = plan.owed.between(max(first, infos[at].first), min(last, infos[at].last))
            away[at] = away.get(at, 0) + days
            at += 1
    counts, states = list(plan.counts), list(plan.states)
    for at, days in away.items():
        counts[at] -= days
        states[at] = _outcome(infos[at], counts[at], case, waived=False)
    return plan._replace(counts=tuple(counts), states=tuple(states))


def _whole_plans(context: WindowContext, segments: Sequence[Segment]) -> Iterator[CalendarPlan]:
    by_cadence: dict[CalendarCadence, list[Segment]] = {}
    for segment in segments:
        if isinstance(segment.terms.cadence, CalendarCadence):
            by_cadence.setdefault(segment.terms.cadence, []).append(segment)
    case = context.case
    for cadence, of_cadence in by_cadence.items():
        owed = owed_days(of_cadence)
        unwaived = owed_days(of_cadence, waived=False) if case.waivers else owed
        started = context.started(tuple(_started_periods(context, of_cadence, cadence.per)), cadence.only)
        before, by = owed.numbers(started.days_before), owed.numbers(started.last_days)
        counts = tuple([last - first for first, last in zip(before, by, strict=True)])
        states = tuple(
            [
                _outcome(
                    info, count, case, waived=unwaived.between(info.first, info.last) >= info.fewest_owed
                )
                for info, count in zip(started.infos, counts, strict=True)
            ]
        )
        yield CalendarPlan(cadence, started, owed, counts, states)


def _outcome(info: PeriodInfo, owed: int, case: TeamCase, *, waived: bool) -> tuple[State, State]:
    """Return what becomes of a calendar window that is not met, and of one that is.

    `waived` says whether it would be owed without waivers.
    """
    if owed >= info.fewest_owed:
        unmet, met = (State.OPEN, State.KEPT) if info.running else (State.MISSED, State.MET)
    else:
        unmet = met = State.WAIVED if waived else State.NOT_OWED
    return (State.NOT_OWED if info.first < case.horizon_ordinal else unmet), met


def _started_periods(context: WindowContext, segments: Sequence[Segment], unit: PeriodUnit) -> list[Period]:
    """Return the periods that have begun and have a day of stay and terms; terms to come open none."""
    started: list[Period] = []
    for segment in segments:
        last = min(segment.last, context.case.as_of_ordinal)
        if segment.first > last:
            continue
        of_segment = periods(
            unit, date.fromordinal(segment.first), date.fromordinal(last), context.year_starts
        )
        # two segments may meet within a period, which is then one window
        started += of_segment[1:] if started and of_segment[0] == started[-1] else of_segment
    return started


def _state(info: PeriodInfo, owed: int, *, met: bool) -> State:
    if owed < info.fewest_owed:
        return State.NOT_OWED
    if info.running:
        return State.KEPT if met else State.OPEN
    return State.MET if met else State.MISSED


@dataclass(frozen=True, slots=True)
class _RunOverdue:
    """The clocks of one run of stays: over the limit, and over the limit and its grace.

    Lateness up to the day `carried_until` came along from another team, and is not held against this one.
    """

    overdue: OverdueIntervals
    late: OverdueIntervals
    carried_until: int


class _RunInput(NamedTuple):
    """What the clocks of one run of stays are wound along, and its owed days up to the as-of day.

    `start` is where the clocks go on that come along from another team, and `carried_until` the last day on which a touchpoint
    mends lateness that came along; 0 without one.
    """

    segments: tuple[ClockInput, ...]
    owed: Days
    start: ClockLeft | None = None
    carried_until: int = 0


class _RollingInput(NamedTuple):
    """One reporting period of a rolling cadence, and what becomes of its window but for the clocks.

    The window is `missed` if a clock is late on a day from `late_from` to `last`, else `met`; `owed` counts
    its owed days up to the as-of day.
    """

    info: PeriodInfo
    late_from: int
    last: int
    met: State
    missed: State
    owed: int


def _run_inputs(case: TeamCase, timeline: MemberTimeline, days: Sequence[int]) -> list[_RunInput]:
    inputs = []
    for run in timeline.runs:
        rolling = _rolling_segments(run.segments)
        if rolling:
            owed = owed_days(rolling, last=case.as_of_ordinal)
            start = clock_of_run(case.carried, timeline.member, run, rolling)
            carried_until = _last_within(days, run.first, run.first + _SETTLED_WITHIN - 1) if start else 0
            inputs.append(_RunInput(clock_input(rolling, days, owed), owed, start, carried_until))
    return inputs


def _rolling_segments(segments: Iterable[Segment]) -> list[Segment]:
    return [segment for segment in segments if isinstance(segment.terms.cadence, RollingCadence)]


def _clocks(runs: Sequence[_RunInput], trial: RollingCadence | None = None) -> list[_RunOverdue]:
    """Return each run's clocks; with `trial` that cadence stands in for what is agreed for everybody."""

    def cadence(segment: Segment) -> RollingCadence:
        return trial if trial and segment.terms.group is None else rolling_cadence(segment)

    clocks = []
    for segments, owed, carried, carried_until in runs:
        start = carried
        if start and trial and segments[0].segment.terms.group is None:
            start = start.under(trial.limit, trial.limit_with_grace)
        plain, graced = (start.plain, start.graced) if start else (None, None)
        overdue = overdue_intervals(segments, owed, lambda segment: cadence(segment).limit, plain)
        with_grace = any(cadence(wound.segment).grace is not None for wound in segments)
        late = (
            overdue_intervals(segments, owed, lambda segment: cadence(segment).limit_with_grace, graced)
            if with_grace or plain != graced
            else overdue
        )
        clocks.append(_RunOverdue(overdue, late, carried_until))
    return clocks


_SETTLED_WITHIN = 14
"""Days from a window's first on which a touchpoint mends lateness carried over."""


def _rolling_inputs(
    context: WindowContext, timeline: MemberTimeline, days: Sequence[int]
) -> Iterator[_RollingInput]:
    """Yield each reporting period that has begun: all rolling terms and all stays of it together."""
    segments = _rolling_segments(timeline.segments)
    if not segments:
        return
    owed = owed_days(segments)
    unwaived = owed_days(segments, waived=False) if context.case.waivers else owed
    for info in map(context.info, _started_periods(context, segments, context.unit)):
        last = min(info.last, context.case.as_of_ordinal)
        late_from = _last_within(days, info.first, info.first + _SETTLED_WITHIN - 1) + 1
        count = owed.between(info.first, info.last)
        met, missed = _state(info, count, met=True), _state(info, count, met=False)
        if met is State.NOT_OWED and unwaived.between(info.first, info.last) >= info.fewest_owed:
            met = missed = State.WAIVED
        yield _RollingInput(info, late_from, last, met, missed, owed.between(info.first, last))


def _rolling_windows(
    context: WindowContext,
    timeline: MemberTimeline,
    inputs: Iterable[_RollingInput],
    clocks: Sequence[_RunOverdue],
) -> Iterator[Window]:
    """Yield one window a reporting period."""
    for info, late_from, last, met, missed, owed in inputs:
        late = any(clock.late.over(max(late_from, clock.carried_until + 1), last) for clock in clocks)
        overdue = sum(clock.overdue.over(info.first, last) for clock in clocks)
        yield Window(
            context.service,
            timeline.member,
            info.period.name,
            info.period.first,
            info.period.last,
            missed if late else met,
            owed,
            overdue,
        )


def evaluate_with_cadences(
    case: TeamCase, service: Service, cadences: Sequence[RollingCadence], quarters: Container[str]
) -> tuple[tuple[Window, ...], ...]:
    """Return the windows of one service in some quarters, once for each cadence in place of the one for everybody.

    The agreements for everybody are rolling ones throughout, and the team has none of its own for it. What does not
    depend on the cadence is worked out once: stays, owed days, which rows count, and their place among owed days.
    """
    subjects = rows_by_subject(case)
    context = WindowContext(case, service.id, PeriodUnit.QUARTER)
    by_cadence: tuple[list[Window], ...] = tuple([] for _ in cadences)
    for timeline in timelines_of(case, service):
        touchpoints = counting_touchpoints(
            case, timeline, subjects.get((service.id, timeline.member or ""), {})
        )
        days = touchpoints.days
        shared = [window for _, window in calendar_windows(context, timeline, days)]
        shared += event_windows(context, timeline, touchpoints)
        shared = [window for window in shared if window.period in quarters]
        runs = _run_inputs(case, timeline, days)
        inputs = [
            periods_of
            for periods_of in _rolling_inputs(context, timeline, days)
            if periods_of.info.reporting in quarters
        ]
        for windows, cadence in zip(by_cadence, cadences, strict=True):
            windows.extend(shared)
            windows.extend(_rolling_windows(context, timeline, inputs, _clocks(runs, cadence)))
    return tuple(map(tuple, by_cadence))


def _last_within(days: Sequence[int], first: int, last: int) -> int:
    """Return the last of sorted `days` from `first` to `last`, the day before `first` when there is none."""
    at = bisect_right(days, last)
    return days[at - 1] if at and days[at - 1] >= first else first - 1


def _late_now(
    context: WindowContext, timeline: MemberTimeline, clocks: Sequence[_RunOverdue]
) -> Iterator[LateMember]:
    as_of = context.case.as_of_ordinal
    for clock in clocks:
        since = clock.late.since(as_of)
        if since is not None:
            days = clock.late.over(since, as_of)
            yield LateMember(context.service, timeline.member, date.fromordinal(since), days)

"""Windows: what was owed to one member of one service over one stretch of days, and what became of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.event_windows import event_windows
from checks.engine.periods import Period, periods
from checks.engine.rolling_windows import (
    ClockInput,
    OverdueIntervals,
    clock_input,
    overdue_intervals,
    rolling_cadence,
)
from checks.engine.timeline import owed_days, timelines_of
from checks.engine.touchpoints import (
    CountingTouchpoints,
    Uncounted,
    counting_touchpoints,
    guest_rows,
    rows_by_subject,
)
from checks.engine.window import LateMember, PeriodInfo, State, Window, WindowContext
from checks.model.cadences import MONTHS, CalendarCadence, PeriodUnit, RollingCadence

if TYPE_CHECKING:
    from checks.engine.spans import Days
    from checks.engine.timeline import MemberTimeline, Segment, TeamCase
    from checks.model.service import Service


@dataclass(frozen=True, slots=True)
class TeamResult:
    """What the engine found out about one team; `counting_touchpoints` and `lives` are by service and member (None: the team).

    `lives` are what it was found out from, and no part of it: two are equal whichever lines their terms stand on.
    """

    windows: tuple[Window, ...]
    late: tuple[LateMember, ...]
    uncounted: tuple[Uncounted, ...]
    held: dict[tuple[str, str | None], CountingTouchpoints]
    lives: dict[tuple[str, str | None], MemberTimeline] = field(compare=False)


def evaluate_team(case: TeamCase, unit: PeriodUnit = PeriodUnit.QUARTER) -> TeamResult:
    """Judge one team: all windows that have begun by the as-of day, with `unit` as reporting period."""
    subjects = rows_by_subject(case)
    year_starts = MONTHS.index(case.playbook.year_starts) + 1
    windows: list[Window] = []
    late: list[LateMember] = []
    uncounted: list[Uncounted] = list(guest_rows(case))
    found: dict[tuple[str, str | None], CountingTouchpoints] = {}
    lives: dict[tuple[str, str | None], MemberTimeline] = {}
    for service in case.services.values():
        judge = WindowContext(case, service.id, unit, year_starts)
        for life in timelines_of(case, service):
            touchpoints = counting_touchpoints(case, life, subjects.get((service.id, life.member or ""), {}))
            uncounted += touchpoints.uncounted
            found[service.id, life.member] = touchpoints
            lives[service.id, life.member] = life
            windows += [window for _, window in calendar_windows(judge, life, touchpoints.days)]
            windows += event_windows(judge, life, touchpoints)
            clocks = _clocks(_laid_runs(case, life, touchpoints.days))
            windows += _rolling(judge, life, _asked(judge, life, touchpoints.days), clocks)
            late += _late_now(judge, life, clocks)
    return TeamResult(tuple(windows), tuple(late), tuple(uncounted), found, lives)


def calendar_windows(
    judge: WindowContext, life: MemberTimeline, days: Sequence[int]
) -> Iterator[tuple[CalendarCadence, Window]]:
    """Yield one window a calendar period and cadence, whichever agreements set that cadence."""
    by_cadence: dict[CalendarCadence, list[Segment]] = {}
    for segment in life.segments:
        if isinstance(segment.agreed.cadence, CalendarCadence):
            by_cadence.setdefault(segment.agreed.cadence, []).append(segment)
    for cadence, segments in by_cadence.items():
        owed = owed_days(segments)
        unwaived = owed_days(segments, waived=False) if judge.case.waivers else owed
        at_least, horizon = cadence.at_least, judge.case.horizon
        begun = judge.framed(tuple(_begun(judge, segments, cadence.per)), cadence.only)
        before, through = owed.numbers(begun.befores), owed.numbers(begun.lasts)
        for (first, last, frame), earlier, count in zip(begun.windows, before, through, strict=True):
            met = bisect_right(days, last) - bisect_left(days, first) >= at_least
            state = _state(frame, count - earlier, met=met)
            if first < horizon and not met:
                state = State.NOT_OWED
            elif state is State.NOT_OWED and unwaived.between(first, last) >= frame.fewest_owed:
                state = State.WAIVED
            yield cadence, Window(judge.service, life.member, frame.reporting, first, last, state)


def _begun(judge: WindowContext, segments: Sequence[Segment], unit: PeriodUnit) -> list[Period]:
    """Return the periods that have begun and have a day of stay and terms; terms to come open none."""
    found: list[Period] = []
    for segment in segments:
        last = min(segment.last, judge.case.as_of)
        some = periods(unit, segment.first, last, judge.year_starts)
        found += some[1:] if found and some and some[0] == found[-1] else some
    return found


def _state(frame: PeriodInfo, owed: int, *, met: bool) -> State:
    if owed < frame.fewest_owed:
        return State.NOT_OWED
    if frame.running:
        return State.KEPT if met else State.OPEN
    return State.MET if met else State.MISSED


@dataclass(frozen=True, slots=True)
class _RunOverdue:
    """The clocks of one run of stays: over the limit, and over the limit and its grace."""

    overdue: OverdueIntervals
    late: OverdueIntervals


class _RunInput(NamedTuple):
    """One run's segments under rolling terms as clocks meet them, and their owed days up to the as-of day."""

    laid: tuple[ClockInput, ...]
    owed: Days


class _Inputs(NamedTuple):
    """One reporting period of a rolling cadence, and what becomes of its window; all but the clocks' part of it.

    Clocks are asked from `since` to `last`, and what they say makes it `met` or `missed`.
    """

    period: Period
    since: int
    last: int
    met: State
    missed: State
    owed: int


def _laid_runs(case: TeamCase, life: MemberTimeline, days: Sequence[int]) -> list[_RunInput]:
    made = []
    for run in life.runs:
        rolling = [one for one in run.segments if isinstance(one.agreed.cadence, RollingCadence)]
        if rolling:
            owed = owed_days(rolling, last=case.as_of)
            made.append(_RunInput(clock_input(rolling, days, owed), owed))
    return made


def _clocks(runs: Sequence[_RunInput], tried: RollingCadence | None = None) -> list[_RunOverdue]:
    """Return each run's clocks; with `tried` that cadence stands in for what is agreed for everybody."""

    def cadence(segment: Segment) -> RollingCadence:
        return tried if tried and segment.agreed.group is None else rolling_cadence(segment)

    made = []
    for laid, owed in runs:
        overdue = overdue_intervals(laid, owed, lambda one: cadence(one).limit)
        with_grace = any(cadence(one.segment).grace is not None for one in laid)
        late = (
            overdue_intervals(laid, owed, lambda one: cadence(one).limit_with_grace)
            if with_grace
            else overdue
        )
        made.append(_RunOverdue(overdue, late))
    return made


_MENDED_WITHIN = 14
"""Days from a window's first on which a touchpoint mends lateness carried over."""


def _asked(judge: WindowContext, life: MemberTimeline, days: Sequence[int]) -> Iterator[_Inputs]:
    """Yield each reporting period that has begun: all rolling terms and all stays of it together."""
    segments = [one for one in life.segments if isinstance(one.agreed.cadence, RollingCadence)]
    if not segments:
        return
    owed = owed_days(segments)
    unwaived = owed_days(segments, waived=False) if judge.case.waivers else owed
    for period in _begun(judge, segments, judge.unit):
        last = min(period.last, judge.case.as_of)
        since = _last_within(days, period.first, period.first + _MENDED_WITHIN - 1) + 1
        frame = judge.frame(period)
        count = owed.between(period.first, period.last)
        met, missed = (_state(frame, count, met=one) for one in (True, False))
        if met is State.NOT_OWED and unwaived.between(period.first, period.last) >= frame.fewest_owed:
            met = missed = State.WAIVED
        yield _Inputs(period, since, last, met, missed, owed.between(period.first, last))


def _rolling(
    judge: WindowContext, life: MemberTimeline, asked: Iterable[_Inputs], clocks: Sequence[_RunOverdue]
) -> Iterator[Window]:
    """Yield one window a reporting period."""
    for period, since, last, met, missed, owed in asked:
        over = any(clock.late.over(since, last) for clock in clocks)
        overdue = sum(clock.overdue.over(period.first, last) for clock in clocks)
        state = missed if over else met
        yield Window(judge.service, life.member, period.name, period.first, period.last, state, owed, overdue)


def evaluate_with_cadences(
    case: TeamCase, service: Service, cadences: Sequence[RollingCadence]
) -> tuple[tuple[Window, ...], ...]:
    """Return the windows of one service by quarter, once for each cadence in place of the one agreed for everybody.

    The agreements for everybody are rolling ones throughout, and the team has none of its own for it. What does not
    depend on the cadence is worked out once: stays, owed days, which rows count, and their place among owed days.
    """
    subjects = rows_by_subject(case)
    judge = WindowContext(case, service.id, PeriodUnit.QUARTER, MONTHS.index(case.playbook.year_starts) + 1)
    found: tuple[list[Window], ...] = tuple([] for _ in cadences)
    for life in timelines_of(case, service):
        touchpoints = counting_touchpoints(case, life, subjects.get((service.id, life.member or ""), {}))
        days = touchpoints.days
        same = [window for _, window in calendar_windows(judge, life, days)]
        same += event_windows(judge, life, touchpoints)
        runs, asked = _laid_runs(case, life, days), list(_asked(judge, life, days))
        for windows, cadence in zip(found, cadences, strict=True):
            windows.extend(same)
            windows.extend(_rolling(judge, life, asked, _clocks(runs, cadence)))
    return tuple(map(tuple, found))


def _last_within(days: Sequence[int], first: int, last: int) -> int:
    """Return the last of sorted `days` from `first` to `last`, the day before `first` when there is none."""
    at = bisect_right(days, last)
    return days[at - 1] if at and days[at - 1] >= first else first - 1


def _late_now(
    judge: WindowContext, life: MemberTimeline, clocks: Sequence[_RunOverdue]
) -> Iterator[LateMember]:
    as_of = judge.case.as_of
    for clock in clocks:
        since = clock.late.since(as_of)
        if since is not None:
            yield LateMember(judge.service, life.member, since, clock.late.over(since, as_of))

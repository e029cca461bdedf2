"""Windows: what was owed to one member of one service over one stretch of days, and what became of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.event_windows import after_events
from checks.engine.periods import Period, periods
from checks.engine.rolling_windows import Clock, Laid, cadence_of, clock_of, laid_out
from checks.engine.timeline import days_of, lives_of
from checks.engine.touchpoints import Held, Uncounted, by_subject, guests, held
from checks.engine.window import Frame, Judge, Late, State, Window
from checks.model.cadences import MONTHS, CalendarCadence, PeriodUnit, RollingCadence

if TYPE_CHECKING:
    from checks.engine.spans import Days
    from checks.engine.timeline import Life, Segment, TeamCase
    from checks.model.service import Service


@dataclass(frozen=True, slots=True)
class Lived:
    """What the engine found out about one team; `held` and `lives` are by service and member (None: the team).

    `lives` are what it was found out from, and no part of it: two are equal whichever lines their terms stand on.
    """

    windows: tuple[Window, ...]
    late: tuple[Late, ...]
    uncounted: tuple[Uncounted, ...]
    held: dict[tuple[str, str | None], Held]
    lives: dict[tuple[str, str | None], Life] = field(compare=False)


def lived(case: TeamCase, unit: PeriodUnit = PeriodUnit.QUARTER) -> Lived:
    """Judge one team: all windows that have begun by the as-of day, with `unit` as reporting period."""
    subjects = by_subject(case)
    year_starts = MONTHS.index(case.playbook.year_starts) + 1
    windows: list[Window] = []
    late: list[Late] = []
    uncounted: list[Uncounted] = list(guests(case))
    found: dict[tuple[str, str | None], Held] = {}
    lives: dict[tuple[str, str | None], Life] = {}
    for service in case.services.values():
        judge = Judge(case, service.id, unit, year_starts)
        for life in lives_of(case, service):
            touchpoints = held(case, life, subjects.get((service.id, life.member or ""), {}))
            uncounted += touchpoints.uncounted
            found[service.id, life.member] = touchpoints
            lives[service.id, life.member] = life
            windows += [window for _, window in calendar_windows(judge, life, touchpoints.days)]
            windows += after_events(judge, life, touchpoints)
            clocks = _clocks(_laid_runs(case, life, touchpoints.days))
            windows += _rolling(judge, life, _asked(judge, life, touchpoints.days), clocks)
            late += _late_now(judge, life, clocks)
    return Lived(tuple(windows), tuple(late), tuple(uncounted), found, lives)


def calendar_windows(
    judge: Judge, life: Life, days: Sequence[int]
) -> Iterator[tuple[CalendarCadence, Window]]:
    """Yield one window a calendar period and cadence, whichever agreements set that cadence."""
    by_cadence: dict[CalendarCadence, list[Segment]] = {}
    for segment in life.segments:
        if isinstance(segment.agreed.cadence, CalendarCadence):
            by_cadence.setdefault(segment.agreed.cadence, []).append(segment)
    for cadence, segments in by_cadence.items():
        owed = days_of(segments)
        unwaived = days_of(segments, waived=False) if judge.case.waivers else owed
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


def _begun(judge: Judge, segments: Sequence[Segment], unit: PeriodUnit) -> list[Period]:
    """Return the periods that have begun and have a day of stay and terms; terms to come open none."""
    found: list[Period] = []
    for segment in segments:
        last = min(segment.last, judge.case.as_of)
        some = periods(unit, segment.first, last, judge.year_starts)
        found += some[1:] if found and some and some[0] == found[-1] else some
    return found


def _state(frame: Frame, owed: int, *, met: bool) -> State:
    if owed < frame.fewest_owed:
        return State.NOT_OWED
    if frame.running:
        return State.KEPT if met else State.OPEN
    return State.MET if met else State.MISSED


@dataclass(frozen=True, slots=True)
class _RunClock:
    """The clocks of one run of stays: over the limit, and over the limit and its grace."""

    overdue: Clock
    late: Clock


class _LaidRun(NamedTuple):
    """One run's segments under rolling terms as clocks meet them, and their owed days up to the as-of day."""

    laid: tuple[Laid, ...]
    owed: Days


class _Asked(NamedTuple):
    """One reporting period of a rolling cadence, and what becomes of its window; all but the clocks' part of it.

    Clocks are asked from `since` to `last`, and what they say makes it `met` or `missed`.
    """

    period: Period
    since: int
    last: int
    met: State
    missed: State
    owed: int


def _laid_runs(case: TeamCase, life: Life, days: Sequence[int]) -> list[_LaidRun]:
    made = []
    for run in life.runs:
        rolling = [one for one in run.segments if isinstance(one.agreed.cadence, RollingCadence)]
        if rolling:
            owed = days_of(rolling, last=case.as_of)
            made.append(_LaidRun(laid_out(rolling, days, owed), owed))
    return made


def _clocks(runs: Sequence[_LaidRun], tried: RollingCadence | None = None) -> list[_RunClock]:
    """Return each run's clocks; with `tried` that cadence stands in for what is agreed for everybody."""

    def cadence(segment: Segment) -> RollingCadence:
        return tried if tried and segment.agreed.group is None else cadence_of(segment)

    made = []
    for laid, owed in runs:
        overdue = clock_of(laid, owed, lambda one: cadence(one).limit)
        with_grace = any(cadence(one.segment).grace is not None for one in laid)
        late = clock_of(laid, owed, lambda one: cadence(one).limit_with_grace) if with_grace else overdue
        made.append(_RunClock(overdue, late))
    return made


_MENDED_WITHIN = 14
"""Days from a window's first on which a touchpoint mends lateness carried over."""


def _asked(judge: Judge, life: Life, days: Sequence[int]) -> Iterator[_Asked]:
    """Yield each reporting period that has begun: all rolling terms and all stays of it together."""
    segments = [one for one in life.segments if isinstance(one.agreed.cadence, RollingCadence)]
    if not segments:
        return
    owed = days_of(segments)
    unwaived = days_of(segments, waived=False) if judge.case.waivers else owed
    for period in _begun(judge, segments, judge.unit):
        last = min(period.last, judge.case.as_of)
        since = _last_within(days, period.first, period.first + _MENDED_WITHIN - 1) + 1
        frame = judge.frame(period)
        count = owed.between(period.first, period.last)
        met, missed = (_state(frame, count, met=one) for one in (True, False))
        if met is State.NOT_OWED and unwaived.between(period.first, period.last) >= frame.fewest_owed:
            met = missed = State.WAIVED
        yield _Asked(period, since, last, met, missed, owed.between(period.first, last))


def _rolling(
    judge: Judge, life: Life, asked: Iterable[_Asked], clocks: Sequence[_RunClock]
) -> Iterator[Window]:
    """Yield one window a reporting period."""
    for period, since, last, met, missed, owed in asked:
        over = any(clock.late.over(since, last) for clock in clocks)
        overdue = sum(clock.overdue.over(period.first, last) for clock in clocks)
        state = missed if over else met
        yield Window(judge.service, life.member, period.name, period.first, period.last, state, owed, overdue)


def lived_at(
    case: TeamCase, service: Service, cadences: Sequence[RollingCadence]
) -> tuple[tuple[Window, ...], ...]:
    """Return the windows of one service by quarter, once for each cadence in place of the one agreed for everybody.

    The agreements for everybody are rolling ones throughout, and the team has none of its own for it. What does not
    depend on the cadence is worked out once: stays, owed days, which rows count, and their place among owed days.
    """
    subjects = by_subject(case)
    judge = Judge(case, service.id, PeriodUnit.QUARTER, MONTHS.index(case.playbook.year_starts) + 1)
    found: tuple[list[Window], ...] = tuple([] for _ in cadences)
    for life in lives_of(case, service):
        touchpoints = held(case, life, subjects.get((service.id, life.member or ""), {}))
        days = touchpoints.days
        same = [window for _, window in calendar_windows(judge, life, days)]
        same += after_events(judge, life, touchpoints)
        runs, asked = _laid_runs(case, life, days), list(_asked(judge, life, days))
        for windows, cadence in zip(found, cadences, strict=True):
            windows.extend(same)
            windows.extend(_rolling(judge, life, asked, _clocks(runs, cadence)))
    return tuple(map(tuple, found))


def _last_within(days: Sequence[int], first: int, last: int) -> int:
    """Return the last of sorted `days` from `first` to `last`, the day before `first` when there is none."""
    at = bisect_right(days, last)
    return days[at - 1] if at and days[at - 1] >= first else first - 1


def _late_now(judge: Judge, life: Life, clocks: Sequence[_RunClock]) -> Iterator[Late]:
    as_of = judge.case.as_of
    for clock in clocks:
        since = clock.late.since(as_of)
        if since is not None:
            yield Late(judge.service, life.member, since, clock.late.over(since, as_of))

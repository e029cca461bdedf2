"""Rolling clocks: owed days since the last touchpoint, and which of them are over the limit."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checks.engine.spans import Days
from checks.engine.stays import Segment
from checks.model.cadences import RollingCadence


@dataclass(frozen=True, slots=True)
class OverdueIntervals:
    """Stretches of owed days over a limit, as numbers of `owed` days from 1, both ends included."""

    owed: Days
    stretches: tuple[tuple[int, int], ...]

    def over(self, first: int, last: int) -> int:
        """Return how many owed days from `first` to `last` are over the limit."""
        if not self.stretches or last < first:
            return 0
        low, high = self.owed.until(first - 1) + 1, self.owed.until(last)
        return sum(max(0, min(high, end) - max(low, begin) + 1) for begin, end in self.stretches)

    def since(self, day: int) -> int | None:
        """Return the first day of the stretch that `day` lies in; None when it is not owed or not over."""
        number = self.owed.until(day)
        if number == 0 or self.owed.day(number) != day:
            return None
        return next((self.owed.day(begin) for begin, end in self.stretches if begin <= number <= end), None)


class ClockInput(NamedTuple):
    """One segment of a timeline as a clock meets it, in numbers of owed days.

    `begins` is the number of its first owed day, None where no day of it is owed; `earlier` and `later` are
    its touchpoints before and from that day on. `stops` is the day after which the clock is forgotten, None
    where the segment follows the one before it.
    """

    segment: Segment
    stops: int | None
    earlier: Sequence[int]
    begins: int | None
    later: Sequence[int]


def clock_input(segments: Sequence[Segment], days: Sequence[int], owed: Days) -> tuple[ClockInput, ...]:
    """Return what a clock is wound along, which does not depend on how long a limit is.

    `segments` are those of one run of stays under rolling terms, in order; where two do not touch, other terms
    or none lie between, and the clock starts afresh. `days` with a touchpoint are sorted; those outside the
    segments are ignored. `owed` are the segments' owed days up to the as-of day.
    """
    inputs = []
    before: int | None = None
    for segment in segments:
        stops = before if before is not None and segment.first != before + 1 else None
        before = segment.last
        touchpoints = days[bisect_left(days, segment.first) : bisect_right(days, segment.last)]
        numbers = owed.numbers(touchpoints)
        begins = owed.until(segment.first - 1) + 1
        if begins > owed.until(segment.last):
            inputs.append(ClockInput(segment, stops, numbers, None, ()))
            continue
        at = bisect_left(touchpoints, owed.day(begins))
        inputs.append(ClockInput(segment, stops, numbers[:at], begins, numbers[at:]))
    return tuple(inputs)


def rolling_cadence(segment: Segment) -> RollingCadence:
    """Return the cadence of a segment that is under rolling terms; of another it is a TypeError."""
    cadence = segment.terms.cadence
    if not isinstance(cadence, RollingCadence):
        raise TypeError(cadence)
    return cadence


class ClockStart(NamedTuple):
    """The limit a clock is under before the first owed day or after the last, and the owed days left until it."""

    limit: int
    left: int


def overdue_intervals(
    inputs: Sequence[ClockInput],
    owed: Days,
    limit_of: Callable[[Segment], int],
    start: ClockStart | None = None,
) -> OverdueIntervals:
    """Return the days over the limit, each segment under its own. Source: design.md, section 4, rolling cadence.

    With `start` the clock goes on from there instead of starting on the first owed day.
    """
    return OverdueIntervals(owed, tuple(_wound(inputs, owed, limit_of, start).finish()))


def clock_after(
    inputs: Sequence[ClockInput],
    owed: Days,
    limit_of: Callable[[Segment], int],
    start: ClockStart | None = None,
) -> ClockStart | None:
    """Return where a clock stands after the last of the `owed` days, None where none has started."""
    clock = _wound(inputs, owed, limit_of, start)
    return None if clock.deadline is None else ClockStart(clock.limit, clock.deadline - len(owed))


def _wound(
    inputs: Sequence[ClockInput],
    owed: Days,
    limit_of: Callable[[Segment], int],
    start: ClockStart | None,
) -> "_Clock":
    """Return a clock that was wound along segments."""
    clock = _Clock(owed)
    if start is not None:
        clock.limit, clock.deadline = start
    for segment, stops, earlier, begins, later in inputs:
        if stops is not None:
            clock.stop(stops)
        limit = limit_of(segment)
        clock.touch(earlier, limit)
        if begins is not None:
            clock.enter(begins, limit)
            clock.touch(later, limit)
    return clock


class _Clock:
    """The state of a clock while it is wound forward, in numbers of owed days.

    `deadline` is the number of the last owed day that is not over, None before the clock starts;
    `limit` is the one last applied.
    """

    def __init__(self, owed: Days) -> None:
        self.owed = owed
        self.deadline: int | None = None
        self.limit = 0
        self.judged = 0
        self.stretches: list[tuple[int, int]] = []

    def enter(self, number: int, limit: int) -> None:
        """Apply new terms on their first owed day; coming from no clock, that day is day 0."""
        if self.deadline is None:
            self.judged = number - 1
            self.deadline = number + limit
        elif limit != self.limit:
            self._judge_to(number - 1)
            grown = self.deadline + limit - self.limit
            self.deadline = grown if limit > self.limit else min(self.deadline, number + limit)
        self.limit = limit

    def touch(self, numbers: Sequence[int], limit: int) -> None:
        """Start again after each of these owed days, in order, under the terms of the touchpoints' own days."""
        if not numbers:
            return
        deadline, judged = self.deadline, self.judged
        for number in numbers:
            if deadline is not None and number > deadline:
                self.deadline, self.judged = deadline, judged
                self._judge_to(number)
                judged = self.judged
            if number > judged:  # noqa: PLR1730 - `max` costs as much as all the rest of this loop
                judged = number
            deadline = number + limit
        self.deadline, self.judged, self.limit = deadline, judged, limit

    def stop(self, day: int) -> None:
        """Forget the clock after `day`: other terms follow, or none."""
        self._judge_to(self.owed.until(day))
        self.deadline = None

    def finish(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches over the limit."""
        self._judge_to(len(self.owed))
        yield from self.stretches

    def _judge_to(self, number: int) -> None:
        if self.deadline is None:
            return
        begin = max(self.judged, self.deadline) + 1
        if begin <= number:
            if self.stretches and self.stretches[-1][1] == begin - 1 and self.judged == begin - 1:
                self.stretches[-1] = (self.stretches[-1][0], number)
            else:
                self.stretches.append((begin, number))
        self.judged = max(self.judged, number)

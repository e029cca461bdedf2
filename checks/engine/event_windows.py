"""Windows after an event: the steps after somebody joins or comes back, and the answers to orders.

Source: design.md, section 4, after an event; docs/adr/0005-readings-of-cadence.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.periods import is_workday
from checks.engine.spans import Days, union
from checks.engine.window import State, Window
from checks.model.base import FOREVER
from checks.model.cadences import EventCadence

if TYPE_CHECKING:
    from checks.engine.timeline import MemberTimeline, StayRun, TeamCase
    from checks.engine.touchpoints import CountingTouchpoints
    from checks.engine.window import WindowContext
    from checks.model.lengths import Length


def event_windows(judge: WindowContext, life: MemberTimeline, held: CountingTouchpoints) -> Iterator[Window]:
    """Yield the windows after each event of a member; services of audience `team` have none."""
    if life.member is None or not any(segment.agreed.after for segment in life.segments):
        return
    for run in life.runs:
        counted = Days(union(span for segment in run.segments for span in segment.counted))
        for day, cadence, owed in _events(judge, life.member, run):
            yield from _steps(_Event(judge, life.member, run, counted, day), cadence, held.days, owed=owed)
        yield from _orders(judge, life.member, run, counted, held)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened to a member on `day`, in a run of stays with its `counted` days."""

    judge: WindowContext
    member: str
    run: StayRun
    counted: Days
    day: int

    def last_day(self, step: Length) -> int | None:
        """Return the day on which so many days after the event are counted; None when the run ends before."""
        number = self.counted.until(self.day)
        if not step.working:
            number += step.days
            return self.counted.day(number) if number <= len(self.counted) else None
        left = step.days
        country = self.judge.case.playbook.holidays
        while left and number < len(self.counted):
            number += 1
            left -= is_workday(country, self.counted.day(number))
        return self.counted.day(number) if not left else None

    def cut(self) -> int:
        """Return the day on which a step without a last day ended: the last of stay and terms."""
        last = max(segment.last for segment in self.run.segments)
        return last if last < FOREVER else self.judge.case.as_of

    def window(self, step: int, first: int, last: int | None, met_on: int | None, *, owed: bool) -> Window:
        """Return the window of a step; one that is not owed or cut short counts for nothing."""
        as_of = self.judge.case.as_of
        if met_on is not None and owed:
            state, day = State.MET, met_on
        elif last is None or not owed:
            state, day = State.NOT_OWED, met_on or last or self.cut()
        else:
            state, day = State.MISSED if last < as_of else State.OPEN, last
        return Window(
            self.judge.service,
            self.member,
            self.judge.reporting(day),
            first,
            day,
            state,
            event=self.day,
            step=step,
        )


def _events(judge: WindowContext, member: str, run: StayRun) -> Iterator[tuple[int, EventCadence, bool]]:
    """Yield the days in a run on which the member joined or came back, with what governs their steps."""
    back = _first_days_back(judge.case, member)
    for segment in run.segments:
        cadence = segment.agreed.cadence
        if not isinstance(cadence, EventCadence):
            continue
        last = min(segment.last, judge.case.as_of)
        if cadence.after == "joining" and run.joined and segment.first == run.first <= last:
            yield run.first, cadence, segment.agreed.owes
        if cadence.after == "returning":
            for day, away in back:
                if segment.first <= day <= last and away >= cadence.away_at_least.days:
                    yield day, cadence, segment.agreed.owes


def _first_days_back(case: TeamCase, member: str) -> list[tuple[int, int]]:
    """Return each first day back from absences in a row, and how many days these lasted."""
    rows = case.away_in_a_row(member)
    return [(last + 1, last - first + 1) for first, last in rows if last < FOREVER]


def _steps(event: _Event, cadence: EventCadence, days: Sequence[int], *, owed: bool) -> Iterator[Window]:
    """Yield a window a step, each from the day after the one before; those to come have not begun."""
    first = event.day
    for number, step in enumerate(cadence.within, start=1):
        last = event.last_day(step)
        end = last or event.run.last
        has_terms = any(one.first <= end and one.last >= first for one in event.run.segments)
        if first > event.judge.case.as_of or first > end or not has_terms:
            return
        at = bisect_left(days, first)
        met_on = days[at] if at < len(days) and days[at] <= end else None
        yield event.window(number, first, last, met_on, owed=owed)
        if last is None:
            return
        first = last + 1


@dataclass(slots=True)
class _Order:
    """An order while the days are gone through; open to the end of its window or of the stay."""

    event: _Event
    last: int | None
    open_to: int
    answered: int | None = None
    withdrawn: bool = False


def _orders(
    judge: WindowContext, member: str, run: StayRun, counted: Days, held: CountingTouchpoints
) -> Iterator[Window]:
    """Yield a window an order. Within a day orders come first, then a touchpoint, then withdrawals."""
    orders = []
    for day in held.orders:
        if run.first <= day <= run.last:
            event = _Event(judge, member, run, counted, day)
            last = event.last_day(_step_on(run, day))
            orders.append(_Order(event, last, last or run.last))
    if not orders:
        return
    happenings = sorted([(day, 1) for day in held.days] + [(day, 2) for day in held.withdrawals])
    for day, kind in happenings:
        one = next((order for order in orders if _is_open(order, day)), None)
        if one and kind == 1:
            one.answered = day
        elif one:
            one.withdrawn = True
    for order in orders:
        if not order.withdrawn:
            yield order.event.window(1, order.event.day, order.last, order.answered, owed=True)


def _is_open(order: _Order, day: int) -> bool:
    return order.event.day <= day <= order.open_to and order.answered is None and not order.withdrawn


def _step_on(run: StayRun, day: int) -> Length:
    """Return the one step of the ordering terms in force on a day."""
    for segment in run.segments:
        if segment.first <= day <= segment.last and isinstance(segment.agreed.cadence, EventCadence):
            return segment.agreed.cadence.within[0]
    raise ValueError(day)

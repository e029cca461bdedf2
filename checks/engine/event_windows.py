"""Windows after an event: the steps after somebody joins or comes back, and the answers to orders.

Source: design.md, section 4, after an event; docs/adr/0005-readings-of-cadence.md.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.engine.spans import FOREVER, Days, clip, union
from checks.engine.stays import StayRun, Stays
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline
from checks.engine.touchpoints import CountingTouchpoints
from checks.engine.window import State, Window
from checks.engine.window_context import WindowContext
from checks.model import base
from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import EventCadence
from checks.model.lengths import Length


def event_windows(
    context: WindowContext, timeline: MemberTimeline, touchpoints: CountingTouchpoints
) -> Iterator[Window]:
    """Yield the windows after each event of a member; services of audience `team` have none."""
    if timeline.member is None or EventCadence not in timeline.stays.kinds:
        return
    back = _first_days_back(context.case, timeline.member, timeline.stays)
    for run in timeline.runs:
        yield from _after_leaving(context, timeline.member, run, touchpoints)
        events = list(_events(context, run, back))
        orders = [day for day in touchpoints.orders if run.first <= day <= run.last]
        if not events and not orders:
            continue
        counted = Days(union([span for segment in run.segments for span in segment.counted]))
        for day, cadence, owed in events:
            yield from _steps(
                _Event(context, timeline.member, run, counted, day), cadence, touchpoints.days, owed=owed
            )
        yield from _orders(
            [_Event(context, timeline.member, run, counted, day) for day in orders], touchpoints
        )


@dataclass(slots=True)
class _Event:
    """Something that happened to a member on `day`, in a run of stays with its `counted` days."""

    context: WindowContext
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
        is_workday = self.context.case.shared.is_workday
        for day in self.counted.after(self.day):
            left -= is_workday(day)
            if not left:
                return day
        return None

    @property
    def last_agreed(self) -> int:
        """The last day of the stay with terms: what has no last day of its own ends there."""
        return max(segment.last for segment in self.run.segments)

    def window(self, step: int, first: int, last: int | None, met_on: int | None, *, owed: bool) -> Window:
        """Return the window of a step; one without an owed day, or cut short, counts for nothing.

        What can never be missed can not be met either: else orders in a stay that is not owed the service
        would be nothing but met ones.
        """
        as_of = self.context.case.as_of_ordinal
        if last is None:
            owed = owed and self.counted.between(first, self.run.last) > 0
        if met_on is not None and owed:
            state, day = State.MET, met_on
        elif last is None or not owed:
            cut = self.last_agreed if self.last_agreed < FOREVER else as_of
            state, day = State.NOT_OWED, met_on or last or cut
        else:
            state, day = State.MISSED if last < as_of else State.OPEN, last
        return Window(
            self.context.service,
            self.member,
            self.context.reporting(date.fromordinal(day)),
            date.fromordinal(first),
            date.fromordinal(day),
            state,
            event=date.fromordinal(self.day),
            step=step,
        )


def _events(
    context: WindowContext, run: StayRun, back: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, EventCadence, bool]]:
    """Yield the days in a run on which a member joined or came back, with what governs their steps."""
    for segment in run.segments:
        cadence = segment.terms.cadence
        if not isinstance(cadence, EventCadence):
            continue
        last = min(segment.last, context.case.as_of_ordinal)
        if cadence.after == "joining" and run.joined and segment.first == run.first <= last:
            yield run.first, cadence, segment.terms.owes
        if cadence.after == "returning":
            for day, away in back:
                if segment.first <= day <= last and away >= cadence.away_at_least.days:
                    yield day, cadence, segment.terms.owes


def _first_days_back(case: TeamCase, member: str, stays: Stays) -> list[tuple[int, int]]:
    """Return each first day back from absences in a row, and how many days these lasted; none where nobody asks."""
    if not any(segment.terms.after == "returning" for segment in stays.agreed):
        return []
    return [
        (last.toordinal() + 1, (last - first).days + 1)
        for first, last in case.absences_in_a_row(member)
        if last < base.FOREVER
    ]


def _steps(event: _Event, cadence: EventCadence, days: Sequence[int], *, owed: bool) -> Iterator[Window]:
    """Yield a window a step, each from the day after the one before; those to come have not begun."""
    first = event.day
    for number, step in enumerate(cadence.within, start=1):
        last = event.last_day(step)
        end = last or event.run.last
        has_terms = any(segment.first <= end and segment.last >= first for segment in event.run.segments)
        if first > event.context.case.as_of_ordinal or first > end or not has_terms:
            return
        at = bisect_left(days, first)
        met_on = days[at] if at < len(days) and days[at] <= end else None
        yield event.window(number, first, last, met_on, owed=owed)
        if last is None:
            return
        first = last + 1


def _after_leaving(
    context: WindowContext, member: str, run: StayRun, touchpoints: CountingTouchpoints
) -> Iterator[Window]:
    """Yield the window around the last day of a run of stays, once its first day has come.

    It begins so many counted days before the last day, and ends so many after it, whatever is waived. One
    waived on all its days is not owed: who left without it because that was agreed is not owed it later.
    """
    terms, as_of = _terms_of_leaving(run), context.case.as_of_ordinal
    if terms is None or not isinstance(terms.cadence, EventCadence):
        return
    if not any(segment.terms.entry is terms.entry and segment.first <= as_of for segment in run.segments):
        return
    every = (*run.segments, *(run.afterwards or ()))
    counted = Days(union([span for segment in every for span in segment.counted_unwaived]))
    whole = run._replace(last=max(segment.last for segment in every), segments=every)
    event = _Event(context, member, whole, counted, run.last)
    first = _first_day(run, counted, terms.cadence.before)
    if first > as_of:
        return
    last = event.last_day(terms.cadence.within[0])
    end = whole.last if last is None else last
    held = [day for day in (*touchpoints.days, *touchpoints.afterwards) if first <= day <= end]
    unwaived = any(clip(segment.counted, first, end) for segment in every)
    yield event.window(1, first, last, min(held, default=None), owed=terms.owes and unwaived)


def _terms_of_leaving(run: StayRun) -> AgreedTerms | None:
    """Return the terms on the last day of a run, None where they follow no leaving."""
    if run.afterwards is None:
        return None
    return next(segment.terms for segment in run.segments if segment.first <= run.last <= segment.last)


def _first_day(run: StayRun, counted: Days, before: Length | None) -> int:
    """Return the day from which a conversation before the last one counts: the run's first where it is shorter."""
    if before is None:
        return run.last
    number = counted.until(run.last - 1) - before.days + 1
    return counted.day(number) if number > 0 else run.first


_TOUCHPOINT, _WITHDRAWAL = 1, 2
"""What happens on a day, in the order in which it is taken."""


@dataclass(slots=True)
class _Order:
    """An order while the days are gone through; open to the end of its window, or of stay and terms."""

    event: _Event
    last: int | None
    open_to: int
    answered: int | None = None
    withdrawn: bool = False


def _orders(events: Sequence[_Event], touchpoints: CountingTouchpoints) -> Iterator[Window]:
    """Yield a window an order. Within a day orders come first, then a touchpoint, then withdrawals."""
    orders = []
    for event in events:
        last = event.last_day(_step_on(event.run, event.day))
        orders.append(_Order(event, last, last or event.last_agreed))
    answers = [(day, _TOUCHPOINT) for day in touchpoints.days]
    withdrawals = [(day, _WITHDRAWAL) for day in touchpoints.withdrawals]
    waiting: list[_Order] = []
    following = iter((*orders, None))
    placed = next(following)
    for day, kind in sorted(answers + withdrawals):
        while placed and placed.event.day <= day:
            waiting.append(placed)
            placed = next(following)
        waiting = [order for order in waiting if order.open_to >= day]
        if waiting and kind == _TOUCHPOINT:
            waiting.pop(0).answered = day
        elif waiting:
            waiting.pop(0).withdrawn = True
    for order in orders:
        if not order.withdrawn:
            yield order.event.window(1, order.event.day, order.last, order.answered, owed=True)


def _step_on(run: StayRun, day: int) -> Length:
    """Return the one step of the ordering terms in force on a day."""
    for segment in run.segments:
        if segment.first <= day <= segment.last and isinstance(segment.terms.cadence, EventCadence):
            return segment.terms.cadence.within[0]
    raise ValueError(day)

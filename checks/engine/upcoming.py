"""What is owed next: each touchpoint somebody should be invited to, and its last day.

The engine says what will be missed: the days ahead are judged as if they were over and nothing more had
been held, with all that is known of them today, absences too. So no rule of design.md, section 4, stands
here a second time. Of a rolling cadence the next touchpoint alone is known: when the one after it is owed
depends on the day of the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from checks.engine.date_spans import DateSpans
from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import calendar_windows
from checks.engine.event_windows import event_windows
from checks.engine.spans import Days, clip, union
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline, timelines_of
from checks.engine.touchpoints import CountingTouchpoints, counting_touchpoints, rows_by_subject
from checks.engine.window import State, Window
from checks.engine.window_context import WindowContext
from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import CalendarCadence, PeriodUnit
from checks.model.touchpoint_log import RowKey

_DAY = timedelta(days=1)

UNANSWERED = 28
"""Days for which an order that was not answered in time is still put before whoever should answer it."""


class Urgency(StrEnum):
    """How urgent it is; in the order in which they are told."""

    ORDERED = "ordered"
    LATE = "late"
    OVERDUE = "overdue"
    SOON = "soon"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class UpcomingItem:
    """One touchpoint that is owed to a member (None: the team).

    `by` is the last day in time and `late_from` the first that is late; between them lies the grace of a
    rolling cadence, or the time after somebody has left, and both lie before the as-of day where somebody waits
    already. `possible_days` are the days on
    which it may be held: from the as-of day and the window's first on, with nobody away and no pause.
    `event` is the day of the order, of joining or of coming back, or the last day of who leaves, and `step` which step it is. `last_held`
    is the last touchpoint, `booked` the day it has already, with `booked_by` (empty where nobody is named).
    `asked` is the last day held on the receiver's own initiative that would do, were it not for the terms,
    under which only outbound counts.
    """

    service: str
    member: str | None
    urgency: Urgency
    by: date
    late_from: date
    possible_days: DateSpans
    agreed: AgreedTerms
    event: date | None = None
    step: int = 0
    last_held: date | None = None
    booked: date | None = None
    booked_by: str = ""
    asked: date | None = None

    @property
    def since(self) -> date | None:
        """The first day on which it may be held; None where the receiver is away all the time looked at."""
        return self.possible_days.first


def upcoming_items(case: TeamCase, last: date) -> tuple[UpcomingItem, ...]:
    """Return what is owed in a team with a last day up to `last`, the most urgent first; what is met is left out."""
    ahead = replace(case, as_of=last + _DAY)
    subjects = rows_by_subject(case)
    items: list[UpcomingItem] = []
    for service in case.services.values():
        context = WindowContext(ahead, service.id, PeriodUnit.QUARTER)
        for timeline in timelines_of(ahead, service):
            rows = subjects.get((service.id, timeline.member or ""), {})
            receiver = _Receiver(case, context, timeline, counting_touchpoints(case, timeline, rows), last)
            owed = sorted(receiver.items(), key=_order)
            items += _booked(case, owed, rows) if owed else ()
    return tuple(sorted(items, key=_order))


def _order(item: UpcomingItem) -> tuple[int, date, str, str, int]:
    return list(Urgency).index(item.urgency), item.by, item.service, item.member or "", item.step


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Who receives one service, with what counts so far; `context` judges the days up to `last` as if over."""

    case: TeamCase
    context: WindowContext
    timeline: MemberTimeline
    touchpoints: CountingTouchpoints
    last: date

    @property
    def last_held(self) -> date | None:
        """The day of the last touchpoint."""
        return date.fromordinal(self.touchpoints.days[-1]) if self.touchpoints.days else None

    def items(self) -> Iterator[UpcomingItem]:
        """Yield what is owed: by the calendar, after events, and the next by a rolling cadence."""
        yield from self._by_calendar()
        yield from self._after_events()
        yield from self._by_rolling_cadence()

    def _by_calendar(self) -> Iterator[UpcomingItem]:
        days = self.touchpoints.days
        for cadence, window in calendar_windows(self.context, self.timeline, days):
            if window.state is not State.MISSED or not self.case.as_of <= window.last <= self.last:
                continue
            first, last = window.first.toordinal(), window.last.toordinal()
            held = bisect_right(days, last) - bisect_left(days, first)
            for left in reversed(range(cadence.at_least - held)):  # two on one day count once
                by, terms = self._last_day(window, left)
                if (
                    terms is None or by < self.case.as_of
                ):  # so many days are not left: it cannot be met any more
                    break
                governing = self._governing(window, cadence)
                item = self._item(Urgency.SOON, by, governing, terms, self._possible(window.first, by))
                yield replace(item, asked=self._asked(terms, first))

    def _after_events(self) -> Iterator[UpcomingItem]:
        as_of, last_held = self.case.as_of, self.last_held
        for window in event_windows(self.context, self.timeline, self.touchpoints):
            governing = self.timeline.terms_on(window.event.toordinal()) if window.event else None
            by, terms = self._last_day(window, 0)
            if governing and governing.after == "leaving":
                yield from self._after_leaving(window, governing)
                continue
            if window.state is not State.MISSED or window.last > self.last or not terms or not governing:
                continue
            is_order = governing.after == "ordering"
            lately = window.last >= as_of - timedelta(days=UNANSWERED)
            waits = is_order and lately and not (last_held and last_held > window.last)
            if by >= as_of or waits:
                possible_days = self._possible(window.first, by if by >= as_of else self.last)
                urgency = Urgency.ORDERED if is_order else Urgency.SOON
                item = self._item(urgency, by, governing, terms, possible_days)
                asked = self._asked(terms, window.first.toordinal())
                yield replace(item, event=window.event, step=window.step, asked=asked)

    def _after_leaving(self, window: Window, governing: AgreedTerms) -> Iterator[UpcomingItem]:
        """Yield what is owed around a last day: while they are still there by that day, later by the window's last."""
        if window.state not in (State.MISSED, State.OPEN) or window.event is None:
            return
        is_there = window.event >= self.case.as_of
        while_there = [last for _, last in self._possible(window.first, window.event)] if is_there else []
        by = while_there[-1] if while_there else window.last
        if self.case.as_of <= by <= self.last:
            terms = self.timeline.terms_on(by.toordinal()) or self.timeline.terms_after(by.toordinal())
            possible_days = self._possible(window.first, window.last)
            item = self._item(Urgency.SOON, by, governing, terms or governing, possible_days)
            asked = self._asked(terms or governing, window.first.toordinal())
            yield replace(item, late_from=window.last + _DAY, event=window.event, step=1, asked=asked)

    def _by_rolling_cadence(self) -> Iterator[UpcomingItem]:
        case, days = self.case, self.touchpoints.days
        by = last_day_in_time(case, self.timeline, days)
        if by is None or by > self.last:
            return
        late_from = (last_day_in_time(case, self.timeline, days, grace=True) or by) + _DAY
        overdue = Urgency.OVERDUE if by < case.as_of else Urgency.SOON
        urgency = Urgency.LATE if late_from <= case.as_of else overdue
        terms = self.timeline.terms_on(max(by, case.as_of).toordinal()) or self.timeline.terms_on(
            by.toordinal()
        )
        if terms:
            item = self._item(urgency, by, terms, terms, self._possible(case.as_of, self.last))
            yield replace(item, late_from=late_from, asked=self._asked(terms, days[-1] if days else 0))

    def _asked(self, terms: AgreedTerms, first: int) -> date | None:
        """Return the last day from `first` on that only lacks the giver's initiative to count, None without one."""
        if terms.counts != "outbound" or terms.after == "ordering":
            return None
        counting = {*self.touchpoints.days, *self.touchpoints.afterwards}
        last = max(set(self.touchpoints.inbound) - counting, default=0)
        return date.fromordinal(last) if last >= max(first, 1) else None

    def _item(
        self, urgency: Urgency, by: date, governing: AgreedTerms, terms: AgreedTerms, possible_days: DateSpans
    ) -> UpcomingItem:
        """Return an item under the terms that say how often, with who may give it as on the last day."""
        return UpcomingItem(
            self.context.service,
            self.timeline.member,
            urgency,
            by,
            by + _DAY,
            possible_days,
            replace(governing, given_by=terms.given_by, counts=terms.counts),
            last_held=self.last_held,
        )

    def _last_day(self, window: Window, left: int) -> tuple[date, AgreedTerms | None]:
        """Return the last day but `left` in a window on which a touchpoint counts, and its terms; None without one.

        It is a day of a stay, with terms, on which somebody may give it.
        """
        timeline = self.timeline
        counting = union(
            span
            for segment in timeline.segments
            for span in clip(
                self.case.given_on(segment.terms.given_by, timeline.member), segment.first, segment.last
            )
        )
        days = Days(clip(counting, window.first.toordinal(), window.last.toordinal()))
        if left >= len(days):
            return window.last, None
        day = days.day(len(days) - left)
        return date.fromordinal(day), timeline.terms_on(day)

    def _governing(self, window: Window, cadence: CalendarCadence) -> AgreedTerms:
        """Return the last terms in a window that set its cadence."""
        first, last = window.first.toordinal(), window.last.toordinal()
        return next(
            segment.terms
            for segment in reversed(self.timeline.segments)
            if segment.terms.cadence == cadence and segment.first <= last and segment.last >= first
        )

    def _possible(self, first: date, last: date) -> DateSpans:
        segments = (*self.timeline.segments, *(segment for _, segment in self.timeline.afterwards))
        days = union(span for segment in segments for span in (segment.owed_unwaived or segment.counted))
        first = max(first, self.case.as_of)
        return DateSpans.counted(clip(days, first.toordinal(), last.toordinal()))


def _booked(
    case: TeamCase, owed: Sequence[UpcomingItem], rows_by_key: Mapping[RowKey, Sequence[int]]
) -> Iterator[UpcomingItem]:
    """Yield what is owed, with the day it is booked for where a booked row will do."""
    log = case.log
    booked = (row for key, rows in rows_by_key.items() if key.state == "booked" for row in rows)
    left = sorted(row for row in booked if log.days[row] >= case.as_of)
    left.sort(key=lambda row: log.days[row])
    for item in owed:
        row = next((row for row in left if _will_do(case, item, row)), None)
        if row is None:
            yield item
        else:
            left.remove(row)
            yield replace(item, urgency=Urgency.BOOKED, booked=log.days[row], booked_by=log.givers[row])


def _will_do(case: TeamCase, item: UpcomingItem, row: int) -> bool:
    """Whether a booked row, once held, is the touchpoint owed; who waits already is served by any day."""
    log, terms = case.log, item.agreed
    day, giver = log.days[row], log.givers[row]
    by = item.late_from - _DAY if item.agreed.after == "leaving" else item.by
    in_time = item.by < case.as_of or (item.since or day) <= day <= by
    entitled = any(case.may_give(giver, terms.given_by, when) for when in _days_of_role(item, day))
    gives = not giver or (giver != item.member and entitled)
    counts = terms.counts == "any" or terms.after == "ordering" or log.initiatives[row] == "outbound"
    return in_time and gives and counts


def _days_of_role(item: UpcomingItem, day: date) -> tuple[date, ...]:
    """Return the days of which one must be in somebody's role to give it on a day: that one, or the last of who left."""
    left = item.event if item.agreed.after == "leaving" else None
    return (day, left) if left and left < day else (day,)


def givers_of(case: TeamCase, item: UpcomingItem, day: date) -> tuple[str, ...]:
    """Return who may give it on a day: the chosen coach first, then leaders, coaches and the leaders' leaders.

    Nobody in particular where anyone may give it.
    """
    ranks: dict[str, int] = {}
    coach = case.chosen_coach(item.member, day)
    for rank, role in enumerate(("leader", "coach", "leaders-leader"), start=1):
        if role in item.agreed.given_by:
            for when in _days_of_role(item, day):
                for person in case.givers_on(frozenset({role}), when):
                    ranks.setdefault(person, rank)
    if coach in ranks:
        ranks[coach] = 0
    return tuple(
        person
        for person, _ in sorted(ranks.items(), key=lambda ranked: (ranked[1], ranked[0]))
        if person != item.member
    )

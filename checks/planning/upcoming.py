"""What is owed next: each touchpoint somebody should be invited to, and its last day.

The engine says what will be missed: the days ahead are judged as if they were over and nothing more had
been held, with all that is known of them today, absences too. So no rule of design.md, section 4, stands
here a second time. Of a rolling cadence only the next touchpoint is known: when the one after it is owed
depends on the day of the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import calendar_windows
from checks.engine.event_windows import event_windows
from checks.engine.spans import Days, Spans, clip, union
from checks.engine.timeline import timelines_of
from checks.engine.touchpoints import counting_touchpoints, rows_by_subject
from checks.engine.window import State, Window, WindowContext
from checks.model.cadences import MONTHS, CalendarCadence, PeriodUnit

if TYPE_CHECKING:
    from checks.engine.timeline import MemberTimeline, TeamCase
    from checks.engine.touchpoints import CountingTouchpoints
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.touchpoint_log import RowKey

UNANSWERED = 28
"""Days for which an order that was not answered in time is still put before whoever should answer it."""


class Urgency(StrEnum):
    """How urgent a touchpoint is; the members in the order in which they are listed."""

    ORDERED = "ordered"
    LATE = "late"
    OVERDUE = "overdue"
    SOON = "soon"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class UpcomingItem:
    """One touchpoint that is owed to a member (None: the team). Days are ordinals.

    `by` is the last day in time and `late_from` the first that is late; between them lies the grace of a
    rolling cadence, and both lie before the as-of day where somebody waits already. `possible_days` are those
    on which it may be held: from the as-of day and the window's first day on, without absences and pauses.
    `event` is the day of the order, of joining or of coming back, and `step` which of its steps it is, from 1.
    `last_held` is the day of the last touchpoint, `booked` the day this one is booked for, by `booked_by`
    (empty where nobody is named).
    """

    service: str
    member: str | None
    urgency: Urgency
    by: int
    late_from: int
    possible_days: Spans
    agreed: AgreedTerms
    event: int | None = None
    step: int = 0
    last_held: int | None = None
    booked: int | None = None
    booked_by: str = ""

    @property
    def since(self) -> int | None:
        """The first day on which it may be held; None where the receiver is away all the time looked at."""
        return self.possible_days[0][0] if self.possible_days else None


def upcoming_items(case: TeamCase, last: int) -> tuple[UpcomingItem, ...]:
    """Return what is owed in a team with a last day up to `last`, the most urgent first; what is met is left out."""
    ahead = replace(case, as_of=last + 1)  # the days up to `last` are judged as if they were over
    subjects, year_starts = rows_by_subject(case), MONTHS.index(case.playbook.year_starts) + 1
    items: list[UpcomingItem] = []
    for service in case.services.values():
        context = WindowContext(ahead, service.id, PeriodUnit.QUARTER, year_starts)
        for timeline in timelines_of(ahead, service):
            rows = subjects.get((service.id, timeline.member or ""), {})
            touchpoints = counting_touchpoints(case, timeline, rows)
            receiver = _Receiver(case, context, timeline, touchpoints, last)
            owed = sorted(receiver.owed(), key=_most_urgent_first)
            items += _booked(case, owed, rows) if owed else ()
    return tuple(sorted(items, key=_most_urgent_first))


def _most_urgent_first(item: UpcomingItem) -> tuple[int, int, str, str, int]:
    return list(Urgency).index(item.urgency), item.by, item.service, item.member or "", item.step


@dataclass(frozen=True, slots=True)
class _Receiver:
    """One receiver of one service, with the touchpoints that count; `context` judges the days up to `last` as over."""

    case: TeamCase
    context: WindowContext
    timeline: MemberTimeline
    touchpoints: CountingTouchpoints
    last: int

    def owed(self) -> Iterator[UpcomingItem]:
        """Yield what is owed: by calendar, after events, and by the rolling clock."""
        yield from self._by_calendar()
        yield from self._after_events()
        yield from self._by_clock()

    def _item(
        self,
        urgency: Urgency,
        by: int,
        possible_days: Spans,
        agreed: AgreedTerms,
        late_from: int | None = None,
    ) -> UpcomingItem:
        days, member = self.touchpoints.days, self.timeline.member
        late_from = by + 1 if late_from is None else late_from
        held = days[-1] if days else None
        return UpcomingItem(
            self.context.service, member, urgency, by, late_from, possible_days, agreed, last_held=held
        )

    def _by_calendar(self) -> Iterator[UpcomingItem]:
        days = self.touchpoints.days
        for cadence, window in calendar_windows(self.context, self.timeline, days):
            if window.state is State.MISSED and self.case.as_of <= window.last <= self.last:
                held = bisect_right(days, window.last) - bisect_left(days, window.first)
                for later in reversed(range(cadence.at_least - held)):  # two on one day count once
                    by, on_last_day = self._last_day(window, later)
                    if on_last_day is None or by < self.case.as_of:  # too few days are left to meet it
                        break
                    agreed = _as_on_the_day(self._setting(window, cadence), on_last_day)
                    yield self._item(Urgency.SOON, by, self._possible_days(window.first, by), agreed)

    def _after_events(self) -> Iterator[UpcomingItem]:
        as_of, days = self.case.as_of, self.touchpoints.days
        for window in event_windows(self.context, self.timeline, self.touchpoints):
            governing = self.timeline.agreed_on(window.event or 0)
            by, on_last_day = self._last_day(window)
            missed = window.state is State.MISSED and window.last <= self.last
            if not missed or on_last_day is None or governing is None:
                continue
            is_order = governing.after == "ordering"
            answered_late = bool(days) and days[-1] > window.last
            unanswered = is_order and window.last >= as_of - UNANSWERED and not answered_late
            if by >= as_of or unanswered:
                urgency = Urgency.ORDERED if is_order else Urgency.SOON
                possible_days = self._possible_days(window.first, by if by >= as_of else self.last)
                item = self._item(urgency, by, possible_days, _as_on_the_day(governing, on_last_day))
                yield replace(item, event=window.event, step=window.step)

    def _by_clock(self) -> Iterator[UpcomingItem]:
        case, days = self.case, self.touchpoints.days
        by = last_day_in_time(case, self.timeline, days)
        if by is None or by > self.last:
            return
        with_grace = last_day_in_time(case, self.timeline, days, grace=True)
        late_from = (by if with_grace is None else with_grace) + 1
        overdue = Urgency.LATE if late_from <= case.as_of else Urgency.OVERDUE
        urgency = overdue if by < case.as_of else Urgency.SOON
        agreed = self.timeline.agreed_on(max(by, case.as_of)) or self.timeline.agreed_on(by)
        if agreed:
            yield self._item(urgency, by, self._possible_days(case.as_of, self.last), agreed, late_from)

    def _last_day(self, window: Window, later: int = 0) -> tuple[int, AgreedTerms | None]:
        """Return the last day of a window on which a touchpoint counts, with `later` such days after it, and its terms.

        It is a day of a stay, with terms, on which somebody may give it. Where there is none, the window's last
        day and None.
        """
        counting = union(
            span
            for segment in self.timeline.segments
            for span in clip(
                self.case.given_on(segment.agreed.given_by, self.timeline.member), segment.first, segment.last
            )
        )
        days = Days(clip(counting, window.first, window.last))
        if later >= len(days):
            return window.last, None
        day = days.day(len(days) - later)
        return day, self.timeline.agreed_on(day)

    def _setting(self, window: Window, cadence: CalendarCadence) -> AgreedTerms:
        """Return the terms that set a window's cadence; the last ones, where terms changed in it."""
        return next(
            segment.agreed
            for segment in reversed(self.timeline.segments)
            if segment.agreed.cadence == cadence
            and segment.first <= window.last
            and segment.last >= window.first
        )

    def _possible_days(self, first: int, last: int) -> Spans:
        segments = self.timeline.segments
        days = union(span for segment in segments for span in (segment.owed_unwaived or segment.counted))
        return clip(days, max(first, self.case.as_of), last)


def _as_on_the_day(governing: AgreedTerms, on_last_day: AgreedTerms) -> AgreedTerms:
    """Return the terms that say how often, with the last day's word on who may give it and what counts."""
    return replace(governing, given_by=on_last_day.given_by, counts=on_last_day.counts)


def _booked(
    case: TeamCase, owed: Sequence[UpcomingItem], rows_by_key: Mapping[RowKey, Sequence[int]]
) -> Iterator[UpcomingItem]:
    """Yield what is owed, with the day it is booked for where a booked row fits; each row fits one item."""
    log = case.log
    booked = (row for key, rows in rows_by_key.items() if key.state == "booked" for row in rows)
    ahead = sorted((log.days[row], row) for row in booked if log.days[row] >= case.as_of)
    for item in owed:
        fitting = next(((day, row) for day, row in ahead if _fits(case, item, row)), None)
        if fitting is None:
            yield item
        else:
            ahead.remove(fitting)
            day, row = fitting
            yield replace(item, urgency=Urgency.BOOKED, booked=day, booked_by=log.givers[row])


def _fits(case: TeamCase, owed: UpcomingItem, row: int) -> bool:
    """Whether a booked row, once held, is the touchpoint owed; for somebody who waits already any day will do."""
    log, agreed = case.log, owed.agreed
    day, giver = log.days[row], log.givers[row]
    in_time = owed.by < case.as_of or (owed.since or day) <= day <= owed.by
    gives = not giver or (giver != owed.member and case.may_give(giver, agreed.given_by, day))
    counts = agreed.counts == "any" or agreed.after == "ordering" or log.initiatives[row] == "outbound"
    return in_time and gives and counts


def givers_of(case: TeamCase, owed: UpcomingItem, day: int) -> tuple[str, ...]:
    """Return who may give it on a day: the chosen coach first, then leaders, coaches and the leaders' leaders.

    Nobody in particular where anyone may give it.
    """
    ranks: dict[str, int] = {}
    for rank, role in enumerate(("leader", "coach", "leaders-leader"), start=1):
        if role in owed.agreed.given_by:
            for person in case.givers_on(frozenset({role}), day):
                ranks.setdefault(person, rank)
    ranks.pop(owed.member or "", None)
    coach = case.chosen_coach(owed.member, day)
    if coach in ranks:
        ranks[coach] = 0
    return tuple(sorted(ranks, key=lambda person: (ranks[person], person)))

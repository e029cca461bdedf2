"""What is owed next: each touchpoint somebody should be invited to, and its last day.

The engine says what will be missed: the days ahead are judged as if they were over and nothing more had
been held, with all that is known of them today, absences too. So no rule of design.md, section 4, stands
here a second time. Of a rolling cadence the next touchpoint alone is known: when the one after it is owed
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
    """How urgent it is; in the order in which they are told."""

    ORDERED = "ordered"
    LATE = "late"
    OVERDUE = "overdue"
    SOON = "soon"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class UpcomingItem:
    """One touchpoint that is owed to a member (None: the team). Days are ordinals.

    `by` is the last day in time and `late_from` the first that is late; between them lies the grace of a
    rolling cadence, and both lie before the as-of day where somebody waits already. `there` are the days on
    which it may be held: from the as-of day and the window's first on, with nobody away and no pause.
    `event` is the day of the order, of joining or of coming back, and `step` which step it is. `last_held`
    is the last touchpoint, `booked` the day it has already, with `booked_by` (empty where nobody is named).
    """

    service: str
    member: str | None
    stand: Urgency
    by: int
    late_from: int
    there: Spans
    agreed: AgreedTerms
    event: int | None = None
    step: int = 0
    last_held: int | None = None
    booked: int | None = None
    booked_by: str = ""

    @property
    def since(self) -> int | None:
        """The first day on which it may be held; None where the receiver is away all the time looked at."""
        return self.there[0][0] if self.there else None


def upcoming_items(case: TeamCase, last: int) -> tuple[UpcomingItem, ...]:
    """Return what is owed in a team with a last day up to `last`, the most urgent first; what is met is left out."""
    ahead = replace(case, as_of=last + 1)
    subjects = rows_by_subject(case)
    found: list[UpcomingItem] = []
    for service in case.services.values():
        judge = WindowContext(
            ahead, service.id, PeriodUnit.QUARTER, MONTHS.index(case.playbook.year_starts) + 1
        )
        for life in timelines_of(ahead, service):
            mine = subjects.get((service.id, life.member or ""), {})
            touchpoints = counting_touchpoints(case, life, mine)
            owed = sorted(_owed(case, judge, life, touchpoints, last), key=_urgency)
            found += _booked(case, owed, mine) if owed else ()
    return tuple(sorted(found, key=_urgency))


def _urgency(one: UpcomingItem) -> tuple[int, int, str, str, int]:
    order = list(Urgency).index(one.stand)
    return order, one.by, one.service, one.member or "", one.step


def _owed(
    case: TeamCase, judge: WindowContext, life: MemberTimeline, touchpoints: CountingTouchpoints, last: int
) -> Iterator[UpcomingItem]:
    """Yield what one receiver is owed of one service."""
    days = touchpoints.days
    last_held = days[-1] if days else None
    for cadence, window in calendar_windows(judge, life, days):
        if window.state is State.MISSED and case.as_of <= window.last <= last:
            seen = bisect_right(days, window.last) - bisect_left(days, window.first)
            for left in reversed(range(cadence.at_least - seen)):  # two on one day count once
                by, then = _last_day(case, life, window, left)
                if then is None or by < case.as_of:  # so many days are not left: it cannot be met any more
                    break
                agreed = _as_on_the_day(_setting(life, window, cadence), then)
                there = _there(case, life, window.first, by)
                yield UpcomingItem(
                    judge.service, life.member, Urgency.SOON, by, by + 1, there, agreed, last_held=last_held
                )
    yield from _after_events(case, judge, life, touchpoints, last)
    by_rolling = _rolling(case, judge, life, days, last)
    if by_rolling:
        yield replace(by_rolling, last_held=last_held)


def _last_day(
    case: TeamCase, life: MemberTimeline, window: Window, left: int
) -> tuple[int, AgreedTerms | None]:
    """Return the last day but `left` in a window on which a touchpoint counts, and its terms; None without one.

    It is a day of a stay, with terms, on which somebody may give it.
    """
    counting = union(
        span
        for segment in life.segments
        for span in clip(case.given_on(segment.agreed.given_by, life.member), segment.first, segment.last)
    )
    days = Days(clip(counting, window.first, window.last))
    if left >= len(days):
        return window.last, None
    day = days.day(len(days) - left)
    return day, life.agreed_on(day)


def _setting(life: MemberTimeline, window: Window, cadence: CalendarCadence) -> AgreedTerms:
    """Return the last terms in a window that set its cadence."""
    return next(
        segment.agreed
        for segment in reversed(life.segments)
        if segment.agreed.cadence == cadence and segment.first <= window.last and segment.last >= window.first
    )


def _as_on_the_day(governing: AgreedTerms, then: AgreedTerms) -> AgreedTerms:
    """Return the terms that say how often, with who may give it and what counts as on the last day."""
    return replace(governing, given_by=then.given_by, counts=then.counts)


def _after_events(
    case: TeamCase, judge: WindowContext, life: MemberTimeline, touchpoints: CountingTouchpoints, last: int
) -> Iterator[UpcomingItem]:
    days = touchpoints.days
    for window in event_windows(judge, life, touchpoints):
        governing = life.agreed_on(window.event or 0)
        by, then = _last_day(case, life, window, 0)
        if window.state is not State.MISSED or window.last > last or then is None or governing is None:
            continue
        is_order = governing.after == "ordering"
        waits = is_order and window.last >= case.as_of - UNANSWERED and not (days and days[-1] > window.last)
        if by >= case.as_of or waits:
            yield UpcomingItem(
                service=judge.service,
                member=life.member,
                stand=Urgency.ORDERED if is_order else Urgency.SOON,
                by=by,
                late_from=by + 1,
                there=_there(case, life, window.first, by if by >= case.as_of else last),
                agreed=_as_on_the_day(governing, then),
                event=window.event,
                step=window.step,
                last_held=days[-1] if days else None,
            )


def _rolling(
    case: TeamCase, judge: WindowContext, life: MemberTimeline, days: Sequence[int], last: int
) -> UpcomingItem | None:
    by = last_day_in_time(case, life, days)
    if by is None or by > last:
        return None
    late = last_day_in_time(case, life, days, grace=True)
    late_from = (by if late is None else late) + 1
    stand = Urgency.LATE if late_from <= case.as_of else Urgency.OVERDUE if by < case.as_of else Urgency.SOON
    agreed = life.agreed_on(max(by, case.as_of)) or life.agreed_on(by)
    if agreed is None:
        return None
    return UpcomingItem(
        judge.service, life.member, stand, by, late_from, _there(case, life, case.as_of, last), agreed
    )


def _there(case: TeamCase, life: MemberTimeline, first: int, last: int) -> Spans:
    days = union(span for segment in life.segments for span in (segment.owed_unwaived or segment.counted))
    return clip(days, max(first, case.as_of), last)


def _booked(
    case: TeamCase, owed: Sequence[UpcomingItem], kinds: Mapping[RowKey, Sequence[int]]
) -> Iterator[UpcomingItem]:
    """Yield what is owed, with the day it is booked for where a booked row will do."""
    log = case.log
    booked = (row for kind, rows in kinds.items() if kind.state == "booked" for row in rows)
    left = sorted(row for row in booked if log.days[row] >= case.as_of)
    left.sort(key=lambda row: log.days[row])
    for one in owed:
        row = next((row for row in left if _will_do(case, one, row)), None)
        if row is None:
            yield one
        else:
            left.remove(row)
            yield replace(one, stand=Urgency.BOOKED, booked=log.days[row], booked_by=log.givers[row])


def _will_do(case: TeamCase, owed: UpcomingItem, row: int) -> bool:
    """Whether a booked row, once held, is the touchpoint owed; who waits already is served by any day."""
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
    coach = case.chosen_coach(owed.member, day)
    for rank, role in enumerate(("leader", "coach", "leaders-leader"), start=1):
        if role in owed.agreed.given_by:
            for person in case.givers_on(frozenset({role}), day):
                ranks.setdefault(person, rank)
    if coach in ranks:
        ranks[coach] = 0
    return tuple(
        person
        for person, _ in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
        if person != owed.member
    )

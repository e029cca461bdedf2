"""Which rows of the log count, for whom and on which day, and why the others do not."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from checks.engine.afterwards import entitled_afterwards, stay_left
from checks.engine.spans import includes
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline
from checks.model.agreed_terms import AgreedTerms
from checks.model.touchpoint_log import RowKey


class UncountedReason(StrEnum):
    """Why a held row does not count, where somebody should be told."""

    GUEST = "guest"
    OUTSIDE_STAY = "outside stay"
    OWN_GIVER = "own giver"
    NOT_ENTITLED = "not entitled"
    NO_GIVER = "no giver"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A row that does not count, and why."""

    row: int
    why: UncountedReason


class CountingTouchpoints(NamedTuple):
    """The touchpoints of one member and service, and the orders; days are ordinals, as the engine counts.

    `orders` are the days of `ordered` rows under terms of that kind, `withdrawals` those on which the
    member took one back; several on one day stand several times.
    `days` count, each once, sorted. `outbound` and `inbound` are the days of the entitled held rows
    whatever initiative the terms count, each once, sorted; `uncounted` says of the others why.
    `acknowledged` are those of them that the receiver says took place. `by_chosen` and `by_another`
    are those on which a coach gave it to a member who had chosen one: that one, or another. `afterwards` are
    the days after a leaving that count for it alone: they are in none of the others' `days`.
    """

    days: tuple[int, ...]
    outbound: tuple[int, ...]
    inbound: tuple[int, ...]
    acknowledged: tuple[int, ...]
    by_chosen: tuple[int, ...]
    by_another: tuple[int, ...]
    uncounted: tuple[Uncounted, ...]
    orders: tuple[int, ...]
    withdrawals: tuple[int, ...]
    afterwards: tuple[int, ...] = ()


Subjects = dict[tuple[str, str], dict[RowKey, list[int]]]
"""For each (service, member) the keys of its rows, with the rows of each."""


def rows_by_subject(case: TeamCase) -> Subjects:
    """Return the rows of each (service, member) by their key, the service under its id of today."""
    subjects: Subjects = {}
    for key, rows in case.rows_by_key.items():
        subjects.setdefault((key.service, key.member), {})[key] = rows
    return subjects


def counting_touchpoints(
    case: TeamCase, timeline: MemberTimeline, rows_by_key: Mapping[RowKey, list[int]]
) -> CountingTouchpoints:
    """Return which rows of `rows_by_key`, all of this timeline's service and member, count. Source: design.md, section 4.

    Rows are taken a key and stretch of days at a time, never one by one, but for those that do not count.
    """
    if not rows_by_key:
        return _NOTHING
    counting = _Counting(case, timeline)
    for key, rows in rows_by_key.items():
        if key.state in ("held", "declined") and key.acknowledged != "no":
            counting.take(key, rows)
        elif key.state == "ordered":
            counting.orders += _orders(case, timeline, rows)
        elif key.state == "cancelled" and key.initiative == "inbound":
            counting.withdrawals += [day for day in _judged_days(case, rows) if timeline.has(day)]
    return counting.finish()


@dataclass(slots=True)
class _Counting:
    """What counts of a receiver's rows, while their keys are gone through; each part is sorted."""

    case: TeamCase
    timeline: MemberTimeline
    days: list[Sequence[int]] = field(default_factory=list)
    noted: dict[str, list[Sequence[int]]] = field(default_factory=dict)
    uncounted: list[Uncounted] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    withdrawals: list[int] = field(default_factory=list)
    afterwards: list[Sequence[int]] = field(default_factory=list)

    def take(self, key: RowKey, rows: Sequence[int]) -> None:
        """Count the rows of a key, held or declined."""
        judged_days = _judged_days(self.case, rows)
        taken = self._take(key, judged_days, _entitled(self.case, self.timeline, key.giver), self.days)
        if taken < len(judged_days):
            after = _entitled_afterwards(self.case, self.timeline, key.giver)
            taken += self._take(key, judged_days, after, self.afterwards)
        if taken < len(judged_days):
            self.uncounted += _uncounted(self.case, self.timeline, key, rows)

    def _take(
        self,
        key: RowKey,
        judged_days: Sequence[int],
        stretches: Iterable[tuple[AgreedTerms, int, int]],
        counted: list[Sequence[int]],
    ) -> int:
        """Add the days of a key that count to `counted`; return how many were entitled."""
        taken = 0
        for terms, first, last in stretches:
            entitled = judged_days[bisect_left(judged_days, first) : bisect_right(judged_days, last)]
            if not entitled:
                continue
            taken += len(entitled)
            if key.state == "held":
                _note(self.noted, self.case, self.timeline, key, entitled)
            elif terms.obligation != "offered":
                continue
            if terms.counts == "any" or key.initiative == "outbound" or terms.after == "ordering":
                counted.append(entitled)
        return taken

    def finish(self) -> CountingTouchpoints:
        """Return what was counted."""
        noted = self.noted
        return CountingTouchpoints(
            days=_joined(self.days),
            outbound=_joined(noted.get("outbound", ())),
            inbound=_joined(noted.get("inbound", ())),
            acknowledged=_joined(noted.get("acknowledged", ())),
            by_chosen=_joined(noted.get("by_chosen", ())),
            by_another=_joined(noted.get("by_another", ())),
            uncounted=tuple(sorted(self.uncounted, key=lambda entry: entry.row)),
            orders=tuple(sorted(self.orders)),
            withdrawals=tuple(sorted(self.withdrawals)),
            afterwards=_joined(self.afterwards),
        )


_NOTHING = CountingTouchpoints((), (), (), (), (), (), (), (), ())


def _joined(parts: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the days of sorted parts, each once, sorted."""
    if not parts:
        return ()
    return tuple(dict.fromkeys(parts[0])) if len(parts) == 1 else tuple(sorted(set().union(*parts)))


def _judged_days(case: TeamCase, rows: Iterable[int]) -> list[int]:
    """Return the days of `rows` that are judged, sorted: from the horizon to the as-of day."""
    days = sorted(map(case.day_ordinals.__getitem__, rows))
    return days[bisect_left(days, case.horizon_ordinal) : bisect_right(days, case.as_of_ordinal)]


def _entitled(case: TeamCase, timeline: MemberTimeline, giver: str) -> Iterator[tuple[AgreedTerms, int, int]]:
    """Yield the stretches of a timeline in which `giver` may give the service, with the terms over each."""
    if giver and giver == timeline.member:
        return
    for segment in timeline.stays.agreed:
        for first, last in case.entitled(giver, segment.terms.given_by):
            if first <= segment.last and last >= segment.first:
                yield segment.terms, max(first, segment.first), min(last, segment.last)


def _entitled_afterwards(
    case: TeamCase, timeline: MemberTimeline, giver: str
) -> Iterator[tuple[AgreedTerms, int, int]]:
    """Yield the stretches after a leaving in which `giver` may give the service, with the terms over each."""
    if giver and giver == timeline.member:
        return
    for left, segment in timeline.afterwards:
        for first, last in entitled_afterwards(case, giver, segment.terms.given_by, left):
            if first <= segment.last and last >= segment.first:
                yield segment.terms, max(first, segment.first), min(last, segment.last)


def _note(
    noted: dict[str, list[Sequence[int]]],
    case: TeamCase,
    timeline: MemberTimeline,
    key: RowKey,
    days: Sequence[int],
) -> None:
    """Add the days of held rows that were entitled to the names they go under."""
    noted.setdefault(key.initiative, []).append(days)
    if key.acknowledged == "yes":
        noted.setdefault("acknowledged", []).append(days)
    if case.has_chosen(timeline.member):
        as_coach, as_leader = case.entitled(key.giver, _COACH), case.entitled(key.giver, _LEADER)
        for day in days:
            coach = case.chosen_coach(timeline.member, date.fromordinal(day))
            if coach and includes(as_coach, day) and not includes(as_leader, day):
                noted.setdefault("by_chosen" if key.giver == coach else "by_another", []).append((day,))


_COACH, _LEADER = frozenset({"coach"}), frozenset({"leader"})


def _orders(case: TeamCase, timeline: MemberTimeline, rows: Iterable[int]) -> Iterator[int]:
    """Yield the days of `ordered` rows on which terms of that kind are in force."""
    for day in _judged_days(case, rows):
        terms = timeline.terms_on(day)
        if terms and terms.after == "ordering":
            yield day


def _uncounted(
    case: TeamCase, timeline: MemberTimeline, key: RowKey, rows: Iterable[int]
) -> Iterator[Uncounted]:
    """Yield those of the rows of a key that do not count, where somebody should be told."""
    for row in rows:
        day = case.day_ordinals[row]
        judged = case.horizon_ordinal <= day <= case.as_of_ordinal
        reason = _why_not(case, timeline, key, row) if judged else None
        if reason:
            yield Uncounted(row, reason)


def _why_not(case: TeamCase, timeline: MemberTimeline, key: RowKey, row: int) -> UncountedReason | None:
    giver, day = key.giver, case.day_ordinals[row]
    left = None
    if timeline.member and not timeline.has(day):
        left = stay_left(case, case.services[key.service], timeline.member, case.log.days[row])
        if left is None:
            return UncountedReason.OUTSIDE_STAY
    terms = timeline.terms_after(day) if left else timeline.terms_on(day)
    if terms is None:
        return None if left or timeline.has(day) else UncountedReason.OUTSIDE_STAY
    if giver and giver == timeline.member:
        return UncountedReason.OWN_GIVER
    last = left.last_day.toordinal() if left else day
    if includes(entitled_afterwards(case, giver, terms.given_by, last), day):
        return None
    return UncountedReason.NOT_ENTITLED if giver else UncountedReason.NO_GIVER


def guest_rows(case: TeamCase) -> Iterator[Uncounted]:
    """Yield the rows of people who are on no line of the roster."""
    roster = {stay.person for stay in case.team.members}
    for key, rows in case.rows_by_key.items():
        if key.member and key.member not in roster:
            yield from (Uncounted(row, UncountedReason.GUEST) for row in rows)

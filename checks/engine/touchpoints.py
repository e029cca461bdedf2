"""Which rows of the log count, for whom and on which day, and why the others do not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.spans import clip
from checks.model.touchpoint_log import RowKey

if TYPE_CHECKING:
    from checks.engine.timeline import MemberTimeline, TeamCase
    from checks.model.agreed_terms import AgreedTerms


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
    """The touchpoints of one member and service, and the orders.

    `orders` are the days of `ordered` rows under terms of that kind, `withdrawals` those on which the
    member took one back; several on one day stand several times.
    `days` count, each once, sorted. `outbound` and `inbound` are the days of the entitled held rows
    whatever initiative the terms count, each once, sorted; `uncounted` says of the others why.
    `acknowledged` are those of them that the receiver says took place. `by_chosen` and `by_another`
    are those on which a coach gave it to a member who had chosen one: that one, or another.
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


Subjects = dict[tuple[str, str], dict[RowKey, list[int]]]
"""For each (service, member) its kinds of rows, with the rows of each."""


def rows_by_subject(case: TeamCase) -> Subjects:
    """Return the kinds of each (service, member), the service under its id of today."""
    found: Subjects = {}
    for kind, rows in case.kinds.items():
        found.setdefault((kind.service, kind.member), {})[kind] = rows
    return found


def counting_touchpoints(
    case: TeamCase, life: MemberTimeline, kinds: Mapping[RowKey, list[int]]
) -> CountingTouchpoints:
    """Return which rows of `kinds`, all of this life's service and member, count. Source: design.md, section 4.

    Rows are taken a kind and stretch of days at a time, never one by one, but for those that do not count.
    """
    days: set[int] = set()
    noted: dict[str, set[int]] = {key: set() for key in _NOTED}
    uncounted: list[Uncounted] = []
    for kind, rows in kinds.items():
        if kind.state not in ("held", "declined") or kind.acknowledged == "no":
            continue
        dated = _judged_days(case, rows)
        taken = 0
        for agreed, first, last in _entitled(case, life, kind.giver):
            some = dated[bisect_left(dated, first) : bisect_right(dated, last)]
            taken += len(some)
            if kind.state == "held":
                _note(noted, case, life, kind, some)
            elif agreed.obligation != "offered":
                continue
            if agreed.counts == "any" or kind.initiative == "outbound" or agreed.after == "ordering":
                days.update(some)
        if taken < len(dated):
            uncounted += _uncounted(case, life, kind, rows)
    return CountingTouchpoints(
        days=tuple(sorted(days)),
        uncounted=tuple(sorted(uncounted, key=lambda one: one.row)),
        orders=tuple(sorted(_orders(case, life, kinds))),
        withdrawals=tuple(sorted(_withdrawals(case, life, kinds))),
        **{key: tuple(sorted(found)) for key, found in noted.items()},
    )


_NOTED = ("outbound", "inbound", "acknowledged", "by_chosen", "by_another")


def _judged_days(case: TeamCase, rows: Iterable[int]) -> list[int]:
    """Return the days of `rows` that are judged, sorted: from the horizon to the as-of day."""
    days = sorted(map(case.log.days.__getitem__, rows))
    return days[bisect_left(days, case.horizon) : bisect_right(days, case.as_of)]


def _entitled(case: TeamCase, life: MemberTimeline, giver: str) -> Iterator[tuple[AgreedTerms, int, int]]:
    """Yield the stretches of a life in which `giver` may give the service, with the terms over each."""
    if giver and giver == life.member:
        return
    for segment in life.segments:
        for first, last in clip(case.entitled(giver, segment.agreed.given_by), segment.first, segment.last):
            yield segment.agreed, first, last


def _note(
    noted: dict[str, set[int]], case: TeamCase, life: MemberTimeline, kind: RowKey, days: Sequence[int]
) -> None:
    """Add the days of held rows that were entitled to those of `_NOTED` they go under."""
    noted[kind.initiative].update(days)
    if kind.acknowledged == "yes":
        noted["acknowledged"].update(days)
    if case.has_chosen(life.member):
        for day in days:
            coach = case.chosen_coach(life.member, day)
            if (
                coach
                and case.may_give(kind.giver, _COACH, day)
                and not case.may_give(kind.giver, _LEADER, day)
            ):
                noted["by_chosen" if kind.giver == coach else "by_another"].add(day)


_COACH, _LEADER = frozenset({"coach"}), frozenset({"leader"})


def _orders(case: TeamCase, life: MemberTimeline, kinds: Mapping[RowKey, list[int]]) -> Iterator[int]:
    for kind, rows in kinds.items():
        if kind.state == "ordered":
            for day in _judged_days(case, rows):
                agreed = life.agreed_on(day)
                if agreed and agreed.after == "ordering":
                    yield day


def _withdrawals(case: TeamCase, life: MemberTimeline, kinds: Mapping[RowKey, list[int]]) -> Iterator[int]:
    for kind, rows in kinds.items():
        if kind.state == "cancelled" and kind.initiative == "inbound":
            yield from (day for day in _judged_days(case, rows) if life.has(day))


def _uncounted(
    case: TeamCase, life: MemberTimeline, kind: RowKey, rows: Iterable[int]
) -> Iterator[Uncounted]:
    """Yield those of the rows of a kind that do not count, where somebody should be told."""
    for row in rows:
        day = case.log.days[row]
        why = _why_not(case, life, kind.giver, day) if case.horizon <= day <= case.as_of else None
        if why:
            yield Uncounted(row, why)


def _why_not(case: TeamCase, life: MemberTimeline, giver: str, day: int) -> UncountedReason | None:
    agreed = life.agreed_on(day)
    if agreed is None:
        return None if life.has(day) else UncountedReason.OUTSIDE_STAY
    if giver and giver == life.member:
        return UncountedReason.OWN_GIVER
    if case.may_give(giver, agreed.given_by, day):
        return None
    return UncountedReason.NOT_ENTITLED if giver else UncountedReason.NO_GIVER


def guest_rows(case: TeamCase) -> Iterator[Uncounted]:
    """Yield the rows of people who are on no line of the roster."""
    roster = {stay.person for stay in case.team.members}
    for kind, rows in case.kinds.items():
        if kind.member and kind.member not in roster:
            yield from (Uncounted(row, UncountedReason.GUEST) for row in rows)

"""What a calendar says, put into the rows of a team's log.

A touchpoint to come is `booked`, and so is a past one until somebody says that it was held. A row is found
again by its uid and member. Changed in place are booked rows alone, and of those the day and the state: what
is held, acknowledged, missed or withdrawn stays as it is, whatever the calendar says.

A booked meeting that fell away is `cancelled` when the leader had begun it. One the member had asked for is
`withdrawn`: `cancelled` would say that the member took an order back, and a calendar cannot know that.
Source: design.md, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from checks.writing.log import LogRow

if TYPE_CHECKING:
    from checks.intake.recognise import Recognised, Recognition


Tick = tuple[date, str, str, str, str]
"""What tells a row from others in a list to tick: day, service, member, giver and uid."""


class Act(StrEnum):
    """What is done to a row."""

    ADDED = "added"
    MOVED = "moved"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the log before and after; `before` is None for a new one."""

    act: Act
    before: LogRow | None
    after: LogRow


@dataclass(frozen=True, slots=True)
class Booked:
    """The log as it will be, what changes in it, and what is told beside.

    `unchanged` counts touchpoints the log has already, `outside` those on days not looked at. `waiting` are
    past rows that nobody has confirmed. `left` are booked rows whose entry no longer says what they say;
    `lost` those whose entry is in no calendar given. `idle` are ticks that no booked row fits.
    """

    rows: tuple[LogRow, ...]
    changes: tuple[Change, ...]
    unchanged: int
    outside: int
    waiting: tuple[LogRow, ...]
    left: tuple[LogRow, ...]
    lost: tuple[LogRow, ...]
    idle: frozenset[Tick]


@dataclass(frozen=True, slots=True)
class Span:
    """The days looked at, both included, and the day it is: what lies before that is past."""

    first: date
    last: date
    as_of: date

    def has(self, day: date) -> bool:
        """Whether the day is looked at."""
        return self.first <= day <= self.last


_TAKES_PLACE = ("held", "booked", "declined", "missed")


def tick_of(row: LogRow) -> Tick:
    """Return what stands on a list for a row."""
    return row.day, row.service, row.member, row.given_by, row.uid


def book(
    rows: Sequence[LogRow],
    found: Recognition,
    gone: frozenset[str],
    span: Span,
    *,
    ticked: frozenset[Tick] = frozenset(),
    assume_held: bool = False,
) -> Booked:
    """Return the log with what was found in it, and booked rows held that were ticked.

    Doing it twice changes nothing the second time.
    """
    log = _Log(rows, span, assume_held=assume_held)
    idle = ticked - log.hold(ticked)
    for touchpoint in found.touchpoints:
        log.take(touchpoint)
    wanted = {(one.uid, one.member) for one in found.touchpoints}
    for uid, member in sorted(found.off, key=str):
        log.cancel(uid, member)
    for uid in sorted(gone - found.seen):
        log.cancel(uid, None)
    return log.booked(found.seen | gone, wanted, idle)


class _Log:
    """A log in the making; rows keep their order, and new ones come last."""

    def __init__(self, rows: Sequence[LogRow], span: Span, *, assume_held: bool = False) -> None:
        self._rows = list(rows)
        self._before: list[LogRow | None] = list(rows)
        self._span = span
        self._assume_held = assume_held
        self._unchanged = 0
        self._outside = 0
        self._by_uid: dict[tuple[str, str], int] = {}
        self._by_day: dict[tuple[date, str, str, str], int] = {}
        for at, row in enumerate(rows):
            self._know(at, row)

    def _know(self, at: int, row: LogRow) -> None:
        if row.uid:
            self._by_uid.setdefault((row.uid, row.member), at)
        if row.state in _TAKES_PLACE:
            self._by_day.setdefault(_meeting(row), at)

    def take(self, one: Recognised) -> None:
        """Add the touchpoint, or bring its row up to date."""
        at = self._by_uid.get((one.uid, one.member))
        if at is None:
            self._add(one)
            return
        row = self._rows[at]
        wanted = replace(row, day=one.day, state=self._state(one)) if _open(row) else row
        if wanted == row:
            self._unchanged += 1
            return
        other = self._by_day.get(_meeting(wanted))
        if other is not None and other != at:
            wanted = replace(row, state=_fallen(row))  # the day has it already: two on one day count once
        self._rows[at] = wanted
        self._by_day.setdefault(_meeting(wanted), at)

    def _add(self, one: Recognised) -> None:
        row = LogRow(
            day=one.day, service=one.service, member=one.member, given_by=one.giver,
            initiative=one.initiative, state=self._state(one), uid=one.uid,
        )  # fmt: skip
        if not self._span.has(one.day):
            self._outside += 1
        elif _meeting(row) in self._by_day:
            self._unchanged += 1
        else:
            self._rows.append(row)
            self._before.append(None)
            self._know(len(self._rows) - 1, row)

    def _state(self, one: Recognised) -> str:
        return "held" if self._assume_held and one.sure and one.day < self._span.as_of else "booked"

    def cancel(self, uid: str, member: str | None) -> None:
        """Let booked rows of this entry fall away, of one member or of everybody."""
        for at, row in enumerate(self._rows):
            if row.uid == uid and member in (None, row.member) and _open(row):
                self._rows[at] = replace(row, state=_fallen(row))

    def hold(self, ticked: frozenset[Tick]) -> set[Tick]:
        """Let booked rows that were ticked be held, and return those; a day to come cannot have been."""
        done: set[Tick] = set()
        for at, row in enumerate(self._rows):
            tick = tick_of(row)
            if tick in ticked and row.day <= self._span.as_of and (_open(row) or row.state == "held"):
                self._rows[at] = replace(row, state="held")
                done.add(tick)
        return done

    def booked(self, seen: frozenset[str], wanted: set[tuple[str, str]], idle: frozenset[Tick]) -> Booked:
        """Return what came of it."""
        open_rows = [row for row in self._rows if _open(row)]
        return Booked(
            rows=tuple(self._rows),
            changes=tuple(self._changes()),
            unchanged=self._unchanged,
            outside=self._outside,
            waiting=tuple(sorted((row for row in open_rows if row.day < self._span.as_of), key=_order)),
            left=tuple(r for r in open_rows if r.uid in seen and (r.uid, r.member) not in wanted),
            lost=tuple(
                row for row in open_rows if row.uid and row.uid not in seen and self._span.has(row.day)
            ),
            idle=idle,
        )

    def _changes(self) -> Iterator[Change]:
        pairs = zip(self._before, self._rows, strict=True)
        changed = [(before, after) for before, after in pairs if before != after]
        for before, after in sorted(changed, key=lambda pair: _order(pair[1])):
            yield Change(_act(before, after), before, after)


def _act(before: LogRow | None, after: LogRow) -> Act:
    if before is None:
        return Act.ADDED
    if before.day != after.day:
        return Act.MOVED
    return Act.HELD if after.state == "held" else Act.CANCELLED


def _open(row: LogRow) -> bool:
    """Whether a calendar may change a row."""
    return row.state == "booked" and not row.acknowledged


def _fallen(row: LogRow) -> str:
    return "withdrawn" if row.initiative == "inbound" else "cancelled"


def _meeting(row: LogRow) -> tuple[date, str, str, str]:
    return row.day, row.service, row.member, row.given_by


def _order(row: LogRow) -> tuple[date, str, str, str]:
    return row.day, row.service, row.member, row.uid

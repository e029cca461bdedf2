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

from checks.store.team_log import LogRow

if TYPE_CHECKING:
    from checks.imports.event_matching import MatchedEntry, MatchResult


Tick = tuple[date, str, str, str, str]
"""What tells a row from others in a list to tick: day, service, member, giver and uid."""


class RowAction(StrEnum):
    """What is done to a row."""

    ADDED = "added"
    MOVED = "moved"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the log before and after; `before` is None for a new one."""

    act: RowAction
    before: LogRow | None
    after: LogRow


@dataclass(frozen=True, slots=True)
class BookingResult:
    """The log as it will be, what changes in it, and what is told beside.

    `unchanged` counts touchpoints the log has already, `outside` those on days not looked at. `waiting` are
    past rows that nobody has confirmed. `left` are booked rows whose entry no longer says what they say;
    `lost` those whose entry is in no calendar given. `idle` are ticks that no booked row fits.
    """

    rows: tuple[LogRow, ...]
    changes: tuple[RowChange, ...]
    unchanged: int
    outside: int
    waiting: tuple[LogRow, ...]
    left: tuple[LogRow, ...]
    lost: tuple[LogRow, ...]
    idle: frozenset[Tick]


@dataclass(frozen=True, slots=True)
class DateRange:
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


def book_meetings(
    rows: Sequence[LogRow],
    found: MatchResult,
    gone: frozenset[str],
    span: DateRange,
    *,
    ticked: frozenset[Tick] = frozenset(),
    assume_held: bool = False,
) -> BookingResult:
    """Return the log with what was found in it, and booked rows held that were ticked.

    Doing it twice changes nothing the second time.
    """
    log = _Log(rows, span, assume_held=assume_held)
    idle = ticked - log.hold(ticked)
    new = [one for one in found.touchpoints if not log.update(one)]
    for uid, member in sorted(found.off, key=str):
        log.cancel(uid, member)
    for uid in sorted(gone - found.seen):
        log.cancel(uid, None)
    log.settle()
    for one in new:
        log.add(one)
    wanted = {(one.uid, one.member) for one in found.touchpoints}
    return log.booked(found.seen | gone, wanted, idle)


class _Log:
    """A log in the making; rows keep their order, and new ones come last."""

    def __init__(self, rows: Sequence[LogRow], span: DateRange, *, assume_held: bool = False) -> None:
        self._rows = list(rows)
        self._before: list[LogRow | None] = list(rows)
        self._span = span
        self._assume_held = assume_held
        self._unchanged = 0
        self._outside = 0
        self._differing: list[int] = []
        self._days: set[tuple[date, str, str, str]] = set()
        self._by_uid: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            if row.uid:
                self._by_uid.setdefault(row.uid, []).append(at)

    def _of(self, uid: str, member: str | None) -> list[int]:
        return [at for at in self._by_uid.get(uid, ()) if member in (None, self._rows[at].member)]

    def update(self, one: MatchedEntry) -> bool:
        """Bring the touchpoint's row up to date, if it has one: its day and state, when it is booked."""
        known = self._of(one.uid, one.member)
        if not known:
            return False
        at = known[0]
        row = self._rows[at]
        wanted = replace(row, day=one.day, state=self._state(one)) if _open(row) else row
        self._unchanged += wanted == row
        self._rows[at] = wanted
        if _open(row) and _terms(row) != (one.service, one.giver, one.initiative):
            self._differing.append(at)
        return True

    def settle(self) -> None:
        """Let a meeting fall away that was moved to a day which has one already: two on one day count once."""
        moved = [at for at, row in enumerate(self._rows) if row.day != (self._before[at] or row).day]
        apart = set(moved)
        self._days = {
            _meeting(row)
            for at, row in enumerate(self._rows)
            if at not in apart and row.state in _TAKES_PLACE
        }
        for at in moved:
            before, row = self._before[at], self._rows[at]
            if before is not None and _meeting(row) in self._days:
                self._rows[at] = replace(before, state=_fallen(before))
            self._days.add(_meeting(row))

    def add(self, one: MatchedEntry) -> None:
        """Add a row for a touchpoint that has none, unless the day has it."""
        row = LogRow(
            day=one.day, service=one.service, member=one.member, given_by=one.giver,
            initiative=one.initiative, state=self._state(one), uid=one.uid,
        )  # fmt: skip
        if not self._span.has(one.day):
            self._outside += 1
        elif _meeting(row) in self._days:
            self._unchanged += 1
        else:
            self._rows.append(row)
            self._before.append(None)
            self._days.add(_meeting(row))

    def _state(self, one: MatchedEntry) -> str:
        return "held" if self._assume_held and one.sure and one.day < self._span.as_of else "booked"

    def cancel(self, uid: str, member: str | None) -> None:
        """Let booked rows of this entry fall away, of one member or of everybody."""
        for at in self._of(uid, member):
            if _open(self._rows[at]):
                self._rows[at] = replace(self._rows[at], state=_fallen(self._rows[at]))

    def hold(self, ticked: frozenset[Tick]) -> set[Tick]:
        """Let booked rows that were ticked be held, and return those; a day to come cannot have been."""
        done: set[Tick] = set()
        for at, row in enumerate(self._rows):
            tick = tick_of(row)
            if tick in ticked and row.day <= self._span.as_of and (_open(row) or row.state == "held"):
                self._rows[at] = replace(row, state="held")
                done.add(tick)
        return done

    def booked(
        self, seen: frozenset[str], wanted: set[tuple[str, str]], idle: frozenset[Tick]
    ) -> BookingResult:
        """Return what came of it."""
        open_rows = [row for row in self._rows if _open(row)]
        return BookingResult(
            rows=tuple(self._rows),
            changes=tuple(self._changes()),
            unchanged=self._unchanged,
            outside=self._outside,
            waiting=tuple(sorted((row for row in open_rows if row.day < self._span.as_of), key=_order)),
            left=tuple(self._left(seen, wanted)),
            lost=tuple(
                row for row in open_rows if row.uid and row.uid not in seen and self._span.has(row.day)
            ),
            idle=idle,
        )

    def _left(self, seen: frozenset[str], wanted: set[tuple[str, str]]) -> Iterator[LogRow]:
        """Yield booked rows whose entry says something else than they do, and no longer the same meeting."""
        for at, row in enumerate(self._rows):
            if _open(row) and (
                at in self._differing or (row.uid in seen and (row.uid, row.member) not in wanted)
            ):
                yield row

    def _changes(self) -> Iterator[RowChange]:
        pairs = zip(self._before, self._rows, strict=True)
        changed = [(before, after) for before, after in pairs if before != after]
        for before, after in sorted(changed, key=lambda pair: _order(pair[1])):
            yield RowChange(_act(before, after), before, after)


def _act(before: LogRow | None, after: LogRow) -> RowAction:
    if before is None:
        return RowAction.ADDED
    if before.day != after.day:
        return RowAction.MOVED
    return RowAction.HELD if after.state == "held" else RowAction.CANCELLED


def _open(row: LogRow) -> bool:
    """Whether a calendar may change a row."""
    return row.state == "booked" and not row.acknowledged


def _fallen(row: LogRow) -> str:
    return "withdrawn" if row.initiative == "inbound" else "cancelled"


def _meeting(row: LogRow) -> tuple[date, str, str, str]:
    return row.day, row.service, row.member, row.given_by


def _terms(row: LogRow) -> tuple[str, str, str]:
    return row.service, row.given_by, row.initiative


def _order(row: LogRow) -> tuple[date, str, str, str]:
    return row.day, row.service, row.member, row.uid

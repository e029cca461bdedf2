"""Put what a calendar says into the rows of a team's log.

A touchpoint to come is `booked`, and so is a past one until somebody says that it was held. A row is found
again by its uid and member. Changed in place are booked rows alone, and of those the day and the state: what
is held, acknowledged, missed or withdrawn stays as it is, whatever the calendar says.

A booked meeting that fell away is `cancelled` when the leader had begun it. One the member had asked for is
`withdrawn`: `cancelled` would say that the member took an order back, and a calendar cannot know that.
Source: design.md, section 3.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from checks.imports.event_matching import CalledOff, MatchedEntry, MatchResult, Occurrence
from checks.imports.shared_uids import may_be_of, rows_called_off, with_own_uids
from checks.store.team_log import LogRow

Tick = tuple[date, str, str, str, str]
"""What identifies a row on a list to tick: day, service, member, giver and uid."""


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
    """The log as it will be, what changes in it, and what is to be reported.

    `unchanged` counts touchpoints the log has already, `outside` are those on days not looked at. `waiting` are
    past rows that nobody has confirmed. `left` are booked rows whose entry no longer says what they say;
    `lost` those whose entry is in no calendar given. `idle` are ticks that no booked row fits.
    """

    rows: tuple[LogRow, ...]
    changes: tuple[RowChange, ...]
    unchanged: int
    outside: tuple[MatchedEntry, ...]
    waiting: tuple[LogRow, ...]
    left: tuple[LogRow, ...]
    lost: tuple[LogRow, ...]
    idle: frozenset[Tick]


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days looked at, both included; days before `as_of` are past."""

    first: date
    last: date
    as_of: date

    def has(self, day: date) -> bool:
        """Whether the day is looked at."""
        return self.first <= day <= self.last


_Meeting = tuple[date, str, str, str]
"""What makes two rows one meeting: day, service, member and giver."""

_TAKES_PLACE = ("held", "booked", "declined", "missed")


def tick_of(row: LogRow) -> Tick:
    """Return the tick that stands for a row on a list."""
    return row.day, row.service, row.member, row.given_by, row.uid


@dataclass(frozen=True, slots=True)
class HeldAssumption:
    """Which meetings count as held without anybody's word: up to a day, that day included, and unless tentative.

    With `accepted` giver and member must both have accepted.
    """

    last: date
    accepted: bool = False

    def covers(self, entry: MatchedEntry) -> bool:
        """Whether a meeting is among them."""
        return entry.day <= self.last and (entry.accepted if self.accepted else entry.sure)


def book_meetings(
    rows: Sequence[LogRow],
    matches: MatchResult,
    gone: frozenset[str],
    span: DateRange,
    *,
    ticked: frozenset[Tick] = frozenset(),
    assumed: HeldAssumption | None = None,
) -> BookingResult:
    """Return the log with the matches in it, and the ticked rows held; done twice, it changes nothing more."""
    log = _LogInTheMaking(rows, span, assumed)
    idle = ticked - log.hold(ticked)
    entries = with_own_uids(matches.touchpoints, rows)
    new = [entry for entry in entries if not log.update(entry)]
    log.cancel(matches.off)
    log.take_out(gone - {occurrence.uid for occurrence in matches.seen})
    log.settle()
    for entry in new:
        log.add(entry)
    seen = _Seen.of(matches.seen, gone, entries)
    return log.booked(seen, idle)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the calendars hold: occurrences by uid, uids of whom no more is known, and touchpoints by uid and member."""

    by_uid: dict[str, list[Occurrence]]
    others: frozenset[str]
    wanted: frozenset[tuple[str, str]]

    @classmethod
    def of(
        cls, occurrences: Iterable[Occurrence], gone: frozenset[str], entries: Sequence[MatchedEntry]
    ) -> "_Seen":
        by_uid: dict[str, list[Occurrence]] = {}
        for occurrence in occurrences:
            by_uid.setdefault(occurrence.uid, []).append(occurrence)
        others = gone | {entry.uid for entry in entries}
        return cls(by_uid, others, frozenset((entry.uid, entry.member) for entry in entries))

    def has(self, row: LogRow) -> bool:
        """Whether the meeting of a row is in the calendars, though it may have changed."""
        return row.uid in self.others or any(
            may_be_of(row, source) for source in self.by_uid.get(row.uid, ())
        )


class _LogInTheMaking:
    """A log while meetings are booked in it; rows keep their order, and new ones come last."""

    def __init__(self, rows: Sequence[LogRow], span: DateRange, assumed: HeldAssumption | None) -> None:
        self._rows = list(rows)
        self._before: list[LogRow | None] = list(rows)
        self._span = span
        self._assumed = assumed
        self._unchanged = 0
        self._outside: list[MatchedEntry] = []
        self._differing: set[int] = set()
        self._meetings: set[_Meeting] = set()
        self._by_uid: defaultdict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            if row.uid:
                self._by_uid[row.uid].append(at)

    def update(self, entry: MatchedEntry) -> bool:
        """Bring the touchpoint's row up to date, if it has one: its day and state, when it is booked."""
        places = (at for at in self._by_uid.get(entry.uid, ()) if self._rows[at].member == entry.member)
        at = next(places, None)
        if at is None:
            return False
        row = self._rows[at]
        if _is_open(row):
            self._rows[at] = replace(row, day=entry.day, state=self._state(entry))
            if (row.service, row.given_by, row.initiative) != (entry.service, entry.giver, entry.initiative):
                self._differing.add(at)
        self._unchanged += self._rows[at] == row
        return True

    def settle(self) -> None:
        """Call off a meeting that was moved to a day that has one already: two on one day count once."""
        moved = [at for at, row in enumerate(self._rows) if row.day != (self._before[at] or row).day]
        stayed = (row for at, row in enumerate(self._rows) if at not in set(moved))
        self._meetings = {_meeting(row) for row in stayed if row.state in _TAKES_PLACE}
        for at in moved:
            before, row = self._before[at], self._rows[at]
            if before is not None and _meeting(row) in self._meetings:
                self._rows[at] = _called_off(before)
            self._meetings.add(_meeting(row))

    def add(self, entry: MatchedEntry) -> None:
        """Add a row for a touchpoint that has none, unless the day has it."""
        terms = (entry.service, entry.member, entry.giver, entry.initiative)
        row = LogRow(entry.day, *terms, self._state(entry), uid=entry.uid)
        if not self._span.has(entry.day):
            self._outside.append(entry)
        elif _meeting(row) in self._meetings:
            self._unchanged += 1
        else:
            self._rows.append(row)
            self._before.append(None)
            self._meetings.add(_meeting(row))

    def _state(self, entry: MatchedEntry) -> str:
        return "held" if self._assumed and self._assumed.covers(entry) else "booked"

    def cancel(self, off: Iterable[CalledOff]) -> None:
        """Call off the booked rows of meetings that do not take place."""
        for gone in off:
            self._call_off(rows_called_off(gone, self._by_uid, self._rows))

    def take_out(self, uids: Iterable[str]) -> None:
        """Call off the booked rows of what a series no longer has."""
        for uid in sorted(uids):
            self._call_off(self._by_uid.get(uid, ()))

    def _call_off(self, places: Iterable[int]) -> None:
        for at in places:
            if _is_open(self._rows[at]):
                self._rows[at] = _called_off(self._rows[at])

    def hold(self, ticked: frozenset[Tick]) -> set[Tick]:
        """Turn ticked booked rows to held, and return their ticks; days to come are left."""
        done: set[Tick] = set()
        for at, row in enumerate(self._rows):
            tick = tick_of(row)
            if tick in ticked and row.day <= self._span.as_of and (_is_open(row) or row.state == "held"):
                self._rows[at] = replace(row, state="held")
                done.add(tick)
        return done

    def booked(self, seen: _Seen, idle: frozenset[Tick]) -> BookingResult:
        """Return the outcome, where the calendars hold what was `seen`."""
        open_rows = [(at, row) for at, row in enumerate(self._rows) if _is_open(row)]
        unseen = [row for _, row in open_rows if not seen.has(row)]
        pairs = zip(self._before, self._rows, strict=True)
        changes = [RowChange(_action(*pair), *pair) for pair in pairs if pair[0] != pair[1]]
        return BookingResult(
            rows=tuple(self._rows),
            changes=tuple(sorted(changes, key=lambda change: _order(change.after))),
            unchanged=self._unchanged,
            outside=tuple(self._outside),
            waiting=tuple(sorted((row for _, row in open_rows if row.day < self._span.as_of), key=_order)),
            left=tuple(
                row
                for at, row in open_rows
                if at in self._differing or (seen.has(row) and (row.uid, row.member) not in seen.wanted)
            ),
            lost=tuple(row for row in unseen if row.uid and self._span.has(row.day)),
            idle=idle,
        )


def _action(before: LogRow | None, after: LogRow) -> RowAction:
    if before is None:
        return RowAction.ADDED
    if before.day != after.day:
        return RowAction.MOVED
    return RowAction.HELD if after.state == "held" else RowAction.CANCELLED


def _is_open(row: LogRow) -> bool:
    """Whether a calendar may change a row."""
    return row.state == "booked" and not row.acknowledged


def _called_off(row: LogRow) -> LogRow:
    return replace(row, state="withdrawn" if row.initiative == "inbound" else "cancelled")


def _meeting(row: LogRow) -> _Meeting:
    return row.day, row.service, row.member, row.given_by


def _order(row: LogRow) -> tuple[date, str, str, str]:
    return row.day, row.service, row.member, row.uid

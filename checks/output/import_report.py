"""What an import did, in lines: rows with ids, what was not taken with its reason, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from checks.imports.event_matching import by_entry

if TYPE_CHECKING:
    from checks.imports.calendar_file import CalendarFile
    from checks.imports.calendar_rows import BookingResult, RowChange
    from checks.imports.event_matching import MatchResult
    from checks.imports.tick_list import TickedBooking

MOST_DAYS = 3
"""Days of one entry that are listed one by one."""


def import_heading(team: str, first: date, last: date, files: Sequence[CalendarFile]) -> str:
    """Return what was looked at."""
    entries = count(sum(file.entries for file in files), "entry", "entries")
    return f"{team}, {first} to {last}: {entries} in {count(len(files), 'calendar')}"


def change_lines(found: Sequence[RowChange]) -> Iterator[str]:
    """Yield a line a changed row, in columns."""
    rows = [(one.act.value, *_cells(one), _was(one)) for one in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(one: RowChange) -> tuple[str, ...]:
    row = one.after
    return row.day.isoformat(), row.service, row.member or "the team", row.given_by or "-", row.initiative


def _was(one: RowChange) -> str:
    if one.before is None:
        return one.after.state
    if one.before.day != one.after.day:
        return f"{one.after.state}, before on {one.before.day}"
    return f"{one.before.state} → {one.after.state}"


def skipped_lines(files: Iterable[CalendarFile], found: MatchResult) -> Iterator[str]:
    """Yield a line an entry that was not understood, with its file, number and reason, and no word of it."""
    for file in files:
        yield from (f"{file.file}: {note}" for note in file.notes)
        yield from (f"{one.file}, {one.shown}: {one.why}" for one in file.refused)
    for one, days in by_entry(found.passed):
        yield f"{one.source.file}, {one.source.shown}, {_days(days)}: {one.why}"


def tick_lines(ticked: TickedBooking, found: BookingResult) -> Iterator[str]:
    """Yield a line a line of a ticked list that says nothing, or names no row that is booked and past."""
    yield from (f"line {number} of the list is none that --list wrote" for number in ticked.odd)
    for tick in sorted(found.idle):
        yield f"line {ticked.rows[tick]} of the list: no such row is booked on a day that is past"


def _days(days: Sequence[date]) -> str:
    if len(days) <= MOST_DAYS:
        *before, last = (day.isoformat() for day in days)
        return f"{', '.join(before)} and {last}" if before else last
    return f"{len(days)} times from {days[0]} to {days[-1]}"


def unmatched_lines(found: BookingResult, team: str, unfit: int) -> Iterator[str]:
    """Yield what else there is to know."""
    if unfit:
        yield f"{count(unfit, 'entry fits', 'entries fit')} no rule in playbook/calendar.yaml."
    if found.outside:
        yield f"{count(found.outside, 'meeting is', 'meetings are')} on days that were not looked at."
    for row in found.left:
        who = row.member or "the team"
        yield (
            f"{row.service} with {who} on {row.day} is booked, and its entry by now says another service, member, "
            f"giver or organiser; that is left. Where the row is wrong, mend it in data/teams/{team}/touchpoints."
        )
    if found.lost:
        first, last = min(row.day for row in found.lost), max(row.day for row in found.lost)
        rows = count(len(found.lost), "booked row is", "booked rows are")
        yield f"{rows} of an entry that no calendar given here has ({first} to {last}); nothing is changed."


def count_line(found: Sequence[RowChange], unchanged: int) -> str:
    """Return how many rows were added, moved, held and cancelled, and how many stayed; empty for none at all."""
    number = Counter(one.act.value for one in found)
    parts = [f"{number[act]} {act}" for act in ("added", "moved", "held", "cancelled") if number[act]]
    return ", ".join([*parts, *([f"{unchanged} unchanged"] if unchanged else [])])


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, and a verb if need be."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""What an import did, in lines: rows with people, what was not taken with its reason, and the counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checks.imports.calendar_file import CalendarFile
from checks.imports.calendar_rows import BookingResult, RowChange
from checks.imports.event_matching import MatchResult, Occurrence, by_entry
from checks.imports.tick_list import TickedBooking
from checks.output.formats import text_table
from checks.output.invitation_words import Name
from checks.wording.measures import plural

MOST_DAYS = 3
"""Days of one entry that are listed one by one."""

MOST_UNFIT = 40
"""Entries without a rule that are listed one by one."""


def import_heading(team: str, first: date, last: date, files: Sequence[CalendarFile]) -> str:
    """Return what was looked at."""
    entries = plural(sum(file.entries for file in files), "entry", "entries")
    return f"{team}, {first} to {last}: {entries} in {plural(len(files), 'calendar')}"


def change_lines(changes: Sequence[RowChange], name: Name = str) -> list[str]:
    """Return a line a changed row, in columns; `name` is how people are called."""
    # The empty first column indents the lines.
    return text_table([("", *_cells(change, name)) for change in changes]).splitlines()


def _cells(change: RowChange, name: Name) -> tuple[str, ...]:
    before, after = change.before, change.after
    if before is None:
        became = after.state
    elif before.day != after.day:
        became = f"{after.state}, moved from {before.day}"
    else:
        became = f"{before.state} → {after.state}"
    receiver = name(after.member) if after.member else "the team"
    giver = name(after.given_by) if after.given_by else "-"
    return change.act.value, after.day.isoformat(), after.service, receiver, giver, after.initiative, became


def skipped_lines(files: Iterable[CalendarFile], matched: MatchResult) -> Iterator[str]:
    """Yield a line an entry that was not understood, with its file, number and reason, and no word of it."""
    for file in files:
        yield from (f"{file.file}: {note}" for note in file.notes)
        yield from (f"{entry.file}, {entry.shown}: {entry.why}" for entry in file.refused)
    for entry, days in by_entry(matched.passed):
        yield f"{entry.source.file}, {entry.source.shown}, {_days(days)}: {entry.why}"


def tick_lines(ticked: TickedBooking, booked: BookingResult) -> Iterator[str]:
    """Yield a line a line of a ticked list that says nothing, or names no row that is booked and past."""
    yield from (f"line {number} of the list did not come from --list" for number in ticked.odd)
    for tick in sorted(booked.idle):
        yield f"line {ticked.rows[tick]} of the list: no past booking matches it"


def _days(days: Sequence[date]) -> str:
    if len(days) <= MOST_DAYS:
        *before, last = (day.isoformat() for day in days)
        return f"{', '.join(before)} and {last}" if before else last
    return f"{len(days)} times from {days[0]} to {days[-1]}"


def unfit_lines(unfit: Sequence[Occurrence]) -> Iterator[str]:
    """Yield which entries fit no rule, a line an entry: its number, a part of its UID and its days."""
    entries: dict[tuple[str, int], list[Occurrence]] = {}
    for occurrence in unfit:
        entries.setdefault((occurrence.file, occurrence.position), []).append(occurrence)
    if not entries:
        return
    number = plural(len(entries), "entry matches", "entries match")
    yield f"{number} no rule in playbook/calendar.yaml:"
    for occurrences in list(entries.values())[:MOST_UNFIT]:
        days = sorted(occurrence.day for occurrence in occurrences)
        yield f"  {occurrences[0].file}, {occurrences[0].shown}, {_days(days)}"
    if len(entries) > MOST_UNFIT:
        yield f"  and {len(entries) - MOST_UNFIT} more"
    yield "To see rules that would match some of them, add --suggest."


def unmatched_lines(
    booked: BookingResult, team: str, unfit: Sequence[Occurrence], name: Name = str
) -> Iterator[str]:
    """Yield what was left as it is, and why; `unfit` are entries that fit no rule."""
    yield from unfit_lines(unfit)
    if booked.outside:
        yield f"{plural(booked.outside, 'meeting is', 'meetings are')} outside the dates that were checked."
    for row in booked.left:
        who = name(row.member) if row.member else "the team"
        yield (
            f"{row.service} with {who} on {row.day} is booked, but its calendar entry now shows another "
            "service, member, giver or organiser. Nothing changes. If the row is wrong, fix it in "
            f"data/teams/{team}/touchpoints."
        )
    if booked.lost:
        first, last = min(row.day for row in booked.lost), max(row.day for row in booked.lost)
        rows = plural(len(booked.lost), "booked row is", "booked rows are")
        yield f"{rows} in none of the calendars given here ({first} to {last}). Nothing changes."


def count_line(changes: Sequence[RowChange], unchanged: int) -> str:
    """Return how many rows were added, moved, held and cancelled, and how many stayed; empty for none at all."""
    counts = Counter(change.act.value for change in changes) + Counter(unchanged=unchanged)
    actions = ("added", "moved", "held", "cancelled", "unchanged")
    return ", ".join(f"{counts[action]} {action}" for action in actions if counts[action])

"""What an import did, in lines: rows with people, what was not taken with its reason, and the counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from checks.imports.calendar_file import CalendarFile
from checks.imports.calendar_rows import BookingResult, RowChange
from checks.imports.event_matching import MatchResult, Occurrence, by_entry, why_called_off
from checks.imports.tick_list import TickedBooking
from checks.output.formats import text_table
from checks.output.invitation_words import Name
from checks.wording.measures import plural

MOST_DAYS = 3
"""Days of one entry that are listed one by one."""

MOST_UNFIT = 40
"""Entries without a rule that are listed one by one; of others the numbers are listed."""


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
    entries: dict[tuple[str, int, str], list[Occurrence]] = {}
    for occurrence in unfit:
        key = occurrence.file, occurrence.position, why_called_off(occurrence)
        entries.setdefault(key, []).append(occurrence)
    if not entries:
        return
    number = plural(len({key[:2] for key in entries}), "entry matches", "entries match")
    yield f"{number} no rule in playbook/calendar.yaml:"
    for (file, _, off), occurrences in list(entries.items())[:MOST_UNFIT]:
        days = sorted(occurrence.day for occurrence in occurrences)
        yield f"  {file}, {occurrences[0].shown}, {_days(days)}" + (f": {off}" if off else "")
    yield from numbers_lines(key[:2] for key in list(entries)[MOST_UNFIT:])
    if not all(off for _, _, off in entries):
        yield "To see rules that would match some of them, add --suggest."


def matches_between(
    matches: MatchResult, first: date, last: date
) -> tuple[MatchResult, set[tuple[str, int]]]:
    """Return the matches of which what is passed over or unfit lies in these days, and which entries are left out."""
    passed = tuple(entry for entry in matches.passed if first <= entry.source.day <= last)
    unfit = tuple(occurrence for occurrence in matches.unfit if first <= occurrence.day <= last)
    shown = {(occurrence.file, occurrence.position) for occurrence in unfit}
    shown |= {(skipped.source.file, skipped.source.position) for skipped in passed}
    shown |= {(entry.source.file, entry.source.position) for entry in matches.touchpoints}
    others = (*matches.unfit, *(skipped.source for skipped in matches.passed))
    left_out = {(occurrence.file, occurrence.position) for occurrence in others} - shown
    return replace(matches, passed=passed, unfit=unfit), left_out


def elsewhen_lines(
    files: Iterable[CalendarFile], others: Iterable[tuple[str, int]], first: date, last: date
) -> Iterator[str]:
    """Yield which entries have no day among those looked at: those of the files that have none, and others."""
    entries = {*others, *((file.file, number) for file in files for number in file.elsewhen)}
    if entries:
        yield f"{plural(len(entries), 'entry has', 'entries have')} no date from {first} to {last}:"
        yield from numbers_lines(entries)


def numbers_lines(entries: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield a line a file with the numbers of its entries, those that follow as one: `entries 3, 5-9`."""
    by_file: dict[str, set[int]] = {}
    for file, number in entries:
        by_file.setdefault(file, set()).add(number)
    for file, numbers in by_file.items():
        runs: list[list[int]] = []
        for number in sorted(numbers):
            if runs and number == runs[-1][-1] + 1:
                runs[-1][1:] = [number]
            else:
                runs.append([number])
        word = "entry" if len(numbers) == 1 else "entries"
        yield f"  {file}, {word} {', '.join('-'.join(map(str, run)) for run in runs)}"


def unmatched_lines(
    booked: BookingResult, team: str, unfit: Sequence[Occurrence], name: Name = str
) -> Iterator[str]:
    """Yield what was left as it is, and why; `unfit` are entries that fit no rule."""
    yield from unfit_lines(unfit)
    if booked.outside:
        number = plural(len(booked.outside), "meeting is", "meetings are")
        yield f"{number} outside the dates that were checked:"
        yield from numbers_lines((entry.source.file, entry.source.position) for entry in booked.outside)
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

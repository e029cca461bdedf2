"""What a collection did, in lines: sources that could not be read, rows by team, and the counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checks.output.import_report import change_lines, count_line
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from checks.imports.calendar_rows import BookingResult, RowChange
    from checks.imports.collecting import SourceReading
    from checks.model.sources import CalendarSource

MOST_REFUSED = 5
"""Entries of one source that are listed one by one."""

MOST_CHANGES = 20
"""Changed rows of one team that are listed one by one."""


def problem_line(reading: SourceReading) -> str:
    """Return that a source could not be read, and what follows."""
    return f"{reading.source}: {reading.problem.removesuffix('.')}. Its rows stay as they are, and the next run tries again"


def unknown_person_lines(sources: Iterable[CalendarSource], known: Container[str]) -> Iterator[str]:
    """Yield the sources whose person is not in the table of people: nothing of theirs can be recognised."""
    for source in sources:
        if source.person and source.person not in known:
            yield f"{source.id}: {source.person} is not in people.csv. Check `person` in sources.yaml, or add a line"


def skipped_entry_lines(readings: Sequence[SourceReading]) -> Iterator[str]:
    """Yield what of the sources was not understood, with the place and reason, and no word of it."""
    for reading in readings:
        name = reading.source
        yield from (f"{name}: {note}" for note in reading.notes)
        if reading.emptied:
            yield (
                f"{name}: most of its meetings are missing, so none was cancelled. If they don't take place, cancel "
                "them in the calendar"
            )
        yield from (f"{name}, {shown}: {why}" for shown, why in reading.refused[:MOST_REFUSED])
        if len(reading.refused) > MOST_REFUSED:
            yield f"{name}: {len(reading.refused) - MOST_REFUSED} more entries could not be read"


def team_lines(team: str, booked: BookingResult) -> Iterator[str]:
    """Yield what changed in a team's log; no line if nothing did."""
    if not booked.changes:
        return
    yield f"{team}: {count_line(booked.changes, 0)}"
    yield from change_lines(booked.changes[:MOST_CHANGES])
    if len(booked.changes) > MOST_CHANGES:
        yield f"  and {len(booked.changes) - MOST_CHANGES} more"


def calendars_line(readings: Sequence[SourceReading]) -> str:
    """Return how many calendars were read, how many have not changed, and how many could not be read."""
    counts = Counter("failed" if r.problem else "unchanged" if r.unchanged else "read" for r in readings)
    parts = ", ".join(f"{counts[kind]} {kind}" for kind in ("read", "unchanged", "failed") if counts[kind])
    entries = plural(sum(reading.entries for reading in readings), "entry", "entries")
    return f"{plural(len(readings), 'calendar')} with {entries}: {parts}."


def last_line(changes: Mapping[str, Sequence[RowChange]], waiting: int, *, dry_run: bool) -> Iterator[str]:
    """Yield the number of past rows that nobody has confirmed, and what changed in all."""
    if waiting:
        yield f"{plural(waiting, 'past meeting is', 'past meetings are')} booked but not confirmed."
    counts = count_line([change for team in changes.values() for change in team], 0)
    if not counts:
        yield "Nothing to change."
    elif dry_run:
        yield f"{counts}. Dry run: nothing was written."
    else:
        yield f"{counts} in data/teams."

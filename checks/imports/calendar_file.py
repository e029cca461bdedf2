"""Read a calendar export (.ics) as occurrences, expanded in a process of its own under limits."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from checks.imports.event_matching import EntryWords, Occurrence
from checks.imports.expansion_workers import ExpansionWorker, LostWorkerError, Task
from checks.imports.ics import LARGEST
from checks.imports.ics_text import calendar_text
from checks.imports.shared_uids import merged_copies
from checks.loading.files import read_capped
from checks.model.errors import UnusableFileError


class UnusableCalendarError(UnusableFileError):
    """A file that is not a calendar, or that cannot be expanded."""


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that could not be read: where, and why. Nothing private is in either."""

    file: str
    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What one export holds between two days.

    `gone` are the uids of occurrences that a series would have and no longer has. `notes` are said once for
    the file. `entries` counts the entries in it, whatever became of them; `elsewhen` are the numbers of those
    that have no day between the two.
    """

    file: str
    occurrences: tuple[Occurrence, ...]
    gone: frozenset[str]
    refused: tuple[RefusedEntry, ...]
    notes: tuple[str, ...]
    entries: int
    elsewhen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """What to look for: days (both included) in a time zone, ids of people by address, words of the rules.

    `booked` holds the day of each booked row to come by its uid. Where a series was moved as a whole, those of its
    old rows are reported as `gone`. `names` are the names of people by id, `not_people` addresses of rooms, lists
    and bots, and `lists` teams by the address of their list. With `wording` each occurrence has its `EntryWords`.
    """

    first: date
    last: date
    zone: str
    people: Mapping[str, str]
    titles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    booked: Mapping[str, date] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    not_people: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    wording: bool = False


def read_calendar(path: Path, asked: CalendarQuery) -> CalendarFile:
    """Return what a file holds; raises `UnusableCalendarError` when it is no calendar or cannot be expanded."""
    too_large = "it is larger than 16 MiB. Export fewer days, or a single calendar"
    content = read_capped(path, LARGEST, UnusableCalendarError, too_large)
    task = {"calendar": calendar_text(content), **asdict(asked)}
    answer = _expanded(path.name, task)
    if "unusable" in answer:
        raise UnusableCalendarError(path.name, answer["unusable"])
    return CalendarFile(
        path.name,
        tuple(_occurrence(path.name, fields) for fields in answer["occurrences"]),
        frozenset(answer["gone"]),
        tuple(RefusedEntry(path.name, shown, why) for _, shown, why in answer["refused"]),
        tuple(answer["notes"]),
        answer["entries"],
        tuple(answer["elsewhen"]),
    )


def _expanded(name: str, task: Task) -> dict[str, Any]:
    """Return what a process of its own makes of the task."""
    try:
        with ExpansionWorker() as worker:
            return worker.expand(task)
    except LostWorkerError:
        raise UnusableCalendarError(name, _TOO_MUCH) from None


_TOO_MUCH = "it takes too much time or memory. Export fewer days, or a single calendar"


def _occurrence(file: str, fields: Mapping[str, Any]) -> Occurrence:
    """Return an occurrence from the JSON of `ics_expansion`, whose keys are the names of its fields."""
    days = {name: date.fromisoformat(fields[name]) for name in ("day", "last")}
    words = {name: frozenset(fields[name]) for name in ("titles", "categories", "lists")}
    wording = fields["words"] and EntryWords(
        **{**fields["words"], "unknown": tuple(fields["words"]["unknown"])}
    )
    return Occurrence(file, **{**fields, **days, **words, "words": wording})


def merge_calendars(files: Iterable[CalendarFile]) -> tuple[Occurrence, ...]:
    """Return each occurrence of some calendars once, sorted."""
    return merge_occurrences(occurrence for file in files for occurrence in file.occurrences)


def merge_occurrences(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Return each occurrence once, sorted, though several calendars have it."""
    return tuple(sorted(merged_copies(occurrences), key=lambda o: (o.day, o.file, o.position, o.uid)))

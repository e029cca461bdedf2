"""A calendar export (.ics) as occurrences, expanded in a process of its own under limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from checks.imports.event_matching import Occurrence
from checks.imports.ics import LARGEST
from checks.model.errors import UnusableFileError

PATIENCE = 40
"""Seconds after which a file's expansion is ended."""


class UnusableCalendarError(UnusableFileError):
    """A file that is not a calendar, or one nobody can expand."""


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
    the file. `entries` counts the entries in it, whatever became of them.
    """

    file: str
    occurrences: tuple[Occurrence, ...]
    gone: frozenset[str]
    refused: tuple[RefusedEntry, ...]
    notes: tuple[str, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """What is looked for: days (both included), a zone for them, people by address, words of the rules.

    `booked` are the days of rows to come by their uid: of those, what a series moved as a whole had is `gone`.
    """

    first: date
    last: date
    zone: str
    people: Mapping[str, str]
    titles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    booked: Mapping[str, date] = field(default_factory=dict)


def read_calendar(path: Path, asked: CalendarQuery) -> CalendarFile:
    """Return what a file holds; raises `UnusableCalendarError` when it is no calendar or cannot be expanded."""
    task = {
        "calendar": _text(path),
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "zone": asked.zone,
        "people": dict(asked.people),
        "titles": list(asked.titles),
        "categories": list(asked.categories),
        "booked": {uid: day.isoformat() for uid, day in asked.booked.items()},
    }
    answer = _expanded(path.name, json.dumps(task))
    if "unusable" in answer:
        raise UnusableCalendarError(path.name, answer["unusable"])
    return CalendarFile(
        path.name,
        tuple(_occurrence(path.name, one) for one in answer["occurrences"]),
        frozenset(answer["gone"]),
        tuple(RefusedEntry(path.name, shown, why) for _, shown, why in answer["refused"]),
        tuple(answer["notes"]),
        answer["entries"],
    )


def _text(path: Path) -> str:
    """Return the file's text; bytes that are no UTF-8 are replaced, since only titles may hold them."""
    try:
        if not path.is_file():
            raise UnusableCalendarError(path.name, "there is no such file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise UnusableCalendarError(path.name, (error.strerror or "it cannot be read").lower()) from None
    if len(content) > LARGEST:
        raise UnusableCalendarError(path.name, "it is larger than 1 MiB; export fewer days, or one calendar")
    return content.decode("utf-8", "replace")


def _expanded(name: str, task: str) -> dict[str, Any]:
    """Run the task in a process of its own, which sees no more of this one than it needs."""
    keep = {one: os.environ[one] for one in ("PATH", "SYSTEMROOT", "PYTHONPATH") if one in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", "checks.imports.ics_expansion"],
            input=task,
            capture_output=True,
            encoding="utf-8",
            env={**keep, "PYTHONUTF8": "1"},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnusableCalendarError(name, _TOO_MUCH) from None
    if done.returncode < 0 or "MemoryError" in done.stderr:
        raise UnusableCalendarError(name, _TOO_MUCH)
    if done.returncode:
        raise RuntimeError(f"the expansion of a calendar failed:\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


_TOO_MUCH = "it takes too much time or memory to work out; export fewer days, or one calendar"


def _occurrence(file: str, one: Mapping[str, Any]) -> Occurrence:
    return Occurrence(
        file=file,
        position=one["position"],
        shown=one["shown"],
        uid=one["uid"],
        day=date.fromisoformat(one["day"]),
        last=date.fromisoformat(one["last"]),
        all_day=one["all_day"],
        status=one["status"],
        sequence=one["sequence"],
        organiser=one["organiser"],
        answers=one["answers"],
        strangers=one["strangers"],
        titles=frozenset(one["titles"]),
        categories=frozenset(one["categories"]),
        away=one["away"],
    )


def merge_calendars(files: Iterable[CalendarFile]) -> tuple[Occurrence, ...]:
    """Return each occurrence once, sorted; of copies in several calendars the latest by its sequence.

    Of equally late copies the first is taken, with every refusal any of them knows: a calendar often knows
    only its owner's answer.
    """
    found: dict[str, Occurrence] = {}
    for file in files:
        for one in file.occurrences:
            before = found.get(one.uid)
            if before is None or one.sequence > before.sequence:
                found[one.uid] = one
            elif one.sequence == before.sequence:
                found[one.uid] = before.also(one)
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.file, one.position, one.uid)))

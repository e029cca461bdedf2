"""Entries we write into people's calendars: each holds a digest of what was written.

So no file has to remember them: an entry whose content no longer fits its digest was changed by somebody, or answered,
and is theirs from then on. Source: RFC 5545.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from icalendar import Component

C = TypeVar("C", bound="Component")

MARK = "X-OUTBOUND-WRITTEN"
"""The property that holds the digest."""

_NOT_OURS_TO_JUDGE = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"}
"""What servers write on their own account; so are all names that begin with X-."""

_USUAL = {("CLASS", "PUBLIC"), ("PRIORITY", "0")}
"""What some programs add, and what means the same as nothing."""


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry that was written by us: its UID, when it takes place, and whether it is `as_written`.

    `organiser` is the mail address of who invites, in small letters: a server puts copies into others' calendars. `start` and `end` are dates for an entry of whole days. `digest` is what the entry says was written.
    """

    uid: str
    title: str
    organiser: str
    start: date | datetime
    end: date | datetime | None
    sequence: int
    digest: str
    as_written: bool


def mark(event: C) -> C:
    """Put the digest of its content into an event; return the event."""
    event.pop(MARK, None)
    event.add(MARK, digest_of([event]))
    return event


def own_entry(text: str) -> OwnEntry | None:
    """Return what a calendar text says of an entry of ours, None where it is none of ours, or cannot be read."""
    from icalendar import Calendar

    if MARK not in text.upper():
        return None
    try:
        events: list[Any] = list(Calendar.from_ical(text).walk("VEVENT"))
        event = next(event for event in events if MARK in event)
        end = event.get("DTEND")
        if not all(1970 < day.dt.year < 9999 for day in (event["DTSTART"], end) if day is not None):
            return None
        return OwnEntry(
            str(event["UID"]),
            str(event.get("SUMMARY", "")),
            str(event.get("ORGANIZER", "")).casefold().removeprefix("mailto:"),
            event["DTSTART"].dt,
            end.dt if end is not None else None,
            int(event.get("SEQUENCE", 0)),
            str(event[MARK]),
            digest_of(events) == str(event[MARK]),
        )
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, StopIteration):
        return None


def is_open_proposal(text: str) -> bool:
    """Whether a calendar text is an entry of ours that nobody has changed or answered: a proposal, and no meeting."""
    entry = own_entry(text)
    return entry is not None and entry.as_written


def digest_of(events: list[Any]) -> str:
    """Return 32 hex digits for what people see and change in events: not their order, nor what servers add."""
    contents = sorted(json.dumps(_content(event), sort_keys=True) for event in events)
    return hashlib.sha256("\n".join(contents).encode()).hexdigest()[:32]


def _content(component: Component) -> list[Any]:
    properties = sorted(
        [name.upper(), *_value(name.upper(), value)]
        for name, values in component.items()
        for value in (values if isinstance(values, list) else [values])
        if name.upper() not in _NOT_OURS_TO_JUDGE and not name.upper().startswith("X-")
    )
    return [
        [row for row in properties if (row[0], row[1]) not in _USUAL],
        [_content(part) for part in component.subcomponents],
    ]


def _value(name: str, value: Any) -> list[str]:
    """Return a value as text, however a server has spelled it."""
    if name in ("ATTENDEE", "ORGANIZER"):
        answer = str(value.params.get("PARTSTAT", "NEEDS-ACTION")).upper() if name == "ATTENDEE" else ""
        return [str(value).casefold(), answer]
    if name == "CATEGORIES":
        return ["\n".join(sorted(str(category) for category in getattr(value, "cats", [value])))]
    if isinstance(moment := getattr(value, "dt", None), datetime):
        return [moment.astimezone(UTC).isoformat() if moment.tzinfo else moment.isoformat()]
    if isinstance(moment, date):
        return [moment.isoformat()]
    if name in ("STATUS", "TRANSP", "CLASS"):
        return [str(value).upper()]
    if isinstance(value, str):
        return [value.replace("\r", "").strip()]
    return [value.to_ical().decode("utf-8", "replace") if hasattr(value, "to_ical") else str(value)]

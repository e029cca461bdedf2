"""Which entries of one UID are one meeting, and which of several versions holds.

An export may have a meeting twice, and the later version holds: the one of the higher SEQUENCE, and of equals the
one further down. Some programs give one UID to meetings that have nothing else in common: each is one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.imports.ics_times import Clock, plain_day

Older = list[tuple[Any, Any]]
"""Entries that do not hold, each with the later version that does."""


def grouped(events: Sequence[Any], clock: Clock) -> tuple[list[list[Any]], Older]:
    """Return the meetings among the entries of one UID, and the older versions.

    A meeting is its entry or series first, and then the changes to single occurrences; changes may stand alone.
    Their days and times are of one kind afterwards.
    """
    heads, older = _latest_heads([event for event in events if "RECURRENCE-ID" not in event])
    changes = [event for event in events if "RECURRENCE-ID" in event]
    if not heads:
        kept, late = _latest_changes(changes, clock)
        return [kept] if kept else [], [*older, *late]
    of_head: list[list[Any]] = [[] for _ in heads]
    for change in changes:
        of_head[_head_of(change, heads)].append(change)
    groups: list[list[Any]] = []
    for head, own in zip(heads, of_head, strict=True):
        clock.settle(head.event, own)
        kept, late = _latest_changes(own, clock)
        groups.append([head.event, *kept])
        older += late
    return groups, older


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """An entry that is no change of another, with what tells versions apart."""

    event: Any
    people: frozenset[str]
    start: date
    sequence: int
    recurs: bool

    def is_version_of(self, late: _Head) -> bool:
        """Whether it is an earlier version of another, or the same once more, and not a meeting of its own."""
        if self.start == late.start:
            return self.people == late.people
        if self.sequence == late.sequence or self.people != late.people or self.recurs != late.recurs:
            return False
        return not self.recurs or _last_day(self.event) >= plain_day(late.start)


def _latest_heads(events: Sequence[Any]) -> tuple[list[_Head], Older]:
    """Return the entries that are no changes, without older versions of another."""
    heads = [
        _Head(e, _people(e), e["DTSTART"].dt, _sequence(e), "RRULE" in e or "RDATE" in e) for e in events
    ]
    kept: list[_Head] = []
    older: Older = []
    for _, head in sorted(
        enumerate(heads), key=lambda numbered: (numbered[1].sequence, numbered[0]), reverse=True
    ):
        later = next((other for other in kept if head.is_version_of(other)), None)
        if later is None:
            kept.append(head)
        else:
            older.append((head.event, later.event))
    return sorted(kept, key=heads.index), older


def _people(event: Any) -> frozenset[str]:
    values = [event.get(name) for name in ("ORGANIZER", "ATTENDEE")]
    lists = (value if isinstance(value, list) else [] if value is None else [value] for value in values)
    return frozenset(str(person).casefold() for people in lists for person in people)


def _last_day(series: Any) -> date:
    until = series["RRULE"].get("UNTIL") if "RRULE" in series else None
    return plain_day(until[0]) if until else date.max


def _sequence(event: Any) -> int:
    return int(event.get("SEQUENCE", 0))


def _head_of(change: Any, heads: Sequence[_Head]) -> int:
    """Return which entry a change is of: the last series that begins before it."""
    day = plain_day(change["RECURRENCE-ID"].dt)

    def nearness(at: int) -> tuple[bool, bool, date]:
        start = plain_day(heads[at].start)
        return heads[at].recurs, start <= day, start

    return max(range(len(heads)), key=nearness)


def _latest_changes(changes: Sequence[Any], clock: Clock) -> tuple[list[Any], Older]:
    """Return the change that holds for each occurrence, by the instant it was to begin, and the older ones."""
    latest: dict[str, Any] = {}
    older: Older = []
    for change in changes:
        key = clock.recurrence(change["RECURRENCE-ID"].dt)
        before = latest.get(key)
        if before is None or _sequence(change) >= _sequence(before):
            latest[key] = change
            older += [] if before is None else [(before, change)]
        else:
            older.append((change, before))
    return list(latest.values()), older

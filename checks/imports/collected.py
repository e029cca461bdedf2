"""Occurrences of many calendars: kept small, apart by team, and remembered until a calendar changes.

An occurrence is a list here, `Record`, as JSON holds it: of uid, key of its entry, number of its entry, first and last
day, then the other fields of `Occurrence` but its words. Words of rules are their numbers in the query, so that
nothing of a title is ever written down.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from checks.imports.calendar_file import merge_occurrences
from checks.imports.event_matching import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Record = list[Any]
UID, KEY, DAY, ANSWERS, LISTS = 0, 1, 3, 9, 11
"""Places in a record."""


class RecordWriter:
    """Turns what a process answers into records, and records back into occurrences."""

    def __init__(self, titles: Sequence[str], categories: Sequence[str]) -> None:
        self._titles, self._categories = tuple(titles), tuple(categories)
        self._title_at = {title: at for at, title in enumerate(titles)}
        self._category_at = {category: at for at, category in enumerate(categories)}

    def record(self, fields: Mapping[str, Any], key: str) -> Record:
        """Return the record of an occurrence as `ics_expansion` answers it."""
        return [
            fields["uid"],
            key,
            fields["position"],
            fields["day"],
            fields["last"],
            int(fields["all_day"]),
            fields["status"],
            fields["sequence"],
            fields["organiser"],
            fields["answers"],
            fields["strangers"],
            fields["lists"],
            [self._title_at[title] for title in fields["titles"]],
            [self._category_at[category] for category in fields["categories"]],
            int(fields["away"]),
            int(fields["called_off_in_title"]),
            int(fields["in_series"]),
        ]

    def occurrence(self, source: str, record: Record) -> Occurrence:
        """Return the occurrence of a record."""
        return Occurrence(
            source,
            record[2],
            f"entry {record[2]}",
            record[UID],
            date.fromisoformat(record[DAY]),
            date.fromisoformat(record[4]),
            all_day=bool(record[5]),
            status=record[6],
            sequence=record[7],
            organiser=record[8],
            answers=record[ANSWERS],
            strangers=record[10],
            lists=frozenset(record[LISTS]),
            titles=frozenset(self._titles[at] for at in record[12]),
            categories=frozenset(self._categories[at] for at in record[13]),
            away=bool(record[14]),
            called_off_in_title=bool(record[15]),
            in_series=bool(record[16]),
        )


@dataclass(slots=True)
class _TeamRecords:
    """The records of one team, packed as they come."""

    packer: Any = field(default_factory=lambda: zlib.compressobj(1))
    parts: list[bytes] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.waiting.append(line)
        if len(self.waiting) >= 64:
            self.pack()

    def pack(self) -> None:
        text = "".join(f"{line}\n" for line in self.waiting).encode()
        self.waiting = []
        if packed := self.packer.compress(text):
            self.parts.append(packed)

    def lines(self) -> Iterator[bytes]:
        self.pack()
        packer = self.packer.copy()
        yield from zlib.decompress(b"".join([*self.parts, packer.flush()])).splitlines()


class TeamRecords:
    """The records of all teams, so small that an organisation's fit into memory."""

    def __init__(self) -> None:
        self._teams: defaultdict[str, _TeamRecords] = defaultdict(_TeamRecords)

    def add(self, teams: Iterable[str], source: str, record: Record, *, fresh: bool) -> None:
        """Keep a record for some teams; it is `fresh` unless its source could not be read this time."""
        line = json.dumps([source, int(fresh), record], separators=(",", ":"))
        for team in teams:
            self._teams[team].add(line)

    def of(self, team: str, writer: RecordWriter) -> TeamOccurrences:
        """Return what is known of a team, each occurrence once, and let go of it."""
        records = self._teams.pop(team, None)
        occurrences: list[Occurrence] = []
        fresh: set[str] = set()
        stale: set[str] = set()
        for line in records.lines() if records else ():
            source, is_fresh, record = json.loads(line)
            occurrences.append(writer.occurrence(source, record))
            (fresh if is_fresh else stale).add(record[UID])
        known = (occurrence for occurrence in occurrences if occurrence.uid in fresh)
        return TeamOccurrences(merge_occurrences(known), frozenset(stale - fresh))


@dataclass(frozen=True, slots=True)
class TeamOccurrences:
    """The occurrences of a team, and uids that only a source holds which could not be read this time."""

    occurrences: tuple[Occurrence, ...]
    unsure: frozenset[str]


@dataclass(frozen=True, slots=True)
class SourceContent:
    """What a calendar holds now: the keys of all its entries, the uids recognised, the keys of entries refused."""

    keys: frozenset[str]
    uids: frozenset[str]
    refused: frozenset[str]

    def without(self, before: Iterable[Record], first: date, last: date) -> frozenset[str] | None:
        """Return the uids on these days that it no longer has; None where so many are missing that none counts.

        A calendar that has lost more than half of its meetings may be another one, or be published in part.
        """
        days = (first.isoformat(), last.isoformat())
        to_come = [record for record in before if days[0] <= record[DAY] <= days[1]]
        missing = [r for r in to_come if r[UID] not in self.uids and r[KEY] not in self.refused]
        entries = {record[KEY] for record in to_come}
        lost = {record[KEY] for record in missing} - self.keys
        if lost and (not self.keys or (len(lost) >= FEW and len(lost) * 2 > len(entries))):
            return None
        return frozenset(record[UID] for record in missing)


FEW = 5
"""Meetings that a calendar may lose at once, however few it has."""

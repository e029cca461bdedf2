"""Collect what many calendars hold for all teams in one go: fetched, filtered, expanded, and kept apart by team."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from checks.imports.collected import (
    ANSWERS,
    KEY,
    LISTS,
    UID,
    Record,
    RecordWriter,
    SourceContent,
    TeamRecords,
)
from checks.imports.entry_filter import EntryBatch, EntryFilter, KnownEntries
from checks.imports.expansion_workers import WorkerPool
from checks.imports.ics import NotACalendarError
from checks.store.source_memory import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from checks.imports.calendar_file import CalendarQuery
    from checks.imports.source_fetching import FetchedSource
    from checks.imports.team_index import TeamIndex
    from checks.model.recognition import CalendarRule
    from checks.model.sources import CalendarSource
    from checks.store.source_memory import Memory

MEMORY_FORMAT = 1
LONGER = timedelta(days=28)
"""How much further than asked calendars are expanded, so that a recurring meeting need not be each night."""

PARTS = 16
"""Into how many parts a batch is split that took too much; a meeting that takes too much alone is refused."""

MOST_SPLITS = 6
"""Batches of one calendar that are split; of more the whole batch is refused."""

MOST_BOOKED = 500
"""Booked rows whose whole series may have been moved; more would take too long to look for."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that a calendar may still change."""

    team: str
    uid: str
    day: date
    people: frozenset[str]


@dataclass(slots=True)
class SourceReading:
    """What became of one source. `refused` are entries that could not be read, as their place and the reason.

    `problem` says why it could not be read; `emptied` that it has lost so much that nothing was called off.
    """

    source: str
    problem: str = ""
    unchanged: bool = False
    emptied: bool = False
    entries: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """One source while its entries are expanded."""

    fetched: FetchedSource
    reading: SourceReading
    keys: frozenset[str]
    tasks: int = 0
    splits: int = 0
    records: list[Record] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    refused_keys: set[str] = field(default_factory=set)


class Collection:
    """The occurrences of all sources: `records` by team, `gone` uids that no longer take place, `memories` to keep."""

    def __init__(
        self,
        query: CalendarQuery,
        rules: Sequence[CalendarRule],
        index: TeamIndex,
        as_of: date,
        open_rows: Sequence[OpenRow],
    ) -> None:
        """Collect for the days of the query; `open_rows` are those of all teams."""
        self._query = query
        self._as_of = as_of
        self._index = index
        self._open_rows = open_rows
        self._teams_of_row: dict[str, set[str]] = {}
        for row in open_rows:
            self._teams_of_row.setdefault(row.uid, set()).add(row.team)
        self._filter = EntryFilter(query, rules, index)
        facts = [MEMORY_FORMAT, asdict(query) | {"last": None}, [str(rule) for rule in rules], index.facts]
        self._facts = json.dumps(facts, default=str, sort_keys=True)
        self._later: deque[tuple[_Run, EntryBatch]] = deque()
        self._ended: deque[SourceReading] = deque()
        self.writer = RecordWriter(query.titles, query.categories)
        self.records = TeamRecords()
        self.gone: set[str] = set()
        self.memories: dict[str, bytes] = {}

    def still_holds(self, source: CalendarSource, memory: Memory) -> bool:
        """Whether what was recognised the last time is what would be recognised now, were the calendar the same."""
        covered = date.fromisoformat(memory["covered"])
        return bool(memory["facts"] == self._fingerprint(source)) and covered >= self._query.last - LONGER

    def _fingerprint(self, source: CalendarSource) -> str:
        about = f"{source.model_dump_json()}\n{self._facts}"
        return hashlib.sha256(about.encode()).hexdigest()

    def take(self, fetched: Iterable[FetchedSource]) -> Iterator[SourceReading]:
        """Yield what became of each source, once all of it is recognised."""
        shared = asdict(self._query) | {"booked": {}, "wording": False}
        with WorkerPool(shared) as pool:
            for source in fetched:
                try:
                    self._begin(source, pool)
                finally:
                    source.forget()
                yield from self._handed_on(pool)
            while pool.hand_on() or self._later:
                yield from self._handed_on(pool)
            yield from self._handed_on(pool)

    def _handed_on(self, pool: WorkerPool) -> Iterator[SourceReading]:
        while self._later:
            run, batch = self._later.popleft()
            self._submit(run, batch, pool)
        while self._ended:
            yield self._ended.popleft()

    def _begin(self, fetched: FetchedSource, pool: WorkerPool) -> None:
        """Take what is remembered of a source, or hand out what is to be expanded of its file."""
        reading = SourceReading(fetched.source.id, fetched.problem)
        memory = fetched.memory
        if fetched.file is None or reading.problem:
            self._take_memory(fetched, reading)
            return
        known = KnownEntries(
            frozenset(record[KEY] for record in memory["occurrences"]) if memory else frozenset(),
            self._teams_of_row.keys(),
        )
        try:
            with fetched.file.open("rb") as file:
                selected = self._filter.selected(file, fetched.source.person or "", known)
        except NotACalendarError as error:
            reading.problem = str(error)
            self._take_memory(fetched, reading)
            return
        reading.entries = selected.count
        if selected.too_large:
            reading.notes.append(f"{selected.too_large} of its entries are too large to be read")
        run = _Run(fetched, reading, frozenset(selected.keys), tasks=1)
        for batch in selected.batches:
            run.tasks += 1
            self._submit(run, batch, pool)
        self._task_ended(run)

    def _take_memory(self, fetched: FetchedSource, reading: SourceReading) -> None:
        """Take the occurrences recognised the last time, for a source that is the same or cannot be read."""
        memory = fetched.memory
        reading.unchanged = not reading.problem
        if memory:
            reading.entries = memory["entries"]
            self._keep(fetched.source.id, memory["occurrences"], fresh=reading.unchanged)
            if reading.unchanged:
                self.gone |= set(memory["gone"])
                if memory["tag"] != fetched.tag:
                    self.memories[fetched.source.id] = packed(memory | {"tag": fetched.tag})
        self._ended.append(reading)

    def _submit(self, run: _Run, batch: EntryBatch, pool: WorkerPool) -> None:
        source = run.fetched.source
        task: dict[str, Any] = {"calendar": batch.text, "positions": batch.positions, "owner": source.person}
        if run.fetched.memory is None:
            task["booked"] = self._booked(source.person)
        pool.submit(task, partial(self._answered, run, batch))

    def _booked(self, person: str | None) -> dict[str, date]:
        """Return rows to come whose series may have been moved as a whole; with a memory they are known otherwise."""
        rows = [
            row
            for row in self._open_rows
            if row.day >= self._as_of and (person is None or person in row.people)
        ]
        return {row.uid: row.day for row in rows[:MOST_BOOKED]}

    def _answered(self, run: _Run, batch: EntryBatch, answer: Mapping[str, Any] | None) -> None:
        """Take what a process answered; a batch that took too much is split, and in the end refused."""
        if answer is None or "unusable" in answer:
            parts = list(batch.parts(PARTS))
            if len(parts) > 1 and run.splits < MOST_SPLITS:
                run.splits += 1
                run.tasks += len(parts)
                self._later.extend((run, part) for part in parts)
            else:
                run.refused_keys |= set(batch.keys)
                run.reading.refused.append(_refused_batch(batch))
        else:
            key_at = dict(zip(batch.positions, batch.keys, strict=True))
            run.records += (
                self.writer.record(fields, key_at[fields["position"]]) for fields in answer["occurrences"]
            )
            run.gone |= set(answer["gone"])
            run.refused_keys |= {key_at[position] for position, _, _ in answer["refused"]}
            run.reading.refused += ((shown, why) for _, shown, why in answer["refused"])
            run.reading.notes += (note for note in answer["notes"] if note not in run.reading.notes)
        self._task_ended(run)

    def _task_ended(self, run: _Run) -> None:
        run.tasks -= 1
        if run.tasks:
            return
        fetched, reading = run.fetched, run.reading
        content = SourceContent(
            run.keys, frozenset(record[UID] for record in run.records), frozenset(run.refused_keys)
        )
        before = fetched.memory["occurrences"] if fetched.memory else ()
        missing = content.without(before, self._as_of, self._query.last)
        reading.emptied = missing is None
        run.gone |= missing or frozenset()
        run.records += (record for record in before if record[KEY] in run.refused_keys)
        self.gone |= run.gone
        self._keep(reading.source, run.records, fresh=True, refused=run.refused_keys)
        self.memories[reading.source] = packed(self._memory(run))
        self._ended.append(reading)

    def _memory(self, run: _Run) -> Memory:
        """Return what is to be remembered of a source, in the form that `valid_memory` takes."""
        return {
            "facts": self._fingerprint(run.fetched.source),
            "covered": self._query.last.isoformat(),
            "tag": run.fetched.tag,
            "entries": run.reading.entries,
            "gone": sorted(run.gone),
            "occurrences": run.records,
        }

    def _keep(
        self,
        source: str,
        records: Iterable[Record],
        *,
        fresh: bool,
        refused: set[str] | frozenset[str] = frozenset(),
    ) -> None:
        """Hand the records on to the teams whose members they concern, or whose rows."""
        for record in records:
            people = frozenset(record[ANSWERS])
            teams = self._index.teams_of(people) if len(people) > 1 else frozenset()
            listed = [team for team in record[LISTS] if self._index.has_giver(team, people)]
            rows = self._teams_of_row.get(record[UID], ())
            self.records.add(
                {*teams, *listed, *rows}, source, record, fresh=fresh and record[KEY] not in refused
            )


def _refused_batch(batch: EntryBatch) -> tuple[str, str]:
    first, last = batch.positions[0], batch.positions[-1]
    entries = f"entries {first} to {last}" if first < last else f"entry {first}"
    return entries, "reading takes too much time or memory"


def valid_memory(memory: Memory | None) -> Memory | None:
    """Return a memory of the form that is written now, None for any other."""
    keys: dict[str, Callable[[Any], bool]] = {
        "facts": lambda value: isinstance(value, str),
        "covered": _is_day,
        "tag": lambda value: isinstance(value, dict),
        "entries": lambda value: isinstance(value, int),
        "gone": lambda value: isinstance(value, list),
        "occurrences": lambda value: isinstance(value, list) and all(map(_is_record, value)),
    }
    if memory is None or memory.keys() != keys.keys():
        return None
    return memory if all(is_valid(memory[key]) for key, is_valid in keys.items()) else None


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_record(value: object) -> bool:
    return isinstance(value, list) and len(value) == RECORD_LENGTH and isinstance(value[ANSWERS], dict)


RECORD_LENGTH = 17

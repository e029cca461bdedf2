"""Fetch the calendars of `sources.yaml`, several at once: each into a file, or only the word that it has not changed."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import TYPE_CHECKING, Any

from checks.remote.connections import SourceError, refuse_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from checks.model.sources import CalendarSource
    from checks.store.source_memory import Memory

AT_ONCE = 6
"""Calendars that are fetched at once: servers are slow, and few of them are the same."""

MOST_FILES = 8
"""Calendars that lie on the disk at once."""

FURTHER = timedelta(days=366)
"""How far behind the last day entries are asked for, since a meeting may have been moved there."""

LARGEST = 512 * 1024 * 1024
"""Bytes of all entries of a server together."""


@dataclass(slots=True)
class FetchedSource:
    """What a source answered: a file, or None where it has not changed or could not be read.

    `problem` says why it could not, in words that are safe to print. `tag` tells its state apart the next time.
    """

    source: CalendarSource
    memory: Memory | None = None
    file: Path | None = None
    tag: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    def forget(self) -> None:
        """Delete its file."""
        if self.file:
            with suppress(OSError):
                self.file.unlink()


@dataclass(frozen=True, slots=True)
class SourceFetcher:
    """Fetches one source after another into `folder`; entries of servers from `first` on, until a year after `last`."""

    folder: Path
    first: date
    last: date
    allow_http: bool = False

    def fetch(self, source: CalendarSource, tag: dict[str, Any] | None) -> tuple[Path | None, dict[str, Any]]:
        """Return the file of a source and its tag, no file where the tag is the same; raises `SourceError`."""
        refuse_missing(source.variables, os.environ)
        return self._published(source, tag) if source.kind == "ics" else self._served(source, tag)

    def _published(
        self, source: CalendarSource, tag: dict[str, Any] | None
    ) -> tuple[Path | None, dict[str, Any]]:
        from checks.remote.calendar_addresses import PublishedCalendar, fetch_calendar

        known = PublishedCalendar(None, **tag) if tag else None
        address = os.environ[source.address]
        calendar = fetch_calendar(address, self.folder, known, allow_http=self.allow_http)
        now = {"etag": calendar.etag, "modified": calendar.modified, "digest": calendar.digest}
        if calendar.file and tag and calendar.digest == tag["digest"]:
            calendar.file.unlink()
            return None, now
        return calendar.file, now

    def _served(
        self, source: CalendarSource, tag: dict[str, Any] | None
    ) -> tuple[Path | None, dict[str, Any]]:
        from checks.remote.calendar_servers import CalendarServer
        from checks.remote.own_entries import is_open_proposal

        address = os.environ[source.address] if source.address in source.variables else source.address
        user, secret = os.environ[source.user or ""], os.environ[source.secret or ""]
        with CalendarServer(address, user, secret, allow_http=self.allow_http) as server:
            calendars = server.calendars(source.calendars)
            tokens = [calendar.token for calendar in calendars]
            # addresses and tokens may hold the name of a user, so only their hash is kept
            seen = [[calendar.address, calendar.token] for calendar in calendars]
            now = {"calendars": hashlib.sha256(json.dumps(seen).encode()).hexdigest()}
            if tag == now and all(tokens):
                return None, now
            texts = (
                entry.text
                for calendar in calendars
                for entry in server.entries(calendar, self.first, self.last + FURTHER)
                if not is_open_proposal(
                    entry.text
                )  # a suggestion of ours is no meeting until somebody answers
            )
            return self._written(source.id, texts), now

    def _written(self, name: str, texts: Iterable[str]) -> Path:
        file = self.folder / f"{name}.ics"
        size = 0
        try:
            with file.open("wb") as into:
                into.write(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")  # a calendar without an entry is one, too
                for text in texts:
                    content = text.encode("utf-8", "replace")
                    size += len(content)
                    if size > LARGEST:
                        raise SourceError(
                            f"the calendars are larger than {LARGEST // 1024 // 1024} MiB. Name fewer under `calendars`"
                        )
                    into.write(content.strip() + b"\n")
        except BaseException:
            with suppress(OSError):
                file.unlink()
            raise
        return file


def fetched_sources(
    sources: Iterable[CalendarSource],
    remembered: Callable[[CalendarSource], tuple[Memory | None, bool]],
    fetch: Callable[[CalendarSource, dict[str, Any] | None], tuple[Path | None, dict[str, Any]]],
) -> Iterator[FetchedSource]:
    """Yield what each source answered, as it comes; few files wait at once.

    `remembered` returns what was recognised the last time, and whether it still holds: only then the source is asked
    whether it has changed.
    """

    def run(source: CalendarSource) -> FetchedSource:
        memory, holds = remembered(source)
        try:
            file, tag = fetch(source, memory["tag"] if memory and holds else None)
        except SourceError as error:
            return FetchedSource(source, memory, problem=str(error))
        return FetchedSource(source, memory, file, tag)

    yield from _in_threads(list(sources), run)


def _in_threads(
    sources: list[CalendarSource], run: Callable[[CalendarSource], FetchedSource]
) -> Iterator[FetchedSource]:
    """Yield what `run` returns for each source; no more than a few results wait to be taken."""
    todo = iter(sources)
    results: SimpleQueue[FetchedSource | BaseException] = SimpleQueue()
    room, turn = Semaphore(MOST_FILES), Lock()

    def work() -> None:
        while True:
            room.acquire()
            with turn:
                source = next(todo, None)
            if source is None:
                room.release()  # for those that wait to see that nothing is left
                return
            try:
                results.put(run(source))
            except BaseException as error:  # raised where it is waited for
                results.put(error)

    for _ in range(AT_ONCE):
        # such a thread keeps no command from ending: a server may take minutes for an answer
        Thread(target=work, daemon=True).start()
    for _ in sources:
        result = results.get()
        if isinstance(result, BaseException):
            raise result
        yield result
        room.release()

"""Sources are fetched several at once, each once, and few files wait."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from checks.imports.source_fetching import MOST_FILES, SourceFetcher, fetched_sources
from checks.model.sources import CalendarSource
from checks.remote.connections import SourceError

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = [
    CalendarSource.model_validate({"id": f"s-{number}", "kind": "ics", "address": f"OUTBOUND_S_{number}"})
    for number in range(40)
]


def test_each_source_is_fetched_once_and_few_wait() -> None:
    ahead: list[str] = []
    lock = threading.Lock()

    def fetch(source: CalendarSource, tag: dict[str, Any] | None) -> tuple[Path | None, dict[str, Any]]:
        with lock:
            ahead.append(source.id)
        if source.id == "s-7":
            raise SourceError("the server answered 503")
        return None, {}

    taken = []
    for result in fetched_sources(SOURCES, lambda _: (None, False), fetch):
        taken.append(result)
        assert len(ahead) <= len(taken) + MOST_FILES

    assert sorted(result.source.id for result in taken) == sorted(source.id for source in SOURCES)
    assert [result.source.id for result in taken if result.problem] == ["s-7"]


def test_a_fault_of_ours_is_raised_where_it_is_waited_for() -> None:
    def fetch(source: CalendarSource, tag: dict[str, Any] | None) -> tuple[Path | None, dict[str, Any]]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(fetched_sources(SOURCES, lambda _: (None, False), fetch))


def test_only_what_still_holds_is_asked_about() -> None:
    memory = {"tag": {"etag": "x"}}
    asked = []

    def fetch(source: CalendarSource, tag: dict[str, Any] | None) -> tuple[Path | None, dict[str, Any]]:
        asked.append(tag)
        return None, {}

    list(fetched_sources(SOURCES[:1], lambda _: (memory, True), fetch))
    list(fetched_sources(SOURCES[:1], lambda _: (memory, False), fetch))

    assert asked == [{"etag": "x"}, None]


def test_without_its_variable_a_source_is_not_fetched(tmp_path: Path) -> None:
    fetcher = SourceFetcher(tmp_path, date(2026, 1, 1), date(2026, 12, 31))

    with pytest.raises(SourceError, match="OUTBOUND_S_0 is not set"):
        fetcher.fetch(SOURCES[0], None)

"""What is remembered of calendars: whole or not at all, and by one command at a time."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from checks.model.errors import BusyError
from checks.store.source_memory import MemoryFolder, only_collection, packed, scratch_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    memories = MemoryFolder(tmp_path)
    memories.write({"elena": packed({"a": [1]})})

    assert memories.read("elena") == {"a": [1]}
    assert memories.read("other") is None


def test_without_a_folder_nothing_is_remembered() -> None:
    memories = MemoryFolder(None)
    memories.write({"elena": packed({"a": [1]})})

    assert memories.read("elena") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"x", gzip.compress(b"x"), gzip.compress(b"[]"), gzip.compress(b"{" * 9999), packed({})[:-9]],
    ids=["empty", "not-gzip", "not-json", "a-list", "too-deep", "cut-short"],
)
def test_what_cannot_be_read_counts_as_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "elena.json.gz").write_bytes(content)

    assert MemoryFolder(tmp_path).read("elena") in (None, {})


def test_a_second_collection_waits_or_says_so(tmp_path: Path) -> None:
    with only_collection(tmp_path), pytest.raises(BusyError), only_collection(tmp_path, wait=0.05):
        pass
    with only_collection(tmp_path, wait=0.05):
        pass


def test_what_a_killed_collection_left_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data, other = tmp_path / "data", tmp_path / "other"
    with scratch_folder(data, alone=True) as first, scratch_folder(other, alone=True) as second:
        (first / "calendar.ics").write_text("of a killed one")
        assert first.stat().st_mode & 0o077 == 0
        with scratch_folder(data, alone=False):
            assert first.exists()
        with scratch_folder(data, alone=True) as now:
            assert (first.exists(), second.exists(), now.exists()) == (False, True, True)
    assert not list(tmp_path.iterdir())

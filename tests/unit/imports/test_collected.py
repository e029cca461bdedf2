"""Occurrences by team: what copies know together, and what a calendar no longer has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checks.imports.collected import Record, RecordWriter, SourceContent, TeamRecords
from checks.imports.collecting import RECORD_LENGTH, valid_memory

WRITER = RecordWriter(("1:1",), ("Red",))
TODAY, LAST = date(2026, 11, 23), date(2027, 2, 23)


def record(uid: str, day: str = "2026-11-26", **changed: Any) -> Record:
    fields = {
        "uid": uid, "position": 1, "day": day, "last": day, "all_day": False, "status": "", "sequence": 0,
        "organiser": "p-grace", "answers": {"p-ada": "NEEDS-ACTION", "p-grace": "ACCEPTED"}, "strangers": 0,
        "lists": [], "titles": ["1:1"], "categories": [], "away": False, "called_off_in_title": False, "in_series": True,
    }  # fmt: skip
    return WRITER.record(fields | changed, f"key-{uid}")


def test_a_record_becomes_its_occurrence_again() -> None:
    written = record("a", titles=["1:1"], categories=["Red"], lists=["harbour"], strangers=2)
    occurrence = WRITER.occurrence("elena", written)

    assert len(written) == RECORD_LENGTH
    assert (occurrence.uid, occurrence.day, occurrence.strangers) == ("a", date(2026, 11, 26), 2)
    assert occurrence.in_series
    words = (occurrence.titles, occurrence.categories, occurrence.lists)
    assert [sorted(part) for part in words] == [["1:1"], ["Red"], ["harbour"]]
    assert "1:1" not in str(written)


def test_copies_know_together_who_has_answered() -> None:
    records = TeamRecords()
    records.add(["harbour"], "elena", record("a"), fresh=True)
    records.add(["harbour"], "ada", record("a", answers={"p-ada": "ACCEPTED"}), fresh=True)

    (occurrence,) = records.of("harbour", WRITER).occurrences

    assert occurrence.answers == {"p-ada": "ACCEPTED", "p-grace": "ACCEPTED"}


def test_what_only_an_unread_source_holds_is_unsure() -> None:
    records = TeamRecords()
    records.add(["harbour"], "elena", record("a"), fresh=False)
    records.add(["harbour"], "elena", record("b"), fresh=False)
    records.add(["harbour"], "ada", record("b"), fresh=True)

    known = records.of("harbour", WRITER)

    assert [occurrence.uid for occurrence in known.occurrences] == ["b"]
    assert sorted(known.unsure) == ["a"]
    assert not records.of("quay", WRITER).occurrences


BEFORE = [record(uid) for uid in "abcdefghij"]


@pytest.mark.parametrize(
    ("left", "refused", "gone"),
    [
        ("abcdefghij", "", ""),
        ("bcdefghij", "", "a"),
        ("fghij", "", "abcde"),
        ("ghij", "", None),
        ("", "", None),
        ("bcdefghij", "a", ""),
    ],
)
def test_what_a_calendar_no_longer_has_is_off(left: str, refused: str, gone: str | None) -> None:
    keys = frozenset(f"key-{uid}" for uid in left)
    content = SourceContent(keys, frozenset(left), frozenset(f"key-{uid}" for uid in refused))

    assert content.without(BEFORE, TODAY, LAST) == (None if gone is None else frozenset(gone))


def test_days_past_or_not_looked_at_are_never_off() -> None:
    before = [record("a", "2026-11-22"), record("b", "2027-02-24"), record("c")]
    content = SourceContent(frozenset({"key-z"}), frozenset(), frozenset())

    assert content.without(before, TODAY, LAST) == frozenset("c")


@pytest.mark.parametrize(
    "changed",
    [
        {"covered": "soon"},
        {"covered": 3},
        {"facts": None},
        {"occurrences": [[1]]},
        {"occurrences": {}},
        {"gone": "a"},
        {"tag": []},
        {"more": 1},
    ],
)
def test_a_memory_of_another_form_counts_as_none(changed: dict[str, Any]) -> None:
    memory = {
        "facts": "x", "covered": "2026-11-26", "tag": {}, "entries": 1, "gone": [], "occurrences": BEFORE,
    }  # fmt: skip

    assert valid_memory(memory) is memory
    assert valid_memory(memory | changed) is None

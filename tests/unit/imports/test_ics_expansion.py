"""What is made of each entry, and the process of its own that makes it: what it is handed and hands back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from checks.imports.ics import NotACalendarError, split_calendar
from checks.imports.ics_expansion import Expansion, uid_of
from tests.support.calling import START
from tests.unit.imports.test_calendar_bombs import ENTRIES, LATER, calendar, entry, zone

if TYPE_CHECKING:
    from collections.abc import Callable

TASK: dict[str, Any] = {
    "first": "2026-01-01",
    "last": "2027-02-20",
    "zone": "Europe/Helsinki",
    "people": {"paavo@northlight.example": "p-paavo"},
    "titles": ["1:1"],
    "categories": [],
}


def expanded(text: str, **task: Any) -> dict[str, Any]:
    return Expansion({**TASK, **task}, split_calendar(text)).run()


def handed_back(text: str, first: Callable[[], object] | None = None) -> dict[str, Any]:
    """Return what the process of its own answers, under its limits; what is done `first` is done in it."""
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-m", "checks.imports.ics_expansion"],
        input=json.dumps({**TASK, "calendar": text}),
        capture_output=True,
        encoding="utf-8",
        env={**START, "PYTHONUTF8": "1"},
        check=True,
        timeout=1800,
        preexec_fn=first,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def named(text: str, uid: str) -> str:
    return text.replace("UID:bomb", f"UID:{uid}")


def test_the_process_hands_back_entries_and_refusals() -> None:
    entries = [named(text, f"e{number}") for number, (text, _) in enumerate(ENTRIES.values())]
    never = entry("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start="DTSTART:20000101T090000Z")

    found = handed_back(calendar(*entries, never, named(entry(), "good")))

    assert [position for position, _, _ in found["refused"]] == list(range(1, len(entries) + 1))
    for (_, _, why), (_, words) in zip(found["refused"], ENTRIES.values(), strict=True):
        assert any(part in why for part in words.split("|"))
    assert [one["position"] for one in found["occurrences"]] == [len(entries) + 2]


UNUSABLE = {
    "no calendar": ("BEGIN:VCARD", "doesn't begin with BEGIN:VCALENDAR"),
    "20,001 entries": (calendar(*[entry()] * 20_001), "more than 20,000 entries"),
    "series from long ago": (
        calendar(
            *(
                named(entry("RRULE:FREQ=DAILY", start="DTSTART:20000101T090000Z"), f"e{number}")
                for number in range(30)
            )
        ),
        "too many recurring entries",
    ),
    "days without number": (
        calendar(*(named(entry("RRULE:FREQ=DAILY"), f"e{number}") for number in range(200))),
        "more than 20,000 occurrences",
    ),
}


@pytest.mark.parametrize(("text", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_calendar_nobody_can_use_is_refused_as_a_whole(text: str, words: str) -> None:
    with pytest.raises(NotACalendarError, match=words):
        expanded(text)


def test_the_process_says_why_a_calendar_is_none() -> None:
    assert handed_back("") == {
        "unusable": "this is not a calendar file: it doesn't begin with BEGIN:VCALENDAR"
    }


def test_a_limit_that_was_set_from_outside_is_kept() -> None:
    resource = pytest.importorskip("resource", reason="there are no limits here")
    lower = 10

    found = handed_back(calendar(entry()), lambda: resource.setrlimit(resource.RLIMIT_CPU, (lower, lower)))

    assert len(found["occurrences"]) == 1


REFUSED = {
    "a UID without a name": (entry("UID;=:y").replace("UID:bomb\n", ""), "its UID could not be read"),
    "a category that is a day": (entry("CATEGORIES;VALUE=DATE:x"), "it could not be read"),
    "a start that is a time of day": (entry(start="DTSTART;VALUE=TIME:090000"), "its start is not a date"),
    "an end before the start": (entry("DTEND:20261101T090000Z"), "it ends before it begins"),
    "a year and more": (entry("DTEND:20281101T090000Z"), "it lasts more than 400 days"),
    "one of a series for months": (
        entry("RRULE:FREQ=YEARLY", "DTEND:20270105T090000Z"),
        "it lasts more than 31 days",
    ),
    "no sequence": (entry("SEQUENCE:x"), "its SEQUENCE could not be read"),
    "a part of a rule there is not": (
        entry("RRULE:FREQ=DAILY;BYLUCK=1"),
        "its recurrence rule could not be read",
    ),
    "a part of a rule that says nothing": (
        entry("RRULE:FREQ=DAILY;COUNT"),
        "its recurrence rule could not be read",
    ),
    "dates of its own": (entry("RDATE:" + LATER), "it has more than 500 extra dates"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_an_entry_without_a_place_says_why_and_hides_none(text: str, why: str) -> None:
    found = expanded(calendar(named(entry(), "before"), text, named(entry(), "after")))

    assert [(position, words) for position, _, words in found["refused"]] == [(2, why)]
    assert [one["position"] for one in found["occurrences"]] == [1, 3]


def test_a_series_that_ended_earlier_is_passed_over() -> None:
    ended = entry("RRULE:FREQ=DAILY;UNTIL=20251230T090000Z", start="DTSTART:20000101T090000Z")

    found = expanded(calendar(ended))

    assert (found["occurrences"], found["refused"], found["entries"]) == ([], [], 1)


ZONES = {
    "of the calendar": (
        ["X-WR-TIMEZONE:Nowhere/Here", entry(start="DTSTART:20261102T090000")],
        "the calendar's time zone Nowhere/Here is unknown, so it is ignored",
    ),
    "of an entry": (
        [entry(start="DTSTART;TZID=Nowhere/Here:20261102T090000")],
        "unknown time zone Nowhere/Here: its times count as Europe/Helsinki time",
    ),
    "one too many": (
        [
            *(zone("RRULE:FREQ=YEARLY").replace("Bomb", f"Z{number}") for number in range(101)),
            entry(start="DTSTART;TZID=Z100:20261102T090000"),
        ],
        "unknown time zone Z100: its times count as Europe/Helsinki time",
    ),
}


@pytest.mark.parametrize(("parts", "note"), ZONES.values(), ids=ZONES)
def test_an_unknown_time_zone_is_noted_and_the_entry_taken(parts: list[str], note: str) -> None:
    found = expanded(calendar(*parts))

    assert found["notes"] == [note]
    assert [one["day"] for one in found["occurrences"]] == ["2026-11-02"]


WEEKS = [date(2026, 12, 1) + timedelta(weeks=number) for number in range(10)]


@pytest.mark.parametrize(("series", "tried"), [(1, True), (150, False)])
def test_what_a_moved_series_had_is_gone_unless_it_is_too_much(series: int, *, tried: bool) -> None:
    moved = [
        named(entry("RRULE:FREQ=WEEKLY", start="DTSTART:20261202T090000Z"), f"e{number}")
        for number in range(series)
    ]
    before = {uid_of("e0", f"{day:%Y%m%d}T093500Z"): day.isoformat() for day in WEEKS}

    found = expanded(calendar(*moved), booked={**before, "f" * 16: "2026-12-01"})

    assert set(found["gone"]) == (set(before) if tried else set())


def test_days_after_one_moved_with_all_to_come_keep_their_ids() -> None:
    series = entry("RRULE:FREQ=DAILY;COUNT=4", start="DTSTART;VALUE=DATE:20261102")
    change = entry(
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261104", start="DTSTART;VALUE=DATE:20261107"
    )

    found = expanded(calendar(series, change))

    assert {one["uid"]: one["day"] for one in found["occurrences"]} == {
        uid_of("bomb", "20261102"): "2026-11-02",
        uid_of("bomb", "20261103"): "2026-11-03",
        uid_of("bomb", "20261104"): "2026-11-07",
        uid_of("bomb", "20261105"): "2026-11-08",
    }

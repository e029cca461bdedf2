"""Days and times that are mixed in one series, in any zone, and whole days written with times."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checks.imports.ics_expansion import uid_of
from tests.unit.imports.test_calendar_bombs import calendar, entry
from tests.unit.imports.test_ics_expansion import expanded

KYIV = "DTSTART;TZID=Europe/Kyiv:20261106T090000"
DAILY = "RRULE:FREQ=DAILY;COUNT=5"


def days(*parts: str, **task: Any) -> list[int]:
    """Return the days of November 2026 on which something is."""
    found = expanded(calendar(*parts), **task)
    assert (found["refused"], found["notes"]) == ([], [])
    return [date.fromisoformat(occurrence["day"]).day for occurrence in found["occurrences"]]


UNTIL = {
    "a day": (KYIV, "20261108", [6, 7, 8]),
    "a day, of a series at midnight": (KYIV.replace("T09", "T00"), "20261108", [6, 7, 8]),
    "a day, far in the east": ("DTSTART;TZID=Pacific/Auckland:20261106T130000", "20261108", [6, 7, 8]),
    "a day, of a series in UTC": ("DTSTART:20261106T090000Z", "20261108", [6, 7, 8]),
    "a day, of one without a zone": ("DTSTART:20261106T090000", "20261108", [6, 7, 8]),
    "a time without a zone": (KYIV, "20261108T090000", [6, 7, 8]),
    "the minute before": (KYIV, "20261108T085900", [6, 7]),
    "a time in UTC": (KYIV, "20261108T070000Z", [6, 7, 8]),
    "a time in UTC for one without a zone": ("DTSTART:20261106T090000", "20261108T070000Z", [6, 7, 8]),
    "a time for days": ("DTSTART;VALUE=DATE:20261106", "20261108T000000Z", [6, 7, 8]),
    "the evening before, in UTC, for days": ("DTSTART;VALUE=DATE:20261106", "20261107T220000Z", [6, 7, 8]),
}


@pytest.mark.parametrize(("start", "until", "expected"), UNTIL.values(), ids=UNTIL)
def test_the_end_of_a_series_may_be_a_day_or_a_time(start: str, until: str, expected: list[int]) -> None:
    assert days(entry(f"RRULE:FREQ=DAILY;UNTIL={until}", start=start)) == expected


LEFT_OUT = {
    "its time": (KYIV, "EXDATE;TZID=Europe/Kyiv:20261108T090000"),
    "its time in UTC": (KYIV, "EXDATE:20261108T070000Z"),
    "its time in another zone": (KYIV, "EXDATE;TZID=America/New_York:20261108T020000"),
    "its time without a zone": (KYIV, "EXDATE:20261108T090000"),
    "its day": (KYIV, "EXDATE;VALUE=DATE:20261108"),
    "its day as midnight": (KYIV, "EXDATE;TZID=Europe/Kyiv:20261108T000000"),
    "its day as midnight in UTC": (KYIV, "EXDATE:20261108T000000Z"),
    "a time for days": ("DTSTART;VALUE=DATE:20261106", "EXDATE:20261108T000000"),
    "the evening before, in UTC, for days": ("DTSTART;VALUE=DATE:20261106", "EXDATE:20261107T220000Z"),
    "a day for one without a zone": ("DTSTART:20261106T090000", "EXDATE;VALUE=DATE:20261108"),
    "a time in UTC for one without a zone": ("DTSTART:20261106T090000", "EXDATE:20261108T070000Z"),
}


@pytest.mark.parametrize(("start", "left_out"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_day_left_out_may_be_a_day_or_a_time(start: str, left_out: str) -> None:
    assert days(entry(DAILY, left_out, start=start)) == [6, 7, 9, 10]


def test_a_day_left_out_leaves_out_what_was_added_on_it() -> None:
    more = "RDATE;TZID=Europe/Kyiv:20261120T160000,20261121T160000"

    assert days(entry(DAILY, more, "EXDATE;VALUE=DATE:20261120", start=KYIV)) == [6, 7, 8, 9, 10, 21]


CHANGED = {name: (start, line.replace("EXDATE", "RECURRENCE-ID")) for name, (start, line) in LEFT_OUT.items()}


@pytest.mark.parametrize(("start", "which"), CHANGED.values(), ids=CHANGED)
def test_a_change_is_of_one_occurrence_in_each_form(start: str, which: str) -> None:
    moved = start.replace("20261106", "20261125")

    assert days(entry(DAILY, start=start), entry(which, start=moved)) == [6, 7, 9, 10, 25]


def test_a_change_by_day_keeps_the_id_of_the_occurrence() -> None:
    parts = (
        entry(DAILY, start=KYIV),
        entry("RECURRENCE-ID;VALUE=DATE:20261108", start=KYIV.replace("06T", "25T")),
    )

    found = expanded(calendar(*parts))

    assert found["occurrences"][-1]["uid"] == uid_of("bomb", "20261108T070000Z")


WHOLE_DAYS = {
    "days": ("DTSTART;VALUE=DATE:20261109", "DTEND;VALUE=DATE:20261112", (9, 11)),
    "a day that ends as it begins": ("DTSTART;VALUE=DATE:20261109", "DTEND;VALUE=DATE:20261109", (9, 9)),
    "midnights here": (
        "DTSTART;TZID=Europe/Helsinki:20261109T000000", "DTEND;TZID=Europe/Helsinki:20261112T000000", (9, 11)
    ),
    "midnights elsewhere": (
        "DTSTART;TZID=Asia/Tokyo:20261109T000000", "DTEND;TZID=Asia/Tokyo:20261112T000000", (9, 11)
    ),
    "midnights here, in UTC": ("DTSTART:20261108T220000Z", "DTEND:20261111T220000Z", (9, 11)),
    "a minute to midnight": (
        "DTSTART;TZID=Europe/Helsinki:20261109T000000", "DTEND;TZID=Europe/Helsinki:20261109T235900", (9, 9)
    ),
    "midnights without a zone": ("DTSTART:20261109T000000", "DTEND:20261110T000000", (9, 9)),
    "midnights in UTC that say so": (
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nDTSTART:20261109T000000Z", "DTEND:20261112T000000Z", (9, 11)
    ),
}  # fmt: skip


@pytest.mark.parametrize(("start", "end", "span"), WHOLE_DAYS.values(), ids=WHOLE_DAYS)
def test_whole_days_may_be_written_with_times(start: str, end: str, span: tuple[int, int]) -> None:
    (occurrence,) = expanded(calendar(entry(end, start=start)))["occurrences"]

    first, last = (date.fromisoformat(occurrence[name]).day for name in ("day", "last"))
    assert (occurrence["all_day"], (first, last)) == (True, span)


HOURS = {
    "office hours": (
        "DTSTART;TZID=Europe/Helsinki:20261109T080000",
        "DTEND;TZID=Europe/Helsinki:20261111T160000",
    ),
    "midnights in UTC": ("DTSTART:20261109T000000Z", "DTEND:20261112T000000Z"),
    "nothing at midnight": ("DTSTART:20261109T000000", "DTEND:20261109T000000"),
}


@pytest.mark.parametrize(("start", "end"), HOURS.values(), ids=HOURS)
def test_hours_are_no_whole_days(start: str, end: str) -> None:
    (occurrence,) = expanded(calendar(entry(end, start=start)))["occurrences"]

    assert occurrence["all_day"] is False

"""Several entries under one UID: meetings of their own, or versions of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.imports.ics_expansion import uid_of
from tests.unit.imports.test_calendar_bombs import calendar, entry
from tests.unit.imports.test_ics_expansion import expanded

IDA, NOEL = "ATTENDEE:mailto:ida@fjord.example", "ATTENDEE:mailto:noel@fjord.example"
PEOPLE = {"ida@fjord.example": "p-ida", "noel@fjord.example": "p-noel"}


def read(*parts: str) -> dict[str, Any]:
    return expanded(calendar(*parts), people=PEOPLE)


def met(found: dict[str, Any]) -> list[tuple[int, list[str]]]:
    return [(date.fromisoformat(o["day"]).day, list(o["answers"])) for o in found["occurrences"]]


def at(day: int, *lines: str, hour: int = 9) -> str:
    return entry(*lines, start=f"DTSTART:202611{day:02}T{hour:02}0000Z")


def test_meetings_under_one_uid_are_all_there() -> None:
    found = read(at(2, IDA), at(9, NOEL), at(16, IDA))

    assert met(found) == [(2, ["p-ida"]), (9, ["p-noel"]), (16, ["p-ida"])]
    assert [o["uid"] for o in found["occurrences"]] == [
        uid_of("bomb", f"202611{day}T090000Z") for day in ("02", "09", "16")
    ]


def test_meetings_under_one_uid_at_one_time_are_told_apart() -> None:
    found = read(at(2, IDA), at(2, NOEL))

    assert [o["uid"] for o in found["occurrences"]] == [
        uid_of("bomb", "20261102T090000Z"),
        uid_of("bomb", "20261102T090000Z#2"),
    ]


def test_their_ids_do_not_depend_on_their_order() -> None:
    parts = [
        at(2, IDA),
        at(9, NOEL),
        entry("RRULE:FREQ=DAILY;COUNT=2", IDA, start="DTSTART:20261120T090000Z"),
    ]

    first, again = (read(*order)["occurrences"] for order in (parts, parts[::-1]))

    assert [(o["day"], o["uid"]) for o in first] == [(o["day"], o["uid"]) for o in again]


def test_the_later_version_of_a_meeting_holds() -> None:
    for early, late in (((2, "SEQUENCE:1"), (5, "SEQUENCE:2")), ((2, "SEQUENCE:0"), (2, "SEQUENCE:0"))):
        found = read(at(early[0], IDA, early[1]), at(late[0], IDA, late[1]))

        assert met(found) == [(late[0], ["p-ida"])]
        assert [(position, why) for position, _, why in found["refused"]] == [
            (1, "entry 2 is a later version of it")
        ]


def test_a_version_that_stands_above_an_earlier_one_holds() -> None:
    found = read(at(5, IDA, "SEQUENCE:2"), at(2, IDA))

    assert met(found) == [(5, ["p-ida"])]


def test_a_series_that_was_split_keeps_both_parts() -> None:
    found = read(
        at(2, IDA, "RRULE:FREQ=WEEKLY;UNTIL=20261109T235959Z"),
        at(17, IDA, "RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:1"),
    )

    assert [day for day, _ in met(found)] == [2, 9, 17, 24]
    assert found["refused"] == []


def test_of_changes_to_one_occurrence_the_last_holds() -> None:
    series = at(2, IDA, "RRULE:FREQ=WEEKLY;COUNT=3")
    here = "RECURRENCE-ID;TZID=Europe/Helsinki:20261109T110000"
    changes = (
        at(10, IDA, "RECURRENCE-ID:20261109T090000Z", "SEQUENCE:1"),
        at(12, IDA, here, "SEQUENCE:3"),
        at(11, IDA, "RECURRENCE-ID;VALUE=DATE:20261109", "SEQUENCE:2"),
    )

    for order in (changes, changes[::-1]):
        found = read(series, *order)

        assert [day for day, _ in met(found)] == [2, 12, 16]
        assert len(found["refused"]) == 2


def test_of_equal_changes_the_one_further_down_holds() -> None:
    series = at(2, IDA, "RRULE:FREQ=WEEKLY;COUNT=2")
    changes = [at(day, IDA, "RECURRENCE-ID:20261109T090000Z") for day in (10, 12)]

    assert [day for day, _ in met(read(series, *changes))] == [2, 12]


def test_a_change_is_of_the_series_it_falls_into() -> None:
    first = at(2, IDA, "RRULE:FREQ=WEEKLY;COUNT=2")
    second = at(17, NOEL, "RRULE:FREQ=WEEKLY;COUNT=2", hour=12)

    found = read(second, first, at(25, NOEL, "RECURRENCE-ID;VALUE=DATE:20261124", hour=8))

    assert met(found) == [(2, ["p-ida"]), (9, ["p-ida"]), (17, ["p-noel"]), (25, ["p-noel"])]


def test_changes_without_their_series_stand_alone() -> None:
    found = read(
        at(10, IDA, "RECURRENCE-ID:20261109T090000Z"),
        at(12, IDA, "RECURRENCE-ID:20261109T090000Z", "SEQUENCE:1"),
    )

    assert [o["uid"] for o in found["occurrences"]] == [uid_of("bomb", "20261109T090000Z")]
    assert [day for day, _ in met(found)] == [12]

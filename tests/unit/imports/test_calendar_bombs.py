"""Calendars made to hang or to fill the memory: refused within a second, in the process that expands them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.imports.calendar_file import CalendarFile, CalendarQuery, UnusableCalendarError, read_calendar
from checks.imports.ics import LARGEST
from tests.support.calling import START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASKED = CalendarQuery(date(2026, 1, 1), date(2027, 2, 20), "Europe/Helsinki", {})
SOON = 10.0
"""Seconds of the processor, whatever else this machine does; starting Python takes a tenth of them."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when processes that were started in it took more time of the processor."""
    begun = os.times()
    yield
    ended = os.times()
    took = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    assert took < seconds


def entry(*lines: str, start: str = "DTSTART:20261102T090000Z") -> str:
    return "\n".join(["BEGIN:VEVENT", "UID:bomb", start, *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def zone(*rules: str) -> str:
    observances = [
        f"BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\n{rule}\nEND:STANDARD"
        for rule in rules
    ]
    return "\n".join(["BEGIN:VTIMEZONE", "TZID:Bomb", *observances, "END:VTIMEZONE"])


def read(folder: Path, text: str) -> CalendarFile:
    path = folder / "bomb.ics"
    path.write_text(text)
    with within(SOON):
        return read_calendar(path, ASKED)


LATER = ",".join(f"2026{1 + n // 28 % 12:02}{1 + n % 28:02}T{n // 336 % 24:02}0000Z" for n in range(2_500))
ENTRIES = {
    "every second": (entry("RRULE:FREQ=SECONDLY"), "every hour or more often"),
    "every minute": (entry("RRULE:FREQ=MINUTELY;INTERVAL=30"), "every hour or more often"),
    "every hour, in small letters": (entry("rrule:freq=hourly"), "every hour or more often"),
    "a rule that is folded": (entry("RRU\n LE:FRE\n Q=SECONDLY"), "every hour or more often"),
    "an interval of 0": (entry("RRULE:FREQ=DAILY;INTERVAL=0"), "interval"),
    "an interval of a long number": (entry("RRULE:FREQ=DAILY;INTERVAL=" + "9" * 5_000), "could not be read"),
    "an interval of 53": (entry("RRULE:FREQ=YEARLY;INTERVAL=53"), "interval"),
    "seconds": (entry("RRULE:FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60)))), "several times"),
    "minutes": (entry("RRULE:FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60)))), "several times"),
    "hours": (entry("RRULE:FREQ=DAILY;BYHOUR=1,2,3"), "several times"),
    "a rule twice": (entry("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "more than one recurrence rule"),
    "a part twice": (entry("RRULE:FREQ=DAILY;FREQ=SECONDLY"), "could not be read"),
    "a rule of what it leaves out": (
        entry("RRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY"),
        "more than one recurrence rule",
    ),
    "dates of its own": (entry("RDATE:" + LATER), "extra dates"),
    "dates of its own, one a line": (
        entry(*(f"RDATE:{one}" for one in LATER.split(","))),
        "extra dates",
    ),
    "dates left out": (entry("RRULE:FREQ=DAILY", "EXDATE:" + LATER), "leaves out"),
    "invited": (entry(*(f"ATTENDEE:mailto:p{n}@example.org" for n in range(501))), "invites more than"),
    "a start in the year 1": (
        entry("RRULE:FREQ=DAILY", start="DTSTART:00010101T000000Z"),
        "outside the years",
    ),
    "an end in the year 9999": (entry("RRULE:FREQ=DAILY", "DTEND:99991231T235959Z"), "lasts more"),
    "an endless time": (
        entry("RRULE:FREQ=DAILY", "DURATION:P99999999W"),
        "its DURATION|could not be calculated",
    ),
    "a zone that is a folder": (entry(start="DTSTART;TZID=Europe:20261102T090000"), "could not be read"),
    "a broken UID": (entry('UID;X=":y').replace("UID:bomb\n", ""), "could not be read|no UID"),
    "no start": (entry(start="SUMMARY:1:1"), "no start"),
}


@pytest.mark.parametrize(("text", "why"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_is_refused_and_the_others_are_read(text: str, why: str, tmp_path: Path) -> None:
    good = entry().replace("UID:bomb", "UID:good")

    found = read(tmp_path, calendar(text, good))

    assert len(found.refused) == 1
    assert any(part in found.refused[0].why for part in why.split("|"))
    assert [one.position for one in found.occurrences] == [2]


FILES = {
    "20,001 entries": calendar(*[entry()] * 20_001),
    "16 MiB": calendar("X-FILL:" + "x" * LARGEST),
    "bytes": "\x00\x01\x02" * 1_000,
    "nothing": "",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableCalendarError):
        read(tmp_path, text)


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_a_file_of_line_ends_is_read_at_once(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.ics"
    path.write_bytes(f"BEGIN:VCALENDAR{line_end * 1024 * 1024}x".encode())
    began = os.times()

    assert read_calendar(path, ASKED).occurrences == ()
    assert os.times().user - began.user < SOON


def test_rules_without_any_day_end(tmp_path: Path) -> None:
    never = "BYMONTH=2;BYMONTHDAY=30"
    bombs = [
        entry(f"RRULE:FREQ={one};{never}", start="DTSTART:20000101T090000Z").replace("bomb", one.lower())
        for one in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
    ]

    assert read(tmp_path, calendar(*bombs)).refused == ()


@pytest.mark.parametrize("rule", ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;INTERVAL=0", "RDATE:" + LATER])
def test_a_time_zone_that_changes_without_end_is_not_used(rule: str, tmp_path: Path) -> None:
    found = read(tmp_path, calendar(zone(rule), entry(start="DTSTART;TZID=Bomb:20261102T233000")))

    assert [one.day for one in found.occurrences] == [date(2026, 11, 2)]
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=WEEKLY",
    ],
    ids=["each day", "no day", "no day of a year", "each week"],
)
def test_series_without_number_are_refused_together(rule: str, tmp_path: Path) -> None:
    bombs = [
        entry(f"RRULE:{rule}", start="DTSTART:20000101T090000Z").replace("bomb", f"b{n}")
        for n in range(1_900)
    ]
    path = tmp_path / "bomb.ics"
    path.write_text(calendar(*bombs))

    with within(SOON), pytest.raises(UnusableCalendarError, match=r"too many recurring entries"):
        read_calendar(path, ASKED)


HURRIED = """
import resource, sys, time
from datetime import date
from pathlib import Path
from checks.imports.calendar_file import CalendarQuery, UnusableCalendarError, read_calendar

seconds = round(time.process_time() + 1)  # of this process, and of the one it starts
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
try:
    read_calendar(Path(sys.argv[1]), CalendarQuery(date(2026, 1, 1), date(2027, 2, 20), "Europe/Helsinki", {}))
except UnusableCalendarError as error:
    print(error)
"""


def test_what_takes_longer_than_it_may_is_ended_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="there are no limits here")
    guests = [f"ATTENDEE:mailto:p{n}@example.org" for n in range(25)]
    series = (entry("RRULE:FREQ=WEEKLY;COUNT=20", *guests).replace("bomb", f"b{n}") for n in range(900))
    path = tmp_path / "bomb.ics"
    path.write_text(calendar(*series))

    said = subprocess.run(
        [sys.executable, "-c", HURRIED, str(path)], env=START, capture_output=True, text=True, check=True
    )

    assert said.stdout.startswith("bomb.ics: it takes too much time or memory")


def test_a_file_the_system_does_not_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableCalendarError, match="file name too long"):
        read_calendar(tmp_path / ("x" * 300), ASKED)


def test_series_that_ended_long_ago_cost_nothing(tmp_path: Path) -> None:
    old = [
        entry("RRULE:FREQ=DAILY;UNTIL=20101231T090000Z", start="DTSTART:20000101T090000Z").replace(
            "bomb", f"b{n}"
        )
        for n in range(1_500)
    ]
    path = tmp_path / "old.ics"
    path.write_text(calendar(*old, entry()))

    assert [one.position for one in read_calendar(path, ASKED).occurrences] == [1_501]


def test_a_long_calendar_of_honest_entries_is_read(tmp_path: Path) -> None:
    entries = [
        entry("SUMMARY:1:1", start=f"DTSTART:2026{1 + n % 12:02}{1 + n % 28:02}T090000Z").replace(
            "bomb", f"e{n}"
        )
        for n in range(1_999)
    ]
    path = tmp_path / "long.ics"
    path.write_text(calendar(*entries))

    assert len(read_calendar(path, ASKED).occurrences) == 1_999

"""What is expanded agrees with a second implementation, across clock changes and exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.imports.ics import split_calendar
from checks.imports.ics_expansion import Expansion, uid_of
from tests.nightly.oracle.second_opinion import second_opinion
from tests.support.examples import examples
from tests.support.paths import CALENDARS

FIRST, LAST = date(2026, 1, 1), date(2027, 2, 20)
HELSINKI = "Europe/Helsinki"
HOSTILE = {"bad.ics", "not-a-calendar.ics", "cancelled-calendar.ics"}
SHARED = sorted(path.name for path in CALENDARS.glob("*.ics") if path.name not in HOSTILE)


def ours(text: str, first: date = FIRST, last: date = LAST) -> set[tuple[str, str, str]]:
    """Return uid, day and status of each occurrence."""
    task: dict[str, Any] = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "zone": HELSINKI,
        "people": {},
        "titles": [],
        "categories": [],
    }
    found = Expansion(task, split_calendar(text)).run()
    assert found["refused"] == []
    return {(one["uid"], one["day"], one["status"]) for one in found["occurrences"]}


Ask = Callable[[Mapping[str, str]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask the second implementation."""
    with second_opinion() as asked:
        yield asked


def theirs(ask: Ask, text: str, first: date = FIRST, last: date = LAST) -> set[tuple[str, str, str]]:
    """Return the same, by the second implementation."""
    zone = next(iter(re.findall(r"^X-WR-TIMEZONE:(\S+)", text, re.MULTILINE)), HELSINKI)
    until = (last + timedelta(days=60)).isoformat()
    return {
        (uid_of(one["uid"], one["recurrence"]), one["day"], one["status"])
        for one in ask({"text": text, "last": until, "here": HELSINKI, "floating": zone})
        if first.isoformat() <= one["day"] <= last.isoformat()
    }


@pytest.mark.parametrize("name", SHARED)
def test_the_calendars_of_these_tests_agree(name: str, ask: Ask) -> None:
    text = (CALENDARS / name).read_bytes().decode()

    assert ours(text) == theirs(ask, text)


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def series(draw: st.DrawFn) -> str:
    """Return a calendar with one series: daily, weekly or monthly, with an end and dates left out."""
    zone = draw(st.sampled_from((HELSINKI, "America/New_York", "UTC", "DATE")))
    begin = datetime(2026, 1, 1) + timedelta(  # noqa: DTZ001 - a wall clock's time, in the zone drawn
        days=draw(st.integers(0, 300)), minutes=draw(st.sampled_from((5 * 60, 9 * 60, 12 * 60, 22 * 60)))
    )
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY")))
    interval = draw(st.integers(1, 5))
    rule = [f"FREQ={frequency}", f"INTERVAL={interval}"]
    if frequency == "WEEKLY":
        # The first day is one of the rule's: RFC 5545 leaves open what is meant where it is none.
        days = sorted({begin.weekday(), *draw(st.sets(st.integers(0, 6), max_size=3))})
        rule.append("BYDAY=" + ",".join(DAYS[day] for day in days))
    if frequency == "MONTHLY":
        nth = (begin.day - 1) // 7 + 1
        choice = draw(st.sampled_from(("date", "nth")))
        rule.append(f"BYMONTHDAY={begin.day}" if choice == "date" else f"BYDAY={nth}{DAYS[begin.weekday()]}")
    match draw(st.sampled_from(("COUNT", "UNTIL", "none"))):
        case "COUNT":
            rule.append(f"COUNT={draw(st.integers(1, 30))}")
        case "UNTIL":
            until = begin + timedelta(days=draw(st.integers(0, 300)))
            rule.append(f"UNTIL={until:%Y%m%d}" + ("" if zone == "DATE" else f"T{until:%H%M%S}Z"))
    # Left out are days the series has: ical.js passes over one that follows a day the series has not.
    step = {"DAILY": interval, "WEEKLY": 7 * interval, "MONTHLY": 0}[frequency]
    left_out = [
        begin + timedelta(days=step * n) for n in sorted(draw(st.sets(st.integers(0, 9), max_size=4)))
    ]
    left_out = list(dict.fromkeys(left_out))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "BEGIN:VEVENT",
        "UID:drawn",
        "RRULE:" + ";".join(rule),
    ]
    lines.append(_dates("DTSTART", zone, [begin]))
    if left_out:
        lines.append(_dates("EXDATE", zone, left_out))
    return "\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def _dates(name: str, zone: str, moments: list[datetime]) -> str:
    if zone == "DATE":
        return f"{name};VALUE=DATE:" + ",".join(f"{one:%Y%m%d}" for one in moments)
    if zone == "UTC":
        return f"{name}:" + ",".join(f"{one:%Y%m%dT%H%M%SZ}" for one in moments)
    return f"{name};TZID={zone}:" + ",".join(f"{one:%Y%m%dT%H%M%S}" for one in moments)


@settings(
    examples(30, 300), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(text=series())
def test_random_series_agree(text: str, ask: Ask) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    assert ours(text, first, last) == theirs(ask, text, first, last)


@pytest.mark.parametrize(
    ("uid", "recurrence", "expected"),
    [
        ("a@example.org", "", "ca5bc98d2e275242"),
        ("a@example.org", "20260105", "5f8d5c4d2d6f0cdf"),
        ("a@example.org", "20260105T070000Z", "95444b29d72b7893"),
    ],
    ids=["alone", "all day", "timed"],
)
def test_the_uid_of_an_entry_never_changes(uid: str, recurrence: str, expected: str) -> None:
    assert uid_of(uid, recurrence) == expected

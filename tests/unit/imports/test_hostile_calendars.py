"""Whatever a calendar holds, what comes of it is occurrences, refusals, or one line why it is none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from checks.imports.ics import NotACalendarError, split_calendar
from checks.imports.ics_expansion import Expansion
from tests.support.examples import examples
from tests.support.paths import CALENDARS

if TYPE_CHECKING:
    from pathlib import Path

GOOD = [path for path in sorted(CALENDARS.glob("*.ics")) if path.stem != "bad"]
LINES = sorted({line for path in GOOD for line in path.read_bytes().decode().splitlines()})
TASK: dict[str, Any] = {
    "first": "2026-01-01",
    "last": "2027-02-20",
    "zone": "Europe/Helsinki",
    "people": {"paavo@northlight.example": "p-paavo"},
    "titles": ["1:1"],
    "categories": [],
}
SCRAPS = (
    "", ":", ";", "=", '"', ",", "\n", "\n ", "T", "Z", "-1", "99999999999", "\x00", "\u2028", "é", "VALUE=DATE",
    "\nRRULE:FREQ=WEEKLY", "\nRDATE;VALUE=PERIOD:20261101T100000Z/PT1H", "\nDURATION:-PT1H", "\nEXDATE:junk",
    "\nRECURRENCE-ID:20261102", "\nDTEND;VALUE=DATE:20261102", ";TZID=Europe", ";TZID=Etc/GMT+99",
    ";RANGE=THISANDFUTURE", "\nBEGIN:VEVENT", "\nEND:VEVENT", "\nBEGIN:VTIMEZONE",
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0), st.integers(0, 60), st.sampled_from(SCRAPS)), min_size=1, max_size=5
)


def expanded(text: str) -> dict[str, Any] | None:
    try:
        return Expansion(TASK, split_calendar(text)).run()
    except NotACalendarError:
        return None


@examples(30, 150)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_lines_in_any_order_are_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT", "END:VCALENDAR"])

    expanded(text)


@examples(30, 250)
@given(st.sampled_from(GOOD), EDITS)
def test_a_calendar_with_pieces_replaced_is_read_or_refused(
    path: Path, edits: list[tuple[int, int, str]]
) -> None:
    text = path.read_bytes().decode()
    for where, cut_out, scrap in edits:
        at = where % (len(text) + 1)
        text = text[:at] + scrap + text[at + cut_out :]

    found = expanded(text)

    for one in found["occurrences"] if found else ():
        assert date(2000, 1, 1) <= date.fromisoformat(one["day"]) <= date(2091, 1, 1)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    expanded(text)
    expanded("BEGIN:VCALENDAR\n" + text)


def test_nothing_private_leaves_the_process() -> None:
    for path in GOOD:
        found = expanded(path.read_bytes().decode())

        told = repr(found).casefold()
        for word in ("@", "mailto", "dentist", "example", "quiet room", "meet.example", "aino / paavo"):
            assert word not in told

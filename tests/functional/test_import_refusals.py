"""`outbound import calendar`, `people` and `issue`: what cannot be meant is refused, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.imports.table_text import LARGEST
from tests.support.calling import UNREADABLE
from tests.support.dated_repository import called, fresh, laid, logged
from tests.unit.imports.test_calendar_bombs import calendar, entry

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.building import Files

RULES = "schema: 1\nrules:\n  - {service: one-on-one, title: x}\n"
MEETING = entry(
    "SUMMARY:x", "ORGANIZER:mailto:grace@example.org", "ATTENDEE:mailto:ada@example.org",
    start="DTSTART:20261117T090000Z",
)  # fmt: skip
PEOPLE = "id,name,address\np-grace,Grace,grace@example.org\np-ada,Ada,ada@example.org\n"
BROKEN: Files = {"playbook/playbook.yaml": "schema: 1\norganisation: [\n"}
CALENDAR = ("calendar", "meetings.ics", "--team", "harbour", "--people", "people.csv")
LONG = "x" * 300


def imported(here: Path, files: Files, *words: str) -> tuple[Path, int, str, str]:
    """Import from files that lie beside the playbook; return its root too."""
    root = laid(here / "playbook", {"playbook/calendar.yaml": RULES, **files})
    beside = {"meetings.ics": calendar(MEETING), "people.csv": PEOPLE}
    for name, content in {
        **beside,
        **{name: text for name, text in files.items() if "/" not in name},
    }.items():
        (here / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    named = [str(here / word) if word == LONG or (here / word).exists() else word for word in words]
    return root, *called(root, "import", *named)


REFUSED: dict[str, tuple[Files, tuple[str, ...], str]] = {
    "rules with a misspelt key": (
        {"playbook/calendar.yaml": "schema: 1\nrulez: []\n"},
        CALENDAR,
        "playbook/calendar.yaml:2:1: unknown key `rulez`. Did you mean `rules`?",
    ),
    "no rules": (
        {"playbook/calendar.yaml": "schema: 1\nrules: []\n"},
        CALENDAR,
        "playbook/calendar.yaml has no rules, so calendar entries can't be matched to services",
    ),
    "a calendar for a playbook nobody can read": (BROKEN, CALENDAR, "playbook/playbook.yaml can't be read"),
    "a team nobody can read": (
        {"data/teams/harbour/team.yaml": UNREADABLE["data/teams/quay/team.yaml"]},
        CALENDAR,
        "harbour can't be read, so nothing was written: data/teams/harbour/team.yaml:",
    ),
    "nobody who is who": (
        {},
        CALENDAR[:4],
        "set the path to people.csv (columns id, name, address) with --people",
    ),
    "ticks in a folder": ({}, (*CALENDAR, "--held", "playbook"), "playbook is not a file"),
    "ticks that are no text": (
        {"ticks.txt": b"\xff"},
        (*CALENDAR, "--held", "ticks.txt"),
        "is not UTF-8, so it is not a list from --list",
    ),
    "ticks on days there are not": (
        {"ticks.txt": "[x] 2026-13-01 one-on-one p-ada p-grace -\n"},
        (*CALENDAR, "--held", "ticks.txt"),
        "has no ticked lines, or it is not a list from --list",
    ),
    "ticks with a long name": ({}, (*CALENDAR, "--held", LONG), "can't be read: file name too long"),
    "a list with a long name": ({}, (*CALENDAR, "--list", LONG), "file name too long"),
    "a table for a team there is not": (
        {"table.csv": "person,team,from\n"},
        ("people", "table.csv", "--team", "harbor"),
        "there is no team 'harbor'. Did you mean harbour?",
    ),
    "a table with a long name": ({}, ("people", LONG), "file name too long"),
    "a table that is too large": (
        {"table.csv": b"x" * (LARGEST + 1)},
        ("people", "table.csv"),
        "table.csv: it is larger than ",
    ),
    "a table whose header is no CSV": (
        {"table.csv": 'person,"team\nx'},
        ("people", "table.csv"),
        "line 1 is not valid CSV: ",
    ),
    "absences for a playbook nobody can read": (
        BROKEN,
        ("people", "meetings.ics", "--absences"),
        "playbook/playbook.yaml can't be read",
    ),
    "an issue for a playbook nobody can read": (
        {**BROKEN, "event.json": "{}"},
        ("issue", "--event", "event.json"),
        "playbook/playbook.yaml can't be read",
    ),
    "an event that is a folder": ({}, ("issue", "--event", "playbook"), "it is not a file"),
}


@pytest.mark.parametrize(("files", "words", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_one_line_and_writes_nothing(
    tmp_path: Path, files: Files, words: tuple[str, ...], why: str
) -> None:
    before = logged(laid(tmp_path / "playbook"))

    root, status, out, err = imported(tmp_path, files, *words)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("outbound: ")
    assert why in err
    assert logged(root) == before


def test_an_answer_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    event = '{"action": "opened", "issue": {"number": 1, "created_at": "2026-11-20T00:00:00Z", "body": ""}}'

    words = ("issue", "--event", "event.json", "--answer", LONG)
    _, status, out, err = imported(tmp_path, {"event.json": event}, *words)

    assert (status, out) == (2, "")
    assert err.startswith("outbound: cannot write ")
    assert "file name too long" in err


def test_bad_rows_and_an_unreadable_team_are_told_beside(tmp_path: Path) -> None:
    table = "person,team,from,to\np-new,,2026-01-01,\np-new,harbour,2026-01-01,soon\n"

    _, status, out, err = imported(tmp_path, {"table.csv": table, **UNREADABLE}, "people", "table.csv")

    assert (status, err) == (0, "")
    assert out.splitlines()[6:] == [
        "Skipped:",
        "  table.csv, line 2: the team is missing",
        "  table.csv, line 3: invalid end date. Write it as 2026-11-02 or 2.11.2026",
        "Note: quay can't be read, so it is not compared. Run: outbound check.",
        "Note: the table has no rows for harbour, so this team was not compared.",
        "Nothing to change.",
    ]


def test_what_a_calendar_or_ticks_lack_is_told_beside(tmp_path: Path) -> None:
    alone = entry("RRULE:FREQ=DAILY;COUNT=5", "SUMMARY:x").replace("UID:bomb", "UID:alone")
    far = entry(
        "SUMMARY:x", "ORGANIZER:mailto:grace@example.org", "ATTENDEE:mailto:ada@example.org",
        start="DTSTART:20270601T090000Z",
    ).replace("UID:bomb", "UID:far")  # fmt: skip
    files: Files = {
        "meetings.ics": calendar(MEETING, alone, far),
        "ticks.txt": "# harbour\n[x] 2026-11-18 one-on-one p-ada p-grace -\nwell\n",
    }
    before = logged(laid(tmp_path / "playbook"))

    root, status, out, err = imported(tmp_path, files, *CALENDAR, "--held", "ticks.txt")

    assert (status, err) == (0, "")
    assert fresh(root, before)[0].startswith("2026-11-17,one-on-one,p-ada,p-grace,outbound,booked")
    for line in (
        "  line 3 of the list did not come from --list",
        "  line 2 of the list: no past booking matches it",
        (
            "  meetings.ics, entry 2 (UID alone…), 5 times from 2026-11-02 to 2026-11-06: "
            "it has neither an organiser nor attendees"
        ),
        "1 meeting is outside the dates that were checked:",
        "  meetings.ics, entry 3",
    ):
        assert line in out.splitlines()

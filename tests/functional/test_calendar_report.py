"""`import calendar` names every entry of a file: a row, or a reason by its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.functional.transcribing import PEOPLE, playbook_of_a_team
from tests.support.calling import outbound
from tests.unit.imports.test_calendar_bombs import calendar, entry

if TYPE_CHECKING:
    from pathlib import Path

PAAVO, AINO = (f"mailto:{name}@northlight.example" for name in ("paavo", "aino"))
PEOPLE_IN_IT = (f"ORGANIZER:{PAAVO}", f"ATTENDEE:{AINO}")


def numbered(uid: str, *lines: str, start: str = "DTSTART:20261102T090000Z") -> str:
    return entry(*lines, start=start).replace("UID:bomb", f"UID:{uid}")


def report(folder: Path, *entries: str) -> str:
    """Import entries, and return what was printed."""
    root = playbook_of_a_team(folder / "playbook")
    (folder / "meetings.ics").write_text(calendar(*entries))
    words = ("../meetings.ics", "--team", "harbour", "--people", str(PEOPLE), "--dry-run")
    done = outbound("import", "calendar", *words, here=root)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_cancelled_entry_without_a_rule_is_listed(tmp_path: Path) -> None:
    shown = report(
        tmp_path,
        numbered("a", "SUMMARY:1:1 Aino", *PEOPLE_IN_IT),
        numbered("b", "SUMMARY:Dentist", "STATUS:CANCELLED", start="DTSTART:20261103T090000Z"),
        numbered("c", "SUMMARY:Canceled: lunch", start="DTSTART:20261104T090000Z"),
        numbered("d", "SUMMARY:Choir", start="DTSTART:20261105T090000Z"),
        numbered(
            "e", "SUMMARY:1:1 Aino", "STATUS:CANCELLED", *PEOPLE_IN_IT, start="DTSTART:20261106T090000Z"
        ),
    )

    assert "Skipped:\n  meetings.ics, entry 5 (UID e…), 2026-11-06: it is cancelled\n" in shown
    assert (
        "3 entries match no rule in playbook/calendar.yaml:\n"
        "  meetings.ics, entry 2 (UID b…), 2026-11-03: it is cancelled\n"
        "  meetings.ics, entry 3 (UID c…), 2026-11-04: the title shows that it is cancelled\n"
        "  meetings.ics, entry 4 (UID d…), 2026-11-05\n"
    ) in shown
    assert not re.search("dentist|lunch|choir", shown, re.IGNORECASE)


def test_no_rule_is_looked_for_where_all_are_cancelled(tmp_path: Path) -> None:
    assert "--suggest" not in report(tmp_path, numbered("b", "SUMMARY:Dentist", "STATUS:CANCELLED"))


def test_many_entries_without_a_rule_are_all_numbered(tmp_path: Path) -> None:
    shown = report(tmp_path, *(numbered(f"x{number}", "SUMMARY:Choir") for number in range(1, 48)))

    lines = shown.splitlines()
    assert "47 entries match no rule in playbook/calendar.yaml:" in lines
    assert "  meetings.ics, entries 41-47" in lines
    assert sum(", entry " in line for line in lines) == 40


def test_what_lies_outside_the_days_is_numbered(tmp_path: Path) -> None:
    shown = report(
        tmp_path,
        numbered("old", "SUMMARY:Choir", start="DTSTART:20210104T090000Z\nDTEND:20210104T100000Z"),
        numbered("ended", "SUMMARY:1:1", "RRULE:FREQ=WEEKLY;UNTIL=20220101T000000Z", *PEOPLE_IN_IT,
                 start="DTSTART:20210104T090000Z"),
        numbered("far", "SUMMARY:Choir", start="DTSTART:20290104T090000Z"),
        numbered("later", "SUMMARY:1:1 Aino", *PEOPLE_IN_IT, start="DTSTART:20290105T090000Z"),
        numbered("now", "SUMMARY:1:1 Aino", *PEOPLE_IN_IT),
    )  # fmt: skip

    assert "1 meeting is outside the dates that were checked:\n  meetings.ics, entry 4\n" in shown
    assert re.search(r"3 entries have no date from \S+ to \S+:\n  meetings.ics, entries 1-3\n", shown)
    assert "match no rule" not in shown


HOSTILE = (
    "ATTENDEE", "ATTENDEE:", "ATTENDEE;:", "ATTENDEE;CN=:", 'ATTENDEE;CN=":mailto:a@x.example', "ORGANIZER:mailto:",
    'ORGANIZER;CN="a"b":mailto:b@x.example', "DTEND:", "DTEND:00000000", "DTEND:99999999T999999Z", "DTEND:x",
    "DTEND;TZID=:20261102T100000", "DTEND;VALUE=PERIOD:20261102T100000Z/PT1H", "DURATION:P", "DURATION:-P1W",
    "DURATION:P99999999999D", "RRULE:", "RRULE:FREQ", "RRULE:FREQ=", "RRULE:FREQ=NEVER", "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=DAILY;COUNT=-1", "RRULE:FREQ=DAILY;COUNT=99999999999", "RRULE:FREQ=DAILY;UNTIL=x",
    "RRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE:FREQ=MONTHLY;BYMONTHDAY=99", "RRULE:FREQ=YEARLY;BYWEEKNO=54",
    "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "EXDATE:x", "EXDATE:", "EXDATE:,,,",
    "EXDATE;TZID=Mars/Base:20261102T090000", "RDATE:x", "RDATE;VALUE=PERIOD:20261102T100000Z/x", "RDATE:,",
    "RECURRENCE-ID:x", "RECURRENCE-ID:", "RECURRENCE-ID;RANGE=THISANDPRIOR:20261102T090000Z", "SEQUENCE:x",
    "SEQUENCE:-1", "SEQUENCE:99999999999999999999", "SEQUENCE:1\nSEQUENCE:2", "STATUS:\x00", "SUMMARY:" + "x" * 70_000,
    "SUMMARY:\u202e1:1", "SUMMARY:\x1b[31m1:1", "SUMMARY:{{1:1}}<script>", "SUMMARY\\:1:1", "CATEGORIES:" + "," * 5_000,
    "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:", "UID:other",
    "DTSTART:20261103T090000Z", "X" * 5_000, ":" * 5_000, ";" * 5_000, '"' * 5_001, "=\\;,", "\ufeff", "\u2028SUMMARY:1:1",
)  # fmt: skip


def test_each_of_many_hostile_lines_is_survived(tmp_path: Path) -> None:
    shown = report(
        tmp_path,
        *(numbered(f"h{number}", "SUMMARY:Choir", line) for number, line in enumerate(HOSTILE)),
        numbered("good", "SUMMARY:1:1 Aino", *PEOPLE_IN_IT),
    )

    assert len(HOSTILE) > 60
    assert "Traceback" not in shown
    assert "\x1b" not in shown
    assert "mailto" not in shown


def test_a_good_entry_beside_hostile_lines_is_taken(tmp_path: Path) -> None:
    kept = [line for line in HOSTILE if not line.startswith(("BEGIN:", "END:"))]
    shown = report(
        tmp_path,
        *(numbered(f"h{number}", "SUMMARY:Choir", line) for number, line in enumerate(kept)),
        numbered("good", "SUMMARY:1:1 Aino", *PEOPLE_IN_IT),
    )

    assert (
        "  added  2026-11-02  one-on-one  Aino Example (p-aino)  Paavo Example (p-paavo)  outbound  booked\n"
        in shown
    )

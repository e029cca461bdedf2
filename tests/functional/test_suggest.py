"""`import calendar --suggest`: rules for entries that fit none, printed or ticked, and kept from others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.transcribing import PEOPLE, playbook_of_a_team
from tests.support.calling import START, outbound
from tests.unit.imports.test_calendar_bombs import calendar, entry

pty = pytest.importorskip("pty", reason="there are no terminals here")

PAAVO, AINO, BRAM = (f"mailto:{name}@northlight.example" for name in ("paavo", "aino", "bram"))


def weekly(uid: str, title: str, member: str, *more: str, day: int = 2) -> str:
    people = (f"ORGANIZER:{PAAVO}", f"ATTENDEE:{member}", *more)
    return entry(f"SUMMARY:{title}", *people, start=f"DTSTART:202611{day:02}T090000Z").replace(
        "UID:bomb", f"UID:{uid}"
    )


MEETINGS = calendar(
    weekly("a", "Huddle Aino", AINO),
    weekly("b", "Huddle Bram", BRAM, day=3),
    weekly("c", "1:1 Bram", BRAM, "ATTENDEE:mailto:kaste@northlight.example", day=4),
    weekly("d", "Dentist", "mailto:d@elsewhere.example", day=5),
)
RULE = "{service: one-on-one, title: huddle, attendees: {at_most: 2}, with: [giver, member]}"
LINES = """\
  - service: one-on-one
    title: huddle
    attendees: {at_most: 2}
    with: [giver, member]
"""


def laid(folder: Path) -> Path:
    (folder / "meetings.ics").write_text(MEETINGS)
    return playbook_of_a_team(folder / "playbook")


WORDS = ("import", "calendar", "../meetings.ics", "--team", "harbour", "--people", str(PEOPLE), "--suggest")


def test_without_a_terminal_the_lines_to_add_are_printed(tmp_path: Path) -> None:
    root = laid(tmp_path)
    before = (root / "playbook/calendar.yaml").read_bytes()

    done = outbound(*WORDS, here=root)

    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == f"""\
harbour, 2024-10-01 to 2027-02-20: 4 entries in 1 calendar
1. 2 entries with a leader or coach and one member: 2 meetings
   “Huddle Aino”, “Huddle Bram”
   rules: {RULE}
   Other services it may be: career-conversation, feedback-on-request, onboarding-check-in, performance-discussion, recognition, return-from-leave, stay-interview
2. 1 entry would match a rule, or could have one, without this address. Add it only if it is a room, a list or a bot
   not_people: kaste@northlight.example

To use a suggestion, add its line at the end of its list in playbook/calendar.yaml:

rules:
  - {RULE}
not_people:
  - kaste@northlight.example
"""
    )
    assert (root / "playbook/calendar.yaml").read_bytes() == before
    assert not list(root.glob("data/**/*.csv"))


def typed(root: Path, text: str, *more: str) -> str:
    """Run the command at a terminal at which this is typed, and return what it shows."""
    ours, theirs = pty.openpty()
    environment = {**START, "PYTHONUTF8": "1", "TERM": "dumb", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-c", "from checks.cli import main; main()", *WORDS, *more],
        cwd=root, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        os.close(theirs)
        os.write(ours, text.encode())
        shown, _ = process.communicate(timeout=120)
        assert process.returncode == 0
    os.close(ours)
    return shown.decode()


def test_what_is_ticked_is_added_and_used(tmp_path: Path) -> None:
    root = laid(tmp_path)
    before = (root / "playbook/calendar.yaml").read_text()

    shown = typed(root, "9\n1-2\n\n")

    assert "'9' is not a number from 1 to 2" in shown
    assert "2 lines added to playbook/calendar.yaml. Import the calendar again to use them." in shown
    assert (root / "playbook/calendar.yaml").read_text() == (
        f"{before}{LINES}not_people:\n  - kaste@northlight.example\n"
    )
    again = outbound(*WORDS[:-1], here=root)
    assert "3 added" in again.stdout
    assert "Huddle" not in again.stdout


def test_nothing_ticked_adds_nothing(tmp_path: Path) -> None:
    root = laid(tmp_path)
    before = (root / "playbook/calendar.yaml").read_bytes()

    assert "Nothing was added." in typed(root, "\n")
    assert "Which ones" not in typed(root, "", "--dry-run")
    assert (root / "playbook/calendar.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "written", [None, "schema: 1\nnot_people:  # agreed\n  - kaste@northlight.example\n"]
)
def test_the_usual_rules_are_kept_beside_the_first_of_ones_own(written: str | None, tmp_path: Path) -> None:
    root = laid(tmp_path)
    rules = root / "playbook/calendar.yaml"
    rules.unlink()
    if written:
        rules.write_text(written)

    typed(root, "1\n\n")

    text = rules.read_text()
    assert text.startswith(written or "# yaml-language-server")
    assert text.endswith(LINES)
    assert "- A <> B" in text
    assert outbound("check", "--select", "SCH", here=root).returncode == 0


def test_titles_are_not_shown_where_others_read_along(tmp_path: Path) -> None:
    done = outbound(*WORDS, here=laid(tmp_path), env={"CI": "true"})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "outbound: --suggest shows the titles of meetings. Run it on your own computer\n"


def test_it_needs_a_calendar(tmp_path: Path) -> None:
    done = outbound("import", "calendar", "--team", "harbour", "--suggest", here=laid(tmp_path))

    assert done.returncode == 2


def test_a_person_s_address_is_no_room(tmp_path: Path) -> None:
    root = laid(tmp_path)
    rules = root / "playbook/calendar.yaml"
    rules.write_text(rules.read_text() + "not_people: [Aino@Northlight.example]\n")

    done = outbound(*WORDS[:-1], here=root)

    assert done.returncode == 2
    assert "this address belongs to p-aino in people.csv. Remove it here" in done.stderr
    assert "aino@" not in done.stderr.lower()


def test_without_rules_the_usual_ones_apply(tmp_path: Path) -> None:
    root = laid(tmp_path)
    (root / "playbook/calendar.yaml").write_text("schema: 1\nnot_people: [kaste@northlight.example]\n")

    done = outbound(*WORDS[:-1], here=root)

    assert (
        "added  2026-11-04  one-on-one  Bram Example (p-bram)  Paavo Example (p-paavo)  outbound  booked"
        in done.stdout
    )

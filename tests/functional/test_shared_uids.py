"""Two calendars that give one UID to different meetings, and one meeting that two calendars have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functional.transcribing import PEOPLE, playbook_of_a_team
from tests.support.calling import outbound
from tests.unit.imports.test_calendar_bombs import calendar, entry

if TYPE_CHECKING:
    from pathlib import Path


def meeting(day: int, organiser: str, *others: str, status: str = "CONFIRMED", sequence: int = 0) -> str:
    people = (f"ORGANIZER:mailto:{organiser}@northlight.example",
              *(f"ATTENDEE:mailto:{who}@northlight.example" for who in others))  # fmt: skip
    terms = ("SUMMARY:1:1", f"STATUS:{status}", f"SEQUENCE:{sequence}")
    return calendar(entry(*terms, *people, start=f"DTSTART:202612{day:02}T090000Z")).replace(
        "UID:bomb", "UID:1"
    )


def imported(root: Path, **calendars: str) -> str:
    """Import calendars in one run, in the order of their names, and return what was printed."""
    for name, text in calendars.items():
        (root.parent / f"{name}.ics").write_text(text)
    files = [f"../{name}.ics" for name in calendars]
    done = outbound("import", "calendar", *files, "--team", "harbour", "--people", str(PEOPLE), here=root)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def logged(root: Path) -> list[str]:
    """Return day, member, giver and state of the rows, in order."""
    rows = [
        row.split(",") for path in root.glob("data/**/*.csv") for row in path.read_text().splitlines()[1:]
    ]
    assert len({(row[7], row[2]) for row in rows}) == len(rows)
    return sorted(f"{row[0][-2:]} {row[2]} {row[3]} {row[5]}" for row in rows)


APART = {
    "start": (meeting(1, "paavo", "cleo"), meeting(8, "paavo", "cleo")),
    "organiser": (meeting(1, "paavo", "cleo"), meeting(1, "maire", "cleo")),
    "member": (meeting(1, "paavo", "cleo"), meeting(1, "paavo", "bram")),
    "all": (meeting(1, "paavo", "cleo"), meeting(8, "maire", "bram")),
    "start and organiser": (meeting(1, "paavo", "cleo"), meeting(8, "maire", "cleo")),
}


@pytest.mark.parametrize(("ours", "theirs"), APART.values(), ids=APART)
def test_different_meetings_of_one_uid_stay_apart(ours: str, theirs: str, tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")

    imported(root, ours=ours, theirs=theirs)
    first = logged(root)
    again = imported(root, ours=ours, theirs=theirs)
    turned = imported(root, theirs=theirs, ours=ours)

    assert len(first) == 2
    assert "\n2 unchanged in" in again
    assert "\n2 unchanged in" in turned
    assert logged(root) == first
    assert "booked row" not in again + turned


ONE_BY_ONE = {name: APART[name] for name in ("organiser", "member", "all", "start and organiser")}


@pytest.mark.parametrize(("ours", "theirs"), ONE_BY_ONE.values(), ids=ONE_BY_ONE)
def test_so_do_they_when_they_are_imported_one_by_one(ours: str, theirs: str, tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")

    imported(root, ours=ours)
    imported(root, theirs=theirs)
    both = logged(root)

    assert len(both) == 2
    assert "1 unchanged in" in imported(root, ours=ours)
    assert "1 unchanged in" in imported(root, theirs=theirs)
    assert "2 unchanged in" in imported(root, theirs=theirs, ours=ours)
    assert logged(root) == both


def test_what_one_calendar_cancels_is_cancelled_alone(tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")
    imported(root, ours=meeting(1, "paavo", "cleo"), theirs=meeting(8, "maire", "cleo"))

    imported(root, theirs=meeting(8, "maire", "cleo", status="CANCELLED", sequence=1))

    assert logged(root) == ["01 p-cleo p-paavo booked", "08 p-cleo p-maire cancelled"]

    imported(root, ours=meeting(1, "paavo", "cleo", status="CANCELLED", sequence=1))

    assert logged(root) == ["01 p-cleo p-paavo cancelled", "08 p-cleo p-maire cancelled"]


def test_what_one_calendar_moves_is_moved_alone(tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")
    imported(root, ours=meeting(1, "paavo", "cleo"), theirs=meeting(8, "maire", "cleo"))

    imported(root, theirs=meeting(9, "maire", "cleo", sequence=1))

    assert logged(root) == ["01 p-cleo p-paavo booked", "09 p-cleo p-maire booked"]


COPIES = {
    "the same": meeting(1, "paavo", "cleo"),
    "moved since": meeting(3, "paavo", "cleo", sequence=1),
    "without its guests": meeting(1, "paavo"),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_one_meeting_of_two_calendars_is_one_row(copy: str, turned: bool, tmp_path: Path) -> None:  # noqa: FBT001
    root = playbook_of_a_team(tmp_path / "playbook")
    calendars = {"ours": meeting(1, "paavo", "cleo"), "theirs": copy}

    imported(root, **dict(reversed(calendars.items())) if turned else calendars)

    day = "03" if copy == COPIES["moved since"] else "01"
    assert logged(root) == [f"{day} p-cleo p-paavo booked"]
    uid = next(root.glob("data/**/*.csv")).read_text().splitlines()[1].rpartition(",")[2]
    assert uid == "4355a46b19d348dc"

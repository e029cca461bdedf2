"""`outbound correct`: late truth about past dates, with the change itself, whole or not at all."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.building import HARBOUR, Files, base, gated
from tests.support.calling import START
from tests.support.dated_repository import Said, called, laid

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "https://git.example.org/acme/pulls/7"
LOST = "2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,\n"
NEW = f"{HARBOUR}/corrections.yaml"
TEAM = f"{HARBOUR}/team.yaml"
ROWS = f"{HARBOUR}/touchpoints/2026-Q3.csv"
SUMMER = ("--from", "2026-07-06", "--to", "2026-10-30")
SICK = ("absence", "p-mia", *SUMMER)
WHO = ("--approved-by", "p-hopper", "--record", RECORD)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """The playbook as it was, and the same to correct; in both a promise to p-mia was missed in the summer."""
    rows: Files = {ROWS: str(base()[ROWS]).replace(LOST, "")}
    return laid(tmp_path / "before", rows), laid(tmp_path / "after", rows)


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != ".outbound.lock"
    }


def changes(sides: tuple[Path, Path]) -> set[tuple[str, str]]:
    """Return code and severity of what the change is found to be."""
    return {
        (finding.code, finding.severity.value)
        for finding in gated(*sides).fresh
        if finding.code[:3] in ("RAT", "COR", "SCH")
    }


@pytest.mark.parametrize("how", ["--dry-run", "--yes"])
def test_a_leader_s_approval_is_refused_at_once(sides: tuple[Path, Path], how: str) -> None:
    before = files_of(sides[1])

    done = called(sides[1], "correct", *SICK, "--approved-by", "p-grace", "--record", RECORD, how)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(
        " Ask someone who doesn't benefit from it to approve it. Nothing was written\n"
    )
    assert files_of(sides[1]) == before


def test_a_late_sick_leave_is_corrected_and_accepted(sides: tuple[Path, Path]) -> None:
    done = called(sides[1], "correct", *SICK, *WHO, "--known-since", "2026-11-02")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Wrote {TEAM} and {NEW}. Review the change with `git diff` and commit the files together, "
        "then run `outbound check`.\n"
    )
    assert "{person: p-mia, from: 2026-07-06, to: 2026-10-30}" in (sides[1] / TEAM).read_text("utf-8")
    written = (sides[1] / NEW).read_text("utf-8")
    assert written.startswith("# yaml-language-server: $schema=")
    assert "id: c-2026-07-absence" in written
    assert changes(sides) == {("RAT004", "notice")}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("absence", "p-mia", "--from", "2026-07-06"), "{person: p-mia, from: 2026-07-06}"),
        (
            ("membership", "p-mia", "--remove", "--from", "2026-07-01"),
            "{person: p-mia, from: 2025-03-01, to: 2026-06-30}",
        ),
        (
            ("membership", "p-mia", "--remove", "--from", "2025-11-24", "--to", "2026-10-31"),
            "{person: p-mia, from: 2026-11-01}",
        ),
        (
            ("membership", "p-mia", "--from", "2025-02-01", "--to", "2025-02-28"),
            "{person: p-mia, from: 2025-02-01}",
        ),
        (
            ("giver", "p-noa", "--from", "2026-07-01", "--to", "2026-07-31", "--team", "harbour"),
            "{person: p-noa",
        ),
        (
            ("giver", "p-alan", "--coach", "--remove", "--from", "2026-07-01", "--to", "2026-07-31"),
            "{person: p-alan, from: 2026-08-01}",
        ),
    ],
)
def test_each_kind_is_written_and_accepted(
    sides: tuple[Path, Path], words: tuple[str, ...], line: str
) -> None:
    done = called(sides[1], "correct", *words, *WHO)

    assert (done.returncode, done.stderr) == (0, "")
    assert line in (sides[1] / TEAM).read_text("utf-8")
    assert changes(sides) <= {("RAT004", "notice")}


def test_a_row_is_named_and_changed_by_hand(sides: tuple[Path, Path]) -> None:
    done = called(sides[1], "correct", "row", "p-ada", "--from", "2026-08-12", "--to", "2026-08-12", *WHO)
    path = sides[1] / ROWS
    path.write_text(
        path.read_text("utf-8").replace("08-12,one-on-one,p-ada", "08-11,one-on-one,p-ada"), "utf-8"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Wrote {NEW}. ")
    assert changes(sides) == set()


def test_a_second_correction_keeps_remarks_and_the_first(sides: tuple[Path, Path]) -> None:
    called(sides[1], "correct", *SICK, *WHO)
    path = sides[1] / NEW
    path.write_text(f"{path.read_text('utf-8')}# told in the meeting\n", "utf-8")
    first = path.read_text("utf-8")

    done = called(sides[1], "correct", "absence", "p-ada", *SUMMER, *WHO)

    after = path.read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert all(line in after for line in first.splitlines())
    assert "id: c-2026-07-absence-2" in after


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*SICK, "--approved-by", "p-mia", "--record", RECORD), "COR001"),
        ((*SICK, "--approved-by", "p-grace", "--record", RECORD), "COR001"),
        ((*SICK, "--approved-by", "p-alan", "--record", RECORD), "COR001"),
        ((*SICK, *WHO, "--known-since", "2027-01-01"), "COR002"),
        ((*SICK, "--approved-by", "p-hopper", "--record", "in my mail"), "SCH005"),
        (("absence", "p-mia", "--from", "2026-12-01", *WHO), "future dates need no correction"),
        (("absence", "p-mia", "--from", "2026-07-06", "--to", "2026-07-01", *WHO), "is before --from"),
        (("absence", "p-nobody", *SUMMER, *WHO), "is on no roster"),
        (("absence", "p-nobody", *SUMMER, "--team", "harbour", *WHO), "is not in harbour"),
        (("absence", "p-mia", *SUMMER, "--team", "harbor", *WHO), "there is no team"),
        ((*SICK, "--remove", *WHO), "nothing to correct"),
        ((*SICK, "--coach", *WHO), "--coach goes with"),
        (("row", "p-mia", "--from", "2026-08-12", *WHO), "a row needs --to"),
        (("absence", "p-mia", "--from", "2024-01-01", "--to", "2026-10-30", *WHO), "at most 366 days"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    sides: tuple[Path, Path], words: tuple[str, ...], says: str
) -> None:
    before = files_of(sides[1])

    done: Said = called(sides[1], "correct", *words)

    assert done.returncode != 0
    assert says in done.stderr
    assert files_of(sides[1]) == before


def test_a_correction_can_be_looked_at_first(sides: tuple[Path, Path]) -> None:
    before = files_of(sides[1])

    done = called(sides[1], "correct", *SICK, *WHO, "--dry-run")

    assert f"+++ {TEAM}" in done.stdout
    assert f"+++ {NEW}" in done.stdout
    assert files_of(sides[1]) == before


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_a_correction_is_asked_about(sides: tuple[Path, Path], answer: str) -> None:
    before = files_of(sides[1])
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())

    done = subprocess.run(
        [sys.executable, "-c", "from checks.cli import main; main()", "correct", *SICK, *WHO],
        cwd=sides[1],
        env={**START, "TERM": "dumb"},
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(theirs)
    os.close(ours)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"+++ {NEW}" in done.stdout
    assert (files_of(sides[1]) != before) is (answer == "y")


def test_half_of_a_correction_is_found_as_what_it_is(sides: tuple[Path, Path]) -> None:
    """A kill between the files leaves the roster changed and no correction: red, with the way out."""
    called(sides[1], "correct", *SICK, *WHO)
    (sides[1] / NEW).unlink()

    (finding,) = [each for each in gated(*sides).fresh if each.code == "RAT004"]

    assert finding.severity.value == "error"
    assert "outbound correct" in finding.problem.help


def test_corrections_are_shown_erased_and_pruned(sides: tuple[Path, Path]) -> None:
    root = sides[1]
    called(root, "correct", *SICK, *WHO)

    own, approver = (called(root, "mine", "--person", person).stdout for person in ("p-mia", "p-hopper"))
    old = called(root, "check", "--as-of", "2030-01-01", "--select", "PRV003").stdout
    erased = called(root, "prune", "--person", "p-mia", "--yes")

    line = "  correction c-2026-07-absence from 2026-07-06 to 2026-10-30\n"
    assert line in own
    assert line in approver
    assert "a correction of dates up to 2026-10-30 is older than agreed" in old
    assert erased.returncode == 0, erased.stderr
    assert "p-mia" not in (root / NEW).read_text("utf-8")


def test_old_corrections_go_and_the_gate_lets_them(sides: tuple[Path, Path]) -> None:
    for root in sides:
        called(root, "correct", *SICK, *WHO)

    done = called(sides[1], "prune", "--as-of", "2030-01-01", "--yes")

    assert done.returncode == 0, done.stderr
    assert "corrections: []" in (sides[1] / NEW).read_text("utf-8")

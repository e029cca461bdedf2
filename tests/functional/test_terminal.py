"""What only happens on a terminal: the question before a roster is written, and colour in its diff."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.functional.transcribing import playbook_of_a_team
from tests.support.calling import MAIN, START, replaced
from tests.support.dated_repository import Q4, TODAY, laid, logged

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="there are no terminals to open here")

TABLE = "person,team,from\np-aino,harbour,2021-03-01\np-new,harbour,2026-12-01\n"


def on_a_terminal(words: list[str], answer: str, here: Path | None = None) -> tuple[int, str]:
    """Run a command on a terminal of its own, answer once, and return its status and what it said."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        words, cwd=here, env={**START, "TERM": "xterm"}, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(ours)
    return process.returncode, said.decode()


@pytest.mark.parametrize(("answer", "written"), [("\ny\n", True), ("\nn\n", False), ("\n\n", False)])
def test_the_change_is_shown_and_written_when_somebody_says_yes(
    answer: str, *, written: bool, tmp_path: Path
) -> None:
    root = playbook_of_a_team(tmp_path / "playbook of harbour")
    (tmp_path / "table.csv").write_text(TABLE)

    words = [sys.executable, "-c", MAIN, "import", "people", "../table.csv"]
    status, said = on_a_terminal(words, answer, root)

    assert status == 0
    assert "\x1b[32m+  - {person: p-new, from: 2026-12-01}" in said
    assert "Press Enter if this is right" in said
    assert "Write these changes (1 membership added)?" in said
    assert ("p-new" in (root / "data/teams/harbour/team.yaml").read_text()) is written


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", MAIN, *words]


def test_who_gave_it_is_asked_for(tmp_path: Path) -> None:
    roster = "data/teams/harbour/team.yaml"
    two = replaced(roster, ("leaders:\n", "leaders:\n  - {person: p-joan, from: 2026-01-01}\n"))
    root = laid(tmp_path, {**two})

    status, said = on_a_terminal(command("log", "one-on-one", "p-ada"), "p-joan\n", root)

    assert status == 0
    assert "Who gave it? (id): " in said
    assert "2026-11-23,one-on-one,p-ada,p-joan,outbound,held" in logged(root)


def test_who_gave_it_is_answered_by_name(tmp_path: Path) -> None:
    roster = "data/teams/harbour/team.yaml"
    two = replaced(roster, ("leaders:\n", "leaders:\n  - {person: p-joan, from: 2026-01-01}\n"))
    root = laid(tmp_path / "repository", {**two})
    (tmp_path / "people.csv").write_text("id,name,address\np-joan,Ann Joanson,\np-grace,Ann Quist,\n")

    words = command("log", "one-on-one", "p-ada", "--people", "../people.csv")
    status, said = on_a_terminal(words, "ann\nnemo\njoanson\n", root)

    assert status == 0
    assert "Person ann: this fits 2 people: Ann Quist (p-grace), Ann Joanson (p-joan). Use an id." in said
    assert "Person nemo: the table of people has no one like this." in said
    assert "given by Ann Joanson (p-joan)" in said
    assert "2026-11-23,one-on-one,p-ada,p-joan,outbound,held" in logged(root)


def test_what_became_of_booked_rows_is_asked_state_by_state(tmp_path: Path) -> None:
    rows = "".join(f"2026-11-0{day},one-on-one,p-ada,p-grace,outbound,booked\n" for day in (3, 4, 5))
    root = laid(tmp_path, {Q4: f"date,service,member,given_by,initiative,state\n{rows}"})

    status, said = on_a_terminal(command("confirm"), "1,3\n\n2\n", root)

    assert status == 0
    assert "3  2026-11-05  one-on-one  p-ada  by p-grace  (harbour)" in said
    assert "2 held, 1 cancelled." in said
    assert [row.rpartition(",")[2] for row in logged(root)[-3:]] == ["held", "cancelled", "held"]


@pytest.mark.parametrize(("answer", "gone"), [("y\n", True), ("n\n", False)])
def test_nothing_old_is_removed_before_somebody_says_yes(answer: str, *, gone: bool, tmp_path: Path) -> None:
    kept = replaced(
        "playbook/playbook.yaml", ("smallest_group: 5", "smallest_group: 5\n  keep_logs_for: 1 quarter")
    )
    root = laid(tmp_path)
    playbook = root / "playbook/playbook.yaml"
    playbook.write_text(f"{kept['playbook/playbook.yaml']}today: {TODAY}\narchive: true\n")

    status, said = on_a_terminal(command("prune"), answer, root)

    assert status == (0 if gone else 1)
    assert "The check will then start at 2026-07-01. Delete 4 files from quarters before 2026-07-01?" in said
    assert (root / "data/teams/harbour/touchpoints/2026-Q1.csv").exists() is not gone


@pytest.mark.parametrize(("seconds", "shown"), [(2.6, True), (0.1, False)])
def test_a_bar_shows_itself_late_and_is_gone_in_the_end(seconds: float, *, shown: bool) -> None:
    waits = f"""
import time
from checks.cli.progress import progress_bar
with progress_bar("Reading calendars", 2) as step:
    step()
    time.sleep({seconds})
print("done")
"""

    status, said = on_a_terminal([sys.executable, "-c", waits], "")

    assert status == 0
    assert ("Reading calendars" in said and "1/2" in said) is shown
    assert said.rstrip().endswith("done")


def test_words_of_a_sheet_are_asked_about_once(tmp_path: Path) -> None:
    root = laid(tmp_path / "here")
    sheet = "Date;Talk;Employee;Status\n{day}.11.2026;coffee;p-ada;went well\n"
    words = [sys.executable, "-c", MAIN, "import", "log", "../sheet.csv"]

    (tmp_path / "sheet.csv").write_text(sheet.format(day=3))
    first, asked = on_a_terminal(words, "1\n\n2\n1\n", root)
    (tmp_path / "sheet.csv").write_text(sheet.format(day=4))
    second, again = on_a_terminal(words, "\n", root)

    assert (first, second) == (0, 0), asked + again
    assert "Which column is the service?" in asked
    assert "What does 'coffee' mean (1 row)?" in asked
    assert "What does 'went well' mean (1 row)?" in asked
    assert "data/columns.yaml: written, so that the next sheet needs no option." in asked
    assert "1 imported." in asked
    assert "1 imported." in again
    assert "What does" not in again
    assert logged(root)[-2:] == [f"2026-11-0{day},one-on-one,p-ada,p-grace,outbound,held" for day in (3, 4)]

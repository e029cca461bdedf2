"""What only happens on a terminal: the question before a roster is written, and colour in its diff."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import MAIN, START
from tests.intake.transcribing import playbook_of_a_team

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


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_the_change_is_shown_and_written_when_somebody_says_yes(
    answer: str, *, written: bool, tmp_path: Path
) -> None:
    root = playbook_of_a_team(tmp_path / "playbook of harbour")
    (tmp_path / "table.csv").write_text(TABLE)

    words = [sys.executable, "-c", MAIN, "import", "roster", "../table.csv"]
    status, said = on_a_terminal(words, answer, root)

    assert status == 0
    assert "\x1b[32m+  - {person: p-new, from: 2026-12-01}" in said
    assert "Write this (1 stay added)?" in said
    assert ("p-new" in (root / "data/teams/harbour/team.yaml").read_text()) is written


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "shown"), [(2.6, True), (0.1, False)])
def test_a_bar_shows_itself_after_two_seconds_and_is_gone_in_the_end(seconds: float, *, shown: bool) -> None:
    waits = f"""
import time
from checks.cli.waiting import waiting
with waiting("Reading calendars", 2) as step:
    step()
    time.sleep({seconds})
print("done")
"""

    status, said = on_a_terminal([sys.executable, "-c", waits], "")

    assert status == 0
    assert ("Reading calendars" in said and "1/2" in said) is shown
    assert said.rstrip().endswith("done")

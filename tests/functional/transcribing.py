"""Transcripts as cases: commands behind `$ `, below each what it printed, and remarks behind `; `.

`cat FILE` prints a file of the playbook; `tick FILE WORD` puts an x on the lines of a list that hold the word.
With UPDATE_TRANSCRIPTS=1 in the environment a transcript is written anew instead, to be read before it is
committed.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from tests.support.building import lay
from tests.support.calling import outbound
from tests.support.paths import CALENDARS, ROOT

HERE = Path(__file__).parent
TABLES = HERE / "tables"
PEOPLE = HERE / "people.csv"

HARBOUR = """\
schema: 1
id: harbour
name: Harbour
leaders:
  - {person: p-paavo, from: 2021-05-01}
coaches:
  - {person: p-maire, from: 2023-01-01}
members:
  - {person: p-aino, from: 2021-03-01}
  - {person: p-bram, from: 2019-08-12, coach: p-maire}  # back from sea
  - {person: p-cleo, from: 2022-01-10}
  - {person: p-dagny, from: 2023-05-02, to: 2026-12-31}
  - {person: p-eero, from: 2018-02-05}
absences:
  - {person: p-eero, from: 2026-06-15, to: 2026-07-05}
"""


def playbook_of_a_team(folder: Path) -> Path:
    """Lay the example's playbook with one team and neither a log nor a release, and return its root."""
    shutil.copytree(ROOT / "playbook", folder / "playbook", ignore=shutil.ignore_patterns("published"))
    return lay(folder, {"data/teams/harbour/team.yaml": HARBOUR})


def replay(transcript: Path, folder: Path) -> tuple[str, str]:
    """Run a transcript's commands, and return what stands in it and what came of it."""
    root = playbook_of_a_team(folder / "playbook of harbour")
    for source in (CALENDARS, TABLES):
        for file in source.glob("*") if source.exists() else ():
            shutil.copy(file, folder / file.name)
    expected = transcript.read_text()
    came = []
    for line in expected.splitlines():
        if line.startswith("$ "):
            came.append(f"{line}\n{_ran(shlex.split(line[2:]), root)}")
        elif line.startswith("; "):
            came.append(line + "\n")
    return expected, "".join(came)


def _ran(words: list[str], root: Path) -> str:
    match words:
        case ["cat", file]:
            path = root / file
            return path.read_text() if path.exists() else "(no such file)\n"
        case ["tick", file, word]:
            path = root / file
            lines = path.read_text().splitlines(keepends=True)
            path.write_text("".join(x.replace("[ ]", "[x]") if word in x else x for x in lines))
            return ""
        case ["outbound", *arguments]:
            people = root.parent / "people.csv"
            shutil.copy(PEOPLE, people)
            result = outbound(*arguments, here=root, env={"OUTBOUND_PEOPLE": str(people)})
            status = f"(ends with {result.returncode})\n" if result.returncode else ""
            # the page after a first import has tests of its own
            return result.stdout.partition("\nThis is your first import.")[0] + result.stderr + status
        case _:
            raise AssertionError(f"a transcript knows outbound, cat and tick, not {words[0]}")


def updating() -> bool:
    """Whether transcripts are to be written anew."""
    return os.environ.get("UPDATE_TRANSCRIPTS") == "1"

"""Record what this version reads and writes, at each release: python -m tests.functional.compatibility.recording VERSION."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checks.rules import ALL
from tests.support.building import lay
from tests.support.calling import DAY, broken_promise, changed, outbound
from tests.unit.model.test_every_field import complete

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
CALLS = {
    "check.json": ("check", "--format", "json", "--exit-zero"),
    "coverage.json": ("coverage", "--format", "json", "--by", "team,service,period,member"),
    "mine.json": ("mine", "--person", "p-ada", "--format", "json"),
}
"""What others read of us as data, and how it is asked for."""

WRITTEN = {
    "columns.yaml": (
        "columns: {person: Emp ID, team: Department, from: Start, to: End, leader: Manager}\n"
        "teams:\n  R&D: harbour\n"
    ),
}
"""Files that no test elsewhere holds complete."""


def files() -> dict[str, str | bytes]:
    """Return a file of each kind, with every key it may have, and logs and answers with every column."""
    return complete() | WRITTEN


def record(version: str) -> None:
    """Write the folder of a version; one that is there already is never written again."""
    folder = HERE / version
    folder.mkdir()
    lay(folder / "files", files())
    lay(folder / "repository", changed(broken_promise()))
    codes = "".join(f"{rule.code} {rule.name}\n" for rule in ALL)
    (folder / "codes.txt").write_text(codes, "utf-8")
    for name, text in outputs(folder / "repository"):
        (folder / name).write_text(text, "utf-8")


def outputs(repository: Path) -> Iterator[tuple[str, str]]:
    """Yield what the commands of today say of a repository, by the name it is recorded under."""
    for name, words in CALLS.items():
        done = outbound(*words, "--as-of", DAY, here=repository)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        yield name, json.dumps(json.loads(done.stdout), indent=1) + "\n"


if __name__ == "__main__":
    record(sys.argv[1])

"""Each command that writes is stopped wherever it touches a file, and refused by a full disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from checks.cli import group
from tests.nightly.faults.commands import ELSEWHERE, READS, WRITES, Writing
from tests.nightly.faults.running import STOPPED, contents, refused, stopped_at, torn, touches
from tests.support.building import Files, base, lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 12
"""Stops that are tried of one command: all, or as many spread evenly over them."""


def laid(folder: Path, writing: Writing) -> Path:
    """Lay the small repository with the files a command is handed, and return its root."""
    (folder / "outside").mkdir(parents=True)
    files: Files = base() | dict(writing.files)
    return lay(folder / "repository", files)


def commands(inside: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    context = click.Context(inside)
    for name in inside.list_commands(context):
        found = inside.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))
        else:
            yield " ".join((*words, name))


def test_every_command_is_one_that_writes_or_one_that_does_not() -> None:
    known = [*WRITES, *READS, *ELSEWHERE]

    assert sorted(commands(group)) == sorted(known)


@pytest.mark.parametrize("name", WRITES)
def test_stopped_anywhere_every_file_is_old_or_new(name: str, tmp_path: Path) -> None:
    writing = WRITES[name]
    root = laid(tmp_path / "done", writing)
    before = contents(root.parent)
    count = touches(writing.words, root)
    after = contents(root.parent)
    assert count > 0
    assert after != before

    for number in range(0, count, max(1, -(-count // MOST))):
        again = laid(tmp_path / f"at-{number}", writing)
        status = stopped_at(number, writing.words, again).returncode
        now = contents(again.parent)

        assert status == STOPPED
        assert torn(before, now, after) == [], number
        for folder in {path.split("/")[1] for path in after} if writing.whole else ():
            assert _below(now, folder) in (_below(before, folder), _below(after, folder)), number


def _below(files: dict[str, bytes], folder: str) -> set[str]:
    """Return the paths in a folder beside the repository, or in one of the repository."""
    return {path for path in files if path.split("/")[1] == folder}


@pytest.mark.parametrize("name", WRITES)
def test_on_a_full_disk_it_is_one_line_and_nothing_has_changed(name: str, tmp_path: Path) -> None:
    writing = WRITES[name]
    root = laid(tmp_path, writing)
    before = contents(root.parent)

    done = refused(writing.words, root)

    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("outbound: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert contents(root.parent) == before

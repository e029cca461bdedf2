"""Each command that writes is refused by folders that may not be written to."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.nightly.faults.commands import WRITES
from tests.nightly.faults.running import contents, read_only, torn
from tests.nightly.faults.test_faults import laid

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders there have no mode that forbids writing")


@contextmanager
def forbidden(folders: list[Path]) -> Iterator[None]:
    """Let nobody write to folders meanwhile; what is cleared away later must be writable again."""
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)


@pytest.mark.parametrize("name", WRITES)
def test_read_only_folders_are_one_line_and_stay_as_they_were(name: str, tmp_path: Path) -> None:
    root = laid(tmp_path, WRITES[name])
    before = contents(tmp_path)

    with forbidden([Path(folder) for folder, _, _ in os.walk(tmp_path)]):
        done = read_only(WRITES[name].words, root)

    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("outbound: cannot write ")
    assert done.stderr.lower().endswith(": permission denied\n")
    assert done.stderr.count("\n") == 1
    assert contents(tmp_path) == before


SEVERAL = {
    "fmt": "data/teams/quay/touchpoints",
    "prune": "data/teams/harbour",
    "setup schema": "data",
}
"""Commands that write to several folders, and the last of them: each file is old or new, and none is lost."""


@pytest.mark.parametrize("name", SEVERAL)
def test_a_read_only_last_folder_leaves_files_old_or_new(name: str, tmp_path: Path) -> None:
    writing = WRITES[name]
    whole = laid(tmp_path / "whole", writing)
    before = contents(whole.parent)
    assert read_only(writing.words, whole).returncode == 0
    after = contents(whole.parent)
    root = laid(tmp_path / "refused", writing)

    with forbidden([root / SEVERAL[name]]):
        done = read_only(writing.words, root)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert torn(before, contents(root.parent), after) == []

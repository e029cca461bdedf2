"""Several files and a folder's name, changed as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.model.errors import CannotWriteError, ChangedMeanwhileError
from checks.store.file_changes import FileChange, FolderRename, Step, write_changes
from tests.support.building import lay

if TYPE_CHECKING:
    from pathlib import Path


def steps(root: Path) -> list[Step]:
    """Return a change of a file, its folder's name, a file in it by that name, a new file, and one that goes."""
    return [
        FileChange(root / "port" / "a", "port/a", b"1", b"2"),
        FolderRename(root / "port", root / "quay", ("port", "quay")),
        FileChange(root / "quay" / "a", "quay/a", b"2", b"3"),
        FileChange(root / "new" / "b", "new/b", None, b"b"),
        FileChange(root / "c", "c", b"c", None),
    ]


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a file, and a file beside it."""
    return lay(tmp_path, {"port/a": "1", "c": "c"})


def test_all_steps_are_taken(root: Path) -> None:
    write_changes(steps(root))

    assert contents(root) == {"quay/a": b"3", "new/b": b"b"}


@pytest.mark.parametrize("path", ["port/a", "c", "new/b"])
def test_a_file_that_changed_meanwhile_stops_all(root: Path, path: str) -> None:
    lay(root, {path: "changed"})
    before = contents(root)

    with pytest.raises(ChangedMeanwhileError):
        write_changes(steps(root))

    assert contents(root) == before


def test_a_name_that_is_taken_stops_all(root: Path) -> None:
    (root / "quay").mkdir()

    with pytest.raises(CannotWriteError, match="already exists"):
        write_changes(steps(root))

    assert contents(root) == {"port/a": b"1", "c": b"c"}


@pytest.mark.parametrize("number", range(5))
def test_an_error_takes_back_what_was_done(root: Path, number: int) -> None:
    before = contents(root)
    wrong = FileChange(root / "c" / "below-a-file", "c/below", None, b"x")

    with pytest.raises(CannotWriteError):
        write_changes([*steps(root)[:number], wrong])

    assert contents(root) == before

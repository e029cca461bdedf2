"""What stands at a path of a folder, whatever the system says of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from checks.loading.files import EntryKind, Folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one of each."""
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        (("file",), EntryKind.FILE),
        (("folder",), EntryKind.FOLDER),
        (("link",), EntryKind.LINK),
        (("pipe",), EntryKind.OTHER),
        (("nothing",), EntryKind.ABSENT),
        (("file", "below"), EntryKind.ABSENT),
        (("a\0b",), EntryKind.ABSENT),
        (("x" * 300,), EntryKind.OTHER),
    ],
    ids=lambda one: " ".join(one)[:20].replace("\0", "0") if isinstance(one, tuple) else one.name,
)
def test_it_is_told_what_stands_there(folder: Folder, steps: tuple[str, ...], kind: EntryKind) -> None:
    assert folder.kind(steps) is kind


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (("link",), "it is a symbolic link. Replace it with the file or folder itself"),
        (("pipe",), "it is not a normal file"),
        (("folder",), "is a directory"),
        (("nothing",), "no such file or directory"),
        (("x" * 300,), "file name too long"),
    ],
    ids=["a link", "a pipe", "a folder", "nothing", "a long name"],
)
def test_why_nothing_can_be_read_is_said(folder: Folder, steps: tuple[str, ...], why: str) -> None:
    assert folder.content(steps, 10) == why


def test_a_file_that_is_larger_than_it_may_be_is_not_read(folder: Folder) -> None:
    (folder.path / "file").write_bytes(b"x" * 3000)

    assert (
        folder.content(("file",), 2048)
        == "it is larger than the limit of 2 KiB. Check that it is the right file"
    )
    assert folder.content(("file",), 3000) == b"x" * 3000


def test_the_names_of_a_file_are_none_and_of_nothing_neither(folder: Folder) -> None:
    assert folder.names(("nothing",)) == []
    assert folder.names(("file",)) == "not a directory"
    assert folder.names(("link",)) == "it is a symbolic link. Replace it with the file or folder itself"

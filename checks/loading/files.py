"""Read bytes that are not trusted, from a folder or a commit: regular files, capped, UTF-8."""

import contextlib
import os
import re
import stat
import sys
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from io import FileIO
from pathlib import Path
from typing import Protocol, TypeVar

from checks.model.errors import UnusableFileError
from checks.model.findings import Fault, Place, Problem

T = TypeVar("T")

YAML_CAP = 256 * 1024
LOG_CAP = 8 * 1024 * 1024

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
"""Bytes that are always allowed: deleting them from a file is the quickest way to see that it has no others."""
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
CONFLICT = (
    "git left a merge conflict here. Keep the lines that are right, and remove <<<<<<<, ======= and >>>>>>>"
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


_UTF_8 = sys.getfilesystemencoding().startswith("utf")
"""Whether names of files are read as UTF-8; not so in the C locale with Python's UTF-8 mode off."""

NO_LINKS = "it is a symbolic link. Replace it with the file or folder itself"


class EntryKind(Enum):
    """What stands at a path."""

    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a link"
    OTHER = "something else"
    ABSENT = "nothing"


class FileStore(Protocol):
    """Where a tree lies: on disk, or in a commit. `steps` are the names from its top down."""

    def kind(self, steps: tuple[str, ...]) -> EntryKind:
        """Return what stands there, links not followed."""

    def names(self, steps: tuple[str, ...]) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        """Return a regular file's bytes, at most `cap`, or in words why there are none."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A file or folder of a store, and the path findings call it by (`data/teams/harbour`, wherever it lies)."""

    store: FileStore
    shown: str
    steps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its own name, empty at the top."""
        return self.steps[-1] if self.steps else ""

    def below(self, *names: str) -> "Tree":
        """Return the folder or file `names` below this one."""
        shown = [printable(name) for name in names]
        path = "/".join([self.shown, *shown] if self.shown else shown)
        return Tree(self.store, path, (*self.steps, *names))

    def kind(self) -> EntryKind:
        """Return what stands there, links not followed."""
        return self.store.kind(self.steps)

    def content(self, cap: int) -> bytes | str:
        """Return a regular file's bytes, at most `cap`, or in words why there are none."""
        return self.store.content(self.steps, cap)

    @property
    def on_disk(self) -> bool:
        """Whether it lies on disk, and not in a commit."""
        return isinstance(self.store, Folder)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on disk as a store."""

    path: Path

    def kind(self, steps: tuple[str, ...]) -> EntryKind:
        """Return what stands there, links not followed."""
        try:
            mode = os.lstat(self._path(steps)).st_mode
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return EntryKind.ABSENT
        except OSError:
            return EntryKind.OTHER
        kinds = {stat.S_IFLNK: EntryKind.LINK, stat.S_IFREG: EntryKind.FILE, stat.S_IFDIR: EntryKind.FOLDER}
        return kinds.get(stat.S_IFMT(mode), EntryKind.OTHER)

    def _path(self, steps: tuple[str, ...]) -> str:
        path = os.path.join(self.path, *steps)  # noqa: PTH118 - a path object a file costs as much as opening it
        if _UTF_8 or path.isascii():
            return path
        return os.fsdecode(path.encode("utf-8", "surrogateescape"))  # a step may come from a finding's path

    def names(self, steps: tuple[str, ...]) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""
        path = self._path(steps)
        if os.path.islink(path):  # noqa: PTH114
            return NO_LINKS
        try:
            return os.listdir(path)  # noqa: PTH208
        except FileNotFoundError:
            return []
        except OSError as error:
            return (error.strerror or "the system refused access").lower()

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        """Return a regular file's bytes; `cap` + 1 are read at the most."""
        path = self._path(steps)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            if os.path.islink(path):  # noqa: PTH114
                return NO_LINKS
            handle = os.open(path, flags)
            with os.fdopen(handle, "rb", buffering=0) as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    return "it is not a normal file"
                content = _read(file, min(status.st_size, cap) + 1, cap + 1)
        except OSError as error:
            return (error.strerror or "the system refused access").lower()
        return content if len(content) <= cap else too_large(cap)


def on_disk(tree: Tree) -> Path:
    """Return where the top of a tree lies on disk; raises `TypeError` for one of a commit, which nobody writes to."""
    if not isinstance(tree.store, Folder):
        raise TypeError("a commit cannot be written to")
    return tree.store.path


def _read(file: FileIO, expected: int, most: int) -> bytes:
    """Return what is left of a file, at most `most` bytes; `expected` is one more than its size, so that one call reads it all."""
    content = file.read(expected)
    while len(content) < most and (more := file.read(most - len(content))):
        content += more
    return content


def too_large(cap: int) -> str:
    """Return why a file of more than `cap` bytes is not read."""
    return f"it is larger than the limit of {cap // 1024:,} KiB. Check that it is the right file"


def unreadable(path: str, why: str, line: int = 1, column: int = 1) -> Fault:
    """Return the fault of a file that cannot be read as text."""
    return Fault("SCH001", Problem(Place(path, line, column), f"{path} cannot be read: {why}", subject=path))


def forbidden_in(text: str) -> re.Match[str] | None:
    """Return the first character that no text in the repository may hold: control, bidi, zero-width."""
    return None if text.isascii() and text.replace("\n", "").isprintable() else _FORBIDDEN.search(text)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character offset."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def read_text(tree: Tree, cap: int) -> str | Fault:
    """Return a file's text, or the fault that keeps it from being read.

    Links, devices and files over `cap` bytes are refused.
    """
    content = tree.content(cap)
    if isinstance(content, str):
        return unreadable(tree.shown, content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode("utf-8"), error.start)
        words = f"it is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8"
        return unreadable(tree.shown, words, line, column)
    if text.startswith("\ufeff"):
        return unreadable(tree.shown, "it begins with a byte order mark. Save it as UTF-8 without one")
    if content.translate(None, _PLAIN) and (bad := forbidden_in(text)):
        line, column = position(text, bad.start())
        return _with_forbidden(tree.shown, bad[0], line, column)
    return text


def _with_forbidden(path: str, char: str, line: int, column: int) -> Fault:
    """Return the fault of a text with a character that is not allowed, with its name where it has one."""
    words = f"it contains the character U+{ord(char):04X}. Remove that character"
    fault = unreadable(path, words, line, column)
    name = unicodedata.name(char, "").lower()
    if not name:
        return fault
    return replace(fault, problem=replace(fault.problem, help=f"Remove the {name} in column {column}"))


def read_capped(path: Path, most: int, error: type[UnusableFileError], too_large: str) -> bytes:
    """Return the bytes of a file that somebody names; raises `error` where there are none, or more than `most`."""
    try:
        if not path.is_file():  # a pipe would be waited for
            raise error(path.name, "file not found")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as refusal:
        raise error(path.name, (refusal.strerror or "it cannot be read").lower()) from None
    if len(content) > most:
        raise error(path.name, too_large)
    return content


def conflict_in(text: str) -> int | None:
    """Return the line on which a conflict begins that git has left in a text, None without one."""
    match = _CONFLICT.search(text)
    return position(text, match.start())[0] if match else None


def entries(tree: Tree) -> tuple[list[str], list[Fault]]:
    """Return the sorted names in a folder; an absent folder is empty, one that cannot be read a fault.

    Names that begin with a dot, and README.md, are ignored.
    """
    names = tree.store.names(tree.steps)
    if isinstance(names, str):
        return [], [unreadable(tree.shown, names)]
    return sorted(name for name in names if not name.startswith(".") and name != "README.md"), []


def collect(faults: list[Fault], read: tuple[T, list[Fault]]) -> T:
    """Return what was read, and add what is wrong with it to `faults`."""
    faults += read[1]
    return read[0]


def reserved(name: str) -> bool:
    """Whether Windows keeps this file name for a device."""
    return bool(_RESERVED.fullmatch(name))


def printable(text: str) -> str:
    """Return `text` with everything a terminal could take for a command made visible."""
    if text.isprintable():
        return text
    with contextlib.suppress(UnicodeError):  # the name of a file, read where the system says nothing of UTF-8
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)

"""Bytes somebody else has written, in a folder or a commit: regular files, capped, UTF-8."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from checks.findings import Fault, Place, Problem

YAML_CAP = 256 * 1024
LOG_CAP = 8 * 1024 * 1024

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


NO_LINKS = "it is a link, and links are not followed"


class Kind(Enum):
    """What stands at a path."""

    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a link"
    OTHER = "something else"
    ABSENT = "nothing"


class Store(Protocol):
    """Where a tree lies: on disk, or in a commit. `steps` are the names from its top down."""

    def kind(self, steps: tuple[str, ...]) -> Kind:
        """Return what stands there, links not followed."""

    def names(self, steps: tuple[str, ...]) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        """Return a regular file's bytes, at most `cap`, or in words why there are none."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A file or folder of a store, and the path findings call it by (`data/teams/harbour`, wherever it lies)."""

    store: Store
    shown: str
    steps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its own name, empty at the top."""
        return self.steps[-1] if self.steps else ""

    def below(self, *names: str) -> Tree:
        """Return the folder or file `names` below this one."""
        shown = [printable(name) for name in names]
        path = "/".join([self.shown, *shown] if self.shown else shown)
        return Tree(self.store, path, (*self.steps, *names))

    def kind(self) -> Kind:
        """Return what stands there, links not followed."""
        return self.store.kind(self.steps)

    def content(self, cap: int) -> bytes | str:
        """Return a regular file's bytes, at most `cap`, or in words why there are none."""
        return self.store.content(self.steps, cap)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on disk as a store."""

    path: Path

    def kind(self, steps: tuple[str, ...]) -> Kind:
        """Return what stands there, links not followed."""
        path = self.path.joinpath(*steps)
        try:
            if path.is_symlink():
                return Kind.LINK
            if path.is_file():
                return Kind.FILE
            if path.is_dir():
                return Kind.FOLDER
            return Kind.OTHER if path.exists() else Kind.ABSENT
        except OSError:  # in a folder nobody may look into
            return Kind.OTHER

    def names(self, steps: tuple[str, ...]) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""
        path = self.path.joinpath(*steps)
        try:
            if path.is_symlink():
                return NO_LINKS
            return [entry.name for entry in path.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            return (error.strerror or "the system refused").lower()

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        """Return a regular file's bytes; `cap` + 1 are read at the most."""
        path = self.path.joinpath(*steps)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            if path.is_symlink():
                return NO_LINKS
            handle = os.open(path, flags)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return "it is not a regular file"
                content = file.read(cap + 1)
        except OSError as error:
            return (error.strerror or "the system refused").lower()
        return content if len(content) <= cap else too_large(cap)


def too_large(cap: int) -> str:
    """Return why a file of more than `cap` bytes is not read."""
    return f"it is larger than {cap // 1024:,} KiB"


def unreadable(path: str, why: str, line: int = 1, column: int = 1) -> Fault:
    """Return the fault of a file that cannot be read as text."""
    return Fault("SCH001", Problem(Place(path, line, column), f"{path} cannot be read: {why}", subject=path))


def forbidden_in(text: str) -> re.Match[str] | None:
    """Return the first character that no text in the repository may hold: control, bidi, zero-width."""
    return None if text.isascii() and text.isprintable() else _FORBIDDEN.search(text)


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
        words = f"it is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        return unreadable(tree.shown, words, line, column)
    if text.startswith("\ufeff"):
        return unreadable(tree.shown, "it begins with a byte order mark; save it as UTF-8 without one")
    if bad := forbidden_in(text):
        line, column = position(text, bad.start())
        return unreadable(tree.shown, f"the character U+{ord(bad[0]):04X} is not allowed", line, column)
    return text


def entries(tree: Tree) -> tuple[list[str], list[Fault]]:
    """Return the sorted names in a folder; an absent folder is empty, one that cannot be read a fault.

    Names that begin with a dot, and README.md, are nobody's business here.
    """
    names = tree.store.names(tree.steps)
    if isinstance(names, str):
        return [], [unreadable(tree.shown, names)]
    return sorted(name for name in names if not name.startswith(".") and name != "README.md"), []


def reserved(name: str) -> bool:
    """Whether Windows keeps this file name for a device."""
    return bool(_RESERVED.fullmatch(name))


def printable(text: str) -> str:
    """Return `text` with everything a terminal could take for a command made visible."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)

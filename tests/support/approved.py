"""Approved texts: what is said or counted, kept in a file beside its test, and read by people where it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def approved(folder: Path, name: str) -> str:
    """Return the text that was approved under a name."""
    return (folder / f"{name}.txt").read_text("utf-8")


def approve(folder: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Write texts by their names, in the place of those approved before; what changes is read before it is committed."""
    folder.mkdir(exist_ok=True)
    for name, text in texts:
        (folder / f"{name}.txt").write_text(text, "utf-8")

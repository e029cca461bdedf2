"""Decode what spreadsheets and other systems save: byte order marks, UTF-16, Windows-1252, and their line ends."""

import codecs
from dataclasses import dataclass

from checks.model.errors import ChecksError

_MARKS = ((codecs.BOM_UTF8, "utf-8", ""), (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
          (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"))  # fmt: skip


class NotRepairableError(ChecksError):
    """A file whose whole cannot be repaired without a guess. `line` counts from 1, 0 stands for the file."""

    status = 1

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words)
        self.line = line


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text with line feeds only, the last line ended, and in words what was changed for it.

    `doubt` is set where it was read as Windows-1252: almost any bytes can be, so what the text says must prove it.
    """

    text: str
    steps: tuple[str, ...]
    doubt: NotRepairableError | None = None


def plain_text(content: bytes, *, table: bool) -> PlainText:
    """Return the text of a file; raises `NotRepairableError` where its encoding is not known.

    Only a `table` may be UTF-16 without a byte order mark, or Windows-1252.
    """
    text, steps, doubt = _decoded(content, table=table)
    plain = text.replace("\r\r\n", "\n").replace("\r\n", "\n")
    if table and "\n" not in plain:
        plain = plain.replace("\r", "\n")
    if plain != text:
        steps = (*steps, "line endings")
    if plain and not plain.endswith("\n"):
        plain, steps = plain + "\n", (*steps, "last line break")
    return PlainText(plain, steps, doubt)


def _decoded(content: bytes, *, table: bool) -> tuple[str, tuple[str, ...], NotRepairableError | None]:
    for mark, encoding, name in _MARKS:
        if content.startswith(mark):
            step = f"{name} → UTF-8" if name else "byte order mark"
            return _strict(content.removeprefix(mark), encoding), (step,), None
    if table and (encoding := _without_mark(content)):
        return _strict(content, encoding), ("UTF-16 → UTF-8",), None
    try:
        return content.decode(), (), None
    except UnicodeDecodeError as error:
        doubt = _not_utf_8(error)
    if not table:
        raise doubt
    try:
        return content.decode("cp1252"), ("Windows-1252 → UTF-8",), doubt
    except UnicodeDecodeError:
        raise doubt from None


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_utf_8(error) from None


def _without_mark(content: bytes) -> str:
    """Return which UTF-16 a header in plain letters is written in, empty when it is in neither."""
    start = content[:40]
    if len(start) < 40 or len(content) % 2:
        return ""
    for zeros, letters, encoding in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if all(start[letters::2]) and not any(start[zeros::2]):
            return encoding
    return ""


def _not_utf_8(error: UnicodeDecodeError) -> NotRepairableError:
    return NotRepairableError(f"it is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8")

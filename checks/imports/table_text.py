"""Read a table that another program has saved: bytes to rows, whatever its encoding and delimiter.

What a spreadsheet or an HR system does to a CSV is read: a byte order mark, UTF-16, Windows-1252, `sep=;`, lines
above the header, rows without their last empty cells. Letters become composed (NFC), odd spaces become spaces, and
what cannot be seen is dropped. What is read in another way than it is written is listed in `notes`.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from checks.loading.csv_columns import BadRow, uneven
from checks.loading.files import printable, read_capped
from checks.model.errors import UnusableFileError

LARGEST = 8 * 1024 * 1024
"""Bytes of a table."""

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SEARCHED = 20
"""Rows in which the header is looked for; titles, filters and dates of a report stand above it."""

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_PLAIN = re.compile("[ -~\n\r\t]*")


class NotATableError(UnusableFileError):
    """A file that is no table, or one without the columns that are needed."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row by the line it begins on, with a value for each column of the header."""

    line: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A header, its rows, and those that could not be read; `notes` say what was read in another way than written."""

    file: str
    header: tuple[str, ...]
    rows: tuple[TextRow, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]
    delimiter: str = ","


def read_text_table(path: Path, is_heading: Callable[[str], bool]) -> TextTable:
    """Return the table in a file; raises `NotATableError`.

    `is_heading` says whether a text is known as the name of a column: it finds the header below other lines.
    """
    too_large = f"it is larger than {LARGEST // 1024 // 1024} MiB. Check that it is the right file"
    content = read_capped(path, LARGEST, NotATableError, too_large)
    return text_table_of(path.name, content, is_heading)


def text_table_of(file: str, content: bytes, is_heading: Callable[[str], bool]) -> TextTable:
    """Return the table in bytes; raises `NotATableError`."""
    text, encoding = decoded(file, content)
    text, delimiter = _without_separator_line(text)
    delimiter = delimiter or _delimiter(text)
    records, bad = _records(file, text, delimiter)
    at = _header_at(records, is_heading)
    if at is None:
        raise NotATableError(file, "it is empty. Save the table as CSV")
    header = tuple(_tidied(name) for name in records[at].values)
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise NotATableError(file, "it is empty. Save the table as CSV")
    rows, wrong, short = _fitted(records[at + 1 :], len(header))
    hint = "; if letters look wrong, save it as UTF-8" if encoding == "Windows-1252" else ""
    notes = [f"it is read as {encoding}{hint}"] if encoding else []
    if at:
        notes.append(f"the header is on line {records[at].line}; what is above it is not read")
    if short:
        notes.append(f"{_lines(short)} shorter than the header; what is missing is read as empty")
    bad = [row for row in bad if row.line > records[at].line]
    return TextTable(file, header, tuple(rows), (*bad, *wrong), tuple(notes), delimiter)


def rows_as_written(file: str, content: bytes, delimiter: str) -> dict[int, list[str]]:
    """Return each record of a table by the line it begins on, as it is written there; one that is no CSV is one value."""
    text, _ = _without_separator_line(decoded(file, content)[0])
    lines = text.split("\n")
    return {
        line: values if isinstance(values, list) else [lines[line - 1]]
        for line, values in _parsed(text, delimiter)
    }


def _without_separator_line(text: str) -> tuple[str, str]:
    """Return a text without what `sep=;` on its first line says, and what that names, empty for none."""
    first, _, rest = text.partition("\n")
    wanted = re.fullmatch(r"\s*\"?sep=(.)\"?\s*", first, re.IGNORECASE)
    if not wanted:
        return text, ""
    named = wanted[1] if wanted[1] in DELIMITERS else ""
    return f"\n{rest}", named  # the line stays, so that lines count as in the file


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:3]))
    more = f" and {len(lines) - 3} more" if len(lines) > 3 else ""
    return f"line {shown} is" if len(lines) == 1 else f"lines {shown}{more} are"


def decoded(file: str, content: bytes) -> tuple[str, str]:
    """Return a file's text with one kind of line end, and its encoding, empty for UTF-8; raises `NotATableError`."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotATableError(file, "it is a workbook, not a table. Save it as CSV")
    text, encoding = _decoded(content)
    if text is None or "\x00" in text or 20 * len(_CONTROL.findall(text)) > len(text):
        raise NotATableError(file, "it is not a table. Save it as CSV")
    if encoding == "Windows-1252" and not content.decode("utf-8", "ignore").isascii():
        raise NotATableError(file, "it mixes UTF-8 with another encoding. Save it as CSV in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(content: bytes) -> tuple[str | None, str]:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    order = "utf-16" if marked else {(0, 1): "utf-16-be", (1, 0): "utf-16-le"}.get(_zeros(content), "")
    tries = ((order, "UTF-16"),) if order else (("utf-8-sig", ""), ("cp1252", "Windows-1252"))
    for codec, encoding in tries:
        try:
            return content.decode(codec), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def _zeros(content: bytes) -> tuple[int, int]:
    """Return which of the first two bytes are not zero: UTF-16 without a mark has a zero beside each plain letter."""
    head = content[:2]
    return (int(head[0] != 0), int(head[1] != 0)) if len(head) == 2 else (1, 1)


def _delimiter(text: str) -> str:
    """Return what separates the values: what most rows have the same number of, over the whole file."""
    scores = {delimiter: _consistency(text, delimiter) for delimiter in DELIMITERS if delimiter in text}
    return max(scores, key=lambda delimiter: scores[delimiter], default=",")


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows that are as wide as most rows are, and that width; nothing where that is one value."""
    widths: Counter[int] = Counter()
    for _, values in _parsed(text, delimiter):
        if isinstance(values, list) and any(value.strip() for value in values):
            widths[len(values)] += 1
        elif not isinstance(values, list):
            widths[0] += 1
    wide = Counter({width: number for width, number in widths.items() if width > 1})
    if not wide:
        return (0.0, 0)
    width, number = max(wide.items(), key=lambda counted: (counted[1], counted[0]))
    return (number / widths.total(), width)


def _parsed(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each record with the line it begins on: its values, or why it cannot be read."""
    reader: Any = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
        else:
            yield line, values


def _records(file: str, text: str, delimiter: str) -> tuple[list[TextRow], list[BadRow]]:
    """Return the records that hold anything, cleaned; a quotation mark that is never closed ends it all."""
    records: list[TextRow] = []
    bad: list[BadRow] = []
    for line, values in _parsed(text, delimiter):
        if isinstance(values, csv.Error):
            if "end of data" in str(values) or "field limit" in str(values) or not records:
                why = "a quotation mark is not closed" if "end" in str(values) else str(values)
                raise NotATableError(file, f"line {line} is not valid CSV: {printable(why)}")
            bad.append(BadRow(line, f"this row is not valid CSV: {printable(str(values))}"))
        elif any(value.strip() for value in values):
            records.append(TextRow(line, tuple(map(tidied_cell, values))))
    return records, bad


def tidied_cell(text: str) -> str:
    """Return a value without what spreadsheets add: odd spaces, line ends, letters in two parts, what is not seen.

    >>> tidied_cell("Team\u00a0North\u200b "), tidied_cell("Fo\u0308rsa\u0308ljning") == "Försäljning"
    ('Team North', True)
    """
    if text.isascii() and _PLAIN.fullmatch(text) and "\n" not in text and "\t" not in text:
        return text.strip()
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return _SPACES.sub(" ", composed).strip()


def _tidied(name: str) -> str:
    return " ".join(name.split())


def _header_at(records: Sequence[TextRow], is_heading: Callable[[str], bool]) -> int | None:
    """Return which record is the header: the one of the first with the most names that are known, else the first full one."""
    searched = records[:_SEARCHED]
    known = [sum(map(is_heading, record.values)) for record in searched]
    if not known:
        return None
    if max(known) > 1:
        return known.index(max(known))
    width = max(len(record.values) for record in records)
    full = (at for at, record in enumerate(searched) if 2 * sum(map(bool, record.values)) > width)
    return next(full, 0)


def _fitted(records: Sequence[TextRow], width: int) -> tuple[list[TextRow], list[BadRow], list[int]]:
    """Return rows as wide as the header, those that are not, and the lines whose last cells were left out."""
    broken = {
        line
        for row, after in pairwise(records)
        if len(row.values) < width > len(after.values) and len(row.values) + len(after.values) - 1 == width
        if len(row.values) > 1 or len(after.values) > 1
        for line in (row.line, after.line)
    }
    rows: list[TextRow] = []
    bad: list[BadRow] = []
    short: list[int] = []
    for row in records:
        number = len(row.values)
        if row.line in broken:
            bad.append(BadRow(row.line, "it is one half of a row that a line end has broken in two"))
        elif any(map(_CONTROL.search, row.values)):
            bad.append(BadRow(row.line, "it has a character that is not text"))
        elif any(row.values[width:]):
            bad.append(BadRow(row.line, f"this row {uneven(number, width)}"))
        else:
            rows.append(TextRow(row.line, (*row.values[:width], *[""] * (width - number))))
            if number < width:
                short.append(row.line)
    return rows, bad, short

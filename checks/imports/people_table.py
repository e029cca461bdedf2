"""Read a table somebody else keeps: columns by the names they have there, days as they are written there.

Other columns are dropped unread. The caller checks what a row says.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from checks.imports.typed_dates import calendar_day
from checks.loading.csv_columns import BadRow, uneven
from checks.loading.files import printable, read_capped
from checks.model.base import FIRST_YEAR, LAST_YEAR
from checks.model.errors import UnusableFileError

LARGEST = 8 * 1024 * 1024
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class NotATableError(UnusableFileError):
    """A file that is no table, or one without the columns that are needed."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row's line in its file, and its values by our names; a column the table lacks is empty."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The rows that could be read, and those that could not."""

    rows: tuple[TableRow, ...]
    bad: tuple[BadRow, ...]


def read_table_text(path: Path) -> str:
    """Return the text of a file; raises `NotATableError`."""
    too_large = f"it is larger than {LARGEST // 1024 // 1024} MiB. Check that it is the right file"
    content = read_capped(path, LARGEST, NotATableError, too_large)
    if b"\x00" in content:
        raise NotATableError(path.name, "it is not a table. Save it as CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATableError(path.name, "it is not UTF-8 text. Save it as CSV in UTF-8") from None


def header_of(path: Path) -> list[str]:
    """Return the names of a table's columns."""
    reader = _reader(path)
    try:
        return [" ".join(name.split()) for name in next(reader, [])]
    except csv.Error as error:
        raise _not_csv(path, 1, error) from None


def list_values(names: Sequence[str]) -> str:
    """Return the first dozen names of columns for a message: cut short, and safe for a terminal."""
    return ", ".join(printable(name[:40]) for name in names[:12]) or "none"


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """Return the table's names of our columns, as far as they can be guessed; our own names win."""
    by_name = {name.casefold(): name for name in reversed(header)}
    matches = {ours: [by_name[name] for name in usual if name in by_name] for ours, usual in _USUAL.items()}
    return {ours: theirs[0] for ours, theirs in matches.items() if theirs}


_USUAL = {
    "person": ("person", "employee id", "emp id", "employee number", "employee", "id"),
    "team": ("team", "department", "unit", "org unit", "group"),
    "from": ("from", "start date", "start", "first day", "hire date", "entry date", "begin"),
    "to": ("to", "end date", "end", "last day", "termination date", "exit date", "until"),
    "leader": ("leader", "manager id", "manager", "line manager", "reports to", "supervisor"),
}


def read_table(path: Path, columns: Mapping[str, str], optional: Sequence[str] = ()) -> PeopleTable:
    """Return the columns asked for: our name and the name in the table of each, whatever its case.

    Those in `optional` may be missing. Values are parted by commas, semicolons or tabs, as the header is.
    """
    reader = _reader(path)
    rows: list[TableRow] = []
    bad: list[BadRow] = []
    try:
        header = [" ".join(name.split()).casefold() for name in next(reader, [])]
        places = _places(path.name, header, columns, optional)
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header):
                bad.append(BadRow(reader.line_num, f"this row {uneven(len(values), len(header))}"))
                continue
            named = {ours: values[at].strip() for ours, at in places.items()}
            rows.append(TableRow(reader.line_num, dict.fromkeys(optional, "") | named))
    except csv.Error as error:
        raise _not_csv(path, reader.line_num, error) from None
    return PeopleTable(tuple(rows), tuple(bad))


def _reader(path: Path) -> Any:
    lines = read_table_text(path).splitlines()
    header = lines[0] if lines else ""
    return csv.reader(lines, delimiter=max(",;\t", key=header.count), strict=True)


def _not_csv(path: Path, line: int, error: csv.Error) -> NotATableError:
    return NotATableError(path.name, f"line {line} is not valid CSV: {printable(str(error))}")


def _places(
    file: str, header: Sequence[str], columns: Mapping[str, str], optional: Sequence[str]
) -> dict[str, int]:
    """Return the index of each column that the table has, by our name; raises `NotATableError`."""
    places: dict[str, int] = {}
    for ours, theirs in columns.items():
        name = " ".join(theirs.split()).casefold()
        if header.count(name) > 1:
            raise NotATableError(file, f"two columns are called {theirs!r}. Rename one of them")
        if name in header:
            places[ours] = header.index(name)
        elif ours not in optional:
            raise NotATableError(
                file,
                f"there is no column {theirs!r}. The table has: {list_values(header)}. "
                "Write which column is which in a file for --columns",
            )
    return places


def parse_table_day(text: str) -> date | None:
    """Return the day written `2026-11-02` or `2.11.2026`; None for anything else: 02/11 is two days."""
    iso, dotted = _DAY.fullmatch(text), _DOTTED.fullmatch(text)
    year, month, day = iso.groups() if iso else dotted.groups()[::-1] if dotted else ("", "", "")
    parsed = calendar_day(year, month, day)
    return parsed if parsed and FIRST_YEAR <= parsed.year <= LAST_YEAR else None

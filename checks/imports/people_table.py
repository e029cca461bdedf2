"""Read the columns of a table that are asked for, by their names in it. Other columns are dropped unread.

The caller checks what a row says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.imports.table_text import NotATableError, read_text_table
from checks.loading.csv_columns import BadRow
from checks.loading.files import printable


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


def header_of(path: Path) -> list[str]:
    """Return the names of a table's columns; its first row is the header."""
    return list(read_text_table(path, _is_any).header)


def _is_any(_name: str) -> bool:
    return True


def list_values(names: Sequence[str]) -> str:
    """Return the first dozen names of columns for a message: cut short, and safe for a terminal."""
    return ", ".join(printable(name[:40]) for name in names[:12]) or "none"


def read_table(path: Path, columns: Mapping[str, str], optional: Sequence[str] = ()) -> PeopleTable:
    """Return the columns asked for: our name and the name in the table of each, whatever its case.

    Those in `optional` may be missing.
    """
    table = read_text_table(path, _is_any)
    places = _places(path.name, [name.casefold() for name in table.header], columns, optional)
    rows = (
        TableRow(
            row.line, dict.fromkeys(optional, "") | {ours: row.values[at] for ours, at in places.items()}
        )
        for row in table.rows
    )
    return PeopleTable(tuple(rows), table.bad)


def _places(
    file: str, header: Sequence[str], columns: Mapping[str, str], optional: Sequence[str]
) -> dict[str, int]:
    """Return the index of each column that the table has, by our name; raises `NotATableError`."""
    places: dict[str, int] = {}
    for ours, theirs in columns.items():
        name = " ".join(theirs.split()).casefold()
        if header.count(name) > 1:
            raise NotATableError(file, f"two columns are named {theirs!r}")
        if name in header:
            places[ours] = header.index(name)
        elif ours not in optional:
            raise NotATableError(file, f"it has no column {theirs!r} (here: {list_values(header)})")
    return places

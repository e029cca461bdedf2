"""Read touchpoints from a spreadsheet: columns in any order and by usual names, values as in the log."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.imports.people_table import TableRow, header_of, list_values, read_table
from checks.imports.table_text import NotATableError
from checks.imports.touchpoint_writer import TouchpointInput
from checks.loading.csv_columns import BadRow, wrong_with
from checks.model.base import parse_day
from checks.model.touchpoint_log import COLUMNS

NEEDED = ("date", "service")

_USUAL = {
    "date": ("date", "day", "held on", "when"),
    "service": ("service", "service id", "what"),
    "member": ("member", "member id", "for", "person", "employee"),
    "given_by": ("given by", "giver", "by", "leader", "coach", "given by id"),
    "initiative": ("initiative", "started by", "initiated by"),
    "state": ("state", "status"),
    "acknowledged": ("acknowledged", "confirmed"),
    "uid": ("uid",),
    "team": ("team", "team id"),
}


@dataclass(frozen=True, slots=True)
class LogTable:
    """The touchpoints of a table, the rows refused, and the names of columns that are not read."""

    touchpoints: tuple[TouchpointInput, ...]
    refused: tuple[BadRow, ...]
    unread: tuple[str, ...]


def read_log_table(path: Path) -> LogTable:
    """Return what a table holds; raises `NotATableError` for a file that is none."""
    header = header_of(path)
    columns = _columns(path, header)
    table = read_table(path, columns, optional=tuple(column for column in _USUAL if column not in NEEDED))
    judged = [(row, _wrong(row)) for row in table.rows]
    touchpoints = tuple(_touchpoint(row) for row, words in judged if not words)
    refused = (*table.bad, *(BadRow(row.line, words) for row, words in judged if words))
    return LogTable(touchpoints, refused, tuple(sorted(set(header) - set(columns.values()) - {""})))


def _columns(path: Path, header: Sequence[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for ours, usual in _USUAL.items():
        theirs = [name for name in header if _plain(name) in usual]
        exact = [name for name in theirs if _plain(name) == usual[0]]
        if len(exact or theirs) > 1:
            raise NotATableError(
                path.name, f"two columns could be the {ours}: {list_values(theirs)}. Rename one of them"
            )
        if theirs:
            columns[ours] = (exact or theirs)[0]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        words = f"missing column {' and column '.join(missing)}. The file has: {list_values(header)}"
        raise NotATableError(path.name, words)
    return columns


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()


def _wrong(row: TableRow) -> str:
    """Return what is wrong with the first value that is, empty where none is; only `NEEDED` must be filled."""
    for column in (*COLUMNS, "team"):
        value = row.values[column]
        if not value and column in NEEDED:
            return f"{column} is empty. Fill it in"
        if value and (words := wrong_with("service" if column == "team" else column, value)):
            return f"{column}: {words}"
    return ""


def _touchpoint(row: TableRow) -> TouchpointInput:
    values = row.values
    fields = {name: values[name] for name in values if name != "date" and (values[name] or name == "member")}
    return TouchpointInput(parse_day(values["date"]), line=row.line, **fields)

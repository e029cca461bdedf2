"""Touchpoints from a spreadsheet: columns in any order and by usual names, values as strict as the log's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.imports.people_table import NotATableError, TableRow, header_of, list_values, read_table
from checks.imports.touchpoint_writer import TouchpointInput
from checks.loading.csv_columns import BadRow, wrong_with
from checks.model.base import parse_day
from checks.model.touchpoint_log import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
    """The touchpoints of a table, the rows refused, and the columns nobody reads."""

    touchpoints: tuple[TouchpointInput, ...]
    refused: tuple[BadRow, ...]
    unread: tuple[str, ...]


def read_log_table(path: Path) -> LogTable:
    """Return what a table tells; raises `NotATableError` for a file that is none."""
    header = header_of(path)
    columns = _columns(path, header)
    table = read_table(path, columns, optional=tuple(column for column in _USUAL if column not in NEEDED))
    touchpoints: list[TouchpointInput] = []
    refused = list(table.bad)
    for row in table.rows:
        wrong = _wrong(row)
        if wrong:
            refused.append(BadRow(row.line, wrong))
        else:
            touchpoints.append(_touchpoint(row))
    return LogTable(
        tuple(touchpoints), tuple(refused), tuple(sorted(set(header) - set(columns.values()) - {""}))
    )


def _columns(path: Path, header: Sequence[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for ours, usual in _USUAL.items():
        theirs = [name for name in header if _plain(name) in usual]
        exact = [name for name in theirs if _plain(name) == usual[0]]
        if len(exact or theirs) > 1:
            raise NotATableError(path.name, f"two columns may be the {ours}: {list_values(theirs)}")
        if theirs:
            columns[ours] = (exact or theirs)[0]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        words = f"it has no column {' and none '.join(missing)} (here: {list_values(header)})"
        raise NotATableError(path.name, words)
    return columns


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()


def _wrong(row: TableRow) -> str:
    for column in COLUMNS:
        value = row.values[column]
        if value or column in NEEDED:
            words = wrong_with(column, value)
            if words:
                return f"{column}: {words}" if value else f"{column} is empty"
    team = row.values["team"]
    words = wrong_with("service", team) if team else None
    return f"team: {words}" if words else ""


def _touchpoint(row: TableRow) -> TouchpointInput:
    values = row.values
    return TouchpointInput(
        parse_day(values["date"]),
        values["service"],
        values["member"],
        values["given_by"],
        values["initiative"],
        values["state"] or "held",
        values["acknowledged"],
        values["uid"],
        values["team"],
        row.line,
    )

"""CSV as columns: exact header, exact width, and what a value means checked once a distinct value."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic_core import PydanticCustomError

from checks.loading.files import CONFLICT, LOG_CAP, Tree, conflict_in, printable, read_text
from checks.loading.naming import NAMED, NO_WORDS, PRIVATE_WORDS, tells_who
from checks.model.base import parse_day, parse_id
from checks.model.findings import Fault, Place, Problem
from checks.model.touchpoint_log import (
    ACKNOWLEDGEMENTS,
    COLUMNS,
    INITIATIVES,
    PULSE_COLUMNS,
    REQUIRED,
    STATES,
    Log,
    PulseRow,
)

_UID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,6}")
_LOCAL_DAY = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_FORMULA = ("=", "+", "-", "@", "\t")
_PERSONS = ("member", "given_by")
"""Columns that hold the id of a person."""

_MOST_FAULTS = 100
"""Faults listed for one file; a file with the wrong delimiter has one a line."""

Meaning = Callable[[str], str | None]
"""Says in words what is wrong with a value, or None."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A file's rows as columns; `columns` has as many as the schema, absent ones empty."""

    columns: list[tuple[str, ...]]
    faults: list[Fault]


def read_log(files: list[Tree]) -> tuple[Log, list[Fault]]:
    """Return the touchpoints of all files, and what is wrong with them."""
    log = Log()
    faults: list[Fault] = []
    into = (log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged, log.uids)
    for tree in files:
        table = _read_table(tree, COLUMNS, REQUIRED, _LOG_MEANINGS, code="SCH008")
        faults += table.faults
        if table.faults or not table.columns[0]:
            continue
        log.files.append((len(log), tree.shown))
        log.days.extend(map(_parsed_day, table.columns[0]))
        for column, values in zip(into, table.columns[1:], strict=True):
            column.extend(values)
    return log, faults


def log_of(columns: Sequence[Sequence[str]], shown: str) -> tuple[Log, list[Fault]]:
    """Return the log of rows that lie in no file, and what is wrong with them, once a distinct value.

    `columns` are those of `COLUMNS` but the uid, as text; `shown` is what the rows are called.
    """
    faults = [
        Fault("SCH009", Problem(Place(shown), f"{shown}, {name}: {words}"))
        for name, values in zip(COLUMNS, columns, strict=False)
        for words in sorted({wrong_with(name, value) or "" for value in set(values)} - {""})
    ]
    if faults:
        return Log(), faults
    dates, services, members, givers, initiatives, states, acknowledged = map(list, columns)
    days, uids = [*map(_parsed_day, dates)], [""] * len(dates)
    made = Log(days, services, members, givers, initiatives, states, acknowledged, uids, [(0, shown)])
    return made, []


def read_pulse(files: list[Tree]) -> tuple[tuple[PulseRow, ...], list[Fault]]:
    """Return the counted answers of all files, and what is wrong with them."""
    rows: list[PulseRow] = []
    faults: list[Fault] = []
    for tree in files:
        table = _read_table(tree, PULSE_COLUMNS, len(PULSE_COLUMNS), _PULSE_MEANINGS, code="SCH008")
        faults += table.faults
        if table.faults:
            continue
        quarter = tree.name.removesuffix(".csv")
        for line, (service, metric, score, count) in enumerate(zip(*table.columns, strict=True), start=2):
            place = Place(tree.shown, line)
            rows.append(PulseRow(place, quarter, service, metric, int(score) if score else None, int(count)))
    return tuple(rows), faults


def _read_table(
    tree: Tree, header: tuple[str, ...], required: int, meanings: tuple[Meaning, ...], *, code: str
) -> _Table:
    nothing: list[tuple[str, ...]] = [()] * len(header)
    text = read_text(tree, LOG_CAP)
    if isinstance(text, Fault):
        return _Table(nothing, [text])
    rows, fault = _rows(text, tree.shown)
    if fault:
        return _Table(nothing, [fault])
    width = len(rows[0]) if rows else 0
    even = all(length == width for length in set(map(len, rows)))
    if not even and (conflict := conflict_in(text)):
        return _Table(nothing, [malformed(tree.shown, conflict, 1, CONFLICT)])
    if not rows or tuple(rows[0]) != header[:width] or width < required:
        written = printable(",".join(rows[0])[:80]) if rows else ""
        options = f"the header is {','.join(header[:required])}" + (
            f", and then {' and '.join(header[required:])} if you like" if header[required:] else ""
        )
        named = f"{options}; here it is {written}" if written else ""
        if rows and PRIVATE_WORDS & {name.strip().lower() for name in rows[0]}:
            code, options, named = "PRV002", f"{NO_WORDS}; {options}", named and f"{NO_WORDS}; {named}"
        problem = Problem(Place(tree.shown), options, named=named, subject=tree.shown)
        return _Table(nothing, [Fault(code, problem)])
    body = rows[1:]
    if not even:
        return _Table(nothing, list(_wrong_widths(tree.shown, text, body, width)))
    columns: list[tuple[str, ...]] = list(zip(*body, strict=True)) if body else [()] * width
    faults = [
        fault
        for at, (column, meaning) in enumerate(zip(columns, meanings, strict=False))
        for fault in _wrong_values(tree.shown, text, column, meaning, at, header[at])
    ]
    columns += [("",) * len(body)] * (len(header) - width)
    return _Table(columns, sorted(faults[:_MOST_FAULTS], key=lambda fault: fault.problem.place))


def _rows(text: str, path: str) -> tuple[list[list[str]], Fault | None]:
    """Return the rows, or the fault of text that is not CSV; a row never spans two lines."""
    lines = (text.replace("\r\n", "\n") if "\r" in text else text).split("\n")
    if lines[-1] == "":
        lines.pop()
    reader = csv.reader(lines, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        return [], malformed(path, reader.line_num, 1, f"this is not CSV: {error}")
    if len(rows) != len(lines):
        at = next(n for n, line in enumerate(lines, start=1) if line.count('"') % 2)
        return [], malformed(path, at, 1, "a quoted value runs over the end of its line")
    return rows, None


def malformed(path: str, line: int, column: int, words: str, echo: str = "", code: str = "SCH009") -> Fault:
    """Return the fault of a row that cannot be taken; what was written may be a person's."""
    named = f"{words}: `{echo}`" if echo else ""
    return Fault(code, Problem(Place(path, line, column), words, named=named, subject=f"{path} {words}"))


def uneven(found: int, header: int) -> str:
    """Return in words that a row has more or fewer values than its header."""
    return f"has {'1 value' if found == 1 else f'{found} values'}, the header {header}"


def _wrong_widths(path: str, text: str, body: list[list[str]], width: int) -> Iterator[Fault]:
    shown = 0
    for line, row in enumerate(body, start=2):
        if len(row) == width:
            continue
        shown += 1
        if shown > _MOST_FAULTS:
            return
        delimiter = next((d for d in ";\t|" if d in text.split("\n", line)[line - 1]), "")
        hint = f"; values are parted by commas, not by {delimiter!r}" if delimiter and len(row) == 1 else ""
        words = f"this row {uneven(len(row), width)}{hint}" if row else "this line is empty"
        yield malformed(path, line, 1, words)


def _wrong_values(
    path: str, text: str, column: tuple[str, ...], meaning: Meaning, at: int, name: str
) -> Iterator[Fault]:
    wrong = {value: words for value in set(column) if (words := meaning(value))}
    if not wrong:
        return
    lines = text.split("\n")
    for line, value in enumerate(column, start=2):
        if value in wrong:
            start = _column(lines[line - 1], at)
            if name in _PERSONS and tells_who(value):
                words = f"{name}: {NAMED}"
                yield malformed(path, line, start, words, printable(value[:40]), "PRV001")
            else:
                yield malformed(path, line, start, f"{name}: {wrong[value]}", printable(value[:40]))


def _column(line: str, at: int) -> int:
    """Return the column, from 1, on which field `at` of a line begins."""
    offset = 0
    for _ in range(at):
        if line[offset : offset + 1] == '"':
            offset = line.index('"', offset + 1)
        offset = line.index(",", offset) + 1
    return offset + 1


@lru_cache(maxsize=4096)
def _day(value: str) -> str | None:
    if _LOCAL_DAY.fullmatch(value):
        return "a date is written YYYY-MM-DD, the year first and with hyphens"
    try:
        _parsed_day(value)
    except PydanticCustomError as error:
        return error.message()
    return None


@lru_cache(maxsize=4096)
def _parsed_day(text: str) -> date:
    """Return a day; the same few days stand in every team's log."""
    return parse_day(text)


@lru_cache(maxsize=4096)
def _id(value: str) -> str | None:
    if value.startswith(_FORMULA):
        return "a value never begins with = + - @ or a tab: a spreadsheet would run it"
    try:
        parse_id(value)
    except PydanticCustomError as error:
        return error.message()
    return None


def _id_or_nothing(value: str) -> str | None:
    return _id(value) if value else None


def _one_of(known: frozenset[str]) -> Meaning:
    listed = ", ".join(sorted(word for word in known if word)) + (" or nothing" if "" in known else "")

    def meaning(value: str) -> str | None:
        return None if value in known else f"one of {listed} is expected here"

    return meaning


def _uid(value: str) -> str | None:
    return None if not value or _UID.fullmatch(value) else "a uid is 16 hexadecimal digits, or nothing"


def _number(value: str) -> str | None:
    return None if _NUMBER.fullmatch(value) else "a whole number is expected here"


def _number_or_nothing(value: str) -> str | None:
    return _number(value) if value else None


_LOG_MEANINGS: tuple[Meaning, ...] = (
    _day, _id, _id_or_nothing, _id_or_nothing,
    _one_of(INITIATIVES), _one_of(STATES), _one_of(ACKNOWLEDGEMENTS), _uid,
)  # fmt: skip
_PULSE_MEANINGS: tuple[Meaning, ...] = (_id, _id, _number_or_nothing, _number)


def wrong_with(column: str, value: str) -> str | None:
    """Return what is wrong with a value of the log's `column`, or None."""
    words = _LOG_MEANINGS[COLUMNS.index(column)](value)
    return NAMED if words and column in _PERSONS and tells_who(value) else words

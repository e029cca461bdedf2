"""Read CSV as columns: exact header, exact width, and each distinct value checked once."""

import csv
import itertools
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
    GROUP_PULSE_COLUMNS,
    INITIATIVES,
    PULSE_COLUMNS,
    REQUIRED,
    STATES,
    Log,
    PulseRow,
)

_LOCAL_DAY = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_FORMULA = ("=", "+", "-", "@", "\t")
_PERSONS = ("member", "given_by")
"""Columns that hold the id of a person."""

_MOST_FAULTS = 100
"""Faults listed for one file; a file with the wrong delimiter has one a line."""

Meaning = Callable[[str], str | None]
"""Says in words what is wrong with a value, or None."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is left out, by its line, and why, without what stands in it."""

    line: int
    why: str


def read_log(files: list[Tree]) -> tuple[Log, list[Fault]]:
    """Return the touchpoints of all files, and what is wrong with them."""
    log = Log()
    faults: list[Fault] = []
    for tree in files:
        columns, wrong = _read_table(tree, COLUMNS, REQUIRED, _LOG_MEANINGS)
        faults += wrong
        if columns and columns[0]:
            log.files.append((len(log), tree.shown))
            log.days.extend(map(_parsed_day, columns[0]))
            for column, values in zip(text_columns(log), columns[1:], strict=True):
                column.extend(values)
    return log, faults


def text_columns(log: Log) -> tuple[list[str], ...]:
    """Return the columns of a log but its days, in the order of `COLUMNS`."""
    return log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged, log.uids


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
    log = Log(days, services, members, givers, initiatives, states, acknowledged, uids, [(0, shown)])
    return log, []


def read_pulse(files: list[Tree]) -> tuple[tuple[PulseRow, ...], list[Fault]]:
    """Return the counted answers of all files, and what is wrong with them."""
    return _read_answers(files, PULSE_COLUMNS, _PULSE_MEANINGS)


def read_group_pulse(files: list[Tree]) -> tuple[tuple[PulseRow, ...], list[Fault]]:
    """Return the answers counted by group in all files, and what is wrong with them."""
    return _read_answers(files, GROUP_PULSE_COLUMNS, (_or_nothing(_id), *_PULSE_MEANINGS))


def _read_answers(
    files: list[Tree], header: tuple[str, ...], meanings: tuple[Meaning, ...]
) -> tuple[tuple[PulseRow, ...], list[Fault]]:
    rows: list[PulseRow] = []
    faults: list[Fault] = []
    for tree in files:
        columns, wrong = _read_table(tree, header, len(header), meanings)
        faults += wrong
        quarter = tree.name.removesuffix(".csv")
        for line, (*group, service, metric, score, count) in enumerate(zip(*columns, strict=True), start=2):
            given = int(score) if score else None
            place = Place(tree.shown, line)
            rows.append(PulseRow(place, quarter, service, metric, given, int(count), "".join(group)))
    return tuple(rows), faults


def _read_table(
    tree: Tree, header: tuple[str, ...], required: int, meanings: tuple[Meaning, ...]
) -> tuple[list[tuple[str, ...]], list[Fault]]:
    """Return a file's columns, as many as `header` has, absent ones empty; with faults there are none."""
    text = read_text(tree, LOG_CAP)
    if isinstance(text, Fault):
        return [], [text]
    rows, fault = _rows(text, tree.shown)
    if fault:
        return [], [fault]
    width = len(rows[0]) if rows else 0
    even = all(length == width for length in set(map(len, rows)))
    if not even and (conflict := conflict_in(text)):
        return [], [malformed(tree.shown, conflict, 1, CONFLICT)]
    if not rows or tuple(rows[0]) != header[:width] or width < required:
        return [], [_other_header(tree.shown, rows[0] if rows else [], header, required)]
    body = rows[1:]
    if not even:
        return [], list(_wrong_widths(tree.shown, text, body, width))
    columns: list[tuple[str, ...]] = list(zip(*body, strict=True)) if body else [()] * width
    faults = [
        fault
        for at, (column, meaning) in enumerate(zip(columns, meanings, strict=False))
        for fault in _wrong_values(tree.shown, text, column, meaning, at, header[at])
    ]
    if faults:
        return [], sorted(faults[:_MOST_FAULTS], key=lambda fault: fault.problem.place)
    return columns + [("",) * len(body)] * (len(header) - width), []


def _other_header(path: str, written: Sequence[str], header: Sequence[str], required: int) -> Fault:
    words = f"first line must be {','.join(header[:required])}"
    if header[required:]:
        words += f", optionally followed by {' and '.join(header[required:])}"
    private = bool(PRIVATE_WORDS & {name.strip().lower() for name in written})
    code, words = ("PRV002", f"{NO_WORDS}. The {words}") if private else ("SCH008", f"the {words}")
    shown = printable(",".join(written)[:80])
    if (
        len(written) == 1 and len(written[0].split(";")) > required // 2
    ):  # as spreadsheets of some countries save it
        words += ". Separate values with commas, not semicolons"
    named = f"{words}. It is {shown}" if shown else ""
    return Fault(code, Problem(Place(path), words, named=named, subject=path))


def _rows(text: str, path: str) -> tuple[list[list[str]], Fault | None]:
    """Return the rows, or the fault of text that is not CSV; a row never spans two lines."""
    lines = (text.replace("\r\n", "\n") if "\r" in text else text).split("\n")
    if lines[-1] == "":
        lines.pop()
    reader = csv.reader(lines, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        return [], malformed(path, reader.line_num, 1, f"this line is not valid CSV: {error}")
    if len(rows) != len(lines):
        at = next(n for n, line in enumerate(lines, start=1) if line.count('"') % 2)
        return [], malformed(path, at, 1, OPEN_QUOTE)
    return rows, None


OPEN_QUOTE = "a quoted value continues on the next line. Close the quotation mark on this line"


def malformed(path: str, line: int, column: int, words: str, named: str = "", code: str = "SCH009") -> Fault:
    """Return the fault of a row that cannot be taken; only `named` repeats what was written."""
    return Fault(code, Problem(Place(path, line, column), words, named=named, subject=f"{path} {words}"))


def uneven(values: int, header: int) -> str:
    """Return in words that a row has more or fewer values than its header."""
    return f"has {'1 value' if values == 1 else f'{values} values'}, but the header has {header}"


def _wrong_widths(path: str, text: str, body: list[list[str]], width: int) -> Iterator[Fault]:
    wrong = ((line, row) for line, row in enumerate(body, start=2) if len(row) != width)
    for line, row in itertools.islice(wrong, _MOST_FAULTS):
        written = text.split("\n", line)[line - 1]
        delimiter = next((d for d in ";\t|" if d in written), "")
        hint = (
            f". Separate values with commas, not {delimiter!r}"
            if delimiter and len(row) == 1
            else ". Check the commas"
        )
        words = f"this row {uneven(len(row), width)}{hint}" if row else "this line is empty. Remove it"
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
            start = field_column(lines[line - 1], at)
            code, words = "SCH009", wrong[value]
            if name in _PERSONS and tells_who(value):
                code, words = "PRV001", NAMED
            named = f"{name} `{printable(value[:40])}`: {words}" if value else ""
            yield malformed(path, line, start, f"{name}: {words}", named, code)


def field_column(line: str, at: int, delimiter: str = ",") -> int:
    """Return the column, from 1, on which field `at` of a line begins; raises `ValueError` where it has fewer."""
    offset = 0
    for _ in range(at):
        if line[offset : offset + 1] == '"':
            offset = line.index('"', offset + 1)
        offset = line.index(delimiter, offset) + 1
    return offset + 1


@lru_cache(maxsize=4096)
def _day(value: str) -> str | None:
    if _LOCAL_DAY.fullmatch(value):
        return "not a valid date. Write it as YYYY-MM-DD, with the year first and with hyphens"
    return why_refused(_parsed_day, value)


def why_refused(parse: Callable[[str], object], value: str) -> str | None:
    """Return in words why one of the models' parsers refuses a value, None when it does not."""
    try:
        parse(value)
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
        return "a value must not begin with = + - @ or a tab, because a spreadsheet would run it. Remove that character"
    return why_refused(parse_id, value)


def _or_nothing(meaning: Meaning) -> Meaning:
    return lambda value: meaning(value) if value else None


def _one_of(known: frozenset[str]) -> Meaning:
    listed = ", ".join(sorted(word for word in known if word)) + (
        ", or leave it empty" if "" in known else ""
    )
    return lambda value: None if value in known else f"not a valid value. Write one of {listed}"


def _spelled(pattern: str, words: str) -> Meaning:
    spelling = re.compile(pattern)
    return lambda value: None if spelling.fullmatch(value) else words


_UID = _spelled("[0-9a-f]{16}|", "not a valid uid. Write 16 hexadecimal digits, or leave it empty")
_NUMBER = _spelled("0|[1-9][0-9]{0,6}", "not a whole number. Write one, for example 3")
_LOG_MEANINGS: tuple[Meaning, ...] = (
    _day, _id, _or_nothing(_id), _or_nothing(_id),
    _one_of(INITIATIVES), _one_of(STATES), _one_of(ACKNOWLEDGEMENTS), _UID,
)  # fmt: skip
_PULSE_MEANINGS: tuple[Meaning, ...] = (_id, _id, _or_nothing(_NUMBER), _NUMBER)


_MEANINGS = {
    "group": _or_nothing(_id),
    **dict(zip((*PULSE_COLUMNS, *COLUMNS), (*_PULSE_MEANINGS, *_LOG_MEANINGS), strict=True)),
}


def wrong_with(column: str, value: str) -> str | None:
    """Return what is wrong with a value of a `column` of the log or of a pulse, or None."""
    words = _MEANINGS[column](value)
    return NAMED if words and column in _PERSONS and tells_who(value) else words

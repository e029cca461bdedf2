"""Repair a log or a pulse that a spreadsheet has saved, without a guess, and say what was done and what was left.

Pure: bytes and the name of the quarter in, bytes out. A row in which something stays unclear keeps that value.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.loading.csv_columns import field_column, uneven, wrong_with
from checks.loading.files import CONFLICT, conflict_in
from checks.loading.spreadsheet_dates import dates_of
from checks.loading.spreadsheet_rows import Sheet, SheetRow, counted_step, sheet_of
from checks.loading.spreadsheet_text import NotRepairableError, PlainText, plain_text
from checks.loading.spreadsheet_values import PLAIN_VALUES, bare
from checks.model.periods import Period, named_quarter
from checks.model.touchpoint_log import GROUP_PULSE_COLUMNS, PULSE_COLUMNS

_QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]")
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "count", "summe", "gesamt", "anzahl", "ergebnis",
                     "yhteensä", "summa", "lukumäärä", "totalt", "antal", "somme", "nombre"})  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:[., '][0-9]{3})*(?:[.,][0-9]+)?%?")
_ROUNDED = re.compile(r"[0-9][.,][0-9]+[Ee]\+?[0-9]+")
_TOTAL = "this row looks like a total, not a conversation. Remove it"


@dataclass(frozen=True, slots=True)
class UnclearRow:
    """A row in which a value is left as it is, and why; the places are line and column, from 1.

    `before` is the place in the file as it was, `after` the one in the file as it is repaired.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    words: str


@dataclass(frozen=True, slots=True)
class TableRepair:
    """What should stand in a file, in words what has been done to it, and the rows that need a person."""

    content: bytes
    steps: tuple[str, ...]
    unclear: tuple[UnclearRow, ...]


def repair_table(content: bytes, name: str) -> TableRepair:
    """Return a log's or a pulse's file as it should be; `name` is that of the file, without `.csv`.

    Raises `NotRepairableError` where the whole is not clear: nothing of it is changed then.
    """
    plain = plain_text(content, table=True)
    try:
        repair = _repaired(plain, named_quarter(name) if _QUARTER.fullmatch(name) else None)
    except NotRepairableError:
        if plain.doubt:
            raise plain.doubt from None
        raise
    if plain.doubt and not repair.content.isascii():
        raise plain.doubt
    return repair


def _repaired(plain: PlainText, quarter: Period | None) -> TableRepair:
    if conflict := conflict_in(plain.text):
        raise NotRepairableError(CONFLICT, conflict)
    sheet = sheet_of(plain.text)
    columns = [
        _column_of(name, {row.values[at] for row in sheet.rows}, quarter)
        for at, name in enumerate(sheet.header)
    ]
    rows = [_row_of(row, sheet, columns) for row in sheet.rows]
    unclear = any(new.words for new in rows)
    table = [new.values for new in rows]
    filled = sum(row.short for row, new in zip(sheet.rows, rows, strict=True) if not new.words)
    ordered = table if unclear or sheet.header in (PULSE_COLUMNS, GROUP_PULSE_COLUMNS) else sorted(table)
    text = _csv_text([sheet.header, *ordered])
    steps = (
        *plain.steps,
        *sheet.steps,
        *counted_step(sum(new.dates for new in rows), "date", "dates"),
        *counted_step(sum(new.others for new in rows), "value", "values"),
        *counted_step(filled, "short row", "short rows"),
        *(["quotes"] if plain.text.count('"') > text.count('"') else ()),
        *(["order of rows"] if ordered != table else ()),
    )
    return TableRepair(text.encode(), steps, tuple(_unclear_rows(plain.text, text, sheet, rows)))


@dataclass(frozen=True, slots=True)
class _RepairedColumn:
    """What each text of a column should be; of one that stays as it is `wrong` says why."""

    name: str
    values: dict[str, str]
    wrong: dict[str, str]


@dataclass(frozen=True, slots=True)
class _RepairedRow:
    """A row as it should be, how many dates and other values are new, and what is unclear of it, at which place."""

    values: tuple[str, ...]
    dates: int = 0
    others: int = 0
    place: int = 0
    words: str = ""


def _column_of(name: str, texts: set[str], quarter: Period | None) -> _RepairedColumn:
    values = {text: PLAIN_VALUES[name](bare(text)) for text in texts}
    unknown = {value for value in values.values() if wrong_with(name, value)}
    dates = dates_of(unknown, quarter) if name == "date" else {}
    wrong: dict[str, str] = {}
    for text, value in values.items():
        day = dates.get(value)
        if isinstance(day, date):
            values[text] = day.isoformat()
        elif value in unknown:
            values[text] = text
            wrong[text] = f"{name}: {day.words if day else _why(name, value)}"
    return _RepairedColumn(name, values, wrong)


def _why(name: str, value: str) -> str:
    if name == "uid" and _ROUNDED.fullmatch(value):
        return "a spreadsheet has rounded this uid. Copy it from the last commit"
    return wrong_with(name, value) or ""


def _row_of(row: SheetRow, sheet: Sheet, columns: Sequence[_RepairedColumn]) -> _RepairedRow:
    """Return a row as it should be; of one that is uneven and not valid either nothing is changed."""
    new = tuple(column.values[text] for column, text in zip(columns, row.values, strict=True))
    if new == row.values and not (row.short or row.long or any(column.wrong for column in columns)):
        return _RepairedRow(new)
    pairs = list(zip(columns, row.values, strict=True))
    wrong = [(at, column.wrong[text]) for at, (column, text) in enumerate(pairs) if text in column.wrong]
    words = _TOTAL if (wrong or row.long) and _is_total(row.written) else ""
    if row.long or (row.short and wrong):
        words = words or f"this row {uneven(len(row.written), len(sheet.header))}"
        if not sheet.in_place:
            raise NotRepairableError(words, row.line)
        return _RepairedRow(row.written, words=words)
    changed = [column.name for (column, text), value in zip(pairs, new, strict=True) if text != value]
    place, why = wrong[0] if wrong else (0, "")
    dates = changed.count("date")
    return _RepairedRow(new, dates, len(changed) - dates, 0 if words else place, words or why)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a row has but numbers and words for a total."""
    values = [value for cell in cells if (value := bare(cell))]
    return all(value.rstrip(":").casefold() in _TOTALS or _NUMBER.fullmatch(value) for value in values)


def _unclear_rows(
    before: str, after: str, sheet: Sheet, rows: Sequence[_RepairedRow]
) -> Iterator[UnclearRow]:
    old, new = before.split("\n"), after.split("\n")
    for number, (row, repaired) in enumerate(zip(sheet.rows, rows, strict=True), start=2):
        if repaired.words:
            place = repaired.place
            yield UnclearRow(
                (row.line, _field(old[row.line - 1], sheet.places[place], sheet.delimiter)),
                (number, _field(new[number - 1], place, ",")),
                repaired.words,
            )


def _field(line: str, at: int, delimiter: str) -> int:
    try:
        return field_column(line, at, delimiter)
    except ValueError:  # the line was split in another way than its header
        return 1


def _csv_text(rows: Sequence[Sequence[str]]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue()

"""Split the text of a spreadsheet into a known header and rows, whatever separates its values.

Blank rows, empty columns and a line `sep=;` are left out. No value is changed here.
"""

import contextlib
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.loading.csv_columns import OPEN_QUOTE
from checks.loading.spreadsheet_text import NotRepairableError
from checks.loading.spreadsheet_values import bare
from checks.model.touchpoint_log import COLUMNS, GROUP_PULSE_COLUMNS, PULSE_COLUMNS, REQUIRED

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t|]*', re.IGNORECASE)


_MOST_COLUMNS = 1000
"""Columns of a sheet; one that somebody typed far beside the others makes hundreds."""

_EMPTY = ("empty column", "empty columns")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with the line it begins on, from 1, and its cells as `written`, without blank ones at the end.

    `values` are those of the header, in our order. A `short` row lacks cells at its end, a `long` one has cells
    without a header.
    """

    line: int
    written: tuple[str, ...]
    values: tuple[str, ...]
    short: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `header` are our names in our order, `places` where in a row of the file each one stands.

    `delimiter` is what the file has between values; `steps` say in words what was left out or split otherwise.
    """

    header: tuple[str, ...]
    places: tuple[int, ...]
    rows: tuple[SheetRow, ...]
    delimiter: str
    steps: tuple[str, ...]

    @property
    def in_place(self) -> bool:
        """Whether the columns stand where they should, so that a row can be kept as it is written."""
        return self.places == tuple(range(len(self.places)))


def sheet_of(text: str) -> Sheet:
    """Return the table of a text with line feeds; raises `NotRepairableError` where its header is not known."""
    lines = text.split("\n")[:-1]
    separator = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    skipped = 1 if separator else 0
    delimiter = _delimiter_of(lines, skipped)
    parsed = list(_parsed(lines, skipped, delimiter))
    split = [(line, _split_again(cells)) for line, cells in parsed]
    (_, first), *body = [(line, cells) for line, cells in split if any(map(bare, cells))]
    columns = _names(first)
    places = tuple(columns.values())
    pairs = zip(parsed, split, strict=True)
    again = sum(len(new) != len(old) for (_, old), (_, new) in pairs if any(map(bare, new)))
    steps = (
        *([f"line sep={separator[1]}"] if separator else ()),
        *([f"{_DELIMITERS[delimiter]} → commas"] if delimiter != "," else ()),
        *counted_step(again, "line split into values", "lines split into values"),
        *_header_steps(first, columns),
        *counted_step(_empty_columns([first, *(cells for _, cells in body)], places), *_EMPTY),
        *counted_step(len(parsed) - 1 - len(body), "blank row", "blank rows"),
    )
    rows = tuple(_row_of(line, cells, places) for line, cells in body)
    return Sheet(tuple(columns), places, rows, delimiter, steps)


def _header_steps(header: Sequence[str], columns: dict[str, int]) -> Iterator[str]:
    written = sorted(columns, key=columns.__getitem__)
    if [cell for cell in header if cell] != written:
        yield "header"
    if written != list(columns):
        yield "order of columns"


def counted_step(number: int, singular: str, plural: str) -> tuple[str, ...]:
    """Return a step with its number, none where the number is 0."""
    return (f"{number:,} {singular if number == 1 else plural}",) if number else ()


def _delimiter_of(lines: Sequence[str], skipped: int) -> str:
    """Return what is between the names of the first line that is not blank, or behind it where it is one value.

    Raises `NotRepairableError` where those names are not ours.
    """
    at = next((at for at in range(skipped, len(lines)) if bare(lines[at])), None)
    if at is None:
        raise NotRepairableError("it is empty. Remove the file, or write the header line")
    readings: dict[str, tuple[str, ...]] = {}
    for delimiter in _DELIMITERS:
        with contextlib.suppress(csv.Error):
            readings[delimiter] = tuple(next(csv.reader([lines[at]], delimiter=delimiter, strict=True)))
    plainly = [delimiter for delimiter, cells in readings.items() if _names(cells)]
    again = [delimiter for delimiter, cells in readings.items() if _names(_split_again(cells))]
    if not plainly and not again:
        raise NotRepairableError(f"the first line must be {','.join(COLUMNS[:REQUIRED])}", at + 1)
    return (plainly or again)[0]


def _parsed(lines: Sequence[str], skipped: int, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row with the line it begins on; a quoted value may end with line breaks and have none within."""
    reader = csv.reader((f"{line}\n" for line in lines[skipped:]), delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            following = skipped + reader.line_num + 1
            if following > line + 1:
                cells = [cell.strip("\n") for cell in cells]  # noqa: PLW2901 - seldom: the row has several lines
                if "\n" in "".join(cells):
                    raise NotRepairableError(OPEN_QUOTE, line)
            yield line, tuple(cells)
            line = following
    except csv.Error as error:
        raise NotRepairableError(f"this line is not valid CSV: {error}", line) from None


def _split_again(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a row that another delimiter, or a pair of quotes around it, made one value."""
    if not cells or (len(cells) > 1 and (bare(cells[1]) or any(map(bare, cells[2:])))):
        return cells
    for delimiter in _DELIMITERS:
        try:
            again = next(csv.reader([cells[0].strip()], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        if len(again) >= len(PULSE_COLUMNS):
            return tuple(again)
    return cells


def _names(cells: Sequence[str]) -> dict[str, int]:
    """Return our columns in our order with their places in a row; none where the header is not ours."""
    if len(cells) > _MOST_COLUMNS:
        return {}
    written = [re.sub(r"[ -]+", "_", bare(cell)).lower() for cell in cells]
    named = [name for name in written if name]
    tables = [(columns, len(columns)) for columns in (PULSE_COLUMNS, GROUP_PULSE_COLUMNS)]
    for ours, required in ((COLUMNS, REQUIRED), *tables):
        known = len(named) == len(set(named)) and set(named) <= set(ours)
        if ours is COLUMNS and "uid" in named and "acknowledged" not in named:
            continue
        if known and set(ours[:required]) <= set(named):
            return {name: written.index(name) for name in ours if name in named}
    return {}


def _row_of(line: int, cells: tuple[str, ...], places: tuple[int, ...]) -> SheetRow:
    if places == tuple(range(len(cells))):
        return SheetRow(line, cells, cells)
    end = len(cells)
    while end and not bare(cells[end - 1]):
        end -= 1
    values = tuple(cells[at] if at < len(cells) else "" for at in places)
    known = sum(bool(bare(value)) for value in values)
    long = known != sum(bool(bare(cell)) for cell in cells)
    return SheetRow(line, cells[:end], values, len(cells) <= max(places), long)


def _empty_columns(table: Sequence[tuple[str, ...]], places: tuple[int, ...]) -> int:
    """Return how many columns of the sheet have neither a name nor a value."""
    used = {at for cells in table if len(cells) > len(places) for at, cell in enumerate(cells) if bare(cell)}
    return max(map(len, table)) - len(used | set(places))

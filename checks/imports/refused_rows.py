"""The rows of a table that were refused, as a table to correct and import again."""

import csv
import io
from collections.abc import Mapping, Sequence

from checks.imports.table_text import TextTable, rows_as_written, tidied_cell

WHY = "why"
"""The first column, which says why a row was refused."""


def refused_table(table: TextTable, content: bytes, reasons: Mapping[int, str]) -> bytes:
    """Return the rows on these lines as they are written in a table, behind a column that says why.

    The reasons of an earlier import are left out. Byte order mark and delimiter let a spreadsheet open it.
    """
    written = rows_as_written(table.file, content, table.delimiter)
    again = table.header[:1] == (WHY,)
    header = [WHY, *table.header[again:]]
    rows = [[words, *written.get(line, [])[again:]] for line, words in sorted(reasons.items())]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\n")
    writer.writerows([header, *(list(map(_harmless, row)) for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def is_refused_table(content: bytes) -> bool:
    """Whether a file's first heading says that it is such a table."""
    return content.decode("utf-8-sig", "replace").lstrip('"').startswith(WHY)


def _harmless(text: str) -> str:
    """Return a value that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") and len(tidied_cell(text)) > 1 else text


def reasons_by_line(reasons: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Return why each line was refused, all reasons of a line in one."""
    by_line: dict[int, str] = {}
    for line, words in reasons:
        by_line[line] = f"{by_line[line]}; {words}" if line in by_line else words
    return by_line

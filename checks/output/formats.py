"""How data are written, whatever the report: JSON, CSV, and columns of plain text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence


def json_text(document: Mapping[str, object], indent: int = 2) -> str:
    """Return a document as indented JSON, with a newline at its end."""
    return json.dumps(document, indent=indent, ensure_ascii=False) + "\n"


def json_lines(document: Mapping[str, object], indent: int = 2) -> str:
    """Return a document as JSON in which each entry of its lists has a line of its own, so that a diff can be read."""
    margin = " " * indent
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            entries = ",\n".join(f"{margin * 2}{json.dumps(entry, ensure_ascii=False)}" for entry in value)
            parts.append(f'{margin}"{key}": [\n{entries}\n{margin}]')
        else:
            parts.append(f'{margin}"{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV below a header; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def text_table(rows: Sequence[Sequence[str]], words: int | None = None) -> str:
    """Return rows in columns, two spaces between; the first `words` columns (None: all) are words, the rest numbers.

    Widths are counted in characters.
    """
    # Not rich: it counts in cells of a terminal, which a file has none of, and takes 1 ms a row.
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    to_the_left = len(widths) if words is None else words
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if at < to_the_left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)

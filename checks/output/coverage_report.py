"""Counts as a table, JSON or CSV. The JSON's shape is `coverage.schema.json`, beside this file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from checks.engine.counts import FIELDS, CountKey, Counts
from checks.wording.language import Language, message
from checks.wording.measures import share_of

KEYS = ("team", "service", "period", "member")


def coverage_rows(sums: Mapping[CountKey, Counts], by: Sequence[str]) -> list[dict[str, str | int | None]]:
    """Return a row a key, sorted by the keys asked for, then the counts."""
    keys = [name for name in KEYS if name in by]
    found: list[dict[str, str | int | None]] = []
    for key, counts in sorted(sums.items(), key=lambda item: tuple(part or "" for part in item[0])):
        named = {name: getattr(key, name) for name in keys}
        found.append({**named, **dict(zip(FIELDS, counts.values(), strict=True))})
    return found


def coverage_as_json(sums: Mapping[CountKey, Counts], by: Sequence[str], as_of: date) -> str:
    """Return the rows as JSON, one a line."""
    lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in coverage_rows(sums, by))
    body = f"[\n    {lines}\n  ]" if lines else "[]"
    return f'{{\n  "schema": 1,\n  "as_of": "{as_of.isoformat()}",\n  "rows": {body}\n}}\n'


def coverage_as_csv(sums: Mapping[CountKey, Counts], by: Sequence[str]) -> str:
    """Return the rows as CSV with a header."""
    out = io.StringIO()
    keys = [name for name in KEYS if name in by]
    writer = csv.DictWriter(out, [*keys, *FIELDS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(coverage_rows(sums, by))
    return out.getvalue()


_KEY_WORDS = {
    "team": message("team"),
    "service": message("service"),
    "period": message("period"),
    "member": message("member"),
}
_COUNT_WORDS = {
    "waived": message("waived"),
    "not_owed": message("not owed"),
    "running": message("running"),
    "running_met": message("running met"),
    "days_due": message("days due"),
    "days_overdue": message("days overdue"),
}


def table_cells(
    sums: Mapping[CountKey, Counts], by: Sequence[str], language: Language
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table a person reads: keys, the coverage in words, then what is not in it."""
    say = language.say
    keys = [name for name in KEYS if name in by]
    used = [name for name in _COUNT_WORDS if any(getattr(counts, name) for counts in sums.values())]
    head = (
        [say(_KEY_WORDS[name]) for name in keys]
        + [say("coverage")]
        + [say(_COUNT_WORDS[name]) for name in used]
    )
    body = [
        [
            *(str(row[name] or say("(team)")) for name in keys),
            share_of(int(row["met"] or 0), int(row["due"] or 0), language),
            *(language.number(int(row[name] or 0)) if row[name] else "" for name in used),
        ]
        for row in coverage_rows(sums, by)
    ]
    return head, body


def coverage_as_table(head: Sequence[str], body: Sequence[Sequence[str]], words: int | None = None) -> str:
    """Return an aligned table as plain text; the first so many columns are words, None for all, the rest numbers."""
    widths = [max(len(row[at]) for row in (head, *body)) for at in range(len(head))]
    numbers = len(head) if words is None else words
    return "".join(f"{line}\n" for line in _aligned((head, *body), widths, numbers))


def _aligned(lines: Sequence[Sequence[str]], widths: Sequence[int], numbers: int) -> Iterator[str]:
    for line in lines:
        cells = [
            cell.rjust(width) if at >= numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()

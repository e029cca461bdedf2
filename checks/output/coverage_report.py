"""Counts as a table, JSON or CSV. The JSON's shape is `coverage.schema.json`, beside this file."""

from collections.abc import Mapping, Sequence
from datetime import date

from checks.engine.counts import FIELDS, CountKey, Counts
from checks.output.formats import csv_text, json_lines
from checks.wording.language import Language, message
from checks.wording.measures import share_of

_KEY_WORDS = {
    "team": message("team"),
    "service": message("service"),
    "period": message("period"),
    "member": message("member"),
    "group": message("group"),
}
_NO_KEY = dict.fromkeys(_KEY_WORDS, message("(team)")) | {"group": message("(everyone)")}
_COUNT_WORDS = {
    "waived": message("waived"),
    "not_owed": message("not owed"),
    "running": message("running"),
    "running_met": message("running met"),
    "days_due": message("days due"),
    "days_overdue": message("days overdue"),
}


def coverage_as_json(sums: Mapping[CountKey, Counts], by: Sequence[str], as_of: date) -> str:
    """Return the rows as JSON, one a line."""
    return json_lines({"schema": 1, "as_of": as_of.isoformat(), "rows": _rows(sums, by)})


def coverage_as_csv(sums: Mapping[CountKey, Counts], by: Sequence[str]) -> str:
    """Return the rows as CSV with a header."""
    return csv_text([*_keys(by), *FIELDS], (row.values() for row in _rows(sums, by)))


def _keys(by: Sequence[str]) -> list[str]:
    return [key for key in _KEY_WORDS if key in by]


def _rows(sums: Mapping[CountKey, Counts], by: Sequence[str]) -> list[dict[str, str | int | None]]:
    """Return the keys asked for and the counts of each row, sorted by all keys."""
    keys, rows = _keys(by), sorted(sums.items(), key=lambda row: tuple(part or "" for part in row[0]))
    return [
        {**{name: getattr(key, name) for name in keys}, **dict(zip(FIELDS, counts.values(), strict=True))}
        for key, counts in rows
    ]


def table_cells(
    sums: Mapping[CountKey, Counts], by: Sequence[str], language: Language
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table a person reads: keys, the coverage in words, then what is not in it."""
    say, keys = language.say, _keys(by)
    used = [name for name in _COUNT_WORDS if any(getattr(counts, name) for counts in sums.values())]
    head = [
        *(say(_KEY_WORDS[name]) for name in keys),
        say("coverage"),
        *(say(_COUNT_WORDS[name]) for name in used),
    ]
    body = [
        [
            *(str(row[name] or say(_NO_KEY[name])) for name in keys),
            share_of(int(row["met"] or 0), int(row["due"] or 0), language),
            *(language.number(int(row[name] or 0)) if row[name] else "" for name in used),
        ]
        for row in _rows(sums, by)
    ]
    return head, body

"""Counts as a table, JSON or CSV. The JSON's shape is `coverage.schema.json`, beside this file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from checks.engine.counts import FIELDS, CountKey, Counts
from checks.output.formats import csv_text, json_lines
from checks.publish.group_figures import FeltReach, FeltSide
from checks.wording.language import Language, message
from checks.wording.measures import score, share_of

_KEY_WORDS = {
    "team": message("team"),
    "service": message("service"),
    "period": message("period"),
    "member": message("member"),
    "group": message("group"),
}
_NO_KEY = dict.fromkeys(_KEY_WORDS, message("(team)")) | {"group": message("(everyone)")}
_FELT_KEYS = (message("quarter"), message("group"), message("service"), message("question"))
_AVERAGE = message("average")
_ANSWERS = message("answered")
_ELSE = message("everyone else")
_WITHHELD = message("needs {number} answers")
_COUNT_WORDS = {
    "waived": message("waived"),
    "not_owed": message("not owed"),
    "running": message("running"),
    "running_met": message("running met"),
    "days_due": message("days due"),
    "days_overdue": message("days overdue"),
}


class QuarterFelt(NamedTuple):
    """What a group answered to a question about a quarter, beside everyone else."""

    quarter: str
    group: str
    felt: FeltReach


def coverage_as_json(
    sums: Mapping[CountKey, Counts], by: Sequence[str], as_of: date, felt: Sequence[QuarterFelt] = ()
) -> str:
    """Return the rows as JSON, one a line; `felt` are the answers by group."""
    document: dict[str, object] = {"schema": 1, "as_of": as_of.isoformat(), "rows": _rows(sums, by)}
    return json_lines(document | ({"answers": [_felt_entry(each) for each in felt]} if felt else {}))


def _felt_entry(row: QuarterFelt) -> dict[str, str | int | float | None]:
    """Return a group's answers; all numbers are null where they are withheld."""
    entry: dict[str, str | int | float | None] = {
        "group": row.group,
        "service": row.felt.service,
        "metric": row.felt.metric,
        "quarter": row.quarter,
    }
    for side, prefix in zip(row.felt.sides or (None, None), ("", "others_"), strict=True):
        entry[f"{prefix}mean"] = round(float(side.mean), 2) if side else None
        entry[f"{prefix}given"] = side.given if side else None
        entry[f"{prefix}asked"] = side.asked if side else None
    return entry


def felt_cells(
    felt: Sequence[QuarterFelt], needed: int, language: Language
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the answers by group: four keys, then the means of the group and of everyone else.

    Withheld ones say how many answers are `needed` on either side.
    """
    say = language.say
    head = [say(word) for word in (*_FELT_KEYS, _AVERAGE, _ANSWERS, _ELSE, _ANSWERS)]
    body = [
        [
            *(row.quarter, row.group, row.felt.service, row.felt.metric),
            *(
                (cell for side in row.felt.sides for cell in _felt_side(side, language))
                if row.felt.sides
                else (say(_WITHHELD, number=language.number(needed)), "", "", "")
            ),
        ]
        for row in felt
    ]
    return head, body


def _felt_side(side: FeltSide, language: Language) -> tuple[str, str]:
    return score(side.mean, language), share_of(side.given, side.asked, language)


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

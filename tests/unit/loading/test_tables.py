"""Columns: what a value may be, said once a distinct value, and where a file's rows stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.csv_columns import log_of, read_log, read_pulse, uneven, wrong_with
from checks.loading.files import Folder, Tree
from checks.model.findings import Place
from checks.model.touchpoint_log import COLUMNS, Log
from tests.support.building import lay

if TYPE_CHECKING:
    from pathlib import Path

ID = "not a valid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter"
FORMULA = (
    "a value must not begin with = + - @ or a tab, because a spreadsheet would run it. Remove that character"
)
LOCAL = "not a valid date. Write it as YYYY-MM-DD, with the year first and with hyphens"
NAMED = "this looks like a name or an address. Use an id instead, for example p-ann"
STATES = "not a valid value. Write one of booked, cancelled, declined, held, missed, ordered, withdrawn"


@pytest.mark.parametrize(
    ("column", "good"),
    [
        ("date", ["2026-11-02", "2000-01-01", "2090-12-31"]),
        ("service", ["one-on-one", "ab"]),
        ("member", ["p-ada", ""]),
        ("given_by", ["p-ada", ""]),
        ("initiative", ["outbound", "inbound"]),
        ("state", ["booked", "cancelled", "declined", "held", "missed", "ordered", "withdrawn"]),
        ("acknowledged", ["", "yes", "no"]),
        ("uid", ["", "0123456789abcdef"]),
    ],
)
def test_a_good_value_has_nothing_wrong(column: str, good: list[str]) -> None:
    assert [wrong_with(column, value) for value in good] == [None] * len(good)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("date", "2.11.2026", LOCAL),
        ("date", "11/2/26", LOCAL),
        ("date", "2.11.26 ", "not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31"),
        ("date", "2026-11-31", "2026-11-31 is not in the calendar. Check the day and the month"),
        ("date", "1999-12-31", "the year 1999 is not between 2000 and 2090. Check the date"),
        ("date", "", "not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31"),
        ("service", "", ID),
        ("service", "One", ID),
        ("service", "=one", FORMULA),
        ("service", "Ada Lovelace", ID),
        ("member", "-p", FORMULA),
        ("member", "\tp", FORMULA),
        ("member", "Ada Lovelace", NAMED),
        ("given_by", "ada@example.org", NAMED),
        ("given_by", "p_ada", ID),
        ("initiative", "", "not a valid value. Write one of inbound, outbound"),
        ("initiative", "both", "not a valid value. Write one of inbound, outbound"),
        ("state", "hold", STATES),
        ("acknowledged", "maybe", "not a valid value. Write one of no, yes, or leave it empty"),
        ("uid", "0123456789ABCDEF", "not a valid uid. Write 16 hexadecimal digits, or leave it empty"),
        ("uid", "0123456789abcde", "not a valid uid. Write 16 hexadecimal digits, or leave it empty"),
    ],
)
def test_a_bad_value_is_said_in_words(column: str, value: str, words: str) -> None:
    assert wrong_with(column, value) == words


ROWS = [
    ("2026-11-02", "one-on-one", "p-ada", "p-grace", "outbound", "held", "yes"),
    ("2026-11-03", "recognition", "", "p-alan", "inbound", "ordered", ""),
]


def test_rows_without_a_file_are_a_log_of_one() -> None:
    log, faults = log_of(list(zip(*ROWS, strict=True)), "touchpoints")

    assert faults == []
    assert log == Log(
        [date(2026, 11, 2), date(2026, 11, 3)],
        ["one-on-one", "recognition"],
        ["p-ada", ""],
        ["p-grace", "p-alan"],
        ["outbound", "inbound"],
        ["held", "ordered"],
        ["yes", ""],
        ["", ""],
        [(0, "touchpoints")],
    )


def test_faults_of_rows_without_a_file_are_said_once_a_word() -> None:
    bad = ("2026-11-31", "=x", "Ada L", "p-grace", "outbound", "held", "")
    other = ("2026-11-30", "=y", "Bo L", "p-grace", "outbound", "held", "")

    log, faults = log_of(list(zip(*ROWS, bad, other, bad, strict=True)), "touchpoints")

    assert len(log) == 0
    assert [(one.code, one.problem.place, one.problem.message) for one in faults] == [
        (
            "SCH009",
            Place("touchpoints"),
            "touchpoints, date: 2026-11-31 is not in the calendar. Check the day and the month",
        ),
        ("SCH009", Place("touchpoints"), f"touchpoints, service: {FORMULA}"),
        ("SCH009", Place("touchpoints"), f"touchpoints, member: {NAMED}"),
    ]


def trees(root: Path, *contents: str) -> list[Tree]:
    names = [f"2026-Q{number}.csv" for number in range(1, len(contents) + 1)]
    lay(root, dict(zip(names, contents, strict=True)))
    return [Tree(Folder(root), name, (name,)) for name in names]


def written(*rows: tuple[str, ...], width: int = 8) -> str:
    return "".join(f"{','.join((*row, '')[:width])}\n" for row in (COLUMNS[:width], *rows))


def test_a_row_knows_its_place_and_short_tables_are_filled(tmp_path: Path) -> None:
    first, second, empty = written(*ROWS), written(ROWS[1], ROWS[0], width=6), written()

    log, faults = read_log(trees(tmp_path, first, empty, second))

    assert faults == []
    assert [str(log.place(row)) for row in range(4)] == [
        "2026-Q1.csv:2:1", "2026-Q1.csv:3:1", "2026-Q3.csv:2:1", "2026-Q3.csv:3:1",
    ]  # fmt: skip
    assert log.acknowledged == ["yes", "", "", ""]
    assert log.uids == [""] * 4
    assert log.states == ["held", "ordered", "ordered", "held"]


def test_a_faulty_file_gives_no_row_and_the_others_give_all(tmp_path: Path) -> None:
    bad = written(ROWS[0], ("2026-11-02", "one-on-one", "p-ada", "p-grace", "outbound", "hold", ""))

    log, faults = read_log(trees(tmp_path, bad, written(*ROWS)))

    assert [str(one.problem.place) for one in faults] == ["2026-Q1.csv:3:46"]
    assert log.files == [(0, "2026-Q2.csv")]
    assert len(log) == 2


def test_answers_are_counted_by_quarter_and_score(tmp_path: Path) -> None:
    pulse = "service,metric,score,count\none-on-one,useful,5,12\none-on-one,useful,,3\n"

    rows, faults = read_pulse(trees(tmp_path, pulse, "service,metric,score\n"))

    assert [(str(one.place), one.quarter, one.service, one.metric, one.score, one.count) for one in rows] == [
        ("2026-Q1.csv:2:1", "2026-Q1", "one-on-one", "useful", 5, 12),
        ("2026-Q1.csv:3:1", "2026-Q1", "one-on-one", "useful", None, 3),
    ]
    assert [(one.code, one.problem.message) for one in faults] == [
        ("SCH008", "the first line must be service,metric,score,count")
    ]


@pytest.mark.parametrize(
    ("quoted", "column"),
    [
        ('"2026-11-02","one-on-one","p-ada",p-grace,outbound,hold,,', 52),
        ('2026-11-02,"one-on-one",p-ada,p-grace,outbound,hold,,', 48),
        ("2026-11-02,one-on-one,p-ada,p-grace,outbound,hold,,", 46),
    ],
)
def test_a_bad_value_is_shown_at_its_column_after_quotes(tmp_path: Path, quoted: str, column: int) -> None:
    _, faults = read_log(trees(tmp_path, f"{','.join(COLUMNS)}\n{quoted}\n"))

    assert [one.problem.place for one in faults] == [Place("2026-Q1.csv", 2, column)]


def test_at_most_a_hundred_faults_are_listed_in_line_order(tmp_path: Path) -> None:
    row = ("2026-11-02", "One", "p-ada", "p-grace", "outbound", "hold", "")
    for rows, listed in ((50, 100), (51, 100), (20, 40)):
        _, faults = read_log(trees(tmp_path, written(*[row] * rows)))
        assert len(faults) == listed
        assert [one.problem.place for one in faults] == sorted(one.problem.place for one in faults)


@pytest.mark.parametrize(("found", "words"), [(1, "1 value"), (0, "0 values"), (2, "2 values")])
def test_a_row_of_another_width_is_said_to_be_so(found: int, words: str) -> None:
    assert uneven(found, 8) == f"has {words}, but the header has 8"

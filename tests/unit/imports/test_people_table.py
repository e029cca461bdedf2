"""Whatever a table holds, what comes of it is stays, lines left out, or one line why it is none."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.imports.people_table import NotATableError, guess_columns, read_table
from checks.imports.roster import compare_roster, stays_of
from tests.support.examples import examples

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"person": "person", "team": "team", "from": "from", "to": "to"}
WORDS = (
    "p-ada",
    "harbour",
    "2026-01-01",
    "2.3.2026",
    "",
    '"',
    "x" * 200,
    "=1+1",
    "é",
    "\u2028",
    "p-ada;harbour",
)


def read(folder: Path, text: str | bytes, columns: dict[str, str] = COLUMNS) -> tuple[int, int]:
    """Return how many stays and how many lines left out there are."""
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    table = read_table(path, columns, optional=("to",))
    stays, bad = stays_of(table.rows, {}, {})
    compare_roster(stays, {}, {})
    return len(stays), len(table.bad) + len(bad)


cells = st.sampled_from(WORDS)


@settings(
    examples(20, 100), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(cells, max_size=6), max_size=6), delimiter=st.sampled_from(",;\t"))
def test_any_table_is_read_or_refused(rows: list[list[str]], delimiter: str, tmp_path: Path) -> None:
    text = "\n".join(delimiter.join(row) for row in [["person", "team", "from", "to"], *rows])

    with contextlib.suppress(NotATableError):
        read(tmp_path, text)


@settings(
    examples(20, 100), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotATableError):
        read(tmp_path, content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(delimiter: str, end: str, tmp_path: Path) -> None:
    rows = (("Person", " TEAM ", "From"), ("p-ada", "harbour", "2026-01-01"), ("", "", ""))
    text = "\ufeff" + end.join(delimiter.join(row) for row in rows)

    assert read(tmp_path, text) == (1, 0)


def test_a_column_that_stands_twice_cannot_be_meant(tmp_path: Path) -> None:
    with pytest.raises(NotATableError, match="two columns"):
        read(tmp_path, "person,team,from,From\n")


def test_our_own_names_come_first_when_columns_are_guessed() -> None:
    assert guess_columns(["Employee ID", "person", "Department", "Start date", "Cost"]) == {
        "person": "person",
        "team": "Department",
        "from": "Start date",
    }

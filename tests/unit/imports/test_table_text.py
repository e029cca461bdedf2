"""Whatever bytes a table holds: rows, rows left out, or one line why it is none."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.column_words import is_heading
from checks.imports.table_text import NotATableError, TextTable, text_table_of
from tests.support.examples import examples


def table(text: str | bytes) -> TextTable:
    return text_table_of("hr.csv", text if isinstance(text, bytes) else text.encode(), is_heading)


def values(text: str | bytes) -> list[tuple[str, ...]]:
    return [row.values for row in table(text).rows]


WORDS = ("p-ada", "harbour", "2026-01-01", "", '"', "x" * 200, "=1+1", "é", "\u2028", "p-ada;harbour", "a\nb")
cells = st.sampled_from(WORDS)


@examples(40, 400)
@given(rows=st.lists(st.lists(cells, max_size=6), max_size=6), delimiter=st.sampled_from(",;\t|"))
def test_any_table_is_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["person", "team", "from", "to"], *rows])

    with contextlib.suppress(NotATableError):
        read = table(text)
        assert all(len(row.values) == len(read.header) for row in read.rows)


@examples(40, 400)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(NotATableError):
        assert table(content).header


PLAIN = [("p-ada", "harbour", "2026-01-01")]
SAME: dict[str, str | bytes] = {
    "commas": "person,team,from\np-ada,harbour,2026-01-01\n",
    "semicolons": "person;team;from\np-ada;harbour;2026-01-01\n",
    "tabs": "person\tteam\tfrom\np-ada\tharbour\t2026-01-01\n",
    "vertical bars": "person|team|from\np-ada|harbour|2026-01-01\n",
    "a mark at the start": "\ufeffperson,team,from\np-ada,harbour,2026-01-01\n",
    "the line ends of Windows": "person,team,from\r\np-ada,harbour,2026-01-01\r\n",
    "the line ends of old Macs": "person,team,from\rp-ada,harbour,2026-01-01\r",
    "UTF-16 with a mark": "person,team,from\np-ada,harbour,2026-01-01\n".encode("utf-16"),
    "UTF-16 without a mark": "person,team,from\np-ada,harbour,2026-01-01\n".encode("utf-16-le"),
    "the other UTF-16": "person,team,from\np-ada,harbour,2026-01-01\n".encode("utf-16-be"),
    "a line for Excel": "sep=;\nperson;team;from\np-ada;harbour;2026-01-01\n",
    "blank rows": "\nperson,team,from\n,,\np-ada,harbour,2026-01-01\n,,\n",
    "a last column without a name": "person,team,from,\np-ada,harbour,2026-01-01,\n",
    "rows with one value more": "person,team,from\np-ada,harbour,2026-01-01,\n",
    "titles": "Staff of Ashgrove\nPrinted 2026-11-20,,\n\nperson,team,from\np-ada,harbour,2026-01-01\n",
    "titles as wide as the table": "Staff of Ashgrove,,\nperson,team,from\np-ada,harbour,2026-01-01\n",
    "hard spaces": "person,team,from\np-ada,harbour\u00a0,\u202f2026-01-01\n",
    "what is not seen": "person,team,from\np-ada\u200b,har\u00adbour,\u20602026-01-01\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_programs_save_is_the_same_table(text: str | bytes) -> None:
    assert values(text) == PLAIN


CELLS = {
    "a line end": ('person,team\np-ada,"R&D\nNorth"\n', "R&D North"),
    "a line separator": ("person,team\np-ada,R&D\u2028North\n", "R&D North"),
    "letters in two parts": ("person,team\np-ada,Va\u0308stra\n", "Västra"),
    "a quotation mark": ('person,team\np-ada,"R""D"\n', 'R"D'),
    "a delimiter": ('person,team\np-ada,"North, West"\n', "North, West"),
}


@pytest.mark.parametrize(("text", "cell"), CELLS.values(), ids=CELLS)
def test_a_cell_is_one_line_of_plain_letters(text: str, cell: str) -> None:
    assert values(text)[0][1] == cell


def test_the_delimiter_is_what_the_whole_file_agrees_on() -> None:
    text = (
        '"Name, first, middle, title, x, y";person;team\n"Berg; Ada";p-ada;harbour\nBo, Al, M, Dr;p-bo;quay\n'
    )

    assert values(text) == [("Berg; Ada", "p-ada", "harbour"), ("Bo, Al, M, Dr", "p-bo", "quay")]


def test_windows_letters_are_read_and_said() -> None:
    read = table("person,team\np-ada,Försäljning\n".encode("cp1252"))

    assert read.rows[0].values == ("p-ada", "Försäljning")
    assert read.notes == ("it is read as Windows-1252; if letters look wrong, save it as UTF-8",)


def test_a_title_above_the_header_is_said() -> None:
    assert table(SAME["titles"]).notes == ("the header is on line 4; what is above it is not read",)


def test_a_row_without_its_last_cells_is_read_and_said() -> None:
    read = table("person,team,from,to\np-ada,harbour,2026-01-01\n")

    assert read.rows[0].values == ("p-ada", "harbour", "2026-01-01", "")
    assert read.notes == ("line 2 is shorter than the header; what is missing is read as empty",)


BAD_ROWS = {
    "a value too many": ("person,team\np-a,quay,x\np-b,quay\n", [(2, "this row has 3 values, but the header has 2")]),
    "a command for a terminal": ("person,team\np-a,\x1b[2Jquay\np-b,quay\n", [(2, "it has a character that is not text")]),
    "a quotation mark astray": ('person,team\n"p"a,quay\np-b,quay\n', [(2, "this row is not valid CSV: ',' expected after '\"'")]),
    "a row broken in two": (
        "person,job,team\np-a,Engineer\nSenior,quay\np-b,x,quay\n",
        [(2, "it is one half of a row that a line end has broken in two"),
         (3, "it is one half of a row that a line end has broken in two")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "bad"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_left_out_and_the_rest_taken(text: str, bad: list[tuple[int, str]]) -> None:
    read = table(text)

    assert [(row.line, row.why) for row in read.bad] == bad
    assert [row.values[0] for row in read.rows] == ["p-b"]


def test_lines_count_as_an_editor_counts_them() -> None:
    read = table('sep=,\nperson,team\n"p-\na",quay\np-b,quay\n')

    assert [row.line for row in read.rows] == [3, 5]


NO_TABLES = {
    "a workbook": (b"PK\x03\x04rest", "it is a workbook, not a table"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "it is a workbook, not a table"),
    "nothing": (b"", "it is empty"),
    "zeros": (b"ab\x00c", "it is not a table"),
    "a quotation mark that is not closed": (
        b'person,team\np-a,"quay\np-b,quay\n',
        "line 2 is not valid CSV: a quotation",
    ),
    "two encodings": (
        "person,team\np-a,Väst\n".encode() + "p-b,Öst\n".encode("cp1252"),
        "it mixes UTF-8 with another",
    ),
    "a huge field": (b"person,team\n" + b"x" * 200_000 + b",quay\n", "line 2 is not valid CSV: field larger"),
}


@pytest.mark.parametrize(("content", "words"), NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_one_line(content: bytes, words: str) -> None:
    with pytest.raises(NotATableError, match=words):
        table(content)

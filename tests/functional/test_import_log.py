"""`outbound import log`, as it is called."""

from pathlib import Path

import pytest

from tests.support.dated_repository import called, fresh, laid, logged


def imported(root: Path, table: str | bytes, *options: str) -> tuple[int, str, str]:
    """Import a table that lies in the root."""
    (root / "table.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return called(root, "import", "log", str(root / "table.csv"), *options)


def last_line(result: tuple[int, str, str]) -> str:
    """Return what a call printed last: the counts, behind the table of columns."""
    return result[1].splitlines()[-1]


@pytest.mark.parametrize(
    "table",
    [
        "date,service,member,given_by,initiative,state\n2026-11-20,one-on-one,p-ada,p-grace,outbound,held\n",
        "date,service,member\n2026-11-20,one-on-one,p-ada\n",
        "\ufeffMember;Given by;Date;Service\r\np-ada;p-grace;2026-11-20;one-on-one\r\n",
        "Service\tFor\tDay\tTeam\none-on-one\tp-ada\t2026-11-20\tharbour\n\n",
        'STATE,"Date", given-by ,SERVICE,member_id\nheld,2026-11-20,,one-on-one,"p-ada"\n',
    ],
)
def test_usual_columns_are_found_and_twice_changes_nothing(tmp_path: Path, table: str) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    first, second = imported(tmp_path, table), imported(tmp_path, table)

    assert (first[0], last_line(first), first[2]) == (0, "1 imported.", "")
    assert (second[0], last_line(second), second[2]) == (0, "0 imported, 1 already logged.", "")
    assert fresh(tmp_path, before) == ["2026-11-20,one-on-one,p-ada,p-grace,outbound,held"]


def test_refused_rows_are_told_and_the_rest_is_imported(tmp_path: Path) -> None:
    laid(tmp_path)
    before = logged(tmp_path)
    table = (
        "date,service,member,notes\n"
        "5/1/2026x,one-on-one,p-ada,\n"
        "2026-11-19,one-on-one,p-ada,she was tired\n"
        "2026-11-19,one-on-one,=HYPERLINK(1),\n"
        "2026-11-19,one-on-one,Ada Byron,\n"
        "2026-11-19,one-on-on,p-ada,\n"
        "2026-11-19,one-on-one\n"
        "2026-12-19,one-on-one,p-ada,\n"
        "2026-11-19,one-on-one,p-nobody,\n"
        ",one-on-one,p-ada,\n"
        "2026-11-18,one-on-one,p-mia,\n"
    )

    status, out, err = imported(tmp_path, table)

    assert (status, out.splitlines()[-1]) == (1, "2 imported, 8 rejected.")
    assert "  notes    not read" in out.splitlines()
    assert err.splitlines() == [
        "line 2: rejected: date: not a valid date. Write it as 2026-11-02 or 2.11.2026",
        "line 4: rejected: member: a value must not begin with = + - @ or a tab, because a spreadsheet would run it. Remove that character",
        "line 5: rejected: member: this looks like a name. Add the table of people with --people, or write an id",
        "line 6: rejected: service: there is no service called 'one-on-on'. Did you mean one-on-one? If not, say what it means: --means one-on-on=SERVICE",
        "line 7: rejected: one-on-one is for single members. Name the member",
        "line 8: rejected: DAT001 harbour: this row has a future date and the state `held`; until that day it can only be `booked`",
        "line 9: rejected: p-nobody is not in any team on 2026-11-19. Check the id and the date. For a guest, name the team",
        "line 10: rejected: date is empty. Fill it in",
        "To get the rejected rows as a file to correct, add --refused FILE.",
    ]
    assert len(fresh(tmp_path, before)) == 2
    assert "tired" not in "".join(logged(tmp_path))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"\xff\xfe", "it is empty"),
        (b"PK\x03\x04\x00", "it is a workbook, not a table. Save it as CSV"),
        (b"", "it is empty"),
        (b"a,b\n", "no column for the date. Say it with --column date=NAME (columns here: a, b)"),
        (b"date,service,day\n", ""),
        (
            b"date,service,date\n2026-11-02,one-on-one,2026-11-03\n",
            "two columns are called 'date'. Rename one of them",
        ),
        (b'date,service\n"2026', "is not valid CSV"),
    ],
)
def test_a_file_that_is_no_table_is_one_line(tmp_path: Path, table: bytes, words: str) -> None:
    laid(tmp_path)

    status, out, err = imported(tmp_path, table)

    if words:
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert words in err
    else:
        assert status == 0


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    result = imported(tmp_path, "date,service,member\n2026-11-20,one-on-one,p-ada\n", "--dry-run")

    assert result == (0, "1 would be imported.\n", "")
    assert logged(tmp_path) == before


@pytest.mark.parametrize("state", ["held", "missed", "cancelled", "withdrawn"])
def test_what_became_of_a_row_since_is_not_undone_by_its_table(tmp_path: Path, state: str) -> None:
    laid(tmp_path)
    table = "date,service,member,state\n2026-11-20,one-on-one,p-ada,booked\n"
    imported(tmp_path, table)
    path = tmp_path / "data/teams/harbour/touchpoints/2026-Q4.csv"
    path.write_text(path.read_text().replace("booked", state))

    assert imported(tmp_path, table) == (0, "0 imported, 1 already logged.\n", "")


def test_five_thousand_rows_are_imported_in_seconds(tmp_path: Path) -> None:
    laid(tmp_path)
    rows = [
        f"2026-{month:02}-{day:02},one-on-one,p-ada,p-n{n}"
        for month in range(3, 11)
        for day in range(1, 29)
        for n in range(23)
    ]

    status, out, _ = imported(tmp_path, "date,service,member,given_by\n" + "\n".join(rows))

    assert (status, out) == (0, "5152 imported.\n")

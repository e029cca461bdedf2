"""The table of people: outside every repository, and nothing of it in any message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygit2
import pytest

from checks.loading.people import Person, read_people
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,name,address\n"


def table(folder: Path, text: str | bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_first_of_several_addresses_is_written_to(tmp_path: Path) -> None:
    path = table(
        tmp_path, HEADER + "p-ada,Ada L.,Ada@Example.org\np-ada,Ada L.,ada@old.example.org\np-mia,Mia,\n"
    )

    people = read_people(path, ())

    assert people.by_id["p-ada"] == Person("p-ada", "Ada L.", ("Ada@Example.org", "ada@old.example.org"))
    assert people.by_address == {"ada@example.org": "p-ada", "ada@old.example.org": "p-ada"}
    assert people.by_id["p-mia"].addresses == ()
    assert people.bad == ()


def test_what_a_spreadsheet_saves_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, b"\xef\xbb\xbfID,Name,Address\r\np-ada,\xc3\x85da,ada@example.org\r\n,,\r\n")

    assert read_people(path, ()).by_id == {"p-ada": Person("p-ada", "Åda", ("ada@example.org",))}


def test_a_bad_line_is_left_out_and_named_by_its_number_alone(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        HEADER
        + "Ada Lovelace,Ada,ada@example.org\np-bo,Bo\np-cy,Cy,nowhere\np-di,Di,di@example.org\n"
        + "p-ed,Ed,DI@example.org\np-fi,Fi\x1b[31m,fi@example.org\n",
    )

    people = read_people(path, ())

    assert [(one.line, one.why) for one in people.bad] == [
        (2, "invalid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter"),
        (3, "this row has 2 values, but the header has 3"),
        (4, "invalid email address. Check it for typing errors"),
        (6, "another person already has this email address. Correct one of the two"),
        (7, "the name contains an invalid character. Remove it"),
    ]
    assert list(people.by_id) == ["p-di"]


@pytest.mark.parametrize(
    "line", ["p-ada,Ada", '"p-ada",Ada,', "  p-ada , Ada , ", "p-ada,Ada,ada@example.org"]
)
def test_somebody_has_the_name_of_their_first_line(tmp_path: Path, line: str) -> None:
    path = table(tmp_path, f"{HEADER}{line}\np-ada,Other,ADA@example.org\n")

    found = read_people(path, ()).by_id["p-ada"]

    if line.count(",") == 2:
        assert (found.name, [one.lower() for one in found.addresses]) == ("Ada", ["ada@example.org"])
    else:
        assert found == Person("p-ada", "Other", ("ADA@example.org",))


def test_an_account_may_stand_on_any_of_somebodys_lines(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "id,name,address,account\np-ada,Ada,ada@example.org,\np-ada,,ada@old.example.org,@Ada-L\np-mia,,,mia_2\n"
        "p-bo,Bo,,ADA-L\np-cy,Cy,,<script>\np-di,Di,\n",
    )

    people = read_people(path, ())

    assert people.by_account == {"ada-l": "p-ada", "mia_2": "p-mia"}
    assert people.by_id["p-ada"] == Person(
        "p-ada", "Ada", ("ada@example.org", "ada@old.example.org"), ("Ada-L",)
    )
    assert [(bad.line, bad.why) for bad in people.bad] == [
        (5, "another person already has this account. Correct one of the two"),
        (6, "invalid account. Write it as the code host shows it, for example ada-l"),
        (7, "this row has 3 values, but the header has 4"),
    ]


ANOTHER_HEADER = "the first line of the table of people must be id,name,address"
NO_TABLE = "{path} is not a table of people. Its first line must be id,name,address"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ANOTHER_HEADER),
        (b"name,address\nAda,a@b.c\n", ANOTHER_HEADER),
        (b"id,name,address\n\xff\n", "{path} is not UTF-8 text. Save it as UTF-8"),
        (b'id,name,address\n"p-ada', "the table of people is not valid CSV: unexpected end of data"),
        (b"PK\x03\x04\x00", NO_TABLE),
        (b"id,name,address\n" + b"\n" * 8 * 1024 * 1024, NO_TABLE),
    ],
    ids=["empty", "another header", "not UTF-8", "not CSV", "a workbook", "too large"],
)
def test_what_is_no_such_table_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = table(tmp_path, content)

    with pytest.raises(UsageError) as raised:
        read_people(path, ())

    assert str(raised.value) == words.format(path=path)


def test_a_table_in_the_playbook_or_its_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clone" / "below" / "playbook").mkdir(parents=True)
    pygit2.init_repository(str(tmp_path / "clone"))
    root = tmp_path / "clone" / "below"
    inside = table(root / "playbook", HEADER)
    beside = table(tmp_path / "clone", HEADER)
    outside = table(tmp_path, HEADER)
    link = tmp_path / "link.csv"
    link.symlink_to(inside)

    for path in (inside, beside, link):
        with pytest.raises(UsageError) as raised:
            read_people(path, (root,))
        assert str(raised.value) == (
            f"{path} is inside a repository of the playbook or its data. Move it outside, because it contains "
            "names and addresses"
        )
    assert read_people(outside, (root,)).by_id == {}


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    none = tmp_path / "none.csv"
    for path, words in (
        (tmp_path, f"{tmp_path} is not a file. Set the path to people.csv"),
        (none, f"file not found: {none}. Set the path to people.csv with --people or OUTBOUND_PEOPLE"),
    ):
        with pytest.raises(UsageError) as raised:
            read_people(path, ())
        assert str(raised.value) == words

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
        (2, "its id is none: 2 to 40 small letters, digits and hyphens, a letter first"),
        (3, "it has 2 values, the header 3"),
        (4, "its address is no mail address"),
        (6, "its address is somebody else's already"),
        (7, "its name holds a character that is none of a name"),
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
        (5, "its account is already someone else's"),
        (6, "its account is not valid. Write it as the code host shows it, for example ada-l"),
        (7, "it has 3 values, the header 4"),
    ]


ANOTHER_HEADER = "the table of people has another header: it is id,name,address"
NO_TABLE = "{path} is not a table of people: its header is id,name,address"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ANOTHER_HEADER),
        (b"name,address\nAda,a@b.c\n", ANOTHER_HEADER),
        (b"id,name,address\n\xff\n", "{path} is not UTF-8; save it as UTF-8"),
        (b'id,name,address\n"p-ada', "the table of people is not CSV: unexpected end of data"),
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
            f"{path} lies in the repository of the playbook or its data; names and addresses are kept outside "
            "of every repository"
        )
    assert read_people(outside, (root,)).by_id == {}


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    none = tmp_path / "none.csv"
    for path, words in (
        (tmp_path, f"{tmp_path} is no file"),
        (none, f"there is no file {none}; name people.csv with --people or OUTBOUND_PEOPLE"),
    ):
        with pytest.raises(UsageError) as raised:
            read_people(path, ())
        assert str(raised.value) == words

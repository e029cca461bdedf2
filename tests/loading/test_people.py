"""The table of people: outside every repository, and nothing of it in any message."""

from __future__ import annotations

from pathlib import Path

import pygit2
import pytest

from checks.errors import UsageError
from checks.loading.people import Person, read_people

HEADER = "id,name,address\n"


def table(folder: Path, text: str | bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_somebody_may_have_several_addresses_and_the_first_is_theirs_to_be_written_to(tmp_path: Path) -> None:
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

    assert [one.line for one in people.bad] == [2, 3, 4, 6, 7]
    assert list(people.by_id) == ["p-di"]
    told = " ".join(one.why for one in people.bad)
    assert not any(word in told for word in ("Ada", "Lovelace", "example.org", "nowhere"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,address\nAda,a@b.c\n",
        b"id,name,address\n\xff\n",
        b'id,name,address\n"p-ada',
        b"PK\x03\x04\x00",
    ],
    ids=["empty", "another header", "not UTF-8", "not CSV", "a workbook"],
)
def test_what_is_no_such_table_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_people(table(tmp_path, content), ())


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
        with pytest.raises(UsageError, match="outside"):
            read_people(path, (root,))
    assert read_people(outside, (root,)).by_id == {}


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(UsageError):
            read_people(path, ())

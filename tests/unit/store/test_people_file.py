"""The table of people gets who is new, and nobody's line is changed but for another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.loading.people import read_people
from checks.model.errors import UsageError
from checks.store.people_file import NamedPerson, merged_people, require_outside

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = (
    "id,name,address,account\np-ada,Ada Berg,ada@example.org,ada-l\np-ada,,ada@old.example,\n# a remark\n"
)

MERGED = {
    "nobody new": ([("p-ada", "Ada Berg", "ADA@example.org")], "", ""),
    "somebody new": ([("p-bo", "Lund, Bo", "bo@example.org")], 'p-bo,"Lund, Bo",bo@example.org,\n', "1 person added"),
    "another address": ([("p-ada", "", "ada@new.example")], "p-ada,Ada Berg,ada@new.example,\n", "1 address added"),
    "somebody else's address": ([("p-bo", "Bo", "ada@example.org")], "p-bo,Bo,,\n", "1 person added"),
    "no address": ([("p-bo", "Bo", "none")], "p-bo,Bo,,\n", "1 person added"),
    "no name and no address": ([("p-bo", "", "")], "", ""),
    "two rows of one person": ([("p-bo", "Bo", ""), ("p-bo", "Bo", "bo@x.example")], "p-bo,Bo,bo@x.example,\n", "1 person added"),
    "a name that would be a row": ([("p-bo", "Bo\np-eve,Eve", "")], 'p-bo,"Bo p-eve,Eve",,\n', "1 person added"),
}  # fmt: skip


@pytest.mark.parametrize(("people", "added", "counts"), MERGED.values(), ids=MERGED)
def test_lines_are_added_at_the_end(people: list[tuple[str, str, str]], added: str, counts: str) -> None:
    change = merged_people(BEFORE.encode(), [NamedPerson(*person) for person in people])

    assert change.after.decode() == BEFORE + added
    assert change.counts() == counts


def test_a_new_name_takes_the_old_ones_place() -> None:
    change = merged_people(BEFORE.encode(), [NamedPerson("p-ada", "Ada Holm", "")])

    assert change.after.decode().splitlines()[1] == "p-ada,Ada Holm,ada@example.org,ada-l"
    assert change.counts() == "1 name changed"


def test_a_table_there_was_not_is_one_that_commands_read(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"

    path.write_bytes(merged_people(None, [NamedPerson("p-bo", "Lund, Bo", "bo@example.org")]).after)

    assert read_people(path, []).by_id["p-bo"].name == "Lund, Bo"


def test_the_table_again_changes_nothing() -> None:
    once = merged_people(None, [NamedPerson("p-bo", "Bo", "bo@example.org")]).after

    assert merged_people(once, [NamedPerson("p-bo", "Bo", "bo@example.org")]).after == once


@pytest.mark.parametrize("inside", ["people.csv", "deep/er/people.csv"])
def test_a_file_in_a_repository_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / ".git").mkdir()

    with pytest.raises(UsageError, match="outside every repository"):
        require_outside(tmp_path / inside)


def test_a_file_in_a_folder_of_the_playbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside every repository"):
        require_outside(tmp_path / "data/people.csv", [tmp_path / "data"])

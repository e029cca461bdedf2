"""What looks like somebody's name or address where an id belongs, and what a file is taken for that nobody reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.loading.files import Folder, Tree
from checks.loading.naming import tells_who, unknown_names


@pytest.mark.parametrize(
    "value",
    [
        "Ada", "Ada Lovelace", "ada lovelace", "Anne-Marie O'Neill", "J. Doe", "ada@example.org", "a@b", "Åsa", "åsa",
        "李明", "Ada L.",
    ],
)  # fmt: skip
def test_a_name_or_an_address_tells_who(value: str) -> None:
    assert tells_who(value)


@pytest.mark.parametrize(
    "value", ["p-ada", "ada", "", " ", "@ada", "p-ada 2", "P-ADA", "Ada2", "x y 1", "=SUM(A1)"]
)
def test_an_id_and_what_is_neither_does_not(value: str) -> None:
    assert not tells_who(value)


def test_a_file_nobody_reads_is_named_with_what_is_read() -> None:
    tree, known = Tree(Folder(Path()), "playbook"), {"playbook.yaml", "calendar.yaml"}

    found = list(unknown_names(tree, ["calender.yaml", "notes.txt", "playbook.yaml"], known))

    assert [
        (one.code, str(one.problem.place), one.problem.message, one.problem.subject) for one in found
    ] == [
        (
            "SCH006",
            "playbook/calender.yaml:1:1",
            "playbook/calender.yaml is not a file that the playbook uses. Did you mean calendar.yaml?",
            "playbook/calender.yaml",
        ),
        (
            "SCH006",
            "playbook/notes.txt:1:1",
            "playbook/notes.txt is not a file that the playbook uses. Known names: calendar.yaml, playbook.yaml",
            "playbook/notes.txt",
        ),
    ]

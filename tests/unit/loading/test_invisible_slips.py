"""What the eye cannot see in YAML is named with its column and its repair, and nothing else is blamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.loading.blocks import parse_yaml
from checks.loading.documents import read_document
from checks.loading.files import Folder, Tree
from checks.model.team import Team
from tests.support.building import base, lay

if TYPE_CHECKING:
    from pathlib import Path

NBSP = "\u00a0"
A_SPACE = "a non-breaking space. Replace it with a normal space"
A_QUOTE = 'Replace it with a straight quote (")'
SYNTAX = {
    "a tab before a key": ("a: b\n\tc: d\n", 2, 1, "a tab. Use spaces instead"),
    "a tab among spaces": ("a:\n  \t- b\n", 2, 3, "a tab. Use spaces instead"),
    "a tab after a dash": ("a:\n  - \tb: c\n", 2, 5, "a tab. Use spaces instead"),
    "a space that does not break after a colon": (f"a:{NBSP}b\nc: d\n", 1, 3, A_SPACE),
    "the same in the line before": (f"a: b\nc:{NBSP}d\ne: f\n", 2, 3, A_SPACE),
    "a thin space": (
        "a:\u2009b\nc: d\n",
        1,
        3,
        "a space of another kind (thin space). Replace it with a normal space",
    ),
    "a colon in a title": (
        "title: One: two\n",
        1,
        11,
        "a colon in a text without quotes. Put the text in quotes",
    ),
    "a colon in an entry": (
        "a:\n  - x: y: z\n",
        2,
        9,
        "a colon in a text without quotes. Put the text in quotes",
    ),
    "a colon after a quoted key": (
        '"a": b: c\n',
        1,
        7,
        "a colon in a text without quotes. Put the text in quotes",
    ),
    "a colon without a space": (
        "schema:1\ntitle: x\n",
        1,
        7,
        "a colon without a space after it. Add a space",
    ),
    "a hyphen without a space": ("a:\n- b\n-c\n", 3, 1, "a hyphen without a space after it. Add a space"),
    "curly quotes around a colon": ("a: “x: y”\n", 1, 4, f"a curly quote (“). {A_QUOTE}"),
    "a curly quote that closes none": ('a: "b”\nc: d\n', 1, 6, f"a curly quote (”). {A_QUOTE}"),
    "a wide colon": ("a：b\nc: d\n", 1, 2, "a wide colon (：). Replace it with a normal colon and a space"),
    "a dash in a list": (
        "a:\n– b\n– c\n",
        2,
        1,
        "a dash (–) in place of a hyphen. Replace it with a hyphen (-)",
    ),
    "an at sign": ("a: @b\n", 1, 4, "a text that begins with @. Put the text in quotes"),
    "one line without a space": ("schema:1\n", 1, 7, "a colon without a space after it. Add a space"),
    "one line of wide letters": (
        "schema：1\n",
        1,
        7,
        "a wide colon (：). Replace it with a normal colon and a space",
    ),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_yaml_that_is_not_parsed_names_what_is_not_seen(case: str) -> None:
    text, line, column, words = SYNTAX[case]

    block, faults = parse_yaml(text, "x.yaml")

    assert block is None
    (problem,) = [fault.problem for fault in faults if fault.code == "SCH002"]
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.message == f"column {column} has {words}"


INNOCENT = {
    "an apostrophe in the line before": "a: the leader’s hour\nb: [c\n",
    "quotes in a sentence": "a: they say “yes” at once\nb: {c\n",
    "an address": "a: https://example.org/x:y\nb: [c\n",
    "a space that does not break in quotes": f'a: "b{NBSP}c"\nd: [e\n',
    "a comment with all of them": f"a: [b # “x”{NBSP}c: d:e ：\n",
    "an indent too deep": "a: b\n  c: d\n",
}


@pytest.mark.parametrize("case", INNOCENT)
def test_what_is_allowed_is_not_blamed(case: str) -> None:
    _, faults = parse_yaml(INNOCENT[case], "x.yaml")

    assert [fault.problem.message.startswith("this is not valid YAML: ") for fault in faults] == [True]


FROM = "  - {person: p-ada, from: 2025-03-01}"
VALUES = {
    "a date in curly quotes": (
        FROM,
        FROM.replace("2025-03-01", "“2025-03-01”"),
        27,
        f"a curly quote (“). {A_QUOTE}",
    ),
    "a date with another space": (FROM, FROM.replace("01}", f"01{NBSP}}}"), 37, A_SPACE),
    "a key with another space": ("coaches:", f"coaches{NBSP}:", 8, A_SPACE),
    "a key in curly quotes": ("coaches:", "“coaches”:", 1, f"a curly quote (“). {A_QUOTE}"),
    "a key that is indented by others": ("coaches:", f"{NBSP}coaches:", 1, A_SPACE),
    "a colon without a space in braces": (
        FROM,
        FROM.replace("from: ", "from:"),
        25,
        "a colon without a space after it. Add a space",
    ),
    "a map that is a text": (
        "coaches:\n  - {person: p-alan, from: 2025-01-01}",
        "coaches:\n  person:p-alan",
        9,
        "a colon without a space after it. Add a space",
    ),
}
PATH = "data/teams/harbour/team.yaml"


@pytest.mark.parametrize("case", VALUES)
@pytest.mark.parametrize("private", [True, False])
def test_a_value_or_key_names_what_is_not_seen(tmp_path: Path, case: str, *, private: bool) -> None:
    before, after, column, words = VALUES[case]
    text = str(base()[PATH])
    line = text[: text.index(before)].count("\n") + 1 + after.count("\n")
    root = lay(tmp_path, {PATH: text.replace(before, after)})

    _, faults = read_document(Tree(Folder(root), "").below(*PATH.split("/")), Team, private=private)

    (problem,) = [fault.problem for fault in faults if "Column" in fault.problem.message]
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.message.endswith(f" Column {column} has {words}")
    assert not private or problem.named.endswith(f" Column {column} has {words}")
    assert not private or "p-a" not in problem.message


def test_a_character_that_is_not_shown_has_its_name(tmp_path: Path) -> None:
    text = str(base()[PATH]).replace("name: Harbour", "name: Har\u200bbour")

    _, (fault,) = read_document(Tree(Folder(lay(tmp_path, {PATH: text})), "").below(*PATH.split("/")), Team)

    assert (fault.problem.place.line, fault.problem.place.column) == (3, 10)
    assert fault.problem.help == "Remove the zero width space in column 10"


@given(st.text(st.sampled_from("ab: -\t“”’\"'#\u00a0：–[]{}@,\n1"), max_size=40))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    block, faults = parse_yaml(text, "x.yaml")

    assert block is not None or faults
    lines = text.split("\n")
    for fault in faults:
        place = fault.problem.place
        if fault.problem.message.startswith("column "):
            assert 1 <= place.column <= len(lines[place.line - 1])
            assert fault.problem.message.startswith(f"column {place.column} has ")

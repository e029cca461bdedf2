"""A file of people's is changed at one place, and every other byte and comment stays."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
import yaml

from checks.model.errors import UnspliceableError
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, apply_edits, remove, set_value
from tests.support.examples import many

ROSTER = """\
# Harbour, since 2024
schema: 1
members:  # in order of joining
  # the first of us
  - {person: p-ada, from: 2025-03-01, coach: p-alan}   # came back

  - person: p-mia
    from: 2025-04-01
  - {person: p-noa, from: 2025-05-01}
# who was away
absences:
  - {person: p-ada, from: 2026-07-01, to: 2026-07-31}
logs_from: 2025-03-01  # a quarter
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        pytest.param(set_value(("logs_from",), date(2026, 1, 1)), "logs_from: 2025-03-01", "logs_from: 2026-01-01", id="a value"),
        pytest.param(remove(("members", 0)), "  - {person: p-ada, from: 2025-03-01, coach: p-alan}   # came back\n", "", id="an item on a line"),
        pytest.param(remove(("members", 1)), "  - person: p-mia\n    from: 2025-04-01\n", "", id="an item over lines"),
        pytest.param(remove(("members", 2)), "  - {person: p-noa, from: 2025-05-01}\n", "", id="the last item"),
        pytest.param(remove(("members", 0, "coach")), ", coach: p-alan", "", id="the last key in braces"),
        pytest.param(remove(("members", 0, "person")), "person: p-ada, ", "", id="the first key in braces"),
        pytest.param(remove(("members", 1, "from")), "    from: 2025-04-01\n", "", id="a key on a line"),
        pytest.param(remove(("absences", 0)), "absences:\n  - {person: p-ada, from: 2026-07-01, to: 2026-07-31}\n", "absences: []\n", id="the only item"),
        pytest.param(
            append(("members",), {"person": "p-zoe", "from": date(2026, 9, 1)}),
            "  - {person: p-noa, from: 2025-05-01}\n",
            "  - {person: p-noa, from: 2025-05-01}\n  - {person: p-zoe, from: 2026-09-01}\n",
            id="one more item",
        ),
        pytest.param(add_key(("members", 0), "to", date(2026, 8, 31), "from"), "2025-03-01, coach", "2025-03-01, to: 2026-08-31, coach", id="a key in braces"),
        pytest.param(add_key(("members", 2), "to", date(2026, 8, 31), "from"), "from: 2025-05-01}", "from: 2025-05-01, to: 2026-08-31}", id="the last key in braces, added"),
        pytest.param(add_key(("members", 1), "to", date(2026, 8, 31), "from"), "    from: 2025-04-01\n", "    from: 2025-04-01\n    to: 2026-08-31\n", id="a key on a line, added"),
        pytest.param(add_list("coaches", {"person": "p-alan", "from": date(2025, 1, 1)}), "a quarter\n", "a quarter\ncoaches:\n  - {person: p-alan, from: 2025-01-01}\n", id="a list"),
    ],
)  # fmt: skip
def test_only_what_is_meant_changes(change: Any, old: str, new: str) -> None:
    assert old in ROSTER

    assert apply_edits(ROSTER, [change]) == ROSTER.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "change", "outcome"),
    [
        ("a: [x, y]\n", remove(("a", 0)), "a: [y]\n"),
        ("a: [x, y]\n", remove(("a", 1)), "a: [x]\n"),
        ("a: [x]\n", remove(("a", 0)), "a: []\n"),
        ("a: []\n", append(("a",), "x"), "a:\n  - x\n"),
        ("a: [x]\n", append(("a",), "z"), "a: [x, z]\n"),
        ("a:\n- x", append(("a",), "z"), "a:\n- x\n- z\n"),
        ("a:\n- x\n# end\n", append(("a",), "z"), "a:\n- x\n- z\n# end\n"),
    ],
)
def test_lists_of_every_form_are_changed(text: str, change: Any, outcome: str) -> None:
    assert apply_edits(text, [change]) == outcome


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a: 1\n", set_value(("b",), 2)),
        ("a: |\n  long\n", remove(("a",))),
        ("a: {b: 1, c: 2}\n", add_key(("a",), "c", 3, "b")),
        ("a: {b: 1}\n", add_key(("a",), "c", 3, "d")),
        ("a: [x]\n", add_list("a", "y")),
        ("- person: p-ada\n", remove((0, "person"))),
        ("", set_value(("a",), "2")),
        ("a: &x 1\nb: *x\n", set_value(("a",), "- 2")),
        ("a: 1\n", append(("a",), "x")),
        ("a: [x]\n", set_value(("a", 1), "y")),
    ],
)
def test_what_cannot_be_changed_alone_is_left_as_it_is(text: str, change: Any) -> None:
    with pytest.raises(UnspliceableError):
        apply_edits(text, [change])


def written(draw: random.Random, count: int) -> str:
    """Return a list with comments, blank lines, and items in braces or over lines."""
    lines = ["# top", "schema: 1", "members:"]
    for at in range(count):
        if draw.random() < 0.3:
            lines.append(draw.choice(["", "  # a comment", "# another: {x}"]))
        tail = draw.choice(["", "  # here", " # - {no: item}"])
        if draw.random() < 0.5:
            lines.append(f"  - {{person: p-{at}, from: 2026-01-01}}{tail}")
        else:
            lines += [f"  - person: p-{at}{tail}", "    from: 2026-01-01"]
    return "\n".join([*lines, "last: x  # end", ""])


def test_removals_and_additions_lose_no_comment() -> None:
    draw = random.Random(600)
    for _ in range(many(60, 600)):
        text = written(draw, draw.randint(2, 7))
        people = [one["person"] for one in yaml.safe_load(text)["members"]]
        gone = draw.randrange(len(people))

        fewer = apply_edits(text, [remove(("members", gone))])
        more = apply_edits(text, [append(("members",), {"person": "p-new", "from": date(2026, 1, 1)})])

        assert [one["person"] for one in yaml.safe_load(fewer)["members"]] == [
            *people[:gone],
            *people[gone + 1 :],
        ]
        assert [one["person"] for one in yaml.safe_load(more)["members"]] == [*people, "p-new"]
        kept = [line for line in text.splitlines() if line.lstrip().startswith("#")]
        assert [line for line in fewer.splitlines() if line.lstrip().startswith("#")] == kept
        assert [line for line in more.splitlines() if line.lstrip().startswith("#")] == kept
        assert set(fewer.splitlines()) <= set(text.splitlines())
        added = {"  - {person: p-new, from: 2026-01-01}", "  - person: p-new", "    from: 2026-01-01"}
        assert [line for line in more.splitlines() if line not in added] == [
            line for line in text.splitlines() if line not in added
        ]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (remove(("absences", 0)), "id: harbour\r\nabsences: []\r\n"),
        (
            append(("absences",), {"person": "p-b"}),
            "id: harbour\r\nabsences:\r\n  - {person: p-a}\r\n  - {person: p-b}\r\n",
        ),
        (
            add_list("members", {"person": "p-b"}),
            "id: harbour\r\nabsences:\r\n  - {person: p-a}\r\nmembers:\r\n  - {person: p-b}\r\n",
        ),
    ],
    ids=["remove", "append", "add"],
)
def test_line_ends_of_another_system_are_kept(change: YamlEdit, after: str) -> None:
    assert apply_edits("id: harbour\r\nabsences:\r\n  - {person: p-a}\r\n", [change]) == after

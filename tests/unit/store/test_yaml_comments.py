"""Comments beside an entry are known as its own, and are written beside another."""

from __future__ import annotations

import random
from datetime import date

import pytest
import yaml

from checks.store.yaml_comments import add_comments, comments_at
from checks.store.yaml_splices import YamlEdit, append, apply_edits, remove
from tests.support.examples import many

ROSTER = """\
# top
members: # in order
  # the first of us
  - {person: p-ada, note: "# no comment"} # since évér
  - person: p-mia # back
    # by agreement
    from: 2026-01-01  # a Thursday
absences: # away
  # in summer
  - {person: p-ada} # at sea
waivers: [{id: w-1}, {id: w-2}] # both
lists: [
  {id: l-1}, # the one
  {id: l-2}, # the other
  {id: l-3} # the third
] # three
"""


@pytest.mark.parametrize(
    ("steps", "comments"),
    [
        (("members", 0), ("# since évér",)),
        (("members", 1), ("# back", "# by agreement", "# a Thursday")),
        (("absences", 0), ("# at sea",)),
        (("waivers", 0), ()),
        (("waivers", 1), ()),
        (("lists", 0), ("# the one",)),
        (("lists", 1), ("# the other",)),
    ],
)
def test_comments_on_the_lines_of_an_entry_are_its_own(
    steps: tuple[str, int], comments: tuple[str, ...]
) -> None:
    assert comments_at(ROSTER, steps) == comments
    assert comments_at(ROSTER.replace("\n", "\r\n"), steps) == comments


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (("members", 0), '  - {person: p-ada, note: "# no comment"} # since évér # new'),
        (("members", 1), "    from: 2026-01-01  # a Thursday # new"),
        (("waivers", 0), "waivers: [{id: w-1}, {id: w-2}] # both # new"),
        (("lists", 1), "  {id: l-2}, # the other # new"),
    ],
)
def test_a_comment_is_written_behind_an_entry(steps: tuple[str, int], line: str) -> None:
    after = apply_edits(ROSTER, [add_comments(steps, ["# new"])])

    assert set(after.splitlines()) - set(ROSTER.splitlines()) == {line}


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        (("absences", 0), ["absences: [] # away", "  # in summer"]),
        (("lists", 2), ["lists: [", "  {id: l-1}, # the one", "  {id: l-2}, # the other", "   # the third"]),
        (("lists", 1), ["lists: [", "  {id: l-1}, # the one", "  {id: l-3} # the third"]),
    ],
)
def test_a_removal_leaves_the_comments_of_others(steps: tuple[str, int], lines: list[str]) -> None:
    after = apply_edits(ROSTER, [remove(steps)]).splitlines()

    begin = after.index(lines[0])
    assert after[begin : begin + len(lines)] == lines


def test_entries_that_go_elsewhere_lose_no_comment() -> None:
    draw = random.Random(24)
    for _ in range(many(60, 600)):
        entries = [_entry(draw, at) for at in range(draw.randint(1, 5))]
        there = f"list: # all\n  # some\n{''.join(entries)}end: x # last\n"
        here = "list:\n  - {person: p-x} # here\n"
        at = draw.randrange(len(entries))
        item = yaml.safe_load(there)["list"][at]

        comments = comments_at(there, ("list", at))
        fewer = apply_edits(there, [remove(("list", at))])
        more = apply_edits(here, [append(("list",), item), *_behind(comments)])

        words = sorted(word for word in there.split() if word.startswith("r-"))
        assert sorted(word for word in (fewer + more).split() if word.startswith("r-")) == words
        assert "list: # all\n  # some\n" in fewer or "list: [] # all\n  # some\n" in fewer


def _behind(comments: tuple[str, ...]) -> list[YamlEdit]:
    return [add_comments(("list", 1), comments)] if comments else []


def _entry(draw: random.Random, at: int) -> str:
    def comment(place: str) -> str:
        return draw.choice(["", f" # r-{at}-{place}"])

    first = date(2026, 1, 1)
    if draw.random() < 0.5:
        return f"  - {{person: p-{at}, from: {first}}}{comment('a')}\n"
    inside = draw.choice(["", f"    # r-{at}-c\n"])
    return f"  - person: p-{at}{comment('a')}\n{inside}    from: {first}{comment('b')}\n"

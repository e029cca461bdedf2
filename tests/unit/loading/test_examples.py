"""The files of an example: the small playbook, its base commit where it has one, and what it changes."""

import pytest
import yaml

from checks.loading.examples import Edit, FileChanges, base_files, example_of

TEAM = "data/teams/harbour/team.yaml"
WRITTEN = f"""\
what: A team is renamed in the base, and once more after it.
as_of: 2026-11-23
base:
  replace:
    {TEAM}:
      - ["name: Harbour", "name: Port"]
replace:
  {TEAM}:
    - ["name: Port", "name: Quayside"]
findings: ""
"""


def test_an_example_is_shown_against_its_base() -> None:
    example = example_of(WRITTEN)

    (edit,) = example.edits()

    assert [line for line in edit.lines if line[0] in "-+"] == [("-", "name: Port"), ("+", "name: Quayside")]
    assert "name: Harbour" in str(base_files()[TEAM])


def test_a_text_that_does_not_stand_there_once_is_no_example() -> None:
    with pytest.raises(ValueError, match=f"'{TEAM}', 'from: 2025'"):
        example_of(WRITTEN.replace("name: Harbour", "from: 2025")).before()
    with pytest.raises(ValueError, match="name: Port"):
        example_of(WRITTEN.partition("base:")[0] + "replace:" + WRITTEN.rpartition("replace:")[2]).after()


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError, match="remark"):
        example_of(f"{WRITTEN}remark: no\n")


LOG = "data/teams/harbour/touchpoints/2026-Q4.csv"
ROWS = [f"2026-11-{day:02},one-on-one" for day in range(1, 13)]


def edits_of(before: list[str], after: list[str] | None, path: str = LOG) -> tuple[Edit, ...]:
    """Return what is shown where a file of these lines becomes one of those; without any it is taken away."""
    written = {
        "as_of": "2026-11-23",
        "findings": "",
        "base": {"files": {path: "".join(f"{line}\n" for line in before)}},
        "files": {path: None if after is None else "".join(f"{line}\n" for line in after)},
    }
    return example_of(yaml.safe_dump(written)).edits()


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        # a row at the end: the header, what is left out, the neighbour, the row
        (
            ["date", *ROWS[:5]],
            ["date", *ROWS[:6]],
            [(" ", "date"), ("…", ""), (" ", ROWS[4]), ("+", ROWS[5])],
        ),
        # a row right after the header, which is its neighbour and stands once
        (
            ["date", *ROWS[:5]],
            ["date", "x", *ROWS[:5]],
            [(" ", "date"), ("+", "x"), (" ", ROWS[0]), ("…", "")],
        ),
        # the second row: nothing is left out between it and the header
        (
            ["date", *ROWS[:3]],
            ["date", ROWS[0], "x", *ROWS[2:3]],
            [(" ", "date"), (" ", ROWS[0]), ("-", ROWS[1]), ("+", "x"), (" ", ROWS[2])],
        ),
        # two places far apart: the header once, what lies between left out
        (
            ["date", *ROWS],
            ["date", *ROWS[:3], "x", *ROWS[4:8], *ROWS[9:]],
            [
                (" ", "date"), ("…", ""), (" ", ROWS[2]), ("-", ROWS[3]), ("+", "x"), (" ", ROWS[4]),
                ("…", ""), (" ", ROWS[7]), ("-", ROWS[8]), (" ", ROWS[9]), ("…", ""),
            ],
        ),
        # all of a new file
        ([], ["date", ROWS[0]], [("+", "date"), ("+", ROWS[0])]),
    ],
)  # fmt: skip
def test_a_change_is_shown_with_neighbours_and_header(
    before: list[str], after: list[str], lines: list[tuple[str, str]]
) -> None:
    assert edits_of(before, after) == (Edit(LOG, tuple(lines)),)


def test_a_file_that_is_no_table_has_no_header() -> None:
    (edit,) = edits_of(["a", "b", "c", "d"], ["a", "b", "c", "e"], TEAM)

    assert edit.lines == (("…", ""), (" ", "c"), ("-", "d"), ("+", "e"))


def test_a_removed_file_has_no_lines_and_others_are_not_shown() -> None:
    assert edits_of(["date", ROWS[0]], None) == (Edit(LOG, ()),)
    assert edits_of(["date"], ["date"]) == ()


def test_what_no_terminal_should_be_shown_is_made_visible() -> None:
    (edit,) = edits_of(["a"], ["a", "\x1b[31m"], TEAM)

    assert edit.lines[-1] == ("+", "\\x1b[31m")


def test_changes_are_laid_one_over_the_other() -> None:
    changes = FileChanges(
        files={"new": "n", "old": None}, replace={"kept": [("a", "b"), ("b", "c")]}, hex={"raw": "ff00"}
    )

    assert changes.over({"old": "o", "kept": "a", "other": "x"}) == {
        "kept": "c", "other": "x", "new": "n", "raw": b"\xff\x00",
    }  # fmt: skip
    with pytest.raises(ValueError, match="kept"):
        changes.over({"old": "o", "kept": b"a"})
    with pytest.raises(ValueError, match="kept"):
        changes.over({"old": "o", "kept": "a a"})


def test_a_rule_s_own_lines_are_those_of_its_code() -> None:
    written = WRITTEN.replace(
        'findings: ""', "findings: |\n  a:1:1: CAD001 x\n  a:1:1: CAD0011 x\n  b: CAD001 y\n"
    )

    assert example_of(written).lines_of("CAD001") == ("a:1:1: CAD001 x", "b: CAD001 y")

"""The files of an example: the small playbook, its base commit where it has one, and what it changes."""

import pytest

from checks.loading.examples import base_files, example_of

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
    with pytest.raises(ValueError, match="from: 2025"):
        example_of(WRITTEN.replace("name: Harbour", "from: 2025")).before()
    with pytest.raises(ValueError, match="name: Port"):
        example_of(WRITTEN.partition("base:")[0] + "replace:" + WRITTEN.rpartition("replace:")[2]).after()


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError, match="remark"):
        example_of(f"{WRITTEN}remark: no\n")

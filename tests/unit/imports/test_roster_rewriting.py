"""A roster is changed line by line, and what people have written around it stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.imports.roster_changes import (
    EntryEnd,
    NewEntry,
    RosterChange,
    StayRemoval,
    TeamAbove,
)
from checks.imports.roster_rewriting import UnwritableRosterError, rewrite_roster
from checks.loading.repository import open_repository
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from checks.model.team import Team

ROSTERS = sorted((ROOT / "data" / "teams").glob("*/team.yaml"))
DAY = date(2027, 1, 1)
JOIN = NewEntry("harbour", "p-new", DAY, None)
AWAY = NewEntry("harbour", "p-new", DAY, date(2027, 1, 31))


def team_in(path: Path) -> Team:
    team = open_repository(ROOT).team(path.parent.name).team
    assert team
    return team


@pytest.mark.parametrize("path", ROSTERS, ids=lambda path: path.parent.name)
def test_only_the_lines_meant_change_in_each_roster(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    members = team_in(path).members
    open_ones = [at for at, stay in enumerate(members) if stay.last is None]
    ends = [EntryEnd(path.parent.name, members[at].person, at, DAY) for at in open_ones[:2]]

    after = rewrite_roster(before, str(path), RosterChange(joins=[JOIN], ends=ends, absences=[AWAY]))

    old, new = before.splitlines(), after.splitlines()
    gone = [line for line in old if line not in new and not line.endswith(": []")]
    assert len(gone) == len(ends)
    assert all(line.replace(", to: 2027-01-01", "") in gone for line in new if "to: 2027-01-01" in line)
    assert [line for line in new if line in old] == [line for line in old if line in new]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("schema: 1\nid: harbour\nname: Harbour\nmembers: &all []\n", "has changed since"),
        ("schema: 1\nid: harbour\nname: Harbour\nmembers:\n  - {person: p-new, from: 2026-12-01}\n", "would not be valid"),
        ("schema: 1\nid: harbour\n", "has changed since"),
        ("{schema: 1, id: harbour, name: Harbour}\n", "it has a layout that can't be edited automatically"),
    ],
    ids=["an anchor", "the same person at the same time", "no name", "all in braces"],
)  # fmt: skip
def test_a_roster_that_would_not_be_right_is_left_alone(text: str, words: str) -> None:
    with pytest.raises(UnwritableRosterError, match=words):
        rewrite_roster(text, "data/teams/harbour/team.yaml", RosterChange(joins=[JOIN]))


def test_an_entry_of_somebody_else_meanwhile_is_not_changed() -> None:
    text = "schema: 1\nid: harbour\nname: Harbour\nmembers:\n  - {person: p-other, from: 2026-01-01}\n"
    change = RosterChange(ends=[EntryEnd("harbour", "p-new", 0, DAY)])

    with pytest.raises(UnwritableRosterError, match="has changed since"):
        rewrite_roster(text, "data/teams/harbour/team.yaml", change)


WHOLE = """\
schema: 1
id: harbour
name: Harbour   # by the sea
leaders:
  - {person: p-lea, from: 2025-01-01}   # since the merger
members:
  - {person: p-ada, from: 2025-01-01, to: 2026-12-31, coach: p-al, owed: none}
  - {person: p-soon, from: 2027-06-01}
absences: []
"""


def test_each_kind_of_change_has_its_line_and_the_rest_stays() -> None:
    change = RosterChange(
        ends=[EntryEnd("harbour", "p-ada", 0, DAY)],
        removals=[StayRemoval("harbour", "p-soon", 1)],
        leaders=[NewEntry("harbour", "p-eve", DAY, None)],
        leader_ends=[EntryEnd("harbour", "p-lea", 0, date(2026, 12, 31))],
        above=[TeamAbove("harbour", "quay")],
        joins=[JOIN],
        absences=[AWAY],
    )

    assert (
        rewrite_roster(WHOLE, "data/teams/harbour/team.yaml", change)
        == """\
schema: 1
id: harbour
name: Harbour   # by the sea
part_of: quay
leaders:
  - {person: p-lea, from: 2025-01-01, to: 2026-12-31}   # since the merger
  - {person: p-eve, from: 2027-01-01}
members:
  - {person: p-ada, from: 2025-01-01, to: 2027-01-01, coach: p-al, owed: none}
  - {person: p-new, from: 2027-01-01}
absences:
  - {person: p-new, from: 2027-01-01, to: 2027-01-31}
"""
    )


@pytest.mark.parametrize("text", ["schema: 1\nid: harbour\nname: Harbour", "schema: 1\nid: harbour\nname: Harbour\nmembers: []\n"])  # fmt: skip
def test_a_roster_without_members_gets_some(text: str) -> None:
    after = rewrite_roster(text, "data/teams/harbour/team.yaml", RosterChange(joins=[JOIN]))

    assert after.endswith("members:\n  - {person: p-new, from: 2027-01-01}\n")

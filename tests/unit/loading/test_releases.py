"""A release is read as it was written, and otherwise is one finding at the place that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_policy
from checks.model.release_document import sealed
from tests.support.building import base, lay

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = sealed("""{
 "schema": 1,
 "period": "2026-Q3",
 "as_of": "2026-10-01",
 "smallest_group": 5,
 "show": "teams",
 "members": 12,
 "hours": 3,
 "givers": 2,
 "teams": [
  {"id": "harbour", "name": "Harbour", "members": 8, "leaders": 1, "coaches": 0, "hours": 2},
  {"id": "quay", "name": "Quay", "part_of": "harbour", "members": 4, "leaders": 1, "coaches": 0, "hours": 1}
 ],
 "coverage": [
  {"team": "harbour", "service": "one-on-one", "from": 50, "below": 90}
 ]
}
""")
QUAY = '{"team": "quay", "service": "one-on-one", "from": 50, "below": 90}'


def found(root: Path, text: str, name: str = "2026-Q3") -> list[str]:
    """Return the findings of a policy with this release, and whether it is used."""
    path = f"playbook/published/{name}.json"
    policy = open_policy(lay(root, {**base(), path: text}))
    assert bool(policy.releases) is not bool(policy.faults)
    return [
        f"{fault.code} {fault.problem.place.line}:{fault.problem.place.column} {fault.problem.message}"
        for fault in policy.faults
        if fault.problem.place.path == path
    ]


def resealed(*pairs: tuple[str, str]) -> str:
    """Return the release with texts changed, as if it had been written so."""
    body = RELEASE[: RELEASE.index(',\n "seal"')]
    for old, new in pairs:
        assert body.count(old) == 1
        body = body.replace(old, new)
    return sealed(f"{body}\n}}\n")


def test_what_was_written_is_read_whatever_ends_its_lines(tmp_path: Path) -> None:
    assert found(tmp_path / "unix", RELEASE) == []
    assert found(tmp_path / "windows", RELEASE.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"below": 90', '"below": 80'),
        ('"hours": 3', '"hours": 4'),
        ("Harbour", "Haven"),
        (' "givers": 2,', ' "givers":  2,'),
    ],
)
def test_a_release_changed_by_hand_is_a_finding_at_its_seal(tmp_path: Path, old: str, new: str) -> None:
    (words,) = found(tmp_path, RELEASE.replace(old, new, 1))

    assert words.startswith("SCH005 17:2 this release has changed since it was written")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '"schema": 1',
            '"schema": 2',
            'SCH005 2:12 `2`: this version of outbound only reads `"schema": 1`. If the file is newer, upgrade outbound',
        ),
        ('"givers": 2', '"givers": 2,\n "cells": []', "SCH003 10:2 unknown key `cells`"),
        (
            '"below": 90}',
            f'"below": 90}},\n  {QUAY}',
            "SCH005 16:12 quay has fewer than 5 members, so this file must not contain its figures",
        ),
        (
            '"show": "teams"',
            '"show": "organisation"',
            "SCH005 15:12 `show` is organisation, so this file must not contain figures of a team, but it has one of harbour",
        ),
        (
            '"smallest_group": 5',
            '"smallest_group": 9',
            "SCH005 15:12 harbour has fewer than 9 members, so this file must not contain its figures",
        ),
    ],
)
def test_what_may_not_be_told_is_a_finding_at_its_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    (told,) = found(tmp_path, resealed((old, new)))

    assert told.startswith(words)


def test_of_a_parent_the_people_of_its_teams_count(tmp_path: Path) -> None:
    parents = ('"show": "teams"', '"show": "parents"')

    assert found(tmp_path / "parent", resealed(parents)) == []
    assert found(tmp_path / "team", resealed(parents, ('"team": "harbour"', '"team": "quay"'))) == [
        "SCH005 15:12 quay has fewer than 5 members, so this file must not contain its figures"
    ]


def test_the_last_release_is_that_of_the_latest_quarter(tmp_path: Path) -> None:
    """Several are written on one day where an organisation begins with quarters that are long over."""
    names = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    releases = {
        f"playbook/published/{name}.json": resealed(('"period": "2026-Q3"', f'"period": "{name}"'))
        for name in names
    }

    policy = open_policy(lay(tmp_path, {**base(), **releases}))

    assert policy.last_release
    assert policy.last_release.period == "2026-Q3"

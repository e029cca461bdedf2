"""A sparse checkout without a team: a command whose result would be wrong names the file, and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functional.test_change_refusals import MERGE, MOVE, RETIRE, SPLIT
from tests.support.change_verbs import RECORD, data_of, everything, git, lay_repositories, rich
from tests.support.dated_repository import called

if TYPE_CHECKING:
    from pathlib import Path

LACKING = "outbound: this checkout is sparse and lacks {}. Run: git sparse-checkout disable\n"
OUT = ("--out", "../p-ada.json")
CORRECTED = ("--from", "2026-09-01", "--to", "2026-09-30", "--approved-by", "p-hopper", "--record", RECORD)
REFUSED = {
    "rename service": ("rename", "service", "one-on-one", "check-in", "--yes"),
    "rename team": ("rename", "team", "harbour", "dock", "--yes"),
    "rename person": ("rename", "person", "p-ada", "p-x7", "--yes"),
    "retire service": (*RETIRE, "--on", "2026-12-31", "--with", "members", "--yes"),
    "split team": (*SPLIT, "--into", "quay", "--members", "p-ada", "--yes"),
    "merge teams": (*MERGE, "--into", "harbour", "--yes"),
    "move member": (*MOVE, "p-ada", "--to", "quay", "--on", "2026-12-01", "--yes"),
    "correct, in the person's only team": ("correct", "absence", "p-ada", *CORRECTED, "--yes"),
    "a team that is left out": ("confirm", "--team", "quay", "--held", "all"),
    "new team with an id that is left out": ("new", "team", "quay", "--leader", "p-kai"),
    "import people": ("import", "people", "roster.csv", "--yes"),
    "release": ("release",),
    "prune": ("prune", "--person", "p-ada", "--yes"),
    "export": ("export", "--person", "p-ada", *OUT),
    "mine": ("mine", "--person", "p-ada"),
}
"""Commands that need every file, or the one of the team `quay`."""


@pytest.fixture(params=["in one repository", "apart"])
def policy(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Policy and data with a sparse checkout of the data that leaves the team `quay` out."""
    apart = request.param == "apart"
    files = {**rich(), "roster.csv": "person,team,from,manager\np-kim,quay,2026-11-01,p-kai\n"}
    policy = lay_repositories(tmp_path, files, apart=apart)
    kept = ("teams/harbour",) if apart else ("playbook", "data/teams/harbour")
    git(data_of(policy) if apart else policy, "sparse-checkout", "set", *kept)
    return policy


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_counts_is_named_when_left_out(name: str, policy: Path) -> None:
    before = everything(policy)
    lacking = "teams/quay/team.yaml" if data_of(policy).parent != policy else "data/teams/quay/team.yaml"

    done = called(policy, *REFUSED[name])

    assert (done.returncode, done.stdout, done.stderr) == (3, "", LACKING.format(lacking))
    assert everything(policy) == before
    assert not (policy / OUT[1]).exists()


WRITTEN = {
    "log": ("log", "one-on-one", "p-ada"),
    "new team": ("new", "team", "skerry", "--leader", "p-kai"),
    "correct": ("correct", "absence", "p-ada", "--team", "harbour", *CORRECTED, "--yes"),
}
"""Commands for which one team's files are enough."""


@pytest.mark.parametrize("name", WRITTEN)
def test_a_team_that_is_there_can_be_written_to(name: str, policy: Path) -> None:
    before = everything(policy)

    done = called(policy, *WRITTEN[name])

    assert (done.returncode, done.stderr) == (0, "")
    assert everything(policy) != before


def test_a_change_is_written_once_the_checkout_is_whole(policy: Path) -> None:
    refused = called(policy, *REFUSED["rename team"])
    top = policy if (policy / ".git" / "info" / "sparse-checkout").exists() else data_of(policy)
    git(top, *refused.stderr.rpartition("Run: git ")[2].split())

    done = called(policy, *REFUSED["rename team"])

    assert (done.returncode, done.stderr) == (0, "")
    assert "part_of: dock" in everything(policy)["data/teams/quay/team.yaml"]

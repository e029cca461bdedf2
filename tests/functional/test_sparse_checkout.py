"""A sparse checkout without a team: a command whose result would be wrong names the file, and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functional.test_change_refusals import MERGE, MOVE, RETIRE, SPLIT
from tests.support.change_verbs import RECORD, data_of, everything, git, lay_repositories, rich
from tests.support.dated_repository import called
from tests.support.site import build

if TYPE_CHECKING:
    from pathlib import Path

ERROR = "this checkout is sparse and lacks {}. Run: git sparse-checkout disable"
LACKING = f"outbound: {ERROR}\n"
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


def top_of_sparse(policy: Path) -> Path:
    """Return the top of the repository with the sparse checkout."""
    return policy if (policy / ".git" / "info" / "sparse-checkout").exists() else data_of(policy)


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


READING = {
    "check": ("check",),
    "check, as JSON": ("check", "--format", "json"),
    "coverage": ("coverage",),
    "plan": ("plan",),
    "invite": ("invite",),
    "digest": ("digest",),
    "render": ("render", "--preview", "--out", "../pages"),
}
"""Commands that go on with the teams that are there."""
TEAM = LACKING.format("the files of 1 team")


@pytest.mark.parametrize("name", READING)
def test_what_is_left_out_is_reported_in_one_line(
    name: str, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(policy)
    done = called(policy, *READING[name])
    git(top_of_sparse(policy), "sparse-checkout", "disable")
    whole = called(policy, *READING[name])

    assert done.stderr.count(TEAM) == 1
    assert (whole.returncode, whole.stderr) == (done.returncode, done.stderr.replace(TEAM, ""))
    assert done.returncode in (0, 1)


def test_a_strict_check_is_no_verdict_on_a_part(policy: Path) -> None:
    strict = called(policy, "check", "--strict")

    assert (strict.returncode, strict.stderr) == (3, TEAM)
    assert called(policy, "check", "--strict", "--exit-zero").returncode == 0


@pytest.mark.parametrize("words", [("check", "--public"), ("check",), ("render", "--out", "pages")])
def test_a_part_of_the_policy_is_missed_too(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)
    monkeypatch.chdir(policy)
    git(policy, "sparse-checkout", "set", "--no-cone", "/data/", "/playbook/*.yaml")

    done = called(policy, *words)

    assert LACKING.format("files of the policy") in done.stderr


@pytest.mark.parametrize("index", ["--sparse-index", "--no-sparse-index"])
def test_no_team_at_all_names_the_command_too(index: str, tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)
    git(policy, "sparse-checkout", "set", index, "playbook")

    done = called(policy, "coverage")

    assert (done.returncode, done.stdout, done.stderr) == (3, "", LACKING.format("the files of 2 teams"))


@pytest.mark.parametrize("preview", ["true", "false"])
def test_a_strict_build_of_a_part_fails(preview: str, tmp_path: Path) -> None:
    config = f"site_name: Ours\ntheme: {{name: material, font: false}}\nplugins: [outbound: {{preview: {preview}}}]\n"
    files = {**rich(), "mkdocs.yml": config, "docs/note.md": "# A note\n"}
    policy = lay_repositories(tmp_path, files, apart=False)
    git(policy, "sparse-checkout", "set", "playbook", "docs", "data/teams/harbour")

    done = build(policy / "mkdocs.yml", tmp_path / "site")

    lacks = preview == "true"
    assert (done.returncode, ERROR.format("the files of 1 team") in done.stderr) == (int(lacks), lacks)


def test_a_worktree_with_a_part_is_reported(tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)
    git(policy, "worktree", "add", "--quiet", "--detach", "../part")
    git(tmp_path / "part", "sparse-checkout", "set", "playbook", "data/teams/harbour")

    assert called(tmp_path / "part", "coverage").stderr == TEAM
    assert called(policy, "coverage").stderr == ""


def test_a_change_is_written_once_the_checkout_is_whole(policy: Path) -> None:
    refused = called(policy, *REFUSED["rename team"])
    git(top_of_sparse(policy), *refused.stderr.rpartition("Run: git ")[2].split())

    done = called(policy, *REFUSED["rename team"])

    assert (done.returncode, done.stderr) == (0, "")
    assert "part_of: dock" in everything(policy)["data/teams/quay/team.yaml"]

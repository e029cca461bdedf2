"""When an agreement came into the repository, told by git where it can tell."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.files import Folder, Tree
from checks.loading.history import recorded_on
from checks.loading.policy import read_policy
from tests.support.building import AS_OF, base, lay
from tests.support.calling import outbound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TALK = "playbook/services/one-on-one.yaml"


def git(root: Path, *words: str, day: str = "2026-01-05", text: str = "") -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    env = {
        "GIT_AUTHOR_DATE": f"{day}T23:30:00Z",
        "GIT_COMMITTER_DATE": f"{day}T23:30:00Z",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        ["git", *who, *words], cwd=root, env=env, check=True, capture_output=True, input=text, text=True
    )
    return done.stdout.strip()


def committed(root: Path) -> Path:
    """Lay a repository with two commits of a service: as it was, and with a line changed on a later day."""
    lay(root, base())
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "First")
    path = root / TALK
    path.write_text(path.read_text("utf-8").replace("title: One-on-one", "title: One-to-one"), "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Another title", day="2026-03-09")
    return root


def of(root: Path) -> dict[tuple[str, int], date]:
    return recorded_on(root, read_policy(Tree(Folder(root), "")))


def line(root: Path, text: str) -> int:
    return (root / TALK).read_text("utf-8").splitlines().index(text) + 1


def test_each_line_has_its_commits_day_in_the_agreed_zone(tmp_path: Path) -> None:
    root = committed(tmp_path)

    found = of(root)

    assert found[TALK, line(root, "title: One-to-one")] == date(
        2026, 3, 10
    )  # half past one at night in Helsinki
    assert found[TALK, line(root, "id: one-on-one")] == date(2026, 1, 6)


def test_a_file_that_is_not_committed_as_it_stands_has_no_days(tmp_path: Path) -> None:
    root = committed(tmp_path)
    (root / TALK).write_text("# more\n" + (root / TALK).read_text("utf-8"), "utf-8")

    assert not [path for path, _ in of(root) if path == TALK]


def test_a_playbook_in_a_folder_of_its_repository_is_found(tmp_path: Path) -> None:
    lay(tmp_path / "inner", base())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")

    assert of(tmp_path / "inner")[TALK, 1] == date(2026, 1, 6)


def test_without_git_or_in_a_shallow_clone_nothing_is_told(tmp_path: Path) -> None:
    plain = lay(tmp_path / "plain", base())
    whole = committed(tmp_path / "whole")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{whole}", "shallow")
    unborn = lay(tmp_path / "unborn", base())
    git(unborn, "init", "--quiet")

    assert (of(plain), of(tmp_path / "shallow"), of(unborn)) == ({}, {}, {})


def broken(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, "utf-8")


UNTOLD: dict[str, Callable[[Path], object]] = {
    "a playbook nobody can read": lambda root: broken(root, "playbook/playbook.yaml", "schema: ["),
    "a working tree elsewhere": lambda root: git(root, "config", "core.worktree", str(root.parent)),
    "settings nobody can read": lambda root: broken(root, ".git/config", "[core"),
    "commits that are lost": lambda root: shutil.rmtree(root / ".git/objects"),
}


@pytest.mark.parametrize("spoil", UNTOLD.values(), ids=UNTOLD)
def test_where_git_cannot_tell_no_day_is_told(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    root = committed(tmp_path / "playbook")
    assert of(root)

    spoil(root)

    assert of(root) == {}


def test_a_partial_clone_tells_no_days(tmp_path: Path) -> None:
    whole = committed(tmp_path / "whole")
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{whole}", "partial")

    assert of(tmp_path / "partial") == {}


MOMENTS = {
    "before the first year there is": "-62135596801 +0000",
    "a day before clocks begin": "-86400 +0000",
    "a clock that was never set": "0 +0000",
    "a second before the first year": "946677599 +0000",
    "the first second of the first year": "946677600 +0000",
    "the last second of the last year": "3818440799 +0000",
    "a second after the last year": "3818440800 +0000",
    "the last second a calendar has": "253402300799 +0000",
    "the year 10000": "253402300800 +0000",
    "more than a clock can count": "9223372036854775807 +0000",
    "more than 64 bits": "9223372036854775808 +0000",
    "no moment": "yesterday",
}
"""Seconds since 1970, as a commit holds them; a year begins at 22:00 UTC, when it is midnight in Helsinki."""

TOLD = {
    "the first second of the first year": date(2000, 1, 1),
    "the last second of the last year": date(2090, 12, 31),
}


def committed_at(root: Path, moment: str) -> Path:
    """Lay a repository with one commit of any moment, those too that git itself would not write."""
    git(lay(root, base()), "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    tree = git(root, "write-tree")
    who = f"x <x@example.org> {moment}"
    commit = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nFirst\n"
    made = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", text=commit)
    git(root, "update-ref", "refs/heads/main", made)
    return root


@pytest.mark.parametrize("when", MOMENTS)
def test_a_moment_of_no_year_that_a_file_may_hold_is_not_told(when: str, tmp_path: Path) -> None:
    root = committed_at(tmp_path, MOMENTS[when])

    assert set(of(root).values()) == ({TOLD[when]} if when in TOLD else set())


def test_pages_are_written_whatever_day_git_tells(tmp_path: Path) -> None:
    root = committed_at(tmp_path / "repository", MOMENTS["the year 10000"])

    done = outbound("render", "--out", "../pages", "--as-of", AS_OF.isoformat(), here=root)

    assert (done.returncode, done.stderr) == (0, "")
    assert not [
        path for path in tmp_path.glob("pages/**/*.md") if "In the repository since" in path.read_text()
    ]

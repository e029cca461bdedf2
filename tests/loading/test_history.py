"""When an agreement came into the repository, told by git where it can tell."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from checks.loading.files import Folder, Tree
from checks.loading.history import recorded
from checks.loading.policy import read_policy
from tests.building import base, lay

TALK = "playbook/services/one-on-one.yaml"


def git(root: Path, *words: str, day: str = "2026-01-05") -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    env = {
        "GIT_AUTHOR_DATE": f"{day}T23:30:00Z",
        "GIT_COMMITTER_DATE": f"{day}T23:30:00Z",
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run(["git", *who, *words], cwd=root, env=env, check=True, capture_output=True)


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
    return recorded(root, read_policy(Tree(Folder(root), "")))


def line(root: Path, text: str) -> int:
    return (root / TALK).read_text("utf-8").splitlines().index(text) + 1


def test_each_line_has_the_day_it_was_committed_on_in_the_organisations_time(tmp_path: Path) -> None:
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

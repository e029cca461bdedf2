"""Repositories as git leaves them in the midst of things: each state is laid below a folder, with a playbook in it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.functional.test_base import QUIET, WHO, begun, clone, commit, git
from tests.nightly.faults.commands import HARBOUR, ONE_ON_ONE, Q4
from tests.support.building import Files, lay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

IGNORED = {".gitignore": ".outbound*\n"}
"""What `outbound init` writes too: the lock of writers is nobody's change."""


def stopped(here: Path, *words: str) -> None:
    """Call git where it is to stop in the midst of it."""
    done = subprocess.run(["git", *WHO, *words], cwd=here, env=QUIET, check=False, capture_output=True)
    if done.returncode == 0:
        raise RuntimeError(f"git {' '.join(words)} came to its end")


def parted(root: Path, files: Files, theirs: Files, ours: Files) -> Path:
    """Lay a repository that stands on main with changes of its own, and has a branch `theirs` with others."""
    begun(root, files)
    git(root, "switch", "--quiet", "--create", "theirs")
    commit(root, theirs)
    git(root, "switch", "--quiet", "main")
    commit(root, ours)
    return root


def _plain(top: Path, files: Files) -> Path:
    return lay(top / "repository", files)


def _unborn(top: Path, files: Files) -> Path:
    root = lay(top / "repository", files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    return root


def _detached(top: Path, files: Files) -> Path:
    root = begun(top / "repository", files)
    git(root, "switch", "--quiet", "--detach")
    return root


def _merging(path: str, theirs: str, ours: str) -> Callable[[Path, Files], Path]:
    def laid(top: Path, files: Files) -> Path:
        before = str(files[path])
        root = parted(top / "repository", files, {path: before + theirs}, {path: before + ours})
        stopped(root, "merge", "theirs")
        return root

    return laid


def _merging_without_conflict(top: Path, files: Files) -> Path:
    root = parted(top / "repository", files, {"docs/theirs.md": "# Theirs\n"}, {"docs/ours.md": "# Ours\n"})
    git(root, "merge", "--quiet", "--no-commit", "theirs")
    return root


def _rebasing(top: Path, files: Files) -> Path:
    root = parted(top / "repository", files, {"notes.txt": "theirs\n"}, {"notes.txt": "ours\n"})
    stopped(root, "rebase", "theirs")
    return root


def _submodule(top: Path, files: Files) -> Path:
    begun(top / "source", files)
    above = begun(top / "above", {"README.md": "above\n"})
    git(
        above,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(top / "source"),
        "people",
    )
    return above / "people"


def _worktree(top: Path, files: Files) -> Path:
    main = begun(top / "main", files)
    git(main, "worktree", "add", "-q", str(top / "repository"), "-b", "other")
    return top / "repository"


def _shallow(top: Path, files: Files) -> Path:
    source = begun(top / "source", files)
    commit(source, {"notes.txt": "more"})
    return clone(source, top / "repository", "--depth=1")


def _sparse(top: Path, files: Files) -> Path:
    root = begun(top / "repository", files)
    git(root, "sparse-checkout", "set", "playbook", HARBOUR)
    return root


def _locked(top: Path, files: Files) -> Path:
    root = begun(top / "repository", files)
    return lay(root, {".git/index.lock": ""})


STATES: Mapping[str, Callable[[Path, Files], Path]] = {
    "no repository": _plain,
    "no commit yet": _unborn,
    "no branch": _detached,
    "a merge with a conflict in a log": _merging(
        Q4, *(f"2026-11-{day},one-on-one,p-mia,p-grace,outbound,held,,\n" for day in (12, 13))
    ),
    "a merge with a conflict in a service": _merging(ONE_ON_ONE, "# theirs\n", "# ours\n"),
    "a merge without a conflict": _merging_without_conflict,
    "a rebase that has stopped": _rebasing,
    "a submodule": _submodule,
    "a worktree": _worktree,
    "a shallow clone": _shallow,
    "a sparse checkout": _sparse,
    "another git at work": _locked,
}
"""Each lays a repository below a folder, and returns the root of its playbook."""

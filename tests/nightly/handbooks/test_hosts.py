"""In a handbook of any kind the playbook is one section of the menu; nothing else of the handbook changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nightly.handbooks.comparing import beyond_menus, broken, changed, files_of
from tests.nightly.handbooks.hosts import HOSTS, PAGES
from tests.support.building import Files, base, lay
from tests.support.change_verbs import git
from tests.support.site import build

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = {"a folder within a folder": ("people/lead/",)}
LANGUAGES = ("leadership/", "fi/leadership/", "de/leadership/")


def laid(root: Path, host: Files) -> Path:
    """Lay a handbook beside a playbook in one repository, and return its folder; empty files are left out."""
    files: Files = {**base(), **PAGES, **host}
    lay(root, {path: text for path, text in files.items() if text})
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "all")
    return root


def without_guest(root: Path) -> Path:
    """Write the settings of the handbook as they were before, and return where."""
    lines = (root / "mkdocs.yml").read_text("utf-8").splitlines(keepends=True)
    before = root / "before.yml"
    before.write_text("".join(line for line in lines if "outbound:" not in line and ": outbound" not in line), "utf-8")
    return before


@pytest.mark.parametrize(("name", "host"), HOSTS.items(), ids=HOSTS)
def test_nothing_of_the_handbook_changes(tmp_path: Path, name: str, host: Files) -> None:
    root = laid(tmp_path / "repository", host)
    folders = FOLDERS.get(name, LANGUAGES)

    done = build(root / "mkdocs.yml", tmp_path / "after")
    before = build(without_guest(root), tmp_path / "before")

    assert done.returncode == 0, done.stderr
    assert before.returncode == 0, before.stderr
    assert changed(tmp_path / "before", tmp_path / "after") == []
    added = files_of(tmp_path / "after") - files_of(tmp_path / "before")
    assert {path for path in added if not path.startswith(folders)} == set()
    prefix = "/handbook/" if name == "a site below a folder" else "/"
    assert broken(tmp_path / "after", prefix) == []
    assert beyond_menus(tmp_path / "after", folders) == set()

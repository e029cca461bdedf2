"""In a handbook of any kind the playbook is one section of the menu; nothing else of the handbook changes."""

from __future__ import annotations

import re
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


def remove_guest(root: Path, host: Files) -> None:
    """Take out of a handbook every line that names the playbook, as the handbook was before."""
    for path in host:
        file = root / path
        lines = file.read_text("utf-8").splitlines(keepends=True) if file.is_file() else []
        if any("leadership" in line or "outbound" in line for line in lines):
            kept = [line for line in lines if "outbound" not in line and "leadership" not in line]
            file.write_text("".join(kept), "utf-8")


@pytest.mark.parametrize(("name", "host"), HOSTS.items(), ids=HOSTS)
def test_nothing_of_the_handbook_changes(tmp_path: Path, name: str, host: Files) -> None:
    root = laid(tmp_path / "repository", host)
    folders = FOLDERS.get(name, LANGUAGES)

    done = build(root / "mkdocs.yml", tmp_path / "after", cwd=root)
    remove_guest(root, host)
    before = build(root / "mkdocs.yml", tmp_path / "before", cwd=root)

    assert done.returncode == 0, done.stderr
    assert before.returncode == 0, before.stderr
    assert changed(tmp_path / "before", tmp_path / "after") == []
    added = files_of(tmp_path / "after") - files_of(tmp_path / "before")
    assert {path for path in added if not path.startswith(folders)} == set()
    prefix = "/handbook/" if name == "a site below a folder" else "/"
    assert broken(tmp_path / "after", prefix) == broken(tmp_path / "before", prefix)
    assert beyond_menus(tmp_path / "after", folders) == set()


def test_each_language_of_the_playbook_has_its_pages(tmp_path: Path) -> None:
    root = laid(tmp_path / "repository", HOSTS["languages by suffix, with a nav"])

    done = build(root / "mkdocs.yml", tmp_path / "site", cwd=root)

    assert done.returncode == 0, done.stderr
    titles = {
        language: re.findall(
            r"<h1[^>]*>([^<]*)",
            (tmp_path / "site" / language / "leadership/services/index.html").read_text("utf-8"),
        )
        for language in ("", "fi", "de")
    }
    assert titles == {"": ["Services"], "fi": ["Palvelut"], "de": ["Services"]}
    assert (tmp_path / "site/fi/leadership/assets/outbound.css").is_file()


def test_an_editor_is_led_to_the_file_of_the_playbook(tmp_path: Path) -> None:
    root = laid(tmp_path / "repository", HOSTS["a repository to edit"])

    done = build(root / "mkdocs.yml", tmp_path / "site", cwd=root)

    assert done.returncode == 0, done.stderr
    service = (tmp_path / "site/leadership/services/one-on-one/index.html").read_text("utf-8")
    assert "https://git.example.org/acme/handbook/edit/main/playbook/services/one-on-one.yaml" in service
    assert "edit/main" not in (tmp_path / "site/leadership/changes/index.html").read_text("utf-8")

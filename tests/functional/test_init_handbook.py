"""`outbound init .` in a handbook: the playbook beside its pages, and nothing else touched."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound, said

if TYPE_CHECKING:
    from pathlib import Path

ACME = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")
SETTINGS = """\
# Ours
site_name: !ENV [SITE_NAME, Acme handbook]
repo_url: https://git.example.org/acme/handbook
plugins:
- search   # finds pages
- tags
theme: {name: material}   # as it comes
"""
LINE = "- outbound: {at: leadership, nav: Leadership}\n"


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A handbook in a repository, with a workflow of its own."""
    root = tmp_path / "handbook"
    for path, text in {
        "mkdocs.yml": SETTINGS,
        "docs/index.md": "# Home\n",
        ".github/workflows/pages.yml": "name: Pages\n",
        "requirements.txt": "mkdocs-material==9.4.14\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def files_in(root: Path) -> dict[str, bytes]:
    paths = [
        path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts
    ]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_a_handbook_gets_a_playbook_and_keeps_the_rest(handbook: Path) -> None:
    before = files_in(handbook)

    done = outbound("init", ".", *ACME, "--first-day", "2026-11-02", here=handbook)
    checked = outbound("check", "--as-of", "2026-11-26", here=handbook)

    assert done.returncode == 0, done.stderr
    assert 'python3 -m pip install "outbound-playbook[site]"' in done.stdout
    after = files_in(handbook)
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"mkdocs.yml"}
    assert after["mkdocs.yml"].decode() == SETTINGS.replace("- tags\n", f"- tags\n{LINE}")
    added = {path for path in set(after) - set(before) if not path.startswith("playbook/")}
    assert added == {"requirements-outbound.txt", ".github/workflows/playbook.yml"}
    assert b"https://git.example.org/acme/handbook" in after["playbook/playbook.yaml"]
    assert (handbook.parent / "handbook-data/teams/harbour/team.yaml").is_file()
    assert (handbook.parent / "handbook-data/.git").is_dir()
    assert checked.returncode == 0, checked.stdout


def test_print_shows_the_change_and_writes_nothing(handbook: Path) -> None:
    before = files_in(handbook)

    done = outbound("init", ".", *ACME, "--print", here=handbook)

    assert done.returncode == 0, done.stderr
    assert f"+{LINE}" in done.stdout
    assert "+++ playbook/services/one-on-one.yaml" in done.stdout
    assert "Dry run: nothing was written." in done.stdout
    assert files_in(handbook) == before
    assert [path.name for path in handbook.parent.iterdir()] == ["handbook"]


def test_one_repository_keeps_the_data_in_the_handbook(handbook: Path) -> None:
    done = outbound("init", ".", *ACME, "--one-repository", here=handbook)

    assert done.returncode == 0, done.stderr
    assert (handbook / "data/teams/harbour/team.yaml").is_file()
    assert not (handbook.parent / "handbook-data").exists()
    assert "data:" not in (handbook / "playbook/playbook.yaml").read_text("utf-8").partition("principles")[0]


def test_the_data_of_a_folder_go_beside_its_repository(handbook: Path) -> None:
    site = handbook / "site-of-ours"
    site.mkdir()
    (handbook / "mkdocs.yml").rename(site / "mkdocs.yml")

    done = outbound("init", "site-of-ours", *ACME, here=handbook)

    assert done.returncode == 0, done.stderr
    assert "No CI jobs were written." in done.stdout
    assert (handbook.parent / "handbook-data/teams").is_dir()
    assert not (handbook / "site-of-ours-data").exists()
    assert not (site / ".github").exists()
    assert "data: ../../handbook-data" in (site / "playbook/playbook.yaml").read_text("utf-8")


TAKEN = ".github/workflows/playbook.yml, docs/leadership, playbook/calendar.yaml"


def test_what_would_be_overwritten_is_named(handbook: Path) -> None:
    for path in (".github/workflows/playbook.yml", "docs/leadership/index.md", "playbook/calendar.yaml"):
        (handbook / path).parent.mkdir(parents=True, exist_ok=True)
        (handbook / path).write_text("ours\n", "utf-8")
    before = files_in(handbook)

    done = outbound("init", ".", *ACME, here=handbook)

    assert said(done) == (
        2,
        "",
        f"outbound: already there: {TAKEN}. Rename or move what is there, then run this again\n",
    )
    assert files_in(handbook) == before
    assert not (handbook.parent / "handbook-data").exists()


REFUSED = {
    "plugins that can't be edited": ("plugins: !ENV PLUGINS\n", "mkdocs.yml can't be edited automatically"),
    "no YAML": ("plugins: [a\n - b: c: d\n", ": this is not valid YAML"),
    "a playbook already": ("plugins: [outbound]\n", "already has a playbook"),
}


@pytest.mark.parametrize(("settings", "words"), REFUSED.values(), ids=REFUSED)
def test_settings_that_are_refused_change_nothing(handbook: Path, settings: str, words: str) -> None:
    (handbook / "mkdocs.yml").write_text(settings, "utf-8")
    before = files_in(handbook)

    done = outbound("init", ".", *ACME, here=handbook)

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert files_in(handbook) == before
    assert not (handbook.parent / "handbook-data").exists()


def test_a_folder_of_other_files_is_still_refused(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/letter.txt").write_text("mine", "utf-8")

    done = outbound("init", "acme", *ACME, here=tmp_path)
    printed = outbound("init", "new", *ACME, "--print", here=tmp_path)

    assert (done.returncode, printed.returncode) == (2, 2)
    assert "--print is for a handbook" in printed.stderr
    assert not (tmp_path / "new").exists()

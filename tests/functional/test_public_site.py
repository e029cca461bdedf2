"""What is published is made from the policy and from releases: the data may lie beside them, be gone, or be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.functional.test_plugin import PLAIN
from tests.support.building import base, lay
from tests.support.calling import UNREADABLE, outbound
from tests.support.site import build
from tests.support.site_making import release
from tests.unit.site.test_sentences import large

INSIDE = "Inside: a preview with exact figures, only for people with access to the data."
RELEASE = "playbook/published/2026-Q3.json"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Two teams of twelve, with three released quarters, an mkdocs.yml and a page written by hand."""
    root = lay(tmp_path / "root", {**large(12), "mkdocs.yml": PLAIN, "docs/note.md": "# A note\n"})
    release(root)
    return root


def with_data(root: Path, state: str) -> None:
    """Leave the data as they are, break a roster, or take them away."""
    if state == "broken":
        lay(root, dict(UNREADABLE))
    if state == "absent":
        shutil.rmtree(root / "data")


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rendered_pages_are_the_same_without_the_data(released: Path) -> None:
    made = {}

    for state in ("present", "broken", "absent"):
        with_data(released, state)
        done = outbound("render", "--out", "pages", "--as-of", "2026-11-23", here=released)
        assert done.returncode == 0, done.stderr
        made[state] = (done.stdout, files_in(released / "pages"))

    assert made["present"] == made["broken"] == made["absent"]
    assert b"12 members" in made["absent"][1]["teams/index.md"]


def test_a_built_site_is_the_same_without_the_data(released: Path, tmp_path: Path) -> None:
    made = {}

    for state in ("present", "broken", "absent"):
        with_data(released, state)
        done = build(released / "mkdocs.yml", tmp_path / state)
        assert done.returncode == 0, done.stderr
        made[state] = files_in(tmp_path / state)

    assert made["present"].keys() == made["absent"].keys()
    assert [name for name in made["present"] if len({pages[name] for pages in made.values()}) > 1] == []


def test_only_a_preview_says_inside_and_on_every_page(released: Path, tmp_path: Path) -> None:
    before = build(released / "mkdocs.yml", tmp_path / "public")
    lay(released, {"mkdocs.yml": PLAIN.replace("2026-11-23", "2026-11-23, preview: true")})
    after = build(released / "mkdocs.yml", tmp_path / "inside")

    assert (before.returncode, after.returncode) == (0, 0), after.stderr
    marked = {
        name: {path.relative_to(tmp_path / name) for path in pages if INSIDE in path.read_text("utf-8")}
        for name in ("public", "inside")
        if (pages := list((tmp_path / name).rglob("*.html")))
    }
    every = {path.relative_to(tmp_path / "inside") for path in (tmp_path / "inside").rglob("*.html")}
    assert marked["public"] == set()
    assert every - marked["inside"] == {Path("404.html"), Path("log.html")}  # without a figure
    assert Path("note/index.html") in marked["inside"]


def test_a_rendered_preview_begins_with_the_line(released: Path) -> None:
    done = outbound("render", "--preview", "--out", "pages", "--as-of", "2026-11-23", here=released)

    assert done.returncode == 0, done.stderr
    for path in (released / "pages").rglob("*.md"):
        _, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        assert body.lstrip().startswith(f'<p class="ob-inside">{INSIDE}'), path


def test_a_preview_needs_the_data(released: Path) -> None:
    with_data(released, "absent")

    done = outbound("render", "--preview", "--out", "pages", here=released)

    assert done.returncode == 3
    assert done.stderr.startswith("outbound: there is no teams/ folder in data")
    assert not (released / "pages").exists()


EDITED = {
    "a number changed by hand": ('"below": 100', '"below": 90', "SCH005 this release has changed"),
    "a cell that may not be there": (
        '"members": 12',
        '"members": 3',
        "SCH005 this release has changed",
    ),
    "a later version": (
        '"schema": 1',
        '"schema": 2',
        'this version of outbound only reads `"schema": 1`. If the file is newer, upgrade outbound',
    ),
}


@pytest.mark.parametrize(("old", "new", "words"), EDITED.values(), ids=EDITED)
def test_an_edited_release_ends_the_rendering(released: Path, old: str, new: str, words: str) -> None:
    text = (released / RELEASE).read_text("utf-8")
    assert old in text
    (released / RELEASE).write_text(text.replace(old, new), "utf-8")

    done = outbound("render", "--out", "pages", "--as-of", "2026-11-23", here=released)

    (line,) = done.stderr.splitlines()
    assert done.returncode == 3
    assert line.startswith(f"outbound: {RELEASE}:")
    assert words in line
    assert not (released / "pages").exists()


def test_an_edited_release_ends_the_build(released: Path, tmp_path: Path) -> None:
    text = (released / RELEASE).read_text("utf-8")
    (released / RELEASE).write_text(text.replace('"members": 12', '"members": 13'), "utf-8")

    done = build(released / "mkdocs.yml", tmp_path / "site")

    assert done.returncode == 1
    assert f"outbound: {RELEASE}" in done.stderr
    assert "SCH005 this release has changed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_without_a_release_says_so(tmp_path: Path) -> None:
    root = lay(tmp_path, base())

    done = outbound("render", "--out", "pages", here=root)

    assert done.stdout.startswith("No quarter has a release yet, so the pages show no figures.")

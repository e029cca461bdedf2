"""Links that were committed: no command that writes follows one out of the repository, and no site is built of one."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_plugin import PLAIN, laid
from tests.support.calling import outbound
from tests.support.paths import ROOT
from tests.support.site import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WRITING = {
    "a service": ("playbook/services", ("new", "service", "walk")),
    "workflows": (".github", ("setup", "workflows", "--for", "one")),
    "forms": (".github", ("setup", "forms", "--out", ".github/ISSUE_TEMPLATE")),
    "schemas": (".outbound-schemas", ("setup", "schema")),
    "releases": ("playbook/published", ("release",)),
    "pages": ("pages", ("render", "--out", "pages")),
    "calendars": ("calendars", ("plan", "--format", "ics", "--out", "calendars")),
}
"""A folder that is a link, and a command that writes below it."""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example beside an empty folder."""
    root = tmp_path / "repository"
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, root / name)
    (tmp_path / "outside").mkdir()
    return root


@pytest.mark.parametrize(("folder", "words"), WRITING.values(), ids=WRITING)
def test_no_command_writes_through_a_link(folder: str, words: tuple[str, ...], example: Path) -> None:
    outside = example.parent / "outside"
    if (example / folder).exists():
        shutil.copytree(example / folder, outside, dirs_exist_ok=True)
        shutil.rmtree(example / folder)
    before = sorted(outside.rglob("*"))
    (example / folder).symlink_to(outside)

    done = outbound(*words, here=example)

    assert done.returncode != 0
    assert "link" in done.stderr or "could not be read in full" in done.stderr
    assert sorted(outside.rglob("*")) == before


def test_a_link_to_another_repository_is_refused_too(example: Path) -> None:
    outside = example.parent / "outside"
    (outside / ".git").mkdir()
    (example / ".git").mkdir()
    (example / ".github").symlink_to(outside)

    done = outbound("setup", "workflows", "--for", "one", here=example)

    assert (done.returncode, done.stdout) == (2, "")
    assert ".github is a symbolic link. Replace it with the file or folder itself" in done.stderr


def test_a_link_above_the_repository_is_the_user_s_own(example: Path) -> None:
    (example.parent / "work").symlink_to(example)

    done = outbound("--root", str(example.parent / "work"), "new", "service", "walk", here=example.parent)

    assert done.returncode == 0
    assert (example / "playbook/services/walk.yaml").is_file()


@pytest.fixture
def private_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("private_umask")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mine.html", ("mine", "--person", "p-juno", "--html", "mine.html")),
        ("export.json", ("export", "--person", "p-juno", "--out", "export.json")),
    ],
)
def test_a_file_is_written_with_the_umask_of_the_caller(
    name: str, words: tuple[str, ...], example: Path
) -> None:
    outbound(*words, here=example)

    assert (example / name).stat().st_mode & 0o777 == 0o600


def _linked(link: str, to: str) -> Callable[[Path], None]:
    def lay_link(root: Path) -> None:
        path = root / link
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(to)

    return lay_link


BUILT_FROM: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a folder of logs": (
        PLAIN,
        _linked("docs/images", "../data/teams"),
        "docs/images is a link, and a site is built from no links",
    ),
    "a folder outside": (
        PLAIN,
        _linked("docs/images", "../../outside"),
        "docs/images is a link, and a site is built from no links",
    ),
    "a file": (
        PLAIN,
        _linked("docs/deep/er/page.md", "../../note.md"),
        "docs/deep/er/page.md is a link, and a site is built from no links",
    ),
    "a template": (
        PLAIN.replace("font: false", "font: false, custom_dir: overrides"),
        _linked("overrides/main.html", "../docs/note.md"),
        "overrides/main.html is a link, and a site is built from no links",
    ),
    "all pages": (
        f"{PLAIN}docs_dir: pages\n",
        _linked("pages", "docs"),
        "pages is a link, and a site is built from no links",
    ),
    "pages outside": (
        f"{PLAIN}docs_dir: ../elsewhere\n",
        lambda root: (root.parent / "elsewhere").mkdir(),
        "../elsewhere lies outside the folder of mkdocs.yml",
    ),
    "the data": (
        f"{PLAIN}docs_dir: data\n",
        lambda _: None,
        "data holds rosters and logs, and a site would publish them",
    ),
}


@pytest.mark.parametrize(("config", "change", "words"), BUILT_FROM.values(), ids=BUILT_FROM)
def test_a_site_is_built_from_no_link_and_nothing_outside(
    config: str, change: Callable[[Path], None], words: str, tmp_path: Path
) -> None:
    root = tmp_path / "repository"
    settings = laid(root, config)
    change(root)

    done = build(settings, tmp_path / "site")

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "site").rglob("*.csv"))

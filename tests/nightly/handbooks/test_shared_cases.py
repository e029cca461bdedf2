"""The handbooks in which the playbook was once of no use: each is built strictly now, or told the two lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.change_verbs import git
from tests.support.paths import SHARED
from tests.support.site import build

CASES = SHARED / "cases" / "handbooks"
NAMES = sorted(path.parent.name for path in CASES.glob("*/mkdocs.yml")) if CASES.is_dir() else [""]
LINES = "plugins:\n  - outbound: {at: leadership, nav: Leadership, root: ../shared}"
NEED_A_FOLDER = ("01-", "02-", "03-", "04-")
"""Handbooks with a home, a privacy page or a nav of their own."""

WITHOUT_HOME = "07-i18n"
"""It has no home page, which mkdocs-static-i18n warns of with a playbook and without."""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A copy of all handbooks, in a repository."""
    if not CASES.is_dir():
        pytest.skip(f"no handbooks in {CASES.relative_to(SHARED.parent)} beside this repository")
    shutil.copytree(CASES, tmp_path / "cases")
    if (tmp_path / "cases" / WITHOUT_HOME).is_dir():
        (tmp_path / "cases" / WITHOUT_HOME / "docs/index.md").write_text("# Home\n", "utf-8")
    git(tmp_path / "cases", "init", "--quiet")
    git(tmp_path / "cases", "add", "--all")
    git(tmp_path / "cases", "commit", "--quiet", "-m", "all")
    return tmp_path / "cases"


@pytest.mark.parametrize("name", NAMES)
def test_a_handbook_has_a_guest(cases: Path, name: str) -> None:
    settings = cases / name / "mkdocs.yml"
    text = settings.read_text("utf-8")
    with_folder = text.replace("outbound: {root: ../shared", "outbound: {at: leadership, root: ../shared")
    settings.write_text(with_folder, "utf-8")

    done = build(settings, cases.parent / "site", cwd=cases / name)

    if with_folder == text:
        assert "there is no playbook/playbook.yaml, seen from mkdocs.yml. Set `root`" in done.stderr
        assert "Traceback" not in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert (cases.parent / "site/leadership/services/one-on-one/index.html").is_file()


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(NEED_A_FOLDER)] or [""])
def test_without_a_folder_it_is_told_the_lines(cases: Path, name: str) -> None:
    done = build(cases / name / "mkdocs.yml", cases.parent / "site", cwd=cases / name)

    assert done.returncode == 1
    assert LINES in done.stderr
    assert not (cases.parent / "site/index.html").exists()

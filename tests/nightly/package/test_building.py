"""What is published: the same bytes whoever builds it, and nothing in it that is not needed."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.nightly.package.building import SDIST, WHEEL, built
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this checkout in another folder, with other times and other rights."""
    root = tmp_path_factory.mktemp("elsewhere") / "of another name"
    root.mkdir()
    for name in (".github", "checks", "playbook", "templates"):
        shutil.copytree(ROOT / name, root / name)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, root)
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return root


@pytest.mark.parametrize("kind", [WHEEL, SDIST])
def test_two_builds_have_the_same_bytes(kind: str, elsewhere: Path, tmp_path: Path) -> None:
    here = built(kind, ROOT, tmp_path / "here", TZ="UTC", PYTHONHASHSEED="1")
    there = built(kind, elsewhere, tmp_path / "there", TZ="Asia/Tokyo", PYTHONHASHSEED="2")

    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()


def test_the_wheel_made_from_the_sdist_is_the_wheel(tmp_path: Path) -> None:
    sdist = built(SDIST, ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    (unpacked,) = (tmp_path / "out").iterdir()

    assert (
        built(WHEEL, unpacked, tmp_path / "again").read_bytes()
        == built(WHEEL, ROOT, tmp_path / "whl").read_bytes()
    )


def test_each_holds_what_it_needs_and_nothing_of_the_example(tmp_path: Path) -> None:
    with tarfile.open(built(SDIST, ROOT, tmp_path / "sdist")) as archive:
        sources = {path.partition("/")[2].partition("/")[0] for path in archive.getnames()}
    names = zipfile.ZipFile(built(WHEEL, ROOT, tmp_path / "wheel")).namelist()

    assert sources - {""} == {
        "CHANGELOG.md", "CITATION.cff", "LICENSE", "PKG-INFO", "README.md", ".github", ".gitignore",
        "checks", "playbook", "pyproject.toml", "templates",
    }  # fmt: skip
    assert {name.partition("/")[0] for name in names} == {"checks", "outbound_playbook-0.1.0.dist-info"}
    assert {"checks/catalogue/services/one-on-one.yaml", "checks/py.typed"} <= set(names)
    others = [name for name in names if not name.startswith("checks/rules/examples/")]
    assert not [name for name in others if "touchpoints/" in name or name.endswith("/team.yaml")]

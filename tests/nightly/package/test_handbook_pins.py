"""The package beside what handbooks pin: pip finds versions that satisfy both."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.nightly.package.building import WHEEL, built
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PINS = {
    "the oldest theme": "mkdocs==1.6.0 mkdocs-material==9.4.0",
    "feeds and own order": (
        "mkdocs==1.6.0 mkdocs-material==9.4.14 mkdocs-awesome-pages-plugin==2.9.2 mkdocs-rss-plugin==1.9.0"
    ),
    "dates and authors, compiled": (
        "mkdocs==1.6.0 mkdocs-material==9.5.21 mkdocs-git-revision-date-localized-plugin==1.2.6 "
        "pymdown-extensions==10.8.1 babel==2.15.0 certifi==2024.2.2 charset-normalizer==3.3.2 click==8.1.7 "
        "idna==3.7 jinja2==3.1.4"
    ),
    "many plugins": (
        "mkdocs==1.6.0 mkdocs-material==9.5.28 mkdocs-static-i18n[material]==1.3.1 mike==2.0.0 "
        "pymdown-extensions==10.7 mkdocs-glightbox==0.3.7 mkdocs-minify-plugin==0.8.0 "
        "mkdocs-macros-plugin==1.0.5 mkdocs-monorepo-plugin==1.1.0 mkdocs-redirects==1.2.1 pygments==2.17.2"
    ),
    "everything frozen": (
        "mkdocs==1.6.1 mkdocs-material==9.5.47 babel==2.16.0 certifi==2024.8.30 charset-normalizer==3.4.0 "
        "click==8.1.7 idna==3.10 jinja2==3.1.4 packaging==24.1 python-dateutil==2.9.0.post0 pyyaml==6.0.2 "
        "requests==2.32.3"
    ),
    "proofs of links": (
        "mkdocs==1.6.1 mkdocs-material==9.6.14 babel==2.17.0 backrefs==5.8 certifi==2025.4.26 click==8.2.1 "
        "filelock==3.18.0 jinja2==3.1.6 markdown==3.8 mkdocs-htmlproofer-plugin==1.3.0 "
        "mkdocs-macros-plugin==1.3.7"
    ),
    "a colourful command": "mkdocs-material==9.6.18 rich~=13.7.1 rich-click~=1.7.4 click~=8.1.7",
}
"""What stands in requirements of sites that exist, by what is special about it."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(WHEEL, ROOT, tmp_path_factory.mktemp("dist"))


@pytest.mark.parametrize("pins", PINS.values(), ids=PINS)
def test_pip_finds_versions_beside_the_pins_of_a_handbook(pins: str, wheel: Path, tmp_path: Path) -> None:
    packages = (*pins.split(), f"outbound-playbook[site] @ {wheel.as_uri()}")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", *packages],
        cwd=tmp_path, env=kept, capture_output=True, text=True, check=False, timeout=1800,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr

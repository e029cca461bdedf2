"""What an editor writes in mkdocs.yml stays, and what cannot be meant there ends the build in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.building import Files, base, lay
from tests.support.site import build

if TYPE_CHECKING:
    from pathlib import Path


PLAIN = """\
site_name: Ours
theme: {name: material, font: false}
plugins:
  - search
  - outbound: {as_of: 2026-11-23}
"""
OWN = """\
site_name: Ours
use_directory_urls: false
copyright: Made by hand.
nav:
  - Begin: index.md
  - All services: services/index.md
theme:
  name: material
  font: false
  palette: [{scheme: default, toggle: {icon: material/weather-night, name: Make it dark}}, {scheme: slate}]
extra_css: [assets/playbook.css]
markdown_extensions: [{toc: {permalink: true}}]
plugins:
  - outbound: {as_of: 2026-11-23}
"""


def laid(root: Path, config: str, files: Files | None = None) -> Path:
    """Lay the base repository with an mkdocs.yml and a folder of pages."""
    here: Files = {**base(), "mkdocs.yml": config, "docs/note.md": "# A note\n", **(files or {})}
    return lay(root, here) / "mkdocs.yml"


def test_a_plain_file_is_all_that_is_needed(tmp_path: Path) -> None:
    done = build(laid(tmp_path, PLAIN), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site/index.html").read_text("utf-8")
    assert home.count("assets/playbook.css") == home.count("assets/outbound.css") == 1
    assert home.index("assets/outbound.css") < home.index("assets/playbook.css")
    assert "As of 23\u00a0November 2026. Made from the agreements and from releases" in home
    assert not (tmp_path / "site/search/search_index.js").exists()
    assert (tmp_path / "site/search/search_index.json").exists()


def test_what_is_written_by_hand_stays(tmp_path: Path) -> None:
    done = build(laid(tmp_path, OWN), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site/index.html").read_text("utf-8")
    assert home.count("assets/playbook.css") == home.count("assets/outbound.css") == 1
    assert home.index("assets/outbound.css") < home.index("assets/playbook.css")
    for words in ("Made by hand.", "Make it dark", "All services"):
        assert words in home
    assert "As of 23" not in home
    assert not (tmp_path / "site/search").exists()


REFUSED: dict[str, tuple[str, Files, str]] = {
    "a page made twice": (
        PLAIN,
        {"docs/services/one-on-one.md": "# Ours\n"},
        "docs/services/one-on-one.md is written by hand and made by the playbook: rename it",
    ),
    "a day there is not": (
        PLAIN.replace("2026-11-23", "soon"),
        {},
        "outbound: `as_of` is written YYYY-MM-DD, not soon",
    ),
    "data that are not there": (
        PLAIN.replace("2026-11-23", "2026-11-23, preview: true, data: nowhere"),
        {},
        "outbound: there is no teams/ folder in nowhere",
    ),
    "an option there is no more": (
        PLAIN.replace("2026-11-23", "2026-11-23, figures: live"),
        {},
        "Unrecognised configuration name: figures",
    ),
    "a playbook nobody can read": (
        PLAIN,
        {"playbook/playbook.yaml": "schema: [\n"},
        "outbound: playbook/playbook.yaml:2:1: SCH002 this is not valid YAML",
    ),
}


@pytest.mark.parametrize(("config", "files", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_ends_the_build(tmp_path: Path, config: str, files: Files, words: str) -> None:
    done = build(laid(tmp_path, config, files), tmp_path / "site")

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr

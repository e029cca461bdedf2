"""What an editor writes in mkdocs.yml stays, and what cannot be meant there ends the build in one line."""

from __future__ import annotations

import html
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


def guest(options: str) -> str:
    """Return the settings of a handbook, with options of the plugin."""
    return PLAIN.replace("as_of: 2026-11-23", f"as_of: 2026-11-23, {options}")


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
    assert 'data-md-color-scheme="default" data-md-color-primary="custom"' in home, (
        "colours belong to a scheme"
    )
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
    "pages of its own where ours are": (
        PLAIN,
        {"docs/services/one-on-one.md": "# Ours\n", "docs/README.md": "# Home\n"},
        (
            "outbound: this site has pages of its own where the playbook's would be:\n"
            "  docs/README.md and the playbook's index.md would both be index.html\n"
            "  docs/services/one-on-one.md and the playbook's services/one-on-one.md would both be "
            "services/one-on-one/index.html\n"
            "Give the playbook a folder and a section of the menu. Write these two lines in mkdocs.yml:\n"
            "plugins:\n  - outbound: {at: leadership, nav: Leadership}"
        ),
    ),
    "a menu without the playbook": (
        PLAIN + "nav: [note.md]\n",
        {},
        "`nav` in mkdocs.yml names pages of its own and none of the playbook's.\nGive the playbook a folder",
    ),
    "a page where the folder is": (
        guest("at: note"),
        {},
        (
            "outbound: pages of this site are where `at: note` puts the playbook:\n"
            "  docs/note.md and the playbook's note/index.md would both be note/index.html\n"
            "Rename them, or set `at` of the plugin `outbound` in mkdocs.yml to another folder"
        ),
    ),
    "a folder outside the site": (
        guest("at: ../other"),
        {},
        "outbound: `at: '../other'` is not a folder of the site. Write one below docs/",
    ),
    "a title without a folder": (
        guest("nav: Lead"),
        {},
        "Write its folder too, for example `at: leadership`",
    ),
    "pages there are none of": (
        guest("at: a, pages: {rule: false}"),
        {},
        "outbound: `pages` has no rule. Write one of: api, calendars, changes,",
    ),
    "a page that isn't there": (
        guest("at: a, pages: {privacy: ../privacy.md}"),
        {},
        "outbound: `pages: {privacy: ../privacy.md}` leads to docs/privacy.md, which doesn't exist",
    ),
    "a value that is no page": (
        guest("at: a, pages: {rules: two}"),
        {},
        "outbound: `pages: {rules: two}` is not valid. Write one, each, true, false, a page such as ../rules.md",
    ),
    "no playbook": (
        guest("root: other, at: a"),
        {},
        "outbound: no playbook found: there is no other/playbook/playbook.yaml, seen from mkdocs.yml. Set `root`",
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


def test_a_handbook_keeps_its_home_and_its_look(tmp_path: Path) -> None:
    home: Files = {"docs/README.md": "# Our home\n"}
    done = build(laid(tmp_path, guest("at: people/lead, nav: How we lead"), home), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    text = (tmp_path / "site/index.html").read_text("utf-8")
    assert "Our home" in text
    assert "How we lead" in text
    for ours in ("outbound.css", "playbook.css", "og:title", "As of 23", 'class="outbound"'):
        assert ours not in text
    page = (tmp_path / "site/people/lead/services/one-on-one/index.html").read_text("utf-8")
    assert '<link rel="stylesheet" href="../../assets/outbound.css"><div class="outbound">' in page
    assert (tmp_path / "site/people/lead/assets/outbound.css").is_file()


def test_a_title_of_the_menu_is_the_handbooks(tmp_path: Path) -> None:
    nav = "nav:\n  - note.md\n  - About us:\n    - Our leaders: outbound\n"
    done = build(laid(tmp_path, guest("at: lead") + nav), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    note = (tmp_path / "site/note/index.html").read_text("utf-8")
    assert "Our leaders" in note
    assert 'href="../lead/services/one-on-one/"' in note


def test_links_to_pages_left_out_are_plain_words(tmp_path: Path) -> None:
    pages = "pages: {rules: false, teams: false, log: false, privacy: ../note.md, method: 'https://example.org/how'}"
    done = build(laid(tmp_path, guest(f"at: lead, {pages}")), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    site = tmp_path / "site/lead"
    text = "".join(page.read_text("utf-8") for page in sorted(site.rglob("*.html")))
    assert "outboundleftout" not in text
    for path in ("checks", "teams", "log.html", "privacy", "method"):
        assert not (site / path).exists()
    assert "https://example.org/how" in html.unescape(text)


def test_a_handbook_has_all_rules_on_one_page(tmp_path: Path) -> None:
    done = build(laid(tmp_path, guest("at: lead")), tmp_path / "site")

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "site/lead/checks").iterdir()] == ["index.html"]
    rules = (tmp_path / "site/lead/checks/index.html").read_text("utf-8")
    assert 'id="rat004"' in rules
    editor = html.unescape((tmp_path / "site/lead/start/editor/index.html").read_text("utf-8"))
    assert 'href="../../checks/#rat004"' in editor

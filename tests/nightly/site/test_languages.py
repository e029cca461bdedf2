"""The example's site in Finnish and Swedish: strict, in one language throughout, and found by what people type."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.nightly.site.test_browser import opened
from tests.nightly.site.test_build import broken_links
from tests.support.paths import ROOT
from tests.support.serving import serving
from tests.support.site import build

PAGES = (
    "index",
    "services/index",
    "services/one-on-one",
    "services/one-on-one/propose",
    "services/propose",
    "services/request",
    "services/retire",
    "teams/index",
    "teams/harbour",
    "organisation",
    "method",
    "start/leader",
)
WORDS = {
    "fi": ("Etusivu", "Kahdenkeskinen keskustelu", "Tilanne 20.\u00a0marraskuuta 2026", "70\u00a0%", "Hae"),
    "sv": ("Hem", "Enskilt samtal", "Läget 20\u00a0november 2026", "70\u00a0%", "Sök"),
}
"""The first tab, a translated service, the day and a share as the language writes them, and a word of the theme's."""
ENGLISH = (
    "On this page",
    "Switch to the dark scheme",
    "Switch to the light scheme",
    "As of",
    'aria-label="Search"',
    "In this section",
    ">Source<",
)


@pytest.fixture(scope="module", params=WORDS)
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The example with another `language`, built strictly."""
    code = str(request.param)
    root = tmp_path_factory.mktemp(code)
    shutil.copytree(ROOT / "playbook", root / "playbook")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "mkdocs.yml", root)
    file = root / "playbook" / "playbook.yaml"
    file.write_text(file.read_text("utf-8").replace("language: en", f"language: {code}"), "utf-8")

    done = build(root / "mkdocs.yml", root / "site")

    assert done.returncode == 0, done.stderr
    return code, root / "site"


@pytest.fixture(scope="module")
def served_in(spoken: tuple[str, Path]) -> Iterator[tuple[str, str]]:
    """The language of a site, and its address on this machine."""
    with serving(spoken[1]) as address:
        yield spoken[0], address


def test_every_page_says_its_language(spoken: tuple[str, Path]) -> None:
    code, site = spoken
    heads = {
        page.name: re.findall(r'<html lang="([a-z]+)"', page.read_text("utf-8"))[:1]
        for page in site.rglob("*.html")
    }

    assert {name for name, found in heads.items() if found != [code]} == set()


def test_the_site_speaks_the_language_and_so_does_the_theme(spoken: tuple[str, Path]) -> None:
    code, site = spoken
    names = ("index.html", "services/one-on-one.html")
    pages = unescape("".join((site / name).read_text("utf-8") for name in names))

    assert [word for word in WORDS[code] if word not in pages] == []
    assert [word for word in ENGLISH if word in pages] == []


def test_links_and_anchors_hold_in_another_language(spoken: tuple[str, Path]) -> None:
    _, site = spoken

    assert broken_links(site) == []
    assert 'id="how-to-request-this-service"' in (site / "services/one-on-one.html").read_text("utf-8")


def test_a_policy_without_a_translation_stays_as_it_is_written(spoken: tuple[str, Path]) -> None:
    _, site = spoken

    assert "Recognition" in (site / "services/recognition.html").read_text("utf-8")


def test_longer_words_do_not_run_over_the_side(browser: Browser, served_in: tuple[str, str]) -> None:
    code, address = served_in
    for name in PAGES:
        page, said = opened(browser, f"{address}{name}.html", 320, "light")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{code}: {name}"
        assert said == [], name
        page.context.close()


def test_axe_finds_nothing_in_another_language(browser: Browser, served_in: tuple[str, str]) -> None:
    _, address = served_in
    for name in ("services/one-on-one", "checks/cad001"):
        page, _ = opened(browser, f"{address}{name}.html", 1280, "light")
        assert [one["id"] for one in Axe().run(page).response["violations"]] == [], name
        page.context.close()


@pytest.mark.parametrize("typed", ["1:1", "one"])
def test_search_finds_a_service_by_what_people_type(
    browser: Browser, served_in: tuple[str, str], typed: str
) -> None:
    code, address = served_in
    words = {"1:1": "1-on-1", "one": {"fi": "kahdenkeskinen", "sv": "enskilt"}[code]}[typed]
    page, _ = opened(browser, f"{address}index.html", 1280, "light")

    page.locator(".md-search__input").press_sequentially(words)

    # what is found is drawn anew with each letter, and for a moment nothing stands there
    expect(page.locator(".md-search-result__list")).to_contain_text(WORDS[code][1], timeout=600_000)
    page.context.close()

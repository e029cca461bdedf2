"""The example's site, built once and strictly: a page of each template in a browser, every link, and nobody named."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.site import all_pages
from tests.nightly.site.test_browser import opened, violations
from tests.nightly.site.test_build import broken_links, named_in, persons
from tests.support.calling import outbound
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "changes.md": "changes",
    "checks.md": "checks/index",
    "index.md": "index",
    "log.html": "log",
    "method.md": "method",
    "organisation.md": "organisation",
    "privacy.md": "privacy",
    "propose.md": "services/one-on-one/propose",
    "rule.md": "checks/cad001",
    "service.md": "services/one-on-one",
    "services-propose.md": "services/propose",
    "services-request.md": "services/request",
    "services-retire.md": "services/retire",
    "services.md": "services/index",
    "start-editor.md": "start/editor",
    "start-leader.md": "start/leader",
    "start-member.md": "start/member",
    "team.md": "teams/harbour",
    "teams.md": "teams/index",
}
"""A page of each template."""

OWN = {"own.html", "desk.html", "desk-mail.html", "rules-on-one-page.md"}
"""Templates of pages that no own site has: what is stored about a person, a leader's desk as a page and a mail, and
the rules in a handbook."""


def test_each_template_has_a_page_that_is_looked_at() -> None:
    templates = Path(str(all_pages.__file__)).parent / "templates"

    names = {path.name.removesuffix(".j2") for path in templates.glob("*.*.j2")}
    assert names == {*PAGES, *OWN}


@pytest.mark.parametrize("name", PAGES.values())
def test_axe_finds_nothing_on_a_page(browser: Browser, served: str, name: str) -> None:
    page, said = opened(browser, f"{served}{name}.html", 1280, "light")

    found = violations(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert found == []
    assert over <= 0
    assert said == []
    page.context.close()


def test_axe_finds_nothing_on_a_members_own_page(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "own.html"
    outbound("mine", "--person", "p-juno", "--html", str(file), here=ROOT)

    page, said = opened(browser, file.as_uri(), 320, "dark")

    assert violations(page) == []
    assert [url for url in said if url != file.as_uri()] == []
    page.context.close()


def test_every_link_and_anchor_resolves(built: Path) -> None:
    assert len(list(built.rglob("*.html"))) > 40
    assert broken_links(built) == []


def test_each_id_stands_once_on_a_page(built: Path) -> None:
    twice = {
        str(page.relative_to(built)): repeated
        for page in built.rglob("*.html")
        if (repeated := _repeated(re.findall(r'<[^>]*\sid="([^"]+)"', page.read_text("utf-8"))))
    }

    assert twice == {}


def _repeated(ids: list[str]) -> list[str]:
    return [name for name, times in Counter(ids).items() if times > 1]


def test_no_person_is_named_in_any_byte_of_the_site(built: Path) -> None:
    assert len(persons()) > 60
    assert named_in(built) == set()


def test_an_address_that_leads_nowhere_leads_on(built: Path) -> None:
    page = (built / "404.html").read_text("utf-8")

    assert "<h1>This page doesn’t exist</h1>" in page
    assert re.search(r'start again: <a href="[^"]+">the home page</a>', page)

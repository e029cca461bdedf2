"""The proposal page in a real browser: 5,000 forms, the file that comes of one, keyboard, phone, print and disk."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_policy
from checks.wording.catalogues import language_of
from tests.nightly.site.test_browser import opened, violations
from tests.support.browser_pages import controls, quiet_pages, reached_by_tab
from tests.support.paths import ROOT
from tests.support.proposals import (
    SCRIPT,
    agreement_of,
    data_of,
    differences,
    expected,
    gate,
    random_case,
)
from tests.support.site_making import published_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TODAY = date(2026, 11, 20)
MAKE = "form.ob-propose button:not([type])"


@pytest.fixture
def page(built: Path, browser: Browser) -> Iterator[Page]:
    """Open the page of one-on-ones from disk; nothing may go wrong in it, ask anything, or go to another host."""
    with quiet_pages(browser) as open_page:
        yield open_page((built / "services/one-on-one/propose.html").as_uri())


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_browser_and_checks_are_of_one_mind(browser: Browser, code: str) -> None:
    rng = random.Random(f"a browser {code}")
    site = replace(published_of(ROOT, TODAY), language=language_of(code))
    policy = open_policy(ROOT)
    page = browser.new_context().new_page()
    page.add_script_tag(content=SCRIPT.read_text("utf-8"))

    sent = 0
    for _ in range(17):
        cases = [random_case(rng, site, TODAY) for _ in range(100)]
        handed = [(data_of(at, service), form, TODAY.isoformat()) for at, service, form in cases]
        results = page.evaluate("cases => cases.map(one => outboundProposal.result(...one))", handed)
        for (at, service, form), result in zip(cases, results, strict=True):
            assert differences(result, expected(at, service, form, TODAY)) == [], form
            if result["text"]:
                sent += 1
                assert gate(policy, service, agreement_of(result["text"]), TODAY) == [], result["text"]
    assert sent > 300
    page.context.close()


def test_it_opens_with_the_agreement_in_force(page: Page) -> None:
    assert page.input_value("#p-at_most_apart") == "6"
    assert page.input_value("#p-from") == "2027-01-01"
    assert page.inner_text("#p-same") == "The terms stay as they are."
    assert "never more than six weeks after the last time" in page.inner_text("#p-sentence")
    assert page.locator("#p-done").is_hidden()


def test_what_is_chosen_is_what_is_downloaded(page: Page, tmp_path: Path) -> None:
    page.fill("#p-at_most_apart", "4")
    page.wait_for_selector("#p-tighter li")
    page.fill("#p-record", "https://git.example.org/pulls/57")
    page.click(MAKE)
    assert page.evaluate("document.activeElement.id") == "p-made"
    with page.expect_download() as download:
        page.click("#p-save")
    download.value.save_as(tmp_path / "saved.yaml")

    agreement = agreement_of((tmp_path / "saved.yaml").read_text("utf-8"))

    assert download.value.suggested_filename == "2027-01-01.yaml"
    assert (
        str(agreement.cadence)
        == "at_most_apart=Length(count=4, unit='week') grace=Length(count=1, unit='week')"
    )
    assert page.inner_text("#p-file") == "playbook/services/one-on-one/2027-01-01.yaml"
    assert page.inner_text("#p-hours").startswith("It takes about 12 hours")


def test_the_first_error_is_focused_and_said_at_its_field(page: Page) -> None:
    page.uncheck("[name=agreed_with][value=members]")
    page.select_option("#p-obligation", "voluntary")
    page.click(MAKE)

    assert page.evaluate("document.activeElement.value") == "members"
    assert "promises less than today" in page.inner_text("#p-agreed_with-error")
    assert page.get_attribute("#p-record", "aria-invalid") == "true"
    assert "p-record-error" in (page.get_attribute("#p-record", "aria-describedby") or "")
    assert page.inner_text("#p-todo") == "Correct 2 fields first."
    assert page.locator("#p-done").is_hidden()


def test_an_error_is_not_said_before_a_field_was_left(page: Page) -> None:
    assert page.locator('[aria-invalid="true"]').count() == 0
    page.fill("#p-may_miss", "x")
    page.locator("#p-may_miss").blur()
    page.wait_for_selector("#p-may_miss-error:not([hidden])")

    assert page.locator("#p-record-error").is_hidden()


def test_it_is_filled_in_by_keyboard_alone(page: Page) -> None:
    page.focus("[name=kind]:checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("each quarter")
    page.focus("#p-record")
    page.keyboard.type("https://git.example.org/pulls/57")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "p-made"
    assert "cadence: {at_least: 2, per: quarter}" in page.inner_text("#p-text")
    assert "at least twice each quarter" in page.inner_text("#p-sentence")


def test_everything_is_reached_by_tab(page: Page) -> None:
    page.fill("#p-record", "https://git.example.org/pulls/57")
    page.click(MAKE)
    page.focus("[name=kind]:checked")

    assert controls(page) - reached_by_tab(page, 120) == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_it_in_each_state(browser: Browser, served: str, scheme: str, width: int) -> None:
    page, complaints = opened(browser, f"{served}services/one-on-one/propose.html", width, scheme)
    for kind in ("calendar", "event", "rolling"):
        page.check(f"[name=kind][value={kind}]")
        assert violations(page) == []
    page.check("[name=all_teams][value=some]")
    page.click(MAKE)
    assert page.locator('[aria-invalid="true"]').count() > 2
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.check("[name=all_teams][value=all]")
    page.fill("#p-record", "https://git.example.org/pulls/57")
    page.click(MAKE)
    assert page.locator("#p-done").is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


def test_it_is_printed_whole(page: Page) -> None:
    page.fill("#p-record", "https://git.example.org/pulls/57")
    page.click(MAKE)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})

    assert page.locator("#p-save").is_hidden()
    assert page.locator("#p-text").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_without_script_it_says_what_to_do(built: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "services/one-on-one/propose.html").as_uri())

    assert page.locator("form.ob-propose").is_hidden()
    assert "The form needs JavaScript" in page.inner_text(".ob-unscripted")
    assert "cadence: {at_most_apart: 6 weeks, grace: 1 week}" in page.inner_text(".ob-unscripted pre")
    context.close()


def test_the_script_is_on_these_pages_only(built: Path) -> None:
    loading = {
        str(path.relative_to(built))
        for path in built.rglob("*.html")
        if re.search(r"(?:propose|new&#45;service|requests)(?:\.|&#46;)(?:js|css)", path.read_text("utf-8"))
    }

    assert loading == {
        *(f"services/{path.stem}/propose.html" for path in (ROOT / "playbook/services").glob("*.yaml")),
        *(f"services/{name}.html" for name in ("propose", "retire", "request")),
    }

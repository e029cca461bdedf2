"""New services, ended ones and requests in a real browser, and with real git what comes of their files."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.site.new_service_page import new_service_data, new_service_script
from checks.wording.catalogues import language_of
from tests.nightly.site.test_browser import opened, violations
from tests.nightly.site.test_proposals import MAKE
from tests.support.browser_pages import controls, quiet_pages, reached_by_tab
from tests.support.calling import outbound
from tests.support.new_services import a_new_service, whole_differences, whole_expected
from tests.support.paths import ROOT
from tests.support.site import build
from tests.support.site_making import published_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TODAY = date(2026, 11, 20)
RECORD = "https://git.example.org/pulls/57"


@pytest.fixture
def page_of(built: Path, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open pages from disk; nothing may go wrong in one, ask anything, or go to another host."""
    with quiet_pages(browser) as open_page:
        yield lambda name: open_page(f"{(built / 'services').as_uri()}/{name}")


def describe(page: Page) -> None:
    """Fill in a walk of half an hour, every eight weeks."""
    page.fill("#p-called", "Walk & talk: outdoors")
    page.fill("#p-summary", "A walk with your leader, without a screen.")
    page.fill("#p-purpose", "To talk while moving.\n\nSome things are easier: side by side.")
    page.fill("#p-where", "Outdoors")
    page.check("[name=serves][value=seen-and-heard]")
    page.fill("#p-agenda", "Your topics first\n# and how you are")
    page.fill("#p-order", "Write to your leader.")
    page.fill("#p-at_most_apart", "8")
    page.fill("#p-record", RECORD)


def saved(page: Page, folder: Path) -> Path:
    """Press both buttons, and lay the file that is downloaded where the page says below a folder."""
    page.click(MAKE)
    with page.expect_download() as download:
        page.click("#p-save")
    path = folder / page.inner_text("#p-file")
    path.parent.mkdir(parents=True, exist_ok=True)
    download.value.save_as(path)
    assert download.value.suggested_filename == path.name
    return path


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the example with one commit, on a branch of its own."""
    origin = tmp_path / "origin"
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, origin / name)
    shutil.copy(ROOT / "mkdocs.yml", origin)
    git(origin, "init", "--quiet", "--initial-branch", "main")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "As agreed")
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    git(tmp_path / "clone", "switch", "--quiet", "--create", "proposal")
    return tmp_path / "clone"


def merged(clone: Path, out: Path) -> Path:
    """Merge the proposal, and return the site that is built of it in the new year."""
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Proposal")
    git(clone, "switch", "--quiet", "main")
    git(clone, "merge", "--quiet", "proposal")
    playbook = clone / "playbook/playbook.yaml"
    playbook.write_text(
        playbook.read_text("utf-8").replace("today: 2026-11-20", "today: 2027-01-02"), "utf-8"
    )
    done = build(clone / "mkdocs.yml", out)
    assert done.returncode == 0, done.stderr
    return out


def words_of(browser: Browser, path: Path) -> str:
    page = browser.new_context().new_page()
    page.goto(path.as_uri())
    words = " ".join(page.inner_text("article").split())
    page.context.close()
    return words


def test_a_new_service_is_proposed_and_merged(
    page_of: Callable[[str], Page], clone: Path, tmp_path: Path, browser: Browser
) -> None:
    page = page_of("propose.html")
    describe(page)
    path = saved(page, clone)
    promise, hours = page.inner_text("#p-sentence"), int(re.findall(r"\d+", page.inner_text("#p-hours"))[0])

    checked = outbound("check", "--base", "main", here=clone)
    effect = outbound("effect", "--base", "main", "--format", "json", here=clone)
    site = merged(clone, tmp_path / "site")

    assert path == clone / "playbook/services/walk-talk-outdoors.yaml"
    assert checked.returncode == 0, checked.stdout
    assert "error" not in checked.stdout
    assert outbound("fmt", "--check", here=clone).returncode == 0
    needed = json.loads(effect.stdout)["hours_a_week"]
    assert abs(needed["after"]["hours"] - needed["before"]["hours"] - hours) <= 1
    assert promise in words_of(browser, site / "services/walk-talk-outdoors.html")
    assert "Walk & talk: outdoors" in words_of(browser, site / "services/index.html")


def test_an_ended_service_is_proposed_and_merged(
    page_of: Callable[[str], Page], clone: Path, tmp_path: Path, browser: Browser
) -> None:
    page = page_of("retire.html#s-stay-interview")
    page.fill("#p-last", "2026-12-31")
    page.fill("#p-record", RECORD)
    path = saved(page, clone)

    checked = outbound("check", "--base", "main", here=clone)
    effect = outbound("effect", "--base", "main", here=clone)
    site = merged(clone, tmp_path / "site")

    assert path == clone / "playbook/services/stay-interview/2026-12-31.yaml"
    assert page.inner_text("#p-sentence").startswith("Stay interview ends on 31\u00a0December 2026.")
    assert checked.returncode == 0, checked.stdout
    assert "RAT003 notice" in checked.stdout
    assert "Stay interview ends on 31\u00a0December 2026. From 1\u00a0January 2027 on" in effect.stdout
    assert re.search(r"last day +no end +2026-12-31\n", effect.stdout)
    ended = words_of(browser, site / "services/stay-interview.html")
    assert "No terms are in force for this service today." in ended
    assert "31 December 2026" in ended


def test_an_end_without_members_is_not_sent(page_of: Callable[[str], Page]) -> None:
    page = page_of("retire.html#s-stay-interview")
    page.fill("#p-last", "2026-12-31")
    page.uncheck("[name=agreed_with][value=members]")
    page.click(MAKE)

    assert page.evaluate("document.activeElement.value") == "members"
    assert page.inner_text("#p-todo") == "Correct 2 fields first."
    assert page.locator("#p-done").is_hidden()


def test_a_request_is_written_to_those_who_hold_the_data(page_of: Callable[[str], Page]) -> None:
    page = page_of("request.html")
    page.click(MAKE)
    assert page.evaluate("document.activeElement.id") == "p-team"
    page.select_option("#p-team", "harbour")
    page.select_option("#p-service", "one-on-one")
    page.fill("#p-first", "2026-12-01")
    page.fill("#p-last", "2026-12-31")
    page.click(MAKE)

    assert page.evaluate("document.activeElement.id") == "p-made"
    assert "outbound new waiver one-on-one --team harbour" in page.inner_text("#p-text")
    mail = page.get_attribute("#p-mail", "href") or ""
    assert mail.startswith(
        "mailto:privacy@northlight.example?subject=Request%20for%20an%20exception%3A%20Harbour&body=I"
    )
    page.check("[name=kind][value=correction]")
    page.wait_for_selector("#p-done", state="hidden")
    assert page.locator("#p-right").is_visible()
    assert page.locator("#p-service").is_hidden()


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_browser_and_checks_are_of_one_mind(browser: Browser, code: str) -> None:
    rng = random.Random(f"a browser of new services {code}")
    site = replace(published_of(ROOT, TODAY), language=language_of(code))
    site = replace(site, services=tuple(one for one in site.services if one.id != "career-conversation"))
    data = json.loads(json.dumps(new_service_data(site)))
    page = browser.new_context().new_page()
    page.add_script_tag(content=new_service_script())

    sent = 0
    for _ in range(7):
        forms = [a_new_service(rng, site) for _ in range(100)]
        results = page.evaluate(
            "([data, today, forms]) => forms.map((form) => outboundNewService.result(data, form, today))",
            [data, TODAY.isoformat(), forms],
        )
        for form, result in zip(forms, results, strict=True):
            assert whole_differences(result, form, whole_expected(site, form, TODAY)) == [], form
            sent += bool(result["text"])
    assert sent > 100
    page.context.close()


def test_a_new_service_is_written_by_keyboard_alone(page_of: Callable[[str], Page]) -> None:
    page = page_of("propose.html")
    page.focus("#p-called")
    for typed in ("Walk", "", "A walk.", "To move."):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    for typed in ("The whole", "", "", "Outdoors"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.focus("#p-at_most_apart")
    page.keyboard.type("8")
    page.focus("#p-record")
    page.keyboard.type(RECORD)
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "p-made", page.inner_text("#p-todo")
    text = page.inner_text("#p-text")
    assert "id: walk\ntitle: Walk\n" in text
    assert "audience: team\n" in text
    assert page.inner_text("#p-sentence").startswith("The leader or a coach brings the whole team together")


@pytest.mark.parametrize("name", ["propose", "retire", "request"])
def test_everything_is_reached_by_tab(page_of: Callable[[str], Page], name: str) -> None:
    page = page_of(f"{name}.html")
    page.evaluate("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()")

    assert controls(page) - reached_by_tab(page, 110) == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["propose", "retire", "request"])
def test_everybody_can_use_them(browser: Browser, served: str, name: str, scheme: str, width: int) -> None:
    page, complaints = opened(browser, f"{served}services/{name}.html", width, scheme)
    page.click(MAKE)
    assert page.locator('[aria-invalid="true"]').count() > 1
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name == "propose":
        describe(page)
    else:
        page.select_option("#p-service", "stay-interview")
        page.fill("#p-last", "2026-12-31")
    if name == "request":
        page.select_option("#p-team", "harbour")
        page.fill("#p-first", "2026-12-01")
    if name == "retire":
        page.fill("#p-record", RECORD)
    page.click(MAKE)
    assert page.locator("#p-done").is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert page.locator("#p-text").is_visible()
    assert page.locator(MAKE).is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("name", ["propose", "retire", "request"])
def test_without_script_they_say_what_to_do(built: Path, browser: Browser, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / f"services/{name}.html").as_uri())

    assert page.locator("form.ob-propose").is_hidden()
    assert "The form needs JavaScript" in page.inner_text(".ob-unscripted")
    context.close()

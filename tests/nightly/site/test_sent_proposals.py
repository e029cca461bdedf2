"""From the page to the merged site: a form in a browser, a code host on loopback, git, the check, and the next build."""

from __future__ import annotations

import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_base import begun, commit, git
from tests.support.calling import outbound
from tests.support.code_host import NewFiles, code_host
from tests.support.paths import ROOT
from tests.support.site import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

AS_OF = ("--as-of", "2026-11-20")
MAKE = "form.ob-propose button:not([type])"
RECORD = "https://git.northlight.example/northlight/playbook/pulls/57"
HOST = "https://git.northlight.example"
FILE = "playbook/services/one-on-one/2027-01-01.yaml"


@pytest.fixture
def host() -> Iterator[NewFiles]:
    with code_host() as served:
        yield served


@pytest.fixture
def page(built: Path, browser: Browser, host: NewFiles) -> Iterator[Page]:
    """Open the page of one-on-ones from disk, its links to the code host leading to the one on loopback."""
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((built / "services/one-on-one/propose.html").as_uri())
    page.evaluate(
        "([from, to]) => document.querySelectorAll('a[data-full]').forEach(a => {"
        "a.dataset.full = a.dataset.full.replace(from, to); a.dataset.brief = a.dataset.brief.replace(from, to)})",
        [HOST, host.address],
    )
    yield page
    assert wrong == []
    context.close()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The example in a repository of its own."""
    root = tmp_path / "clone"
    for folder in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    begun(root, {})
    git(root, "switch", "--quiet", "--create", "proposal")
    return root


def proposed(page: Page, host: NewFiles, weeks: str) -> tuple[dict[str, str], list[str]]:
    """Propose so many weeks, and return the fields of the host's page, and the paragraphs of the description."""
    page.fill("#p-at_most_apart", weeks)
    page.fill("#p-record", RECORD)
    page.fill("#p-why", "It’s what we agreed: more & sooner?")
    page.click(MAKE)
    with page.expect_popup() as popup:
        page.click("a[data-full][href^=http]")
    popup.value.wait_for_load_state()
    fields = popup.value.evaluate(
        "Object.fromEntries([...document.querySelectorAll('textarea')].map(one => [one.name, one.value]))"
    )
    ((path, asked),) = host.asked
    assert path == "/northlight/playbook/new/main"
    assert fields == asked
    assert asked["message"] == page.input_value("#p-title")
    assert asked["description"] == page.input_value("#p-description")
    assert asked["value"] == page.inner_text("#p-text")
    return asked, asked["description"].split("\n\n")


def plain(text: str) -> str:
    """Return text without the spaces at which no line breaks: a summary has usual ones."""
    return text.replace("\xa0", " ")


def in_summary(clone: Path, *words: str) -> tuple[int, str]:
    """Return the exit code of the check of a change, and its summary as it is read."""
    done = outbound("check", "--base", "main", *AS_OF, "--format", "summary", *words, here=clone)
    return done.returncode, plain(unescape(done.stdout))


def test_a_tighter_promise_from_form_to_site(page: Page, host: NewFiles, clone: Path, tmp_path: Path) -> None:
    asked, description = proposed(page, host, "4")
    commit(clone, {asked["filename"]: asked["value"]}, asked["message"])

    assert asked["filename"] == FILE
    for words in ((), ("--public",)):
        status, summary = in_summary(clone, *words)
        assert status == 0
        assert "**Promises more**" in summary
        lines = [line for paragraph in description[:-3] for line in plain(paragraph).split("\n")]
        assert [line for line in lines if line not in summary and line != "Promises more:"] == []
    effect = plain(outbound("effect", "--base", "main", *AS_OF, here=clone).stdout)
    assert [line for line in lines if line not in effect] == []
    assert "about 12 hours" in effect

    git(clone, "switch", "--quiet", "main")
    git(clone, "merge", "--quiet", "--no-edit", "proposal")
    done = build(clone / "mkdocs.yml", tmp_path / "merged")
    assert done.returncode == 0, done.stderr
    shown = unescape((tmp_path / "merged/services/one-on-one.html").read_text("utf-8"))
    assert "at most 4 weeks apart" in shown.lower()


def test_a_looser_promise_needs_the_members(page: Page, host: NewFiles, clone: Path) -> None:
    page.uncheck("[name=agreed_with][value=members]")
    page.fill("#p-at_most_apart", "8")
    page.fill("#p-record", RECORD)
    page.click(MAKE)
    assert "so team members must agree to it" in page.inner_text("#p-agreed_with-error")
    assert page.locator("#p-done").is_hidden()
    assert host.asked == []

    page.check("[name=agreed_with][value=members]")
    asked, _ = proposed(page, host, "8")
    assert "Promises less:" in asked["description"]
    commit(clone, {FILE: asked["value"].replace("[members, ", "[")})
    status, summary = in_summary(clone)
    assert (status, "was not agreed with members" in summary) == (1, True)

    commit(clone, {FILE: asked["value"]})
    status, summary = in_summary(clone)
    assert (status, "**Promises less**" in summary) == (0, True)
    assert "RAT003" in summary
    assert "weakens the existing agreement" not in summary


def test_a_proposal_that_was_overtaken_is_reported(page: Page, host: NewFiles, clone: Path) -> None:
    asked, _ = proposed(page, host, "4")
    between = asked["value"].replace("2027-01-01", "2026-12-15").replace("4 weeks", "5 weeks")
    git(clone, "switch", "--quiet", "main")
    commit(clone, {"playbook/services/one-on-one/2026-12-15.yaml": between.replace("pulls/57", "pulls/56")})
    git(clone, "switch", "--quiet", "-C", "proposal")
    commit(clone, {FILE: asked["value"]})

    status, summary = in_summary(clone)

    assert status == 1
    assert "made from the one of 2026-01-01, but it would follow the one of 2026-12-15" in summary
    assert "write `follows: 2026-12-15`" in summary
    commit(clone, {FILE: asked["value"].replace("follows: 2026-01-01", "follows: 2026-12-15")})
    assert in_summary(clone)[0] == 0


def test_what_is_too_long_for_a_link_is_not_offered(page: Page) -> None:
    page.fill("#p-record", RECORD)
    page.fill("#p-why", "ä" * 5000)
    page.click(MAKE)
    host, mail = (page.locator(f"a[data-full][href^='{kind}']") for kind in ("http", "mailto"))
    assert host.is_visible()
    assert mail.is_visible()
    assert "description=" not in (host.get_attribute("href") or "")

    page.fill("#p-record", f"https://git.example.org/{'a' * 1900}")
    page.wait_for_selector("a[data-full^='mailto']", state="hidden")
    assert page.get_by_text("This is too long to open as a mail.").is_visible()
    assert host.is_visible()
    assert page.locator("#p-save").is_visible()


def test_the_way_to_the_host_is_walked_by_keyboard(page: Page, host: NewFiles) -> None:
    page.fill("#p-record", RECORD)
    page.focus("#p-record")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "p-made"
    page.keyboard.press("Tab")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    popup.value.wait_for_load_state()

    assert [fields["filename"] for _, fields in host.asked] == [FILE]

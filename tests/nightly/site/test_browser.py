"""The site in a real browser: accessible, narrow and wide, light and dark, and never alive with hostile text."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, expect

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
    "services/onboarding-check-in/propose",
    "services/return-from-leave",
    "teams/index",
    "teams/harbour",
    "teams/lantern",
    "teams/engineering",
    "method",
    "privacy",
    "organisation",
    "changes",
    "start/member",
    "start/leader",
    "start/editor",
    "checks/index",
    "checks/cad001",
    "how-to/import-a-calendar",
    "how-to/import-people",
    "guides/index",
    "guides/tutorial",
    "guides/commands",
    "guides/faq",
    "guides/glossary",
    "guides/troubleshooting",
    "reference/commands",
    "reference/files",
    "reference/json",
    "explanation/cadence",
    "explanation/tools",
    "contributing/architecture",
    "404",
)


def opened(browser: Browser, address: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    """Open a page and collect whatever it complains of, asks for, or pops up."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    said: list[str] = []

    def popped(dialog: Dialog) -> None:
        said.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:")):
            said.append(request.url)

    page.on("pageerror", lambda error: said.append(f"error {error}"))
    page.on("dialog", popped)
    page.on("request", asked)
    page.goto(address)
    return page, said


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page: the rule, and the first places. What is right is not written out.

    The theme's tabs fade while a page scrolls; what fades has the contrast of neither state.
    """
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str) -> None:
    for name in PAGES:
        page, said = opened(browser, f"{served}{name}.html", 1280, scheme)
        assert violations(page) == [], name
        assert said == [], name
        page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_over_the_side(browser: Browser, served: str, width: int) -> None:
    for name in PAGES:
        page, said = opened(browser, f"{served}{name}.html", width, "light")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, name
        assert said == [], name
        page.context.close()


def test_a_wide_table_is_scrolled_by_keyboard_on_a_telephone(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}explanation/tools.html", 320, "light")

    wide = page.locator(".md-typeset__scrollwrap")
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.md-typeset__scrollwrap').scrollLeft > 0")

    assert Axe().run(page).response["violations"] == []
    page.context.close()


def test_the_filter_works_without_script_of_ours(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}services/index.html", 1280, "light")

    rows = page.locator(".ob-all tbody tr")
    everything = rows.count()
    page.get_by_label("Team member starts").check()
    shown = sum(rows.nth(at).is_visible() for at in range(everything))

    assert everything == 11
    assert shown == 3  # two inbound services, and the one that either starts
    page.context.close()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[str]:
    """The address of the example's preview: its release is of too few people to try other lengths."""
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    config = (
        (ROOT / "mkdocs.yml")
        .read_text("utf-8")
        .replace("      guides:\n", "      preview: true\n      guides:\n")
    )
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    with serving(tmp_path / "site") as address:
        yield address


def test_another_length_is_chosen_by_keyboard_without_script(browser: Browser, preview: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{preview}services/one-on-one.html")

    shown = page.locator(".ob-one:visible")
    assert shown.count() == 1
    assert "current agreement" in shown.inner_text()
    page.get_by_label("6", exact=True).focus()
    page.keyboard.press("ArrowLeft")

    assert page.get_by_label("4", exact=True).is_checked()
    assert "4 weeks: met in" in shown.inner_text()
    assert "cadence: {at_most_apart: 4 weeks, grace: 1 week}" in shown.inner_text()
    context.close()


def test_search_finds_a_service_by_its_title(browser: Browser, served: str) -> None:
    page, said = opened(browser, f"{served}index.html", 1280, "light")

    # The theme asks its index when a key is let go, so that a value that is merely set may never be looked up.
    page.get_by_role("textbox", name="Search").press_sequentially("stay interview")

    # What is found is drawn anew with each letter, and for a moment nothing stands there.
    expect(page.locator(".md-search-result__list")).to_contain_text("Stay interview", timeout=600_000)
    assert said == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_members_own_page_is_accessible_and_asks_for_nothing(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    file = tmp_path / "own.html"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from checks.cli import main; main()",
            "mine",
            "--person",
            "p-juno",
            "--html",
            str(file),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    page, said = opened(browser, file.as_uri(), width, scheme)
    page.locator("details").first.evaluate("(one) => (one.open = true)")
    found = Axe().run(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert [one["id"] for one in found.response["violations"]] == []
    assert over <= 0
    assert [url for url in said if url != file.as_uri()] == []
    page.context.close()

"""The site in a real browser: accessible, narrow and wide, light and dark, and never alive with hostile text."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request

from tests.pages.test_text import HOSTILE
from tests.site.conftest import ROOT, build
from tests.site.serving import serving

pytestmark = pytest.mark.slow

PAGES = (
    "index",
    "services/index",
    "services/one-on-one",
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
)


def _open(browser: Browser, address: str, width: int, scheme: str) -> tuple[Page, list[str]]:
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str) -> None:
    for name in PAGES:
        page, said = _open(browser, f"{served}{name}.html", 1280, scheme)
        found = Axe().run(page)
        assert [
            (one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]
        ] == [], name
        assert said == [], name
        page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_over_the_side(browser: Browser, served: str, width: int) -> None:
    for name in PAGES:
        page, said = _open(browser, f"{served}{name}.html", width, "light")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, name
        assert said == [], name
        page.context.close()


def test_the_filter_works_without_script_of_ours(browser: Browser, served: str) -> None:
    page, _ = _open(browser, f"{served}services/index.html", 1280, "light")

    rows = page.locator(".ob-all tbody tr")
    everything = rows.count()
    page.get_by_label("Team member starts").check()
    shown = sum(rows.nth(at).is_visible() for at in range(everything))

    assert everything == 11
    assert shown == 3  # two inbound services, and the one that either starts
    page.context.close()


def test_another_length_of_a_promise_is_chosen_by_keyboard_and_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}services/one-on-one.html")

    shown = page.locator(".ob-one:visible")
    assert shown.count() == 1
    assert "as agreed now" in shown.inner_text()
    page.get_by_label("6", exact=True).focus()
    page.keyboard.press("ArrowLeft")

    assert page.get_by_label("4", exact=True).is_checked()
    assert "4 weeks: kept in" in shown.inner_text()
    assert "cadence: {at_most_apart: 4 weeks, grace: 1 week}" in shown.inner_text()
    context.close()


def test_search_finds_a_service_by_its_title(browser: Browser, served: str) -> None:
    page, said = _open(browser, f"{served}index.html", 1280, "light")

    # The theme asks its index when a key is let go, so that a value that is merely set may never be looked up.
    page.get_by_role("textbox", name="Search").press_sequentially("stay interview")
    page.locator(".md-search-result__item").first.wait_for(timeout=60_000)

    assert "Stay interview" in page.locator(".md-search-result__list").inner_text()
    assert said == []
    page.context.close()


def test_hostile_text_is_shown_and_never_runs(browser: Browser, tmp_path: Path) -> None:
    """Every text a file may hold is hostile here: titles, lines and prose of the playbook and its services."""
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    texts = [" ".join(text.replace("\u2028", " ").split()) for text in HOSTILE]
    service = tmp_path / "playbook/services/recognition.yaml"
    head, _, tail = service.read_text("utf-8").partition("agenda:")
    _, _, agreements = tail.partition("agreements:")
    quoted = [f"'{text.replace(chr(39), chr(39) * 2)}'" for text in texts]
    body = head.replace("title: Recognition", f"title: {quoted[0]}")
    body = "\n".join(
        line if not line.startswith("summary:") else f"summary: {quoted[1]}" for line in body.splitlines()
    )
    service.write_text(
        f"{body}\nagenda: [{', '.join(quoted)}]\n"
        f"prepare: {{leader: [{', '.join(quoted)}], member: [{', '.join(quoted)}]}}\n"
        f"order: {{how: {quoted[2]}}}\n"
        f"metrics: [{{id: meant-me, question: {quoted[4]}}}]\n"
        f"evidence: [{', '.join(f'{{claim: {one}, source: {one}}}' for one in quoted)}]\n"
        f"agreements:{agreements}",
        "utf-8",
    )
    team = tmp_path / "data/teams/harbour/team.yaml"
    team.write_text(team.read_text("utf-8").replace("name: Harbour", f"name: {quoted[3]}", 1), "utf-8")

    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")

    assert done.returncode == 0, done.stderr
    with serving(tmp_path / "site") as address:
        for name in ("services/recognition", "services/index", "teams/harbour", "teams/index", "index"):
            page, said = _open(browser, f"{address}{name}.html", 1280, "light")
            page.mouse.move(200, 400)
            assert said == [], name
            page.context.close()
        page, _ = _open(browser, f"{address}services/recognition.html", 1280, "light")
        shown = page.locator("article pre code").inner_text()
        assert [text for text in texts if text not in " ".join(shown.split())] == []
        assert page.locator("article h1").inner_text() == texts[0]
        page.context.close()

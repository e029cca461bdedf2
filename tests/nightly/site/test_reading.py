"""The built site as somebody reads it: searched, sorted, by keyboard alone, from disk, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.paths import ROOT
from tests.support.site import build

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TYPED = [
    ("1:1", "One-on-one"),
    ("1-on-1", "One-on-one"),
    ("catch-up", "One-on-one"),
    ("feedback", "Feedback on request"),
    ("review", "Performance and development discussion"),
    ("appraisal", "Performance and development discussion"),
    ("onboarding", "Onboarding check-in"),
    ("praise", "Recognition"),
    ("kudos", "Recognition"),
    ("skip level", "Skip-level talk"),
    ("career", "Career conversation"),
    ("retro", "Team health check"),
    ("parental leave", "Return from leave"),
    ("coaching", "Coach session"),
]


def typed(page: Page, words: str) -> str:
    """Type into the search, and return the title that is found first."""
    box = page.get_by_role("textbox", name="Search")
    box.fill("")
    box.press_sequentially(words)
    first = page.locator(".md-search-result__item h1").first
    first.wait_for(timeout=600_000)
    title, same = "", 0
    for _ in range(80):  # what is found of the letters so far stands there until the rest is looked up
        now = first.inner_text()
        title, same = now, same + 1 if now == title else 0
        if same == 4:
            break
        page.wait_for_timeout(250)
    return title


def test_what_people_type_finds_the_service(browser: Browser, served: str) -> None:
    found = {}
    for words, _ in TYPED:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{served}index.html")
        found[words] = typed(page, words)
        page.context.close()

    assert found == dict(TYPED)


def test_a_folder_is_searched_from_disk_without_any_request(browser: Browser, tmp_path: Path) -> None:
    done = build(ROOT / "mkdocs.yml", tmp_path / "folder")
    assert done.returncode == 0, done.stderr
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(f"error {error}"))
    page.goto((tmp_path / "folder/index.html").as_uri())

    title = typed(page, "stay interview")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**/stay-interview.html*")

    assert title == "Stay interview"
    assert page.locator("article h1").inner_text() == "Stay interview"
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    page.context.close()


def test_services_are_sorted_by_keyboard_and_teams_never_are(browser: Browser, served: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served}services/index.html")
    first = page.locator(".ob-sort tbody th")

    page.locator(".ob-sort thead button").first.focus()
    page.keyboard.press("Enter")
    up = first.all_inner_texts()
    page.keyboard.press("Space")
    down = first.all_inner_texts()

    assert up == sorted(up, key=str.casefold)
    assert down == up[::-1]
    assert page.locator(".ob-sort th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.goto(f"{served}teams/index.html")
    assert page.locator("th button").count() == 0
    page.context.close()


def test_an_earlier_quarter_is_chosen_without_script(browser: Browser, served: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{served}teams/index.html")
    shown = page.locator(".ob-when > [class^=ob-q]:visible")

    last = shown.inner_text()
    page.get_by_role("radio", name="Q2 2026").check()

    assert shown.count() == 1
    assert "is the last full quarter" in last
    assert "We compare Q2 2026 with the agreements in force at that time." in shown.inner_text()
    page.context.close()


FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const label = one.labels && one.labels[0];
  const ring = style.outlineStyle !== "none" || style.boxShadow !== "none" || style.textDecorationLine !== "none"
    || one.matches("input") || one.closest("[data-md-component=search]") || one.closest(".md-header,.md-tabs,.md-nav,.md-skip");
  return [one.tagName, (one.textContent || one.value || (label && label.textContent) || "").trim().slice(0, 60),
          box.width * box.height > 0, Boolean(ring)];
}"""

REACHABLE = """() => [...document.querySelectorAll(
  "article a[href], article button, article summary, article input, article [tabindex='0']")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => one.type !== "radio" || one.checked).length"""


@pytest.mark.parametrize("name", ["index", "services/index", "services/one-on-one", "teams/index", "privacy"])
def test_everything_is_reached_by_the_tab_key_alone(browser: Browser, served: str, name: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{served}{name}.html")
    wanted = page.evaluate(REACHABLE)
    reached = 0
    invisible = []
    for _ in range(wanted + 150):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            break
        if page.evaluate("document.activeElement.closest('article') !== null"):
            reached += 1
            if not (found[2] and found[3]):
                invisible.append(found)

    assert reached >= wanted
    assert invisible == []
    page.context.close()


def test_details_and_choices_work_by_keyboard(browser: Browser, served: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served}services/one-on-one.html")

    page.locator("details.ob-num summary").first.focus()
    page.keyboard.press("Enter")
    opened = page.locator("details.ob-num").first.get_attribute("open")
    page.keyboard.press("Control+Home")

    assert opened is not None
    page.context.close()


def test_all_script_of_ours_is_small(built: Path) -> None:
    from_disk = (built / "assets/from-disk.js").stat().st_size
    sort = (built / "assets/sort.js").stat().st_size

    assert sort < 3_000
    assert sort + from_disk < 4_000
    assert not re.findall(
        r"<script(?! src)[^>]*>(?!\{)",
        (built / "services/one-on-one.html")
        .read_text("utf-8")
        .partition("<article")[2]
        .partition("</article>")[0],
    )


def test_a_page_says_what_is_shown_where_somebody_links_to_it(built: Path) -> None:
    head = (built / "services/one-on-one.html").read_text("utf-8").partition("</head>")[0]

    assert "<title>One-on-one - Northlight playbook</title>" in head
    described = re.findall(r'<meta (?:name|property)="?([a-z:_]+)"? content="?([^">]*)', head)
    said = dict(described)
    assert said["og:title"] == "One-on-one"
    assert said["og:description"] == said["description"]
    assert "six weeks" in said["og:description"]
    assert said["og:site_name"] == "Northlight playbook"


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "services/one-on-one",
        "services/index",
        "teams/index",
        "teams/harbour",
        "organisation",
        "privacy",
        "404",
    ],
)
def test_every_page_has_a_title_a_description_and_one_heading(built: Path, name: str) -> None:
    page = (built / f"{name}.html").read_text("utf-8")

    assert re.search(r"<title>[^<]{5,}</title>", page)
    assert re.search(r'<meta name="?description"? content=', page)
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_a_service_prints_on_few_sheets_without_controls(browser: Browser, served: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served}services/one-on-one.html")
    page.emulate_media(media="print")

    gone = [".md-header", ".md-tabs", ".md-sidebar", ".md-button", ".ob-try", ".ob-num", ".md-footer"]
    seen = [one for one in gone if page.locator(one).first.is_visible()]
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))

    assert seen == []
    assert page.locator("article h1").is_visible()
    assert sheets <= 4
    page.context.close()


def test_every_picture_has_words_for_what_it_shows(browser: Browser, served: str) -> None:
    page = browser.new_context().new_page()
    silent = []
    for name in (
        "index",
        "services/index",
        "services/one-on-one",
        "teams/index",
        "teams/harbour",
        "organisation",
        "method",
    ):
        page.goto(f"{served}{name}.html")
        silent += page.evaluate(
            """() => [...document.querySelectorAll("article svg")]
              .filter((one) => !one.closest("a.md-content__button"))
              .filter((one) => one.getAttribute("aria-hidden") !== "true")
              .filter((one) => !(one.getAttribute("role") === "img" && one.querySelector("title")?.textContent.trim().length > 10))
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        sized = page.evaluate(
            """() => [...document.querySelectorAll("article svg")].filter((one) => !one.closest("a.md-content__button"))
              .filter((one) => !(one.hasAttribute("width") && one.hasAttribute("height") && one.hasAttribute("viewBox")))
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        silent += sized
    assert silent == []
    page.context.close()

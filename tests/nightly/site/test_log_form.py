"""log.html in a real browser: what is filled in, that nothing is kept, and what comes of the file."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.support.browser_pages import quiet_pages
from tests.support.dated_repository import called
from tests.support.paths import ROOT

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the example, and return the page."""
    out = tmp_path_factory.mktemp("pages") / "out"
    assert called(ROOT, "render", "--out", str(out)).returncode == 0
    return out / "log.html"


@pytest.fixture
def page(form: Path, browser: Browser) -> Iterator[Page]:
    """Open the page from disk; nothing may go wrong in it, ask anything, or go anywhere."""
    with quiet_pages(browser) as open_page:
        yield open_page(form.as_uri())


def people(folder: Path) -> Path:
    path = folder / "people.csv"
    path.write_text(
        f'\ufeffid;name;address\r\np-aino;Aino Berg;aino@example.org\r\np-bram;"{HOSTILE.replace(chr(34), chr(34) * 2)}";\r\n'
        "=1+1;Evil;\r\n"
    )
    return path


def test_the_page_is_small_and_holds_nobody(form: Path) -> None:
    text = form.read_text()

    assert len(text.encode()) < 12_000
    rosters = "".join(path.read_text() for path in (ROOT / "data/teams").glob("*/team.yaml"))
    everybody = set(re.findall(r"person: (p-[a-z0-9-]+)", rosters))
    assert len(everybody) > 20
    assert not [person for person in everybody if person in text]


def test_what_is_filled_in_is_what_is_imported(page: Page, tmp_path: Path) -> None:
    page.set_input_files("#file", people(tmp_path))
    page.select_option("#service", "one-on-one")
    page.fill("#date", "2026-11-18")
    page.fill("#member", "aino berg")
    assert page.inner_text("#member-is") == "Aino Berg, p-aino"
    page.click("text=Add")
    page.select_option("#service", "team-health-check")
    page.fill("#date", "2026-11-17")
    page.fill("#team", "harbour")
    page.click("text=Add")
    with page.expect_download() as download:
        page.click("text=Download")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / "here" / name)

    first = called(tmp_path / "here", "import", "log", str(file))
    second = called(tmp_path / "here", "import", "log", str(file))

    assert first == (0, "2 imported.\n", "")
    assert second == (0, "0 imported, 2 already logged.\n", "")
    rows = (tmp_path / "here/data/teams/harbour/touchpoints/2026-Q4.csv").read_text()
    assert "2026-11-18,one-on-one,p-aino,p-paavo,outbound,held" in rows
    assert "2026-11-17,team-health-check,,p-paavo,outbound,held" in rows
    assert "one-on-one%2Cp-aino" in (page.get_attribute("#mail", "href") or "")


def test_names_are_known_until_the_page_is_closed(page: Page, tmp_path: Path) -> None:
    page.set_input_files("#file", people(tmp_path))
    page.wait_for_function("document.querySelectorAll('#people option').length == 2")

    assert page.inner_text("#known") == "2 names loaded until you close this page."
    page.fill("#member", HOSTILE)
    assert page.inner_text("#member-is") == f"{HOSTILE}, p-bram"
    page.click("text=Remove the names")
    assert page.inner_text("#known") == "No names loaded."


def test_another_page_of_the_same_host_finds_no_names(page: Page, tmp_path: Path) -> None:
    page.set_input_files("#file", people(tmp_path))
    page.wait_for_function("document.querySelectorAll('#people option').length == 2")

    other = page.context.new_page()
    other.goto(page.url)
    kept = other.evaluate("[localStorage.length, sessionStorage.length, document.cookie, window.name]")
    databases = other.evaluate("indexedDB.databases().then(all => all.length)")

    assert kept == [0, 0, "", ""]
    assert databases == 0
    page.reload()
    assert page.inner_text("#known") == "No names loaded."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("#date", "", "Choose a date."),
        ("#member", "", "Write the team member’s id"),
        ("#member", "=1+1", "Write the team member’s id"),
        ("#member", HOSTILE, "Write the team member’s id"),
        ("#giver", "Grace Hopper", "Write the id of the leader or coach"),
        ("#giver", "p-aino", "“Given by” and “Team member” can’t be the same person."),
    ],
)
def test_a_slip_is_said_and_adds_nothing(page: Page, field: str, value: str, words: str) -> None:
    page.select_option("#service", "one-on-one")
    page.fill("#member", "p-aino")
    page.fill(field, value)
    page.click("text=Add")

    assert page.inner_text("#wrong").startswith(words)
    assert page.evaluate("document.activeElement.id") == field[1:]
    assert page.input_value("#csv") == ""


def test_it_is_filled_in_by_keyboard_alone(page: Page) -> None:
    page.focus("#service")
    page.keyboard.type("One-on-one")
    page.focus("#member")
    page.keyboard.type("p-aino")
    page.keyboard.press("Enter")

    assert page.inner_text("#count") == "Your file has 1 row."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_everybody_can_use_it(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.click("text=Add")

    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The page of a survey at a table, in a real browser: codes once, counts alone, and a file the command takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.mail_catching import Postbox
from tests.support.survey_asking import QUARTER, SUPPORT, surveyed_organisation

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCORES = ["5", "4", "4", "2", "1", ""]


def answered(page: Page, code: str, score: str) -> None:
    """Answer as somebody does who has drawn a slip."""
    page.fill("#code", code)
    page.click("#enter button")
    page.wait_for_selector("#form:not([hidden])")
    page.check(f'#form fieldset:first-of-type input[value="{score}"]')
    page.click("#form > button")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_team_answers_at_a_table(tmp_path: Path, browser: Browser, scheme: str) -> None:
    office = surveyed_organisation(tmp_path, Postbox(1), {"quay": 6})
    assert office.call("ask", "--survey", "--codes", "quay", "--out", str(tmp_path)).returncode == 0
    codes = re.findall("<li>([a-z2-9]{8})</li>", (tmp_path / f"codes-quay-{QUARTER}.html").read_text())
    context = browser.new_context(
        accept_downloads=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 390, "height": 844},
    )
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto((tmp_path / f"survey-quay-{QUARTER}.html").as_uri())
    try:
        faults = Axe().run(page).response["violations"]
        page.fill("#code", "aaaaaaaa")
        page.click("#enter button")
        page.wait_for_function("document.getElementById('wrong').textContent.includes('not valid')")
        for code, score in zip(codes, SCORES, strict=True):
            answered(page, code.upper(), score)
        page.fill("#code", codes[0])
        page.click("#enter button")
        page.wait_for_function("document.getElementById('wrong').textContent.includes('has been used')")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        with page.expect_download() as download:
            page.click("#end")
        download.value.save_as(tmp_path / "table.csv")
        left = page.text_content("#left") or ""
        stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    finally:
        context.close()
    added = office.call("import", "survey", str(tmp_path / "table.csv"))

    assert (wrong, faults, wide, stored) == ([], [], False, [0, 0, ""])
    assert left == "Left out, because fewer than 5 people answered: Was it useful?"
    assert SUPPORT not in left
    assert added.stdout == "5 answers of 6 added.\n", added.stderr
    assert office.counts("quay") == [
        *(
            f"organisation,felt-supported,{score},{count}"
            for score, count in ((1, 1), (2, 1), (4, 2), (5, 1))
        ),
        "organisation,felt-supported,,1",
    ]

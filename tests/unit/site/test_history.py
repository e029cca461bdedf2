"""What was before the agreed start is shown as history, in a preview and on the published pages."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from checks.site.all_pages import render_pages
from tests.support.building import HARBOUR, Files, base, lay
from tests.support.site_making import preview_of, released

if TYPE_CHECKING:
    from pathlib import Path

    from checks.site.site_data import Site

AS_OF = date(2026, 11, 23)
NOTE = "The agreements start to count on {day}. Quarters that began before that day are history"


def words_of(site: Site) -> dict[str, str]:
    """Return the pages of a site as they are read."""
    return {path: unescape(text).replace("\xa0", " ") for path, text in render_pages(site).items()}


def from_day(start: str) -> Files:
    """Return files in which p-mia was missed in the third quarter, with an agreed start."""
    files = base()
    third = f"{HARBOUR}/touchpoints/2026-Q3.csv"
    rows = str(files[third]).splitlines(keepends=True)
    policy = str(files["playbook/playbook.yaml"])
    return files | {
        third: "".join(row for row in rows if "p-mia" not in row),
        "playbook/playbook.yaml": policy.replace(
            "logs_from: 2026-01-01", f"logs_from: 2026-01-01\njudged_from: {start}"
        ),
    }


@pytest.mark.parametrize("page", ["index.md", "teams/index.md", "teams/harbour.md", "organisation.md"])
def test_a_page_says_which_quarters_are_history(page: str, tmp_path: Path) -> None:
    pages = words_of(preview_of(lay(tmp_path, from_day("2027-01-01")), AS_OF))

    assert NOTE.format(day="1 January 2027") in pages[page]


def test_a_quarter_and_what_was_broken_in_it_are_marked(tmp_path: Path) -> None:
    pages = words_of(preview_of(lay(tmp_path, from_day("2026-07-01")), AS_OF))

    assert "Q2 2026, history</th>" in pages["teams/harbour.md"]
    assert "Q3 2026</th>" in pages["teams/harbour.md"]
    assert "so it is for information" not in pages["teams/harbour.md"]


def test_what_needs_attention_says_that_it_is_for_information(tmp_path: Path) -> None:
    pages = words_of(preview_of(lay(tmp_path, from_day("2027-01-01")), AS_OF))

    words = "This was before the agreed start on 1 January 2027, so it is for information."
    assert words in pages["teams/harbour.md"]


def test_published_pages_say_it_too(tmp_path: Path) -> None:
    pages = words_of(released(tmp_path, from_day("2027-01-01")))

    assert NOTE.format(day="1 January 2027") in pages["teams/index.md"]


def test_without_history_a_page_says_nothing_of_it(tmp_path: Path) -> None:
    pages = words_of(preview_of(lay(tmp_path, from_day("2026-01-01")), AS_OF))

    assert not [page for page, text in pages.items() if "are history" in text]

"""Stylesheets as `outbound render` writes them: they match without a wrapper, and nothing else is changed."""

from __future__ import annotations

import pytest

from checks.site.unwrapped_pages import CONTENT, unwrapped

CASES = {
    "a rule below the wrapper": (".outbound .ob-row{a:b}", CONTENT + " .ob-row{a:b}"),
    "the wrapper itself": (".outbound{--ob-r:1em}", CONTENT + "{--ob-r:1em}"),
    "a wrapper named twice": (".outbound.outbound>li{a:b}", CONTENT * 2 + ">li{a:b}"),
    "a rule of the theme": (".md-header{a:b}", ".md-header{a:b}"),
}


@pytest.mark.parametrize(("written", "expected"), CASES.values(), ids=CASES)
def test_a_rule_matches_without_the_wrapper(written: str, expected: str) -> None:
    assert unwrapped({"assets/a.css": written}) == {"assets/a.css": expected}


def test_pages_stay_as_they_are() -> None:
    pages = {"index.md": "the .outbound class", "assets/sort.js": "'.outbound'"}

    assert unwrapped(pages) == pages

"""The evidence of the example: each claim has its source, a grade and what speaks against it, and clean links."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from checks.loading.repository import open_policy
from tests.support.paths import ROOT

EVIDENCE = {
    f"{service.id} {number}": entry
    for service in open_policy(ROOT).services.values()
    for number, entry in enumerate(service.evidence, start=1)
}
TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_.id|ref|source|igshid|si")
DOCUMENT = "docs/explanation/outbound-leadership.md"


def is_clean(url: str) -> bool:
    """Whether a link is https, names a host alone, and has nothing that follows who clicks it."""
    parts = urlsplit(url)
    host = re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc)
    return bool(
        parts.scheme == "https"
        and host
        and not any(TRACKING.fullmatch(key) for key, _ in parse_qsl(parts.query))
    )


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_claim_has_grade_and_what_speaks_against_it(name: str) -> None:
    entry = EVIDENCE[name]

    assert entry.grade
    assert entry.against
    assert entry.source
    assert entry.url
    assert is_clean(entry.url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://example.org/?utm_source=mail",
        "https://name@example.org/",
        "https://localhost/",
        "https://example.org/?fbclid=1",
    ],
)
def test_a_link_that_is_not_clean_is_seen(url: str) -> None:
    assert not is_clean(url)


def test_links_on_the_page_about_the_idea_are_clean() -> None:
    text = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    links = re.findall(r"\]\((https?://[^)\s]+)\)", text)

    assert links
    assert [link for link in links if not is_clean(link)] == []


def test_the_seed_figure_stands_there_with_its_source() -> None:
    idea = (ROOT / DOCUMENT).read_text(encoding="utf-8").split("## What is known")[0]

    assert "In 2020" in idea
    assert "24%" in idea
    assert "Finnish Institute for Health and Welfare" in idea
    assert "not seen the primary source" in idea

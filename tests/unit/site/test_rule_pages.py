"""A rule's page: its two examples as the tests run them, and how much the rule weighs in this playbook."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.loading.examples import example_of, examples_of
from checks.rules import ALL
from checks.site.all_pages import render_pages
from tests.support.building import Files, base, lay
from tests.support.paths import CASES
from tests.support.site_making import published_of

if TYPE_CHECKING:
    from checks.rules.rule import Rule

Laying = Callable[[Files], Path]
PLAYBOOK = "playbook/playbook.yaml"


def pages_of(root: Path) -> dict[str, str]:
    return {
        path: re.sub(r"<[^>]+>", "", text)
        for path, text in render_pages(published_of(root)).items()
        if path.endswith(".md")
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages_of(lay(tmp_path_factory.mktemp("root"), base()))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_shows_its_two_examples(rule: Rule, pages: dict[str, str]) -> None:
    page = html.unescape(pages[f"checks/{rule.code.lower()}.md"])

    found = examples_of(rule.code)

    for example in (found.speaks, found.silent):
        assert example.what.replace("`", "") in page
        assert all(edit.path in page for edit in example.edits())
        assert all(line in page for edit in example.edits() for sign, line in edit.lines if sign in "-+")
    assert all(line in page for line in found.speaks.lines_of(rule.code))
    assert page.count("the check reports:") == page.count("the check reports no problem.") == 1


def test_a_log_is_shown_with_header_and_replaced_lines() -> None:
    removed, replaced = (examples_of(code).speaks.edits()[0] for code in ("CAD001", "SCH003"))

    assert removed.lines == (
        (" ", "date,service,member,given_by,initiative,state,acknowledged,uid"),
        (" ", "2026-08-12,one-on-one,p-ada,p-grace,outbound,held,,"),
        ("-", "2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,"),
    )
    assert [sign for sign, _ in replaced.lines] == ["…", " ", "-", "+", " ", "…"]


def test_a_file_that_is_taken_away_has_no_lines() -> None:
    (edit,) = examples_of("SCH001").speaks.edits()

    assert (edit.path, edit.lines) == ("data/teams/harbour/team.yaml", ())


@pytest.mark.parametrize(
    ("weight", "words", "listed"),
    [
        ("{severity: notice}", "Notice. For information", "notice"),
        (
            "{severity: error, enforced_from: 2027-01-01}",
            "Warning or notice. It depends on the case, as described below. Error from 1 January 2027 on",
            "warning or notice",
        ),
        (
            "{severity: error, enforced_from: 2026-11-23}",
            "Error or notice. It depends on the case, as described below",
            "error or notice",
        ),
    ],
    ids=["at once", "later", "from today on"],
)
def test_a_rule_weighs_what_the_playbook_says(
    weight: str, words: str, listed: str, repository: Laying
) -> None:
    written = str(base()[PLAYBOOK]).replace("privacy:", f"severities:\n  CAD002: {weight}\nprivacy:")

    pages = pages_of(repository(base() | {PLAYBOOK: written}))

    assert f"Severity{words}What it checks" in html.unescape(pages["checks/cad002.md"]).replace("\u00a0", " ")
    assert f"than agreed.{listed}CAD002" in html.unescape(pages["checks/index.md"])


def test_the_index_lists_every_rule(pages: dict[str, str]) -> None:
    index = pages["checks/index.md"]

    assert [rule.code for rule in ALL if index.count(rule.code) != 1] == []


def test_a_severity_that_depends_is_the_same_everywhere(pages: dict[str, str]) -> None:
    page, index = (html.unescape(pages[f"checks/{name}.md"]) for name in ("cad006", "index"))

    assert "SeverityError or warning or notice. It depends on the case, as described below" in page
    assert "to the next.error or warning or noticeCAD006" in index
    assert "For the organisation this is an error; for a single team it is a warning." in page


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_names_each_severity_of_its_cases(rule: Rule) -> None:
    cases = [
        path for path in CASES.glob(f"{rule.code}/*.yaml") if "severities:" not in path.read_text("utf-8")
    ]
    examples = [examples_of(rule.code).speaks, *(example_of(path.read_text("utf-8")) for path in cases)]
    lines = [line for example in examples for line in example.lines_of(rule.code) if example.base is None]

    assert {line.split(f": {rule.code} ")[1].split()[0] for line in lines} <= set(rule.severities())


@pytest.mark.parametrize("path", ["checks/index.md", "checks/pol010.md"])
def test_no_backtick_of_a_rules_first_sentence_is_shown(pages: dict[str, str], path: str) -> None:
    assert "today in the playbook is far" in pages[path]
    assert "`today`" not in pages[path]

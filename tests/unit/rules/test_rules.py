"""Every rule where it speaks and where it is silent: cases, published examples, and guards over all rules.

The cases are those of `tests/cases` and the published examples of `checks/rules/examples`, laid over
the `base` there. `files` are written over it (`null` takes one away), `replace` changes texts of it
that stand there exactly once, `hex` holds bytes. `findings` are the lines of the whole check;
`members` says whether persons are named, `now` which day it really is. With `base` it is a change: what
stands under it is laid first, the rest over that, and the second is held against the first.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import checks.loading
import checks.rules
from checks.loading.examples import RuleExample, example_of, examples_of
from checks.rules import ALL
from tests.support.building import Files, base, findings, lay, lines
from tests.support.paths import CASES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(checks.rules.__path__[0]) / "examples"
PUBLISHED = sorted(path for path in EXAMPLES.glob("*/*.yaml") if path.parent.name != "base")
ALL_CASES = [*sorted(CASES.glob("*/*.yaml")), *PUBLISHED]


def case_at(path: Path) -> RuleExample:
    return example_of(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def speaks(path: Path) -> bool:
    """Whether the folder's rule is among the findings of a case."""
    return f": {path.parent.name} " in case_at(path).findings


@pytest.mark.parametrize("path", ALL_CASES, ids=name_of)
def test_a_case_finds_what_it_says(path: Path, tmp_path: Path) -> None:
    case = case_at(path)

    root = lay(tmp_path / "head", case.after())
    against = lay(tmp_path / "base", case.before()) if case.base else None
    found = lines(root, case.as_of, now=case.now, members=case.members, against=against)

    assert found == case.findings.splitlines()


@pytest.mark.parametrize(
    "path", [path for path in ALL_CASES if speaks(path) and "/CAD" in str(path)], ids=name_of
)
def test_a_finding_about_a_cadence_stands_at_the_policy(path: Path, tmp_path: Path) -> None:
    case = case_at(path)

    found = [one for one in findings(lay(tmp_path, case.after()), case.as_of) if one.code == path.parent.name]

    for problem in (one.problem for one in found):
        assert problem.place.path.startswith("playbook/")
        assert any(one.place.path.startswith("data/teams") for one in problem.related)
        assert re.search(r"\d", problem.message)
        assert re.search(r"20\d\d-(Q\d|\d\d-\d\d)", problem.message)
        assert problem.help.endswith(".")


def test_the_base_of_all_cases_is_without_findings(repository: Callable[[Files], Path]) -> None:
    root = repository(base())

    assert lines(root) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_has_cases_where_it_speaks_and_is_silent(rule: checks.rules.rule.Rule) -> None:
    said = {speaks(path) for path in ALL_CASES if path.parent.name == rule.code}

    assert said == {True, False}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_publishes_an_example_of_each_kind(
    rule: checks.rules.rule.Rule,
) -> None:
    published = examples_of(rule.code)

    assert published.speaks.lines_of(rule.code)
    assert not published.silent.lines_of(rule.code)
    for one in (published.speaks, published.silent):
        assert re.fullmatch(r"[A-Z].*\.", one.what)
        assert one.edits()
        assert not one.members


def test_each_published_example_is_that_of_a_rule() -> None:
    names = {(path.parent.name, path.name) for path in PUBLISHED}

    assert names == {(rule.code, name) for rule in ALL for name in ("speaks.yaml", "silent.yaml")}


def test_a_case_is_silent_by_its_name_when_it_is() -> None:
    wrong = [name_of(path) for path in ALL_CASES if path.stem.startswith("silent") == speaks(path)]

    assert not wrong


def test_cases_stand_in_folders_of_rules_there_are() -> None:
    assert {path.parent.name for path in ALL_CASES} <= {rule.code for rule in ALL}


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes, names = [rule.code for rule in ALL], [rule.name for rule in ALL]
    families = ["SCH", "REF", "POL", "DAT", "CAD", "RAT", "WVR", "COR", "PRV"]

    assert codes == sorted(set(codes), key=lambda code: (families.index(code[:3]), code))
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", code) for code in codes)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_has_a_page_that_names_it_and_says_what_to_do(rule: checks.rules.rule.Rule) -> None:
    title, *paragraphs = rule.page.strip().split("\n\n")

    assert title.startswith(f"{rule.code} {rule.name}: ")
    assert title.endswith(".")
    assert re.match(r"To fix: |There is nothing to fix", paragraphs[-1])
    assert rule.headline
    assert rule.scopes


def test_each_code_of_the_loaders_is_a_rule_over_files() -> None:
    folder = Path(checks.loading.__path__[0])
    used = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"([A-Z]{3}\d{3})"', file.read_text("utf-8"))
    }

    assert used == {rule.code for rule in ALL if rule.file}


def test_a_number_of_rules_in_the_docs_is_true() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    numbers = {
        int(each) for page in pages for each in re.findall(r"\b(\d+) rules\b", page.read_text("utf-8"))
    }

    assert numbers <= {len(ALL)}

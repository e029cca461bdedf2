"""The real example, one file broken at a time: exactly that finding is new, and the rest is as it was."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_repository
from tests.support.building import findings, judged
from tests.support.examples import many
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HERE = ROOT
AS_OF = date(2026, 11, 20)
ALL_TEAMS = {path.name for path in HERE.glob("data/teams/*")}
Breaking = Callable[[str], tuple[str, int, int, str]]
"""A text to the broken text, and the line, column and code of the finding."""


def with_an_unknown_key(text: str) -> tuple[str, int, int, str]:
    return f"{text}qqq: 1\n", text.count("\n") + 1, 1, "SCH003"


def with_a_key_twice(text: str) -> tuple[str, int, int, str]:
    return f"{text}schema: 1\n", text.count("\n") + 1, 1, "SCH007"


def with_an_anchor(text: str) -> tuple[str, int, int, str]:
    return text.replace("schema: 1", "schema: &a 1", 1), 2, 9, "SCH002"


def of_another_version(text: str) -> tuple[str, int, int, str]:
    return text.replace("schema: 1", "schema: 2", 1), 2, 9, "SCH005"


def without_an_organisation_or_id(text: str) -> tuple[str, int, int, str]:
    lines = text.split("\n")
    return "\n".join([*lines[:2], *lines[3:]]), 2, 1, "SCH004"


def with_a_zero_width_space(text: str) -> tuple[str, int, int, str]:
    return text.replace("schema: 1", "schema: 1  # \u200b", 1), 2, 14, "SCH001"


def with_a_local_day(text: str) -> tuple[str, int, int, str]:
    lines = text.split("\n")
    at = random.Random(len(text)).randrange(1, len(lines) - 1)
    lines[at] = f"5.1.2026{lines[at][10:]}"
    return "\n".join(lines), at + 1, 1, "SCH009"


def with_a_narrow_row(text: str) -> tuple[str, int, int, str]:
    lines = text.split("\n")
    at = random.Random(len(text)).randrange(1, len(lines) - 1)
    lines[at] = lines[at].rsplit(",", 1)[0]
    return "\n".join(lines), at + 1, 1, "SCH009"


def with_a_column_for_notes(text: str) -> tuple[str, int, int, str]:
    return text.replace("acknowledged,uid", "acknowledged,notes", 1), 1, 1, "PRV002"


def with_a_blank_line(text: str) -> tuple[str, int, int, str]:
    lines = text.split("\n")
    at = random.Random(len(text)).randrange(1, len(lines) - 1)
    return "\n".join([*lines[:at], "", *lines[at:]]), at + 1, 1, "SCH009"


MAPPINGS: tuple[Breaking, ...] = (
    with_an_unknown_key,
    with_a_key_twice,
    with_an_anchor,
    of_another_version,
    without_an_organisation_or_id,
    with_a_zero_width_space,
)
TABLES: tuple[Breaking, ...] = (
    with_a_local_day,
    with_a_narrow_row,
    with_a_column_for_notes,
    with_a_blank_line,
)


def sampled() -> list[tuple[str, Breaking]]:
    """Return files of the example, each with one of the ways to break it in turn."""
    mappings = [*sorted(HERE.glob("playbook/**/*.yaml")), *sorted(HERE.glob("data/teams/*/*.yaml"))]
    mappings.remove(HERE / "playbook" / "calendar.yaml")  # it has no id to be without
    tables = sorted(HERE.glob("data/teams/*/touchpoints/*.csv"))[::9]
    pairs = [(path, MAPPINGS[at % len(MAPPINGS)]) for at, path in enumerate(mappings)][::2]
    pairs += [(path, TABLES[at % len(TABLES)]) for at, path in enumerate(tables)]
    return [(path.relative_to(HERE).as_posix(), how) for path, how in pairs[:: many(3, 1)]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("example")
    for folder in ("playbook", "data"):
        shutil.copytree(HERE / folder, root / folder)
    return root


@pytest.fixture(scope="module")
def before(example: Path) -> set[tuple[str, str]]:
    """Return what is found while nothing is broken."""
    return {(one.code, one.fingerprint) for one in findings(example, AS_OF)}


@pytest.mark.parametrize(("path", "breaking"), sampled(), ids=lambda one: getattr(one, "__name__", one))
def test_a_broken_file_of_the_example_is_exactly_its_finding(
    example: Path, before: set[tuple[str, str]], path: str, breaking: Breaking
) -> None:
    file = example / path
    whole = file.read_text(encoding="utf-8")
    broken, line, column, code = breaking(whole)

    file.write_text(broken, encoding="utf-8")
    try:
        judgement = judged(open_repository(example), AS_OF)
    finally:
        file.write_text(whole, encoding="utf-8")

    new = [
        one
        for one in judgement.findings
        if (one.code, one.fingerprint) not in before and one.code != "POL000"
    ]
    assert [f"{one.problem.place}: {one.code}" for one in new] == [f"{path}:{line}:{column}: {code}"]
    teams = {path.split("/")[2]} if path.startswith("data/") else set()
    assert set(judgement.unread) == (ALL_TEAMS if path == "playbook/playbook.yaml" else teams)

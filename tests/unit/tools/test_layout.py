"""The tests themselves: folders by what they test, names that say behaviour, approved texts that people can read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.support.paths import ROOT, TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NIGHTLY = {
    "cluster", "corpus", "docs", "editors", "faults", "fuzz", "handbooks", "mail", "mutants", "oracle",
    "organisation", "package", "servers", "site", "workflows",
}  # fmt: skip
LONGEST_NAME, LARGEST_TEXT, ALL_TEXTS = 59, 10_000, 150_000
APPROVED = ("unit/*/*/*.txt", "functional/transcripts/*.txt")


def folders(top: Path) -> set[str]:
    return {path.parent.name for path in top.glob("*/__init__.py")}


def named() -> Iterator[tuple[Path, str]]:
    """Yield each test there is, with its file."""
    for path in sorted(TESTS.rglob("*.py")):
        if "inputs" not in path.parts:
            tree = ast.parse(path.read_text("utf-8"))
            found = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
            yield from ((path, one.name) for one in found if one.name.startswith("test_"))


def test_unit_tests_stand_in_folders_of_the_parts_they_test() -> None:
    # the plugin is tried with a real MkDocs, in functional
    assert folders(TESTS / "unit") == folders(ROOT / "checks") - {"mkdocs_plugin"} | {"tools"}


def test_long_tests_stand_in_folders_of_what_they_try() -> None:
    assert folders(TESTS) == {"unit", "functional", "nightly", "support"}
    assert folders(TESTS / "nightly") == NIGHTLY


def test_names_of_tests_are_under_sixty_characters() -> None:
    assert [f"{path.relative_to(TESTS)}: {name}" for path, name in named() if len(name) > LONGEST_NAME] == []


def test_approved_texts_are_small_enough_to_be_read() -> None:
    sizes = {path: path.stat().st_size for pattern in APPROVED for path in TESTS.glob(pattern)}

    assert len(sizes) > 20
    assert {path.name for path, size in sizes.items() if size >= LARGEST_TEXT} == set()
    assert sum(sizes.values()) < ALL_TEXTS

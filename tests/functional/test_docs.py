"""Each page is complete: no command hides from being followed, what is named is there, every command is shown."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from checks.cli import group
from tests.support.following import (
    BLOCK,
    SAVED,
    answers_to,
    saved_in,
)
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
MADE = DOCS / "reference"
PAGES = sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(DOCS / "adr"))

KINDS = {"sh", "text", "yaml", "csv", "ics", "json", "python", "diff", "bash", "powershell"}
"""What a block may hold. Commands are in `sh`, and a test runs them.

Two kinds it cannot run: `bash` installs software from a network or changes a shell, `powershell` is for Windows.
"""


def name_of(page: Path) -> str:
    return str(page.relative_to(DOCS).with_suffix(""))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_command_hides_from_being_followed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))

    assert text.count("```") == 2 * len(blocks), "a block is indented, or has no kind"
    for at, block in enumerate(blocks):
        assert block["kind"] in KINDS, block[0]
        said = at > 0 and answers_to(text, blocks[at - 1], block) and blocks[at - 1]["kind"] == "sh"
        assert block["kind"] != "text" or said or saved_in(text, block), block[0]
        if block["kind"] in ("yaml", "json"):
            yaml.safe_load(block["text"])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_names_of_the_project_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<=[^`]`)((?:checks|tests|tools|docs|benchmarks)/[\w./-]+)(?=`)", text))
    made = {saved["file"] for saved in SAVED.finditer(text)}

    assert [path for path in named - made if not (ROOT / path).exists()] == []


def defined_in(module: str) -> set[str]:
    """Return the names at the top of a module's source; read, not imported: some need an extra."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    tree = ast.parse((path if path.exists() else path.with_suffix("") / "__init__.py").read_text("utf-8"))
    named = (ast.FunctionDef, ast.ClassDef)
    names = {node.name for node in tree.body if isinstance(node, named)}
    names |= {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return names | {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_imports_of_the_project_is_there(page: Path) -> None:
    blocks = (block for block in BLOCK.finditer(page.read_text("utf-8")) if block["kind"] == "python")
    imports = (
        node
        for block in blocks
        for node in ast.walk(ast.parse(block["text"]))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "checks"
    )

    missing = [
        f"{node.module}.{alias.name}"
        for node in imports
        for alias in node.names
        if alias.name not in defined_in(node.module or "")
    ]

    assert missing == []


def commands(inside: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command there is."""
    context = click.Context(inside)
    for name in inside.list_commands(context):
        found = inside.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))
        else:
            yield (*words, name)


@pytest.mark.parametrize("words", list(commands(group)), ids=" ".join)
def test_a_page_shows_every_command(words: tuple[str, ...]) -> None:
    shown = "\n".join(
        block["text"]
        for page in PAGES
        if not page.is_relative_to(MADE)
        for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if block["kind"] == "sh"
    )

    assert re.search(rf"^(?:.*\|\s*)?outbound (?:--\w+ \S+ )*{' '.join(words)}\b", shown, re.MULTILINE)

"""The README and the guides people look for first: links lead somewhere, and what is quoted is printed."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from checks.cli import group
from tests.functional.test_docs import DOCS, commands
from tests.support.calling import outbound
from tests.support.following import BLOCK, example, follow
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (ROOT / "README.md").read_text("utf-8")
GUIDES = DOCS / "guides"
WRITTEN = re.compile(r"(?:\]\(|src(?:set)?=\")([^)\"#\s]+)(?:#[\w-]+)?[)\"]")
"""What a Markdown text links to or shows."""

NAMED = re.compile(r"`(?:docs/[\w./-]+\.md|[A-Z]{4,}\.md)`")


def linked() -> list[str]:
    return [path for path in WRITTEN.findall(README) if "://" not in path]


def test_what_the_readme_links_to_is_there() -> None:
    assert [path for path in linked() if not (ROOT / path).is_file()] == []


def test_pages_the_readme_links_to_are_on_the_site() -> None:
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    (plugin,) = (entry["outbound"] for entry in settings["plugins"] if "outbound" in entry)
    shown = set(_leaves(plugin["guides"]))

    pages = {
        path.removeprefix("docs/") for path in linked() if path.startswith("docs/") and path.endswith(".md")
    }

    assert len(pages) > 10
    assert pages - shown == set()


def _leaves(order: Any) -> Iterator[str]:
    if isinstance(order, str):
        yield order
        return
    for part in order.values() if isinstance(order, dict) else order:
        yield from _leaves(part)


def test_each_page_the_readme_names_is_a_link() -> None:
    assert NAMED.findall(README) == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 85


def test_pictures_are_small() -> None:
    pictures = [ROOT / path for path in linked() if path.endswith(".png")]

    assert len(pictures) == 4
    assert [picture.name for picture in pictures if picture.stat().st_size > 60_000] == []


def test_the_readme_shows_what_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(README.replace("```sh\nmake site\n```", "").replace(".venv/bin/outbound", "outbound"))

    ran = list(follow(page, example(tmp_path)))

    assert len(ran) == 2
    assert [block.printed for block in ran if not block.as_said or block.status != block.promised] == []


@pytest.mark.parametrize("words", list(commands(group)), ids=" ".join)
def test_commands_by_task_shows_every_command(words: tuple[str, ...]) -> None:
    page = (GUIDES / "commands.md").read_text("utf-8")
    examples = "\n".join(block["text"] for block in BLOCK.finditer(page) if block["kind"] == "sh")

    assert re.search(rf"^outbound {' '.join(words)}\b", examples, re.MULTILINE)
    assert f"(../reference/commands.md#{'-'.join(words)})" in page


def test_commands_by_task_begins_with_every_name_of_the_help() -> None:
    table = (GUIDES / "commands.md").read_text("utf-8").partition("| You want to")[2].partition("\n\n")[0]

    assert set(re.findall(r"`(\w+)`", table)) == set(group.list_commands(click.Context(group)))


@cache
def texts() -> str:
    """Return every text of the program, a line each, `…` where something is filled in."""
    return "\n".join(
        text
        for path in sorted((ROOT / "checks").rglob("*.py"))
        for text in _texts(ast.parse(path.read_text("utf-8")))
    )


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w*\}", "…", node.value.replace("\n", " "))


QUOTED = re.findall(r"^> `(.+)`$", (GUIDES / "troubleshooting.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("quoted", QUOTED)
def test_each_message_of_troubleshooting_is_printed(quoted: str) -> None:
    pattern = ".*".join(re.escape(part) for part in quoted.strip("… ").split("…"))
    sources = f"{texts()}\n{(ROOT / 'Makefile').read_text('utf-8')}"

    assert bool(re.search(pattern, sources)), f"the program prints nothing like: {quoted}"


def test_troubleshooting_has_the_messages_people_meet() -> None:
    assert len(QUOTED) >= 15


def test_words_of_the_glossary_are_anchors() -> None:
    page = (GUIDES / "glossary.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| <a")]
    anchors = re.findall(r'<a id="([\w-]+)"></a>\*\*', page)

    assert len(anchors) == len(set(anchors)) == len(rows) > 20


def test_hours_of_leaders_are_those_of_the_example() -> None:
    page = (GUIDES / "adopting.md").read_text("utf-8")
    header, *rows = outbound("plan", "--load", here=ROOT).stdout.splitlines()
    number = header.index("leads") + len("leads")

    leaders = [row for row in rows if re.match(r"p-\w+ +\d+$", row[:number])]
    hours = [float(re.findall(r"([\d.]+) hours? ", row)[0]) for row in leaders]

    assert len(hours) == 7
    assert f"from {min(hours)} to {max(hours)} hours a week" in page

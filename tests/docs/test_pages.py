"""Each page does what it says: its commands run where a reader would run them, and print what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from checks.cli import group
from tests.cluster.starting import missing
from tests.docs.following import BLOCK, ROOT, SAVED, answers_to, example, follow, nothing, saved_in, sources

DOCS = ROOT / "docs"
MADE = DOCS / "reference"
PAGES = sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(DOCS / "adr"))
WITH_COMMANDS = [page for page in PAGES if "```sh\n" in page.read_text("utf-8")]

PLACES = {"ten-minutes": nothing, "extend": sources}
"""Where a page is followed that is not about the example."""

SHOWN = {"import-a-calendar": ("site/teams/skerry.html",)}
"""What a page leads to: it is there, and names nobody."""

NEEDS = {"judge-on-a-cluster": missing}
"""What keeps a page from being followed on this machine, empty where nothing does."""

KINDS = {"sh", "text", "yaml", "csv", "ics", "json", "python", "diff"}
"""What a block may hold. Commands stand in `sh` and nowhere else."""


def name_of(page: Path) -> str:
    return str(page.relative_to(DOCS).with_suffix(""))


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_the_commands_of_the_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    if reason := NEEDS.get(page.stem, str)():
        pytest.skip(reason)
    root = PLACES.get(page.stem, example)(tmp_path)

    for block in follow(page, root):
        assert block.status == block.promised, f"{block.commands}\n{block.printed}"
        assert block.as_said, f"{block.commands}\n{block.printed}"

    for made in SHOWN.get(page.stem, ()):
        text = (root / made).read_text(encoding="utf-8")
        assert not re.search(r"\bp-[a-z]", text)


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

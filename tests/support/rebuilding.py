"""A site built again and again in one process, as `mkdocs serve` does, and the edits it is tried with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs.commands import build as building
from mkdocs.config import load_config

from checks.mkdocs_plugin import OutboundPlugin
from tests.support.building import Files, base, lay
from tests.support.site import build

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

SETTINGS = """\
site_name: Ours
use_directory_urls: false
repo_url: https://git.example.org/ours
edit_uri: edit/main/
theme: {name: material, font: false, features: [navigation.tabs, navigation.footer]}
plugins:
  - search
  - outbound: {as_of: 2026-11-23, preview: true, guides: [note.md, {More: [more.md]}]}
markdown_extensions: [attr_list, tables, {toc: {permalink: true}}]
"""
NOTE = "---\ntitle: A note\n---\n# A note\n\n## What is meant\n\nSee [more](more.md#here).\n"
MORE = "# More\n\n## Here\n\nBack to [the note](note.md#what-is-meant), or [home](index.md).\n"
SERVICE, TEAM = "playbook/services/one-on-one.yaml", "data/teams/harbour/team.yaml"

EDITS: dict[str, tuple[str, str, str]] = {
    "the title of a service, which all menus show": (SERVICE, "title: ", "title: Our "),
    "the organisation": ("playbook/playbook.yaml", "organisation: ", "organisation: Old "),
    "the settings": ("mkdocs.yml", "site_name: Ours", "site_name: Theirs"),
    "a new page": ("docs/new.md", "", "# New\n\nAfter [the note](note.md).\n"),
    "a word of a service": (SERVICE, "purpose: ", "purpose: Above all "),
    "the name of a team": (TEAM, "name: ", "name: New "),
    "a word of a page": ("docs/more.md", "Back to", "Go back to"),
    "the title of a page": ("docs/note.md", "title: A note", "title: Some notes"),
    "the first heading of a page without a title": ("docs/more.md", "# More", "# Much more"),
    "the icon of a page": ("docs/note.md", "title:", "icon: material/pencil\ntitle:"),
    "an anchor another page links to": ("docs/more.md", "## Here", "## Here {: #here }"),
    "what the search finds": ("docs/note.md", "## What", "## {: data-search-exclude }\n\n## What"),
}
"""Edits as path, old words and new ones: those that change all pages first, lest they hide what the others leave."""


class Served:
    """A site in a folder of its own, built again and again by one process."""

    def __init__(self, root: Path, settings: str = SETTINGS, files: Files | None = None) -> None:
        pages: Files = {**base(), "mkdocs.yml": settings, "docs/note.md": NOTE, "docs/more.md": MORE}
        self.root = lay(root / "playbook", {**pages, **(files or {})})
        self.out, self.anew = root / "served", root / "anew"
        self._config().plugins.on_startup(command="serve", dirty=False)

    def _config(self) -> MkDocsConfig:
        return load_config(str(self.root / "mkdocs.yml"), site_dir=str(self.out))

    def build(self) -> dict[tuple[str, str], int]:
        """Build, and return the identity of what is kept, by page and step."""
        config = self._config()
        building.build(config)
        plugin = config.plugins["outbound"]
        assert isinstance(plugin, OutboundPlugin)
        assert plugin._rebuilds
        return {step: id(kept) for step, (_, kept) in plugin._rebuilds._last.items()}

    def edit(self, path: str, old: str, new: str) -> None:
        """Write a file with other words in the place of some; a new one where the old words are empty."""
        file = self.root / path
        text = file.read_text("utf-8") if old else ""
        assert old in text
        file.write_text(text.replace(old, new, 1) if old else new, "utf-8")

    @contextmanager
    def edited(self, *edit: str) -> Iterator[None]:
        """Write a file with other words, and as it was afterwards."""
        file = self.root / edit[0]
        text = file.read_text("utf-8")
        self.edit(*edit)
        try:
            yield
        finally:
            file.write_text(text, "utf-8")

    def differing(self) -> list[str]:
        """Return the files that are not those a new process builds."""
        done = build(self.root / "mkdocs.yml", self.anew)
        assert done.returncode == 0, done.stderr
        served, anew = _bytes(self.out), _bytes(self.anew)
        return sorted(path for path in served.keys() | anew.keys() if served.get(path) != anew.get(path))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }

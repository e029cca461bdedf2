"""Handbooks of others in three looks, each with the example's playbook as a guest: what a guide shows pictures of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checks.store.yaml_emitting import Value, document_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AS_OF = "2026-11-23"
TIMEOUT = 300
"""Seconds after which a build is given up."""

PAGES = {
    "index.md": "# Acme handbook\n\nHow we work. Start with [your first day](onboarding.md).\n",
    "onboarding.md": "# Onboarding\n\n## Your first day\n\nYour leader meets you at nine.\n",
    "travel.md": "# Travel\n\nBook what a sensible person would book.\n",
}
MENU = (
    {"Home": "index.md"},
    {"Onboarding": "onboarding.md"},
    {"Travel": "travel.md"},
    {"Leadership": "outbound"},
)


class HandbookLook(NamedTuple):
    """A theme as a handbook sets it, and the page of the playbook that its picture shows."""

    theme: Mapping[str, Value]
    page: str


HANDBOOK_LOOKS = {
    "handbook-material": HandbookLook(
        {"name": "material", "font": False, "palette": {"primary": "indigo"}}, "teams/index"
    ),
    "handbook-dark": HandbookLook(
        {"name": "material", "font": False, "palette": {"scheme": "slate", "primary": "teal"}},
        "services/one-on-one",
    ),
    "handbook-readthedocs": HandbookLook({"name": "readthedocs"}, "organisation"),
}
"""The looks by the name of their picture."""


def built_handbooks(folder: Path, playbook: Path) -> Iterator[tuple[str, Path, str]]:
    """Build the handbooks below a folder; yield the name of a picture, its site, and the page to show."""
    for name, look in HANDBOOK_LOOKS.items():
        docs = folder / name / "docs"
        docs.mkdir(parents=True)
        for path, text in PAGES.items():
            (docs / path).write_text(text, encoding="utf-8")
        settings: dict[str, Value] = {
            "site_name": "Acme handbook",
            "use_directory_urls": False,
            "theme": look.theme,
            "nav": MENU,
            "plugins": ["search", {"outbound": {"at": "leadership", "root": str(playbook), "as_of": AS_OF}}],
        }
        (folder / name / "mkdocs.yml").write_text(document_text(settings), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet"],
            cwd=folder / name,
            check=True,
            timeout=TIMEOUT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        yield name, folder / name / "site", f"leadership/{look.page}.html"

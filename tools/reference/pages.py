"""All pages and parts of pages that are made from code, as {path: text}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reference.commands import commands_page
from tools.reference.files import files_page
from tools.reference.rooms import rooms_part
from tools.reference.shapes import shapes_page

if TYPE_CHECKING:
    from pathlib import Path

ARCHITECTURE = "docs/contributing/architecture.md"
BEGIN, END = "<!-- made by tools/reference: the rooms -->\n", "<!-- as far as here -->\n"


def pages(root: Path) -> dict[str, str]:
    """Return what should stand in the repository at `root`."""
    before, _, rest = (root / ARCHITECTURE).read_text("utf-8").partition(BEGIN)
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/files.md": files_page(),
        "docs/reference/json.md": shapes_page(),
        ARCHITECTURE: f"{before}{BEGIN}{rooms_part(root)}{END}{rest.partition(END)[2]}",
    }

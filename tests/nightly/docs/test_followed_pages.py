"""Each page does what it says: its commands run where a reader would run them, and print what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_docs import PAGES, name_of
from tests.support.following import (
    example,
    follow,
    nothing,
    sources,
)
from tests.support.spark import missing

if TYPE_CHECKING:
    from pathlib import Path

WITH_COMMANDS = [page for page in PAGES if "```sh\n" in page.read_text("utf-8")]


PLACES = {"ten-minutes": nothing, "adopting": nothing, "from-a-spreadsheet": nothing, "extend": sources}
"""Where a page is followed that is not about the example."""


SHOWN = {"import-a-calendar": ("site/teams/skerry.html",)}
"""What a page leads to: it is there, and names nobody."""


NEEDS = {"judge-on-a-cluster": missing}
"""What keeps a page from being followed on this machine, empty where nothing does."""


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

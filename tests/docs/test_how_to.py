"""Each how-to page does what it says: its commands run in a copy of the example, and print what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cluster.starting import missing
from tests.docs.following import ROOT, example, follow

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))

SHOWN = {"import-a-calendar": ("site/teams/skerry.html",)}
"""What a page leads to: it is there, and names nobody."""


NEEDS = {"judge-on-a-cluster": missing}
"""What keeps a page from being followed on this machine, empty where nothing does."""


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_commands_of_the_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    if reason := NEEDS.get(page.stem, str)():
        pytest.skip(reason)
    root = example(tmp_path)
    ran = 0
    for block in follow(page, root):
        ran += 1
        assert block.status == 0, f"{block.commands}\n{block.printed}"
        assert block.said is None or block.printed == block.said, block.commands
    assert ran
    for made in SHOWN.get(page.stem, ()):
        text = (root / made).read_text(encoding="utf-8")
        assert not re.search(r"\bp-[a-z]", text)

"""What changed says since when it is in the repository, where git told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.support.building import base
from tests.support.site_making import preview
from tests.unit.site.test_start_pages import words

if TYPE_CHECKING:
    from pathlib import Path


def test_a_change_says_since_when_it_is_in_the_repository(tmp_path: Path) -> None:
    made = preview(tmp_path, base())
    place = made.services[-1].agreements[0].place()

    told = replace(made, recorded={(place.path, place.line): date(2025, 12, 5)})

    assert "In the repository since" not in words(made, "changes.md")
    assert words(told, "changes.md").count("In the repository since 5\u00a0December 2025.") == 1

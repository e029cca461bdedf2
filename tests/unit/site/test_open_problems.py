"""Who waits is counted for those who hold the data; a published page knows nothing of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.site.open_problems import problems_of
from tests.support.building import HARBOUR, Files, base
from tests.support.site_making import preview, released
from tests.unit.site.test_service_actions import SERVICE
from tests.unit.site.test_start_pages import words

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "date,service,member,given_by,initiative,state\n"


def eight(late: int) -> Files:
    """Return files in which so many of eight members were met last in September."""
    files = base()
    names = [f"p-m{at}" for at in range(8)]
    stays = "".join(f"  - {{person: {name}, from: 2025-03-01}}\n" for name in names)
    roster = str(files[f"{HARBOUR}/team.yaml"])
    before = "".join(f"2026-09-28,one-on-one,{name},p-grace,outbound,held\n" for name in names)
    held = "".join(f"2026-11-02,one-on-one,{name},p-grace,outbound,held\n" for name in names[late:])
    return files | {
        f"{HARBOUR}/team.yaml": roster[: roster.index("members:")] + f"members:\n{stays}",
        f"{HARBOUR}/touchpoints/2026-Q3.csv": HEADER + before,
        f"{HARBOUR}/touchpoints/2026-Q4.csv": HEADER + held,
        SERVICE: str(files[SERVICE]).replace("{at_least: 1, per: quarter}", "{at_most_apart: 6 weeks}"),
    }


@pytest.mark.parametrize(
    ("late", "said"),
    [(0, []), (1, ["One-on-one: late for one member"]), (4, ["One-on-one: late for four members"])],
)
def test_a_preview_counts_who_is_waiting(tmp_path: Path, late: int, said: list[str]) -> None:
    made = preview(tmp_path, eight(late))
    unit = next(each for each in made.figures.units if each.id == "harbour")

    headings = [problem.heading for problem in problems_of(made, unit) if problem.check == "CAD002"]

    assert headings == said


def test_a_published_page_is_the_same_whoever_waits(tmp_path: Path) -> None:
    pages = [words(released(tmp_path / str(late), eight(late)), "teams/harbour.md") for late in (0, 4)]

    assert pages[0] == pages[1]
    assert "late for" not in pages[0]

"""What needs an answer says no more than the figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.publish.suppression import Shown
from checks.site.open_answers import answers_of
from tests.support.building import HARBOUR, Files, base
from tests.unit.site.test_service_actions import SERVICE, site

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


@pytest.mark.parametrize(("late", "said"), [(1, False), (0, False), (4, True)])
def test_waiting_members_are_told_only_where_the_band_does(tmp_path: Path, late: int, *, said: bool) -> None:
    """At least 80% of eight is seven or all of them: that some wait would leave seven alone."""
    made = site(tmp_path, eight(late))
    unit = next(one for one in made.figures.units if one.id == "harbour")

    answers = [one.words for one in answers_of(made, unit) if one.check == "CAD002"]

    assert made.figures.running["harbour", "one-on-one"].shown is Shown.BAND
    assert bool(answers) is said
    assert all(words.startswith("Some members are waiting") for words in answers)

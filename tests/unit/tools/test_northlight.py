"""The program that makes the example's log: what it reads of the world, and on which days people meet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.support.building import Files
from tools.northlight.__main__ import files
from tools.northlight.days import holidays, quarter, windows
from tools.northlight.world import read_world


def test_a_team_without_rows_to_invent_gets_no_files(repository: Callable[[Files], Path]) -> None:
    root = repository(
        {
            "playbook/playbook.yaml": "pauses: [{from: 2026-07-06, to: 2026-07-19, services: all}]\n",
            "data/teams/harbour/team.yaml": "id: harbour\nmembers: [{person: p-ada, from: 2027-01-01}]\n",
            "data/teams/north/team.yaml": "id: north\n",
        }
    )

    world = read_world(root)

    assert [team.id for team in world.teams] == ["harbour"]
    assert world.paused(date(2026, 7, 19))
    assert not world.paused(date(2026, 7, 20))
    assert files(world, {"team-health-check": ()}) == {}


def test_nobody_meets_on_finnish_holidays() -> None:
    assert {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 6, 19)} <= holidays(2026)
    assert date(2026, 4, 7) not in holidays(2026)


def test_windows_follow_from_the_quarter_logging_began_in() -> None:
    found = list(windows(3))

    assert [quarter(first) for first, _ in found] == list(range(9))
    assert found[-1][1] == date(2026, 12, 31)

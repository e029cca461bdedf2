"""Whose meeting an entry may be, by the people in it."""

from __future__ import annotations

from datetime import date

import pytest

from checks.imports.team_index import TeamIndex, TeamIndexBuilder
from checks.loading.repository import open_repository
from checks.model.team import Leader, Team
from tests.support.building import BASE

DAY = date(2026, 11, 26)


def team(name: str, leader: str, *members: str) -> Team:
    stays = [
        {"person": person, "from": "2025-01-01", "owed": owed}
        for person, _, owed in (member.partition("=") for member in members)
        for owed in [owed or "all"]
    ]
    leaders = [{"person": leader, "from": "2025-01-01"}]
    return Team.model_validate(
        {"schema": "1", "id": name, "name": name, "leaders": leaders, "members": stays}
    )


def index(*teams: Team, above: tuple[Leader, ...] | None = ()) -> TeamIndex:
    builder = TeamIndexBuilder(open_repository(BASE).policy.services.values())
    for entry in teams:
        builder.add(entry, above)
    return builder.built()


@pytest.mark.parametrize(
    ("people", "teams"),
    [
        ("p-lea p-ada", "harbour"),
        ("p-lea p-ada p-stranger", "harbour"),
        ("p-lea p-tony", ""),
        ("p-ada p-mia", ""),
        ("p-lea", ""),
        ("p-lea p-kai p-ada p-tony", "harbour quay"),
        ("p-stranger p-ada", ""),
    ],
)
def test_a_team_meets_where_one_of_it_meets_who_leads_it(people: str, teams: str) -> None:
    known = index(team("harbour", "p-lea", "p-ada", "p-mia"), team("quay", "p-kai", "p-tony"))

    assert known.teams_of(frozenset(people.split())) == frozenset(teams.split())


def test_where_leaders_above_are_unknown_anybody_may_be_one() -> None:
    known = index(team("harbour", "p-lea", "p-ada"), above=None)

    assert known.teams_of(frozenset({"p-ada", "p-stranger"})) == {"harbour"}
    assert not known.teams_of(frozenset({"p-ada"}))


@pytest.mark.parametrize(
    ("here", "there", "elsewhere"),
    [("all", "all", False), ("none", "all", True), ("none", "none", False), ("all", "none", False)],
)
def test_a_meeting_is_of_the_team_that_owes_it(here: str, there: str, *, elsewhere: bool) -> None:
    known = index(team("harbour", "p-lea", f"p-ada={here}"), team("guild", "p-lea", f"p-ada={there}"))

    assert known.owed_elsewhere("harbour", "p-ada", "p-lea", "one-on-one", DAY) is elsewhere


def test_a_meeting_stays_where_only_one_team_can_give_it() -> None:
    known = index(team("harbour", "p-lea", "p-ada=none"), team("guild", "p-kai", "p-ada"))

    assert not known.owed_elsewhere("harbour", "p-ada", "p-lea", "one-on-one", DAY)

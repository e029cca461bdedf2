"""What a table changes in rosters: joiners, leavers, moves and returns, and nobody taken out by silence."""

from __future__ import annotations

from datetime import date

import pytest

from checks.imports.absences import AwaySpan, new_absences
from checks.imports.people_table import parse_table_day
from checks.imports.roster import NewStay, RosterChange, StayEnd, StayRow, compare_roster
from checks.model.team import Team


def team(name: str, *members: str, absences: tuple[str, ...] = ()) -> Team:
    """Return a team; a member is `person from to`."""
    return Team.model_validate(
        {
            "schema": "1",
            "id": name,
            "name": name.capitalize(),
            "members": [entry(one) for one in members],
            "absences": [entry(one) for one in absences],
        }
    )


def entry(words: str) -> dict[str, str]:
    return dict(zip(("person", "from", "to"), words.split(), strict=False))


def row(words: str) -> StayRow:
    """Return a row; `person team from to`."""
    person, name, first, *last = words.split()
    return StayRow(2, person, name, date.fromisoformat(first), date.fromisoformat(last[0]) if last else None)


def held(rows: list[str], *teams: Team, only: str | None = None) -> RosterChange:
    return compare_roster(
        [row(one) for one in rows], {one.id: one for one in teams}, {"port": "harbour"}, only
    )


HARBOUR = team("harbour", "p-ada 2025-01-01")
QUAY = team("quay", "p-bo 2025-01-01")
JOINED = NewStay("harbour", "p-mia", date(2026, 5, 1), None)


def test_who_is_new_joins() -> None:
    found = held(["p-ada harbour 2025-01-01", "p-mia harbour 2026-05-01"], HARBOUR)

    assert (found.joins, found.ends, found.notes) == ([JOINED], [], [])


@pytest.mark.parametrize("name", ["harbour", "Harbour", "port"])
def test_a_team_is_known_by_its_id_its_name_and_a_former_id(name: str) -> None:
    assert held(["p-ada harbour 2025-01-01", f"p-mia {name} 2026-05-01"], HARBOUR).joins == [JOINED]


def test_who_leaves_gets_a_last_day() -> None:
    found = held(["p-ada harbour 2025-01-01 2026-06-30"], HARBOUR)

    assert found.ends == [StayEnd("harbour", "p-ada", 0, date(2026, 6, 30))]
    assert (found.joins, found.notes) == ([], [])


def test_who_comes_back_gets_a_second_stay() -> None:
    was = team("harbour", "p-ada 2025-01-01 2026-02-28")

    found = held(["p-ada harbour 2025-01-01 2026-02-28", "p-ada harbour 2026-09-01"], was)

    assert found.joins == [NewStay("harbour", "p-ada", date(2026, 9, 1), None)]
    assert (found.ends, found.notes) == ([], [])


def test_who_left_and_came_back_between_two_tables_gets_both() -> None:
    found = held(["p-ada harbour 2025-01-01 2026-02-28", "p-ada harbour 2026-09-01"], HARBOUR)

    assert found.ends == [StayEnd("harbour", "p-ada", 0, date(2026, 2, 28))]
    assert found.joins == [NewStay("harbour", "p-ada", date(2026, 9, 1), None)]


def test_who_moves_leaves_the_day_before() -> None:
    found = held(["p-ada quay 2026-05-01", "p-bo quay 2025-01-01"], HARBOUR, QUAY)

    assert found.joins == [NewStay("quay", "p-ada", date(2026, 5, 1), None)]
    assert found.ends == [StayEnd("harbour", "p-ada", 0, date(2026, 4, 30))]


def test_who_is_in_two_teams_by_the_table_does_not_move() -> None:
    found = held(["p-ada harbour 2025-01-01", "p-ada quay 2026-05-01", "p-bo quay 2025-01-01"], HARBOUR, QUAY)

    assert found.ends == []


def test_of_one_team_alone_the_other_half_of_a_move_is_left() -> None:
    found = held(["p-ada quay 2026-05-01", "p-bo quay 2025-01-01"], HARBOUR, QUAY, only="harbour")

    assert found.joins == []
    assert found.ends == [StayEnd("harbour", "p-ada", 0, date(2026, 4, 30))]


def test_stays_without_a_gap_are_one() -> None:
    twice = team("harbour", "p-ada 2025-01-01 2025-12-31", "p-ada 2026-01-01")

    assert held(["p-ada harbour 2025-01-01"], twice) == RosterChange()
    assert held(["p-ada harbour 2025-01-01 2026-05-31"], twice).ends == [
        StayEnd("harbour", "p-ada", 1, date(2026, 5, 31))
    ]


TOLD = {
    "another first day": (
        ["p-ada harbour 2025-02-01"],
        "on 2025-01-01 in team.yaml, but on 2025-02-01 in the table",
    ),
    "nobody": (["p-ada harbour 2025-01-01", "p-zoe lighthouse 2025-01-01"], "no team 'lighthouse' (1 row)"),
    "silence": (["p-mia harbour 2026-05-01"], "not in the table: p-ada. Nothing changed"),
}


@pytest.mark.parametrize(("rows", "words"), TOLD.values(), ids=TOLD)
def test_what_differs_is_told_and_left(rows: list[str], words: str) -> None:
    found = held(rows, HARBOUR)

    assert [one for one in found.notes if words in one]
    assert found.ends == []


def test_an_end_is_never_taken_back() -> None:
    found = held(["p-ada harbour 2025-01-01"], team("harbour", "p-ada 2025-01-01 2026-12-31"))

    assert (found.joins, found.ends) == ([], [])
    assert "is 2026-12-31 in team.yaml, but open in the table" in found.notes[0]


def test_a_team_the_table_does_not_name_is_not_compared() -> None:
    found = held(["p-ada harbour 2025-01-01"], HARBOUR, QUAY)

    assert found.notes == ["the table has no rows for quay, so these teams were not compared"]


AWAY = AwaySpan("p-ada", date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("known", "lacking"),
    [
        ((), [(1, 31)]),
        (("p-ada 2026-07-01 2026-07-31",), []),
        (("p-ada 2026-07-10 2026-07-12",), [(1, 9), (13, 31)]),
        (("p-ada 2026-06-01",), []),
    ],
    ids=["none", "the same", "a part", "until further notice"],
)
def test_only_days_a_roster_lacks_are_added(known: tuple[str, ...], lacking: list[tuple[int, int]]) -> None:
    adds, _ = new_absences([AWAY, AWAY], {"harbour": team("harbour", "p-ada 2025-01-01", absences=known)})

    days = [(one.away.first.day, one.away.last.day if one.away.last else 0) for one in adds]
    assert days == lacking


def test_of_one_team_alone_no_other_roster_is_changed() -> None:
    teams = {name: team(name, "p-ada 2025-01-01") for name in ("harbour", "quay")}

    adds, told = new_absences([AWAY, AwaySpan("p-zoe", AWAY.first, AWAY.last)], teams, only="quay")

    assert ([one.team for one in adds], told) == (["quay"], [])


def test_days_after_a_stay_are_no_absence() -> None:
    left = team("harbour", "p-ada 2025-01-01 2026-05-31")

    assert new_absences([AWAY], {"harbour": left}) == ([], [])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-02", date(2026, 11, 2)),
        ("2.11.2026", date(2026, 11, 2)),
        ("2026-11-02 00:00:00", date(2026, 11, 2)),
        ("02/11/2026", None),
        ("2026-02-30", None),
        ("1899-12-30", None),
        ("46328", None),
        ("", None),
    ],
)
def test_a_day_is_read_when_it_can_be_one_day_alone(written: str, day: date | None) -> None:
    assert parse_table_day(written) == day

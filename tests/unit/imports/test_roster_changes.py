"""What a table changes in rosters: joiners, leavers, moves and returns, and nobody taken out by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.imports.absences import add_absences, many_away
from checks.imports.people_rows import DaysAway
from checks.imports.roster_changes import (
    EntryEnd,
    ImportDays,
    NewEntry,
    RosterChange,
    StayRemoval,
    TeamAbove,
    compare_rosters,
)
from checks.imports.team_structure import KnownTeams, PlannedStay, PlannedTeam, TeamStructure
from checks.model.team import Team

AS_OF = date(2026, 11, 20)
DAYS = ImportDays(AS_OF, date(2024, 7, 1), date(2025, 1, 1))


def team(
    name: str, *members: str, absences: tuple[str, ...] = (), leaders: tuple[str, ...] = (), above: str = ""
) -> Team:
    """Return a team; a member is `person from to`."""
    block = {
        "schema": "1",
        "id": name,
        "name": name.capitalize(),
        "members": [entry(words) for words in members],
        "absences": [entry(words) for words in absences],
        "leaders": [entry(words) for words in leaders],
    }
    return Team.model_validate(block | ({"part_of": above} if above else {}))


def entry(words: str) -> dict[str, str]:
    return dict(zip(("person", "from", "to"), words.split(), strict=False))


def stay(line: int, words: str) -> PlannedStay:
    """Return a membership of the table; `person team from to`."""
    person, name, first, *last = words.split()
    return PlannedStay(
        line, person, name, date.fromisoformat(first), date.fromisoformat(last[0]) if last else None
    )


def changes(
    rows: list[str], *teams: Team, only: str | None = None, led: dict[str, str] | None = None
) -> RosterChange:
    """Return what rows change; `led` are leaders by team, `team<above` for one below another."""
    stays = [stay(line, words) for line, words in enumerate(rows, start=2)]
    planned = {name: PlannedTeam(name, name.capitalize()) for name in {row.team for row in stays}}
    for words, leader in (led or {}).items():
        name, _, above = words.partition("<")
        planned[name] = PlannedTeam(name, name.capitalize(), leader, above)
    structure = TeamStructure(planned, stays)
    known = KnownTeams({one.id: one for one in teams})
    return compare_rosters(structure, known, DAYS, only, with_managers=led is not None)


HARBOUR = team("harbour", "p-ada 2025-01-01", leaders=("p-lea 2025-01-01",))
QUAY = team("quay", "p-bo 2025-01-01", leaders=("p-kim 2025-01-01",))


def parts(change: RosterChange) -> dict[str, object]:
    """Return what there is in a change."""
    return {name: value for name in change.__slots__ if (value := getattr(change, name))}


SAME = ["p-ada harbour 2025-01-01"]
ADA_ENDS = EntryEnd("harbour", "p-ada", 0, date(2026, 11, 19))
BERTH = NewEntry("quay", "p-ada", AS_OF, None, 2, moved_from="harbour")
MEMBERS = {
    "the same": (SAME, {}),
    "a joiner": ([*SAME, "p-mia harbour 2026-05-01"], {"joins": [NewEntry("harbour", "p-mia", date(2026, 5, 1), None, 3)]}),
    "a leaver": (["p-ada harbour 2025-01-01 2026-12-31"], {"ends": [EntryEnd("harbour", "p-ada", 0, date(2026, 12, 31))]}),
    "a rehire": (
        ["p-ada harbour 2025-01-01 2026-02-28", "p-ada harbour 2026-09-01"],
        {"ends": [EntryEnd("harbour", "p-ada", 0, date(2026, 2, 28))], "joins": [NewEntry("harbour", "p-ada", date(2026, 9, 1), None, 3)]},
    ),
    "another job in the team": (["p-ada harbour 2025-01-01 2026-02-28", "p-ada harbour 2026-03-01"], {}),
    "a move with a day": (
        ["p-ada quay 2026-05-01", "p-bo quay 2025-01-01"],
        {"ends": [EntryEnd("harbour", "p-ada", 0, date(2026, 4, 30), "quay")], "joins": [NewEntry("quay", "p-ada", date(2026, 5, 1), None, 2, moved_from="harbour")]},
    ),
    "a move without one": (["p-ada quay 2025-01-01", "p-bo quay 2025-01-01"], {"ends": [replace(ADA_ENDS, moved_to="quay")], "joins": [BERTH]}),
    "a second team": (
        [*SAME, "p-ada quay 2026-05-01", "p-bo quay 2025-01-01"],
        {"joins": [NewEntry("quay", "p-ada", date(2026, 5, 1), None, 3)]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "outcome"), MEMBERS.values(), ids=MEMBERS)
def test_a_table_adds_ends_and_moves_memberships(rows: list[str], outcome: dict[str, object]) -> None:
    found = parts(changes(rows, HARBOUR, QUAY))

    assert {name: value for name, value in found.items() if name != "notes"} == outcome


def test_who_moves_back_gets_another_membership() -> None:
    was = team("harbour", "p-ada 2025-01-01 2026-03-31")
    now = team("quay", "p-bo 2025-01-01", "p-ada 2026-04-01")

    found = changes(["p-ada harbour 2025-01-01", "p-bo quay 2025-01-01"], was, now)

    assert found.joins == [NewEntry("harbour", "p-ada", AS_OF, None, 2, moved_from="quay")]
    assert found.ends == [EntryEnd("quay", "p-ada", 1, date(2026, 11, 19), "harbour")]


def test_a_membership_that_has_not_begun_is_taken_away() -> None:
    soon = team("harbour", "p-ada 2025-01-01", "p-mia 2027-01-11")

    found = changes([*SAME, "p-mia quay 2027-01-11", "p-bo quay 2025-01-01"], soon, QUAY)

    assert found.removals == [StayRemoval("harbour", "p-mia", 1)]
    assert found.joins == [NewEntry("quay", "p-mia", date(2027, 1, 11), None, 3)]


def test_of_one_team_only_the_other_half_of_a_move_is_left() -> None:
    found = changes(["p-ada quay 2026-05-01", "p-bo quay 2025-01-01"], HARBOUR, QUAY, only="harbour")

    assert (found.joins, found.ends) == ([], [EntryEnd("harbour", "p-ada", 0, date(2026, 4, 30), "quay")])


def test_an_end_may_move_in_the_future_and_not_in_the_past() -> None:
    rows = ["p-ada harbour 2025-01-01 2027-03-31", "p-mia harbour 2025-01-01 2027-03-31"]

    found = changes(rows, team("harbour", "p-ada 2025-01-01 2026-12-31", "p-mia 2025-01-01 2026-10-31"))

    assert found.ends == [EntryEnd("harbour", "p-ada", 0, date(2027, 3, 31))]
    assert found.notes == [
        "1 end date differs and stays as in team.yaml (p-mia in harbour: 2026-10-31, in the table 2027-03-31)"
    ]


NOTED = {
    "another first day": (["p-ada harbour 2025-02-01"], "p-ada in harbour: 2025-01-01, in the table 2025-02-01"),
    "silence": (["p-mia harbour 2026-05-01"], "not in the table: p-ada. Nothing changed"),
    "a team that is not named": (SAME, "the table has no rows for quay, so this team was not compared"),
    "what is too old": ([*SAME, "p-zoe harbour 2020-01-01 2021-01-01"], "1 membership ended before 2024-07-01 and is not added"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "words"), NOTED.values(), ids=NOTED)
def test_what_differs_is_noted_and_left(rows: list[str], words: str) -> None:
    found = changes(rows, HARBOUR, QUAY)

    assert [note for note in found.notes if words in note]
    assert found.ends == []


def test_a_new_team_is_judged_from_the_day_of_the_import() -> None:
    found = changes(
        [*SAME, "p-zoe mill 2020-01-01"], HARBOUR, led={"harbour": "p-lea", "mill<harbour": "p-gil"}
    )

    assert [(added.team, added.above, added.logs_from) for added in found.new_teams] == [
        ("mill", "harbour", AS_OF)
    ]
    assert found.leaders == [NewEntry("mill", "p-gil", AS_OF, None)]


def test_another_manager_becomes_the_leader_on_the_day() -> None:
    found = changes(SAME, HARBOUR, led={"harbour": "p-eve"})

    assert found.leaders == [NewEntry("harbour", "p-eve", AS_OF, None)]
    assert found.leader_ends == [EntryEnd("harbour", "p-lea", 0, date(2026, 11, 19))]


def test_a_leader_whose_last_day_is_known_leads_until_then() -> None:
    rows = [*SAME, "p-lea quay 2025-01-01 2026-12-31", "p-bo quay 2025-01-01"]
    known = (
        team("harbour", "p-ada 2025-01-01", leaders=("p-lea 2025-01-01",)),
        team("quay", "p-bo 2025-01-01", "p-lea 2025-01-01"),
    )

    assert changes(rows, *known, led={"harbour": "p-lea"}).leader_ends == [
        EntryEnd("harbour", "p-lea", 0, date(2026, 12, 31))
    ]


def test_a_second_leader_set_by_hand_stays() -> None:
    known = team("harbour", "p-ada 2025-01-01", leaders=("p-lea 2025-01-01", "p-dep 2025-01-01"))

    found = changes(SAME, known, led={"harbour": "p-lea"})

    assert (found.leaders, found.leader_ends) == ([], [])


def test_without_managers_in_the_table_leaders_stay() -> None:
    assert parts(changes(SAME, HARBOUR)) == {}


def test_the_team_above_follows_the_head() -> None:
    rows = [*SAME, "p-lea quay 2025-01-01", "p-bo quay 2025-01-01"]
    quay = team("quay", "p-bo 2025-01-01", "p-lea 2025-01-01", leaders=("p-kim 2025-01-01",))

    found = changes(rows, HARBOUR, quay, led={"harbour<quay": "p-lea", "quay": "p-kim"})

    assert found.above == [TeamAbove("harbour", "quay")]


def test_no_team_comes_to_be_above_itself() -> None:
    quay = team("quay", "p-bo 2025-01-01", leaders=("p-kim 2025-01-01",), above="harbour")

    found = changes(
        [*SAME, "p-bo quay 2025-01-01"], HARBOUR, quay, led={"harbour<quay": "p-lea", "quay": "p-kim"}
    )

    assert found.above == []
    assert (
        "the managers in the table put harbour above itself, so its `part_of` stays as it is" in found.notes
    )


JULY = DaysAway(5, "p-ada", date(2026, 7, 1), date(2026, 7, 31))


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
    change = RosterChange()
    add_absences([JULY, JULY], {"harbour": team("harbour", "p-ada 2025-01-01", absences=known)}, change)

    days = [(absence.first.day, absence.last.day if absence.last else 0) for absence in change.absences]
    assert days == lacking


def test_leave_until_further_notice_gets_the_end_the_table_has() -> None:
    change = RosterChange()
    add_absences(
        [JULY], {"harbour": team("harbour", "p-ada 2025-01-01", absences=("p-ada 2026-07-01",))}, change
    )

    assert change.absence_ends == [EntryEnd("harbour", "p-ada", 0, date(2026, 7, 31))]
    assert change.absences == []


LEAVE = "p-ada 2026-10-19 2027-01-15"


@pytest.mark.parametrize(
    ("known", "rows", "cut"),
    [
        ((LEAVE,), [("2026-10-19", "2026-12-31")], (0, "2026-12-31")),
        ((LEAVE,), [("2026-10-19", "2026-11-06"), ("2026-11-07", "2026-11-12")], (0, "2026-11-12")),
        (("p-ada 2026-06-01 2026-06-05", LEAVE), [("2026-10-19", "2026-10-30")], (1, "2026-10-30")),
        ((LEAVE,), [("2026-10-19", "2026-11-06"), ("2026-12-01", "2027-01-15")], None),
        ((LEAVE,), [("2026-10-19", "2027-01-15")], None),
        ((LEAVE,), [("2026-11-02", "2026-12-31")], None),
        ((LEAVE,), [("2026-02-02", "2026-02-06")], None),
        (("p-ada 2026-07-01 2026-07-31",), [("2026-07-01", "2026-07-24")], None),
        (("p-zoe 2026-10-19 2027-01-15",), [("2026-10-19", "2026-12-31")], None),
    ],
    ids=["earlier end", "rows that follow", "the second", "two parts", "same end", "another first day",
         "not in the table", "over already", "somebody else"],
)  # fmt: skip
def test_leave_with_an_earlier_end_is_shortened(
    known: tuple[str, ...], rows: list[tuple[str, str]], cut: tuple[int, str] | None
) -> None:
    change = RosterChange()
    away = [DaysAway(2, "p-ada", *map(date.fromisoformat, row)) for row in rows]
    harbour = team("harbour", "p-ada 2025-01-01", "p-zoe 2025-01-01", absences=known)

    add_absences(away, {"harbour": harbour}, change, as_of=AS_OF)

    cuts = [EntryEnd("harbour", "p-ada", cut[0], date.fromisoformat(cut[1]))] if cut else []
    assert change.absence_cuts == cuts
    assert [note.split(" in the table")[0] for note in change.notes] == (
        [f"the leave of p-ada from 2026-10-19 ends on {cut[1]}"] if cut else []
    )
    assert change.counts() == "1 absence shortened" or not cut


def test_a_calendar_shortens_no_leave() -> None:
    change = RosterChange()
    away = [DaysAway(0, "p-ada", date(2026, 10, 19), date(2026, 10, 23))]

    add_absences(away, {"harbour": team("harbour", "p-ada 2025-01-01", absences=(LEAVE,))}, change)

    assert change == RosterChange()


def test_leave_with_a_later_end_goes_on_in_its_entry() -> None:
    change = RosterChange()
    away = [DaysAway(2, "p-ada", date(2026, 10, 19), date(2027, 2, 28))]

    add_absences(away, {"harbour": team("harbour", "p-ada 2025-01-01", absences=(LEAVE,))}, change)

    assert change.absences == [
        NewEntry("harbour", "p-ada", date(2027, 1, 16), date(2027, 2, 28), 2, extends=0)
    ]
    assert change.counts() == "1 absence extended"


def test_a_leader_is_away_from_the_team_they_lead_too() -> None:
    change = RosterChange()
    away = DaysAway(2, "p-lea", date(2026, 12, 1), None)
    add_absences([away], {"harbour": HARBOUR}, change)

    assert change.absences == [NewEntry("harbour", "p-lea", date(2026, 12, 1), None, 2)]


def test_of_one_team_only_no_other_roster_is_changed() -> None:
    teams = {name: team(name, "p-ada 2025-01-01") for name in ("harbour", "quay")}
    change = RosterChange()

    add_absences([JULY, DaysAway(3, "p-zoe", JULY.first, JULY.last)], teams, change, only="quay")

    assert ([absence.team for absence in change.absences], change.notes) == (["quay"], [])


def test_days_after_a_membership_are_no_absence() -> None:
    change = RosterChange()
    add_absences([JULY], {"harbour": team("harbour", "p-ada 2025-01-01 2026-05-31")}, change)

    assert change == RosterChange()


CROWDS = {
    "a third": (3, 1, None),
    "more than a third": (3, 2, (2, 3)),
    "all of it": (2, 2, (2, 2)),
    "the only member": (1, 1, (1, 1)),
    "a few of many": (12, 4, None),
    "five of twelve": (12, 5, (5, 12)),
}


@pytest.mark.parametrize(("size", "absent", "crowd"), CROWDS.values(), ids=CROWDS)
def test_leave_of_more_than_a_third_is_set_apart(
    size: int, absent: int, crowd: tuple[int, int] | None
) -> None:
    rosters = {"harbour": team("harbour", *(f"p-m{at} 2025-01-01" for at in range(size)))}
    change = RosterChange()
    add_absences((DaysAway(at, f"p-m{at}", JULY.first, JULY.last) for at in range(absent)), rosters, change)

    found = many_away(rosters, change)

    assert [(one.number, one.members) for one in found] == ([crowd] if crowd else [])


def test_leave_one_after_the_other_is_no_crowd() -> None:
    rosters = {"harbour": team("harbour", *(f"p-m{at} 2025-01-01" for at in range(3)))}
    change = RosterChange()
    spans = (DaysAway(at, f"p-m{at}", date(2026, at + 1, 1), date(2026, at + 1, 28)) for at in range(3))
    add_absences(spans, rosters, change)

    assert many_away(rosters, change) == []

"""Everybody's leader is their manager, whatever departments say; and nobody leads who manages nobody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.managers import reporting_lines
from checks.imports.people_rows import PersonRow, known_people
from checks.imports.team_structure import KnownTeams, TeamStructure, team_structure
from checks.model.team import Team
from tests.support.examples import examples

AS_OF = date(2026, 11, 20)


def row(line: int, words: str, last: date | None = None) -> PersonRow:
    """Return a row: `person team manager`, with `-` for nothing and the person's id for a name."""
    person, team, manager = ("" if word == "-" else word for word in words.split())
    name = person.removeprefix("p-").title() + " Berg"
    return PersonRow(
        line, person, name, f"{person}@example.org", team, manager.replace("_", " "), date(2020, 1, 1), last
    )


def built(*rows: str, known: KnownTeams | None = None) -> TeamStructure:
    read = [row(line, words) for line, words in enumerate(rows, start=2)]
    lines, bad = reporting_lines(read, known_people({}, []), AS_OF)
    structure = team_structure(lines, known or KnownTeams(), AS_OF)
    structure.bad += bad
    return structure


def shown(structure: TeamStructure) -> dict[str, tuple[str, str, list[str]]]:
    """Return leader, team above and members of each team."""
    return {
        team: (planned.leader, planned.above, [stay.person for stay in structure.stays if stay.team == team])
        for team, planned in structure.teams.items()
    }


CHAIN = (
    "p-alma Board -",
    "p-bea Board p-alma",
    "p-cai Board p-alma",
    "p-dov Yard p-bea",
    "p-eli Yard p-dov",
    "p-fay Yard p-dov",
)


def test_a_head_is_a_member_of_their_managers_team() -> None:
    structure = built(*CHAIN)

    assert shown(structure) == {
        "board": ("p-alma", "", ["p-bea", "p-cai"]),
        "yard": ("p-dov", "yard-p-bea", ["p-eli", "p-fay"]),
        "yard-p-bea": ("p-bea", "board", ["p-dov"]),
    }
    assert structure.notes == [
        "p-alma has no manager in the table, so p-alma isn't a member of any team and has no leader"
    ]


def test_a_manager_of_heads_of_two_departments_has_a_team() -> None:
    rows = (*CHAIN, "p-gil Mill p-bea", "p-hal Mill p-gil")

    assert shown(built(*rows))["team-p-bea"] == ("p-bea", "board", ["p-dov", "p-gil"])


@pytest.mark.parametrize(
    "manager", ["p-dov", "p-dov@example.org", "Dov_Berg", "Berg,_Dov", "Berg_Dov", "DOV_BERG_(p-dov)"]
)
def test_a_manager_is_known_by_id_address_or_name(manager: str) -> None:
    assert shown(built("p-dov Yard -", f"p-eli Yard {manager}"))["yard"][0] == "p-dov"


def test_a_manager_alone_in_a_department_leads_it() -> None:
    rows = (
        "p-alma Pilotage -",
        "p-bea Yard p-alma",
        "p-cai Yard p-bea",
        "p-dov Mill p-alma",
        "p-eli Mill p-dov",
    )

    assert shown(built(*rows))["pilotage"] == ("p-alma", "", ["p-bea", "p-dov"])


def test_without_departments_teams_are_by_manager() -> None:
    structure = built("p-alma - -", "p-bea - p-alma", "p-cai - p-bea")

    assert shown(structure) == {
        "team-p-alma": ("p-alma", "", ["p-bea"]),
        "team-p-bea": ("p-bea", "team-p-alma", ["p-cai"]),
    }


def test_a_deputy_inside_a_department_keeps_their_own_reports() -> None:
    structure = built("p-dov Yard -", "p-eli Yard p-dov", "p-fay Yard p-dov", "p-gil Yard p-eli")

    assert shown(structure) == {
        "yard": ("p-dov", "", ["p-eli", "p-fay"]),
        "yard-p-eli": ("p-eli", "yard", ["p-gil"]),
    }


def test_who_reports_elsewhere_is_with_their_manager() -> None:
    structure = built(
        "p-dov Yard -", "p-eli Yard p-dov", "p-gil Mill -", "p-hal Mill p-gil", "p-ivo Yard p-gil"
    )

    assert shown(structure)["mill"][2] == ["p-hal", "p-ivo"]


def test_a_second_job_is_a_second_membership() -> None:
    structure = built("p-dov Yard -", "p-eli Yard p-dov", "p-gil Mill -", "p-eli Mill p-gil")

    assert (shown(structure)["yard"][2], shown(structure)["mill"][2]) == (["p-eli"], ["p-eli"])


REFUSED = {
    "a manager in no row": (
        ("p-dov Yard -", "p-eli Yard p-dov", "p-fay Yard Zoe_Ek"),
        4,
        "its manager is in no row",
    ),
    "a name of two people": (
        ("p-dov Yard -", "p-eli Yard p-dov", "p-Dov Yard p-dov", "p-fay Yard Dov_Berg"),
        5,
        "its manager's name is that of several people (lines 2 and 4)",
    ),
    "no team at all": (("p-dov Yard -", "p-eli Yard p-dov", "p-fay - -"), 4, "it names neither a team nor"),
}


@pytest.mark.parametrize(("rows", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_a_manager_who_is_not_clear_is_refused(rows: tuple[str, ...], line: int, words: str) -> None:
    bad = built(*rows).bad

    assert [(one.line, words in one.why) for one in bad] == [(line, True)]


def test_managers_in_a_circle_are_refused() -> None:
    bad = built("p-dov Yard p-eli", "p-eli Yard p-dov", "p-fay Yard p-dov").bad

    assert [one.line for one in bad] == [2, 3]


def test_who_manages_themselves_is_at_the_top() -> None:
    assert shown(built("p-dov Yard p-dov", "p-eli Yard p-dov"))["yard"] == ("p-dov", "", ["p-eli"])


def test_a_department_whose_manager_is_unknown_has_no_leader() -> None:
    structure = built("p-eli Yard Zoe_Ek", "p-fay Yard Zoe_Ek")

    assert shown(structure) == {"yard": ("", "", ["p-eli", "p-fay"])}
    assert structure.notes == [
        "2 rows have a manager who isn't in the table, so their teams have no leader (lines 2, 3)"
    ]


def test_a_manager_who_has_left_leads_nobody() -> None:
    read = [row(2, "p-dov Yard -", date(2026, 1, 31)), row(3, "p-eli Yard p-dov")]
    lines, _ = reporting_lines(read, known_people({}, []), AS_OF)

    assert team_structure(lines, KnownTeams(), AS_OF).teams["yard"].leader == ""


def roster(team: str, name: str, leader: str, *members: str) -> Team:
    entries = [{"person": member, "from": "2020-01-01"} for member in members]
    leaders = [{"person": leader, "from": "2020-01-01"}]
    return Team.model_validate(
        {"schema": "1", "id": team, "name": name, "leaders": leaders, "members": entries}
    )


def test_the_same_people_under_another_name_are_the_same_team() -> None:
    known = KnownTeams({"yard": roster("yard", "Yard", "p-dov", "p-eli", "p-fay")})

    structure = built("p-dov Wharf -", "p-eli Wharf p-dov", "p-fay Wharf p-dov", known=known)

    assert shown(structure) == {"yard": ("p-dov", "", ["p-eli", "p-fay"])}
    assert (
        "team 'Wharf' of the table has most of the people of yard, so it is read as that team's new name"
        in structure.notes
    )


def test_an_id_that_another_team_has_is_not_taken() -> None:
    known = KnownTeams({"yard": roster("yard", "Boats", "p-zoe", "p-yan")})

    assert set(built("p-dov Yard. -", "p-eli Yard. p-dov", known=known).teams) == {"yard-2"}


@pytest.mark.parametrize("label", ["yard", "Yard", "dock", "The Yard"])
def test_a_team_is_known_by_id_name_former_id_and_label(label: str) -> None:
    known = KnownTeams({"yard": roster("yard", "Yard", "p-dov")}, {"dock": "yard"}, {"The Yard": "yard"})

    assert known.id_of(label) == "yard"


trees = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["Yard", "Mill", "Dock", "-"])), min_size=1, max_size=25
)


@examples(60, 600)
@given(trees)
def test_each_members_leader_is_their_manager(people: list[tuple[int, str]]) -> None:
    """The first is at the top; everybody else's manager is somebody before them."""
    managers = {f"p-{at:02}": f"p-{boss % at:02}" if at else "-" for at, (boss, _) in enumerate(people)}
    structure = built(*(f"p-{at:02} {team} {managers[f'p-{at:02}']}" for at, (_, team) in enumerate(people)))

    leaders = {team: planned.leader for team, planned in structure.teams.items()}
    homes = {stay.person: stay.team for stay in structure.stays}
    reports = {person for person, manager in managers.items() if manager != "-"}
    assert {person: leaders[homes[person]] for person in reports} == {
        person: managers[person] for person in reports
    }
    for planned in structure.teams.values():
        manager = managers.get(planned.leader, "-")
        assert (leaders.get(planned.above, "-") or "-") == manager

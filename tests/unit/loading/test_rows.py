"""A team as rows and back: judged as from its files, whatever carries the rows."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.engine.carried_clocks import ClockLeft
from checks.loading.repository import open_repository
from checks.loading.table_rows import Row, Value, read_team_rows, team_rows
from checks.run.checking import run_check
from checks.run.judging import CountBy, JudgementDates, carried_clocks_of, case_under, team_counts
from tests.support.building import lay
from tests.support.oracle.cases import files, random_case
from tests.support.oracle.comparing import BY, features_of, size_of, unit_of

if TYPE_CHECKING:
    from pathlib import Path

    from checks.engine.carried_clocks import CarriedClocks
    from checks.engine.counts import CountKey, Counts
    from checks.loading.team_files import TeamFiles
    from checks.model.touchpoint_log import Log


def without_days(carried: CarriedClocks) -> CarriedClocks:
    """Return carried clocks as rows have them: without the days that were in time, which no count needs."""
    return {
        arrival: {service: ClockLeft(*clock[:4]) for service, clock in clocks.items()}
        for arrival, clocks in carried.items()
    }


def text_of(log: Log) -> list[list[str]]:
    days = [day.isoformat() for day in log.days]
    return [days, log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged]


@pytest.mark.parametrize("seed", range(1000, 1020))
def test_a_team_has_the_same_counts_out_of_rows_and_files(tmp_path: Path, seed: int) -> None:
    case, unit = random_case(seed, features=features_of(seed), size=size_of(seed)), unit_of(seed)
    repository = open_repository(lay(tmp_path, files(case)))
    days = JudgementDates(case.as_of, case.as_of, case.as_of)

    found: dict[CountKey, Counts] = {}
    for team in repository.teams():
        above = repository.leaders_of(team.team.part_of if team.team else None)
        carried = carried_clocks_of(repository, team, days)
        rows = team_rows(team, above, carried)
        back, leaders, clocks = read_team_rows(team.id, rows, text_of(team.log))
        assert clocks == without_days(carried)
        judged = case_under(repository.policy, back, leaders, days, clocks)
        assert judged
        found |= team_counts(judged, BY, unit)

    assert found == run_check(repository, days, count_by=CountBy(BY, unit)).counts


TERMS = '{"from": "2026-01-01", "note": "she is ill"}'
TEAM: dict[str, Value] = {"team": "harbour"}
STAY: dict[str, Value] = {"person": "p-new", "from": date(2026, 1, 1)}
WAIVER: dict[str, Value] = {
    "id": "w-1",
    "service": "one-on-one",
    "member": "p-new",
    "from": date(2026, 1, 1),
    "to": date(2026, 2, 1),
    "reason": "reorganisation",
    "approved_by": "p-grace",
}
CLOCK = (
    "SCH009 members: members, clocks: not a valid value. Write the id of a service and four numbers of days"
)
ID = "not a valid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter"
REASONS = "not a valid value. Write one of agreed-pause, reorganisation, secondment, data-gap"
WHO = "this looks like a name or an address. Use an id instead, for example p-ann"
NOTHING: list[list[str]] = [[]] * 7


def told(files: TeamFiles) -> list[str]:
    """Return what is wrong with a team's rows, each with its code and table."""
    return [f"{one.code} {one.problem.place.path}: {one.problem.message}" for one in files.faults]


@pytest.mark.parametrize(
    ("rosters", "words"),
    [
        ({}, ["SCH009 teams: the table teams has no row for this team. Write exactly 1"]),
        (
            {"teams": [TEAM, TEAM]},
            ["SCH009 teams: the table teams has 2 rows for this team. Write exactly 1"],
        ),
        (
            {"teams": [TEAM | {"unread": True}]},
            [
                "SCH009 teams: its files could not be read when the tables were written. Fix them and export again"
            ],
        ),
        ({"teams": [TEAM | {"formerly": ["Old Port"]}]}, [f"SCH005 teams: teams, formerly: {ID}"]),
        *(
            ({"members": [STAY | {"clocks": [text]}]}, [CLOCK])
            for text in (
                "one-on-one 42 7 49",
                "one-on-one 42 7 41 14",
                "one-on-one 0 7 0 7",
                "Ada 42 7 49 14",
            )
        ),
        (
            {"agreements": [{"service": "one-on-one", "terms": TERMS}]},
            [
                "PRV002 agreements: agreements, names, notes and reasons are not allowed here. Remove this column or key",
                "SCH004 agreements: agreements, `agreed_on` is missing. Add it",
                "SCH004 agreements: agreements, `agreed_with` is missing. Add it",
                "SCH004 agreements: agreements, `record` is missing. Add it",
                "SCH004 agreements: agreements, `review_by` is missing. Add it",
            ],
        ),
        (
            {"agreements": [{"service": "A B", "terms": "["}, {"service": None, "terms": None}]},
            [
                "SCH009 agreements: agreements, terms: the file is a list. Write `key: value` lines instead",
                f"SCH009 agreements: agreements, service: {ID}",
                "SCH009 agreements: agreements, terms: the file is empty. Write `key: value` lines, starting with `schema: 1`",
                f"SCH009 agreements: agreements, service: {ID}",
            ],
        ),
        (
            {
                "givers": [
                    STAY | {"role": "boss"},
                    STAY | {"role": "leader", "person": "Old Port"},
                    STAY | {"role": "coach", "from": None},
                    STAY | {"role": "leaders-leader", "to": date(2025, 1, 1)},
                ]
            },
            [
                "SCH009 givers: givers, role: not a valid value. Write one of leader, coach, leaders-leader",
                f"PRV001 givers: givers, person: {WHO}",
                "SCH004 givers: givers, `from` is missing. Add it",
                "SCH011 givers: givers, `to` (2025-01-01) is before `from` (2026-01-01). Correct one of the two dates",
            ],
        ),
        (
            {"members": [STAY, STAY | {"from": date(2026, 2, 1)}]},
            ["SCH011 members: this membership overlaps another one of the same person. Correct the dates"],
        ),
        (
            {"members": [STAY | {"owed": ["One"]}, STAY | {"name": "Port"}]},
            [
                f"SCH005 members: members, owed: {ID}",
                "PRV002 members: members, names, notes and reasons are not allowed here. Remove this column or key",
            ],
        ),
        ({"absences": [STAY | {"person": "x"}]}, [f"SCH005 absences: absences, person: {ID}"]),
        (
            {"waivers": [WAIVER, WAIVER]},
            ["SCH009 waivers: waivers, id: another waiver has the same id. Choose a different id"],
        ),
        (
            {"waivers": [WAIVER | {"approved_by": "Old Port", "reason": "she is ill"}]},
            [
                f"SCH005 waivers: waivers, reason: {REASONS}",
                f"PRV001 waivers: waivers, approved_by: {WHO}",
            ],
        ),
    ],
)
def test_faults_are_told_by_column_without_the_value(rosters: dict[str, list[Row]], words: list[str]) -> None:
    teams: dict[str, list[Row]] = {"teams": [TEAM]} if rosters else {}

    files, above, _ = read_team_rows("harbour", teams | rosters, NOTHING)

    assert told(files) == words
    assert files.unread
    assert above == ()


@pytest.mark.parametrize(
    ("team", "words"),
    [
        ("", ["SCH009 teams: these rows have no team. Fill in the column `team`"]),
        ("A B", [f"SCH009 teams: teams, team: {ID}"]),
    ],
)
def test_a_team_without_a_good_id_is_unread(team: str, words: list[str]) -> None:
    files, _, _ = read_team_rows(team, {"teams": [TEAM]}, NOTHING)

    assert told(files) == words
    assert (files.id, files.team, files.unread) == (team, None, True)


def test_faults_of_touchpoints_are_told_once_a_column() -> None:
    days = ["2026-11-02", "yesterday", "2026-11-03"]
    log = [
        days,
        ["one-on-one"] * 3,
        ["Ada L", "p-new", "Ada L"],
        *([word] * 3 for word in ("p-grace", "outbound", "held", "")),
    ]

    files, _, _ = read_team_rows("harbour", {"teams": [TEAM]}, log)

    assert told(files) == [
        "SCH009 touchpoints: touchpoints, date: not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31",
        f"SCH009 touchpoints: touchpoints, member: {WHO}",
    ]
    assert files.unread


def test_a_team_comes_back_out_of_its_rows_as_it_was() -> None:
    rosters: dict[str, list[Row]] = {
        "teams": [TEAM | {"formerly": ["port"], "logs_from": date(2026, 1, 5)}],
        "members": [
            STAY | {"person": "p-ada", "to": date(2026, 3, 1), "group": "probation", "owed": ["one-on-one"]},
            STAY | {"person": "p-mia", "owed": []},
            STAY | {"person": "p-new", "owed": None},
        ],
        "givers": [
            STAY | {"role": "leader", "person": "p-grace"},
            STAY | {"role": "coach", "person": "p-lin", "to": date(2026, 6, 1)},
            STAY | {"role": "leaders-leader", "person": "p-boss"},
        ],
        "absences": [STAY | {"person": "p-mia", "to": date(2026, 1, 9)}],
        "waivers": [WAIVER],
        "agreements": [
            {"service": "one-on-one", "terms": json.dumps(AGREED | {"from": "2026-07-01", "may_miss": 1})},
            {"service": "one-on-one", "terms": json.dumps(AGREED)},
        ],
    }

    files, above, _ = read_team_rows("harbour", rosters, NOTHING)

    assert told(files) == []
    assert not files.unread
    assert above
    assert [one.person for one in above] == ["p-boss"]
    back = team_rows(files, above, {})
    assert {table: [clean(row) for row in rows] for table, rows in back.items() if table != "agreements"} == {
        table: [clean({**row, "team": "harbour"}) for row in rows]
        for table, rows in rosters.items()
        if table != "agreements"
    }
    assert [json.loads(str(row["terms"]))["from"] for row in back["agreements"]] == [
        "2026-01-01",
        "2026-07-01",
    ]
    assert json.loads(str(back["agreements"][1]["terms"]))["may_miss"] == 1


AGREED: dict[str, object] = {
    "from": "2026-01-01",
    "agreed_on": "2025-12-04",
    "agreed_with": ["members", "leaders"],
    "record": "https://git.example.org/pulls/1",
    "review_by": "2026-12-31",
}


def clean(row: Row) -> dict[str, Value]:
    """Return a row without what is not written, and what says that all could be read."""
    return {key: value for key, value in row.items() if value is not None and value is not False}


def test_an_unreadable_team_has_one_row_that_says_so() -> None:
    files, _, _ = read_team_rows("harbour", {}, NOTHING)

    assert team_rows(files, (), {}) == {"teams": [{"team": "harbour", "unread": True, "above_unread": False}]}


def test_a_team_with_an_id_alone_is_read_and_owes_nothing() -> None:
    files, above, _ = read_team_rows("harbour", {"teams": [TEAM]}, NOTHING)

    assert not files.unread
    assert files.team
    assert files.team.members == ()
    assert above == ()


def test_unknown_leaders_above_are_not_the_same_as_nobody() -> None:
    _, above, _ = read_team_rows("harbour", {"teams": [TEAM | {"above_unread": True}]}, NOTHING)

    assert above is None

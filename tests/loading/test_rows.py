"""A team as rows and back: judged as from its files, whatever carries the rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.judge import Clock, case_under, coverage_by, team_counts
from checks.loading.repository import open_repository
from checks.loading.rows import Row, Value, read_rows, rows_of
from tests.building import lay
from tests.oracle.cases import files, random_case
from tests.oracle.comparing import BY, unit_of

if TYPE_CHECKING:
    from checks.coverage.counts import Counts, Key
    from checks.model.log import Log


def text_of(log: Log) -> list[list[str]]:
    days = [date.fromordinal(day).isoformat() for day in log.days]
    return [days, log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged]


@pytest.mark.parametrize("seed", range(1000, 1020))
def test_a_team_out_of_its_rows_has_the_counts_it_has_out_of_its_files(tmp_path: Path, seed: int) -> None:
    case, unit = random_case(seed), unit_of(seed)
    repository = open_repository(lay(tmp_path, files(case)))
    days = Clock(case.as_of, case.as_of, case.as_of)

    found: dict[Key, Counts] = {}
    for team in repository.teams():
        above = repository.leaders_of(team.team.part_of if team.team else None)
        back, leaders = read_rows(team.id, rows_of(team, above), text_of(team.log))
        judged = case_under(repository.policy, back, leaders, days)
        assert judged
        found |= team_counts(judged, BY, unit)

    assert found == coverage_by(repository, days, BY, unit)[0]


TERMS = '{"from": "2026-01-01", "note": "she is ill"}'
TEAM: dict[str, Value] = {"team": "harbour"}


@pytest.mark.parametrize(
    ("rosters", "told"),
    [
        ({}, ["teams has no row for it"]),
        ({"teams": [TEAM, TEAM]}, ["teams has 2 rows for it"]),
        ({"teams": [TEAM | {"unread": True}]}, ["its files could not be read when the tables were written"]),
        ({"teams": [TEAM | {"formerly": ["Old Port"]}]}, ["teams, formerly: an id is"]),
        ({"teams": [TEAM], "agreements": [{"service": "one-on-one", "terms": TERMS}]}, ["agreements, "]),
    ],
)
def test_what_is_wrong_is_told_by_table_and_column_and_the_value_is_not_repeated(
    rosters: dict[str, list[Row]], told: list[str]
) -> None:
    files, _ = read_rows("harbour", rosters, [[]] * 7)

    words = [fault.problem.message for fault in files.faults]
    assert files.unread
    assert all(word.startswith(start) for word, start in zip(words, told, strict=False))
    assert not [word for word in words if "ill" in word.split() or "Port" in word]


def test_a_team_of_which_nothing_but_its_id_is_said_is_read_and_owes_nothing() -> None:
    files, above = read_rows("harbour", {"teams": [TEAM]}, [[]] * 7)

    assert not files.unread
    assert files.team
    assert files.team.members == ()
    assert above == ()


def test_where_the_leaders_above_are_not_known_they_are_none_and_not_nobody() -> None:
    _, above = read_rows("harbour", {"teams": [TEAM | {"above_unread": True}]}, [[]] * 7)

    assert above is None

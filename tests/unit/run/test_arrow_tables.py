"""Tables out of a repository, and counts out of tables, by what a worker runs: no cluster is needed for that."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from checks.loading.repository import open_repository
from checks.model.cluster_tables import TABLES
from checks.run.arrow_tables import schema_of
from checks.run.parquet import Sizes, write_tables
from tests.support.building import AS_OF, HARBOUR, Files, base, lay
from tests.support.describing import described
from tests.support.examples import examples
from tests.support.grouping import BY, BY_GROUP, by_files, by_group, with_rows
from tests.support.oracle.cases import files, random_case
from tests.support.oracle.comparing import features_of, size_of, unit_of
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE_DAY = date(2026, 11, 20)


def tables_of(folder: Path, laid: Files) -> Path:
    """Lay a repository and write its tables beside it."""
    write_tables(open_repository(lay(folder / "repository", laid)), folder / "tables")
    return folder / "tables"


@pytest.mark.parametrize("by", [BY, BY_GROUP], ids=["members and teams", "groups"])
def test_the_example_has_the_same_integers_out_of_tables(tmp_path: Path, by: frozenset[str]) -> None:
    repository = open_repository(ROOT)

    written = write_tables(repository, tmp_path / "tables")

    sums, unread = by_group(tmp_path / "tables", repository.policy, EXAMPLE_DAY, by=by)
    assert (sums, tuple(unread)) == by_files(repository, EXAMPLE_DAY, by=by)
    assert written.teams == len(repository.team_ids)
    assert sum(counts.due for counts in sums.values()) > 1000
    assert {key.group for key in sums} == ({None} if by == BY else {None, "remote", "part-time"})


@examples(5, 30)
@given(seed=st.integers(0, 10**6))
def test_any_organisation_has_the_same_integers_out_of_tables(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    drawn, unit = random_case(seed, features=features_of(seed), size=size_of(seed)), unit_of(seed)
    case, _ = described(drawn, Random(seed))
    folder = tmp_path_factory.mktemp("case")
    laid: Files = dict(files(case))
    repository = open_repository(lay(folder / "repository", laid))

    write_tables(repository, folder / "tables")

    for by in (BY, BY_GROUP):
        sums, unread = by_group(folder / "tables", repository.policy, case.as_of, unit, by)
        assert (sums, tuple(unread)) == by_files(repository, case.as_of, unit, by)


def test_tables_have_the_documented_columns_and_types(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, base())

    assert {one.name for one in tables.iterdir()} == set(TABLES)
    for table in TABLES:
        assert pq.read_schema(tables / table / "part-00000.parquet") == schema_of(table)


def test_a_long_table_in_several_files_loses_nothing(tmp_path: Path) -> None:
    repository = open_repository(ROOT)

    written = write_tables(repository, tmp_path / "tables", Sizes(10, 20))

    parts = sorted((tmp_path / "tables/touchpoints").iterdir())
    assert len(parts) > 3
    assert sum(pq.read_metadata(one).num_rows for one in parts) == written.touchpoints
    sums, unread = by_group(tmp_path / "tables", repository.policy, EXAMPLE_DAY)
    assert (sums, tuple(unread)) == by_files(repository, EXAMPLE_DAY)


REFUSED = [
    ("date", "1999-12-31"),
    ("service", "One-on-one"),
    ("service", ""),
    ("member", "Ada Lovelace"),
    ("member", "ada@northlight.example"),
    ("given_by", "=1+1"),
    ("initiative", "sideways"),
    ("initiative", ""),
    ("state", "hold"),
    ("acknowledged", "maybe"),
]
ROW = {
    "date": "2026-11-02",
    "service": "one-on-one",
    "member": "p-ada",
    "given_by": "p-grace",
    "initiative": "outbound",
    "state": "held",
    "acknowledged": "",
}


@pytest.mark.parametrize(("column", "value"), REFUSED)
def test_a_row_that_is_refused_in_a_file_is_refused_in_a_table(
    column: str, value: str, tmp_path: Path
) -> None:
    tables = tables_of(tmp_path, base())
    row = ROW | {column: value}
    changed = base()
    log = f"{HARBOUR}/touchpoints/2026-Q4.csv"
    changed[log] = f"{changed[log]!s}{','.join(row.values())},\n"
    in_files = open_repository(lay(tmp_path / "changed", changed))

    with_rows(tables, "touchpoints", row | {"team": "harbour", "date": date.fromisoformat(row["date"])})

    sums, unread = by_group(tables, in_files.policy, AS_OF)
    assert (sums, tuple(unread)) == by_files(in_files, AS_OF)
    assert unread["harbour"].startswith(f"touchpoints, {column}: ")
    assert not value or value not in unread["harbour"]


FAR = 4_000_000
"""A day of the year 12921: Arrow has it, and no calendar of Python's."""

STAY = {"team": "harbour", "person": "p-new", "from": date(2026, 1, 1)}
ROWS = [
    ("members", STAY | {"person": "Ada Lovelace"}, "members, person: "),
    ("members", STAY | {"person": None}, "members, `person` is missing"),
    ("members", STAY | {"from": None}, "members, `from` is missing"),
    ("members", STAY | {"to": date(2025, 1, 1)}, "members, `to` (2025-01-01) is before"),
    ("members", STAY | {"from": date(1999, 1, 1)}, "members, from: the year 1999 is not between"),
    ("members", STAY | {"from": FAR}, "members, from: not a valid date. Write it as YYYY-MM-DD"),
    ("members", STAY | {"owed": ["One"]}, "members, owed: "),
    ("members", STAY | {"described_as": ["remote"]}, "members, described_as: not a valid value"),
    (
        "members",
        STAY | {"described_as": ["remote 2026-13-01"]},
        "members, from: 2026-13-01 is not in the calendar",
    ),
    ("members", STAY | {"person": "p-ada"}, "this membership overlaps another"),
    (
        "givers",
        STAY | {"role": "boss"},
        "givers, role: not a valid value. Write one of leader, coach, leaders-leader",
    ),
    ("givers", STAY | {"role": None}, "givers, role: not a valid value"),
    ("absences", STAY | {"person": "x"}, "absences, person: not a valid id"),
    ("waivers", STAY | {"id": "w-1"}, "waivers, `service` is missing"),
    ("agreements", {"team": "harbour", "service": "one-on-one", "terms": "{"}, "agreements, terms: "),
    ("agreements", {"team": "harbour", "service": "one-on-one"}, "agreements, terms: the file is empty"),
    (
        "agreements",
        {"team": "harbour", "service": "A B", "terms": '{"x": 1}'},
        "agreements, service: not a valid id",
    ),
    ("teams", {"team": "harbour"}, "the table teams has 2 rows for this team. Write exactly 1"),
    ("touchpoints", {**ROW, "team": "harbour", "date": FAR}, "touchpoints, date: not a valid date"),
    ("touchpoints", {**ROW, "team": "harbour", "date": None}, "touchpoints, date: not a valid date"),
]


@pytest.mark.parametrize(("table", "row", "told"), ROWS)
def test_a_refused_row_of_a_roster_leaves_its_team_unread(
    table: str, row: dict[str, object], told: str, tmp_path: Path
) -> None:
    tables = tables_of(tmp_path, base())
    policy = open_repository(tmp_path / "repository").policy
    before, _ = by_group(tables, policy, AS_OF)

    with_rows(tables, table, row)

    sums, unread = by_group(tables, policy, AS_OF)
    assert sums == {key: counts for key, counts in before.items() if key.team != "harbour"}
    assert list(unread) == ["harbour"]
    assert told in unread["harbour"]
    assert "p-ada" not in unread["harbour"]
    assert "Lovelace" not in unread["harbour"]


def test_rows_without_a_team_of_theirs_are_never_passed_over(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, base())
    day = {**ROW, "date": date(2026, 11, 2)}

    with_rows(tables, "touchpoints", day, day | {"team": "port"}, day | {"team": "Ada Lovelace"})

    _, unread = by_group(tables, open_repository(tmp_path / "repository").policy, AS_OF)
    assert unread["port"] == "the table teams has no row for this team. Write exactly 1"
    assert unread[""] == "these rows have no team. Fill in the column `team`"
    assert "not a valid id" in unread["Ada Lovelace"]


def test_a_team_that_cannot_be_read_is_unread_in_the_tables_too(tmp_path: Path) -> None:
    laid = base()
    laid["data/teams/quay/team.yaml"] = "schema: 1\nid: quay\nname: [Quay\n"
    repository = open_repository(lay(tmp_path / "repository", laid))

    written = write_tables(repository, tmp_path / "tables")

    sums, unread = by_group(tmp_path / "tables", repository.policy, AS_OF)
    assert written.unread == ("quay",)
    assert [fault.code for fault in written.faults] == ["SCH002"]
    assert (sums, tuple(unread)) == by_files(repository, AS_OF)
    assert unread == {
        "quay": "its files could not be read when the tables were written. Fix them and export again"
    }


def test_terms_of_a_team_s_own_are_json_that_says_the_same(tmp_path: Path) -> None:
    tables = tmp_path / "tables"

    write_tables(open_repository(ROOT), tables)

    terms = [json.loads(one) for one in pq.read_table(tables / "agreements").column("terms").to_pylist()]
    assert terms
    assert all({"from", "agreed_on", "agreed_with", "record", "review_by"} <= set(one) for one in terms)

"""Spark on two cores beside the single machine: every integer is the same."""

from __future__ import annotations

import shutil
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks import organisation
from checks.loading.repository import Repository, open_repository
from checks.model.cadences import PeriodUnit
from checks.model.cluster_tables import TABLES
from checks.model.errors import UnusableFileError
from tests.functional.test_cluster_commands import PAGE
from tests.support.building import AS_OF, Files, base, lay
from tests.support.describing import PART_TIME, REMOTE, described
from tests.support.oracle.cases import files, random_case
from tests.support.oracle.comparing import features_of, size_of, unit_of
from tests.support.spark import missing, started

if missing():
    pytest.skip(missing(), allow_module_level=True)

import pyarrow.parquet as pq

from checks.run.parquet import Sizes, write_tables
from checks.run.spark import collect_counts, spark_coverage
from tests.support.following import BLOCK
from tests.support.grouping import BY, BY_GROUP, by_files, with_rows
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession


EXAMPLE_DAY = date(2026, 11, 20)
SEEDS = (*range(4), 6, 7, 11, 14)
BY_BOTH = pytest.mark.parametrize(
    ("by", "groups"),
    [
        pytest.param(BY, {None}, id="members and teams"),
        pytest.param(BY_GROUP, {None, REMOTE, PART_TIME}, id="groups"),
    ],
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with started(tmp_path_factory.mktemp("spark")) as session:
        yield session


def tables_of(folder: Path, repository: Repository) -> Path:
    write_tables(repository, folder / "tables", Sizes(100, 1000))
    return folder / "tables"


@BY_BOTH
def test_the_example_has_the_same_integers(
    spark: SparkSession, tmp_path: Path, by: frozenset[str], groups: set[str | None]
) -> None:
    repository = open_repository(ROOT)
    tables = tables_of(tmp_path, repository)

    sums, unread = collect_counts(spark_coverage(spark, str(tables), repository.policy, EXAMPLE_DAY, [*by]))

    assert (sums, tuple(unread)) == by_files(repository, EXAMPLE_DAY, by=by)
    assert sum(counts.due for counts in sums.values()) > 1000
    assert {key.group for key in sums} == groups


def test_a_larger_organisation_has_the_same_integers(spark: SparkSession, tmp_path: Path) -> None:
    organisation.lay(tmp_path / "repository", 200)
    repository = open_repository(tmp_path / "repository")
    tables = tables_of(tmp_path, repository)

    sums, unread = collect_counts(
        spark_coverage(spark, str(tables), repository.policy, organisation.AS_OF, [*BY])
    )

    assert (sums, tuple(unread)) == by_files(repository, organisation.AS_OF)


@BY_BOTH
@pytest.mark.parametrize("seed", SEEDS)
def test_random_organisations_have_the_same_integers(
    spark: SparkSession, tmp_path: Path, seed: int, by: frozenset[str], groups: set[str | None]
) -> None:
    drawn, unit = random_case(seed, features=features_of(seed), size=size_of(seed)), unit_of(seed)
    case, _ = described(drawn, Random(seed))
    laid: Files = dict(files(case))
    repository = open_repository(lay(tmp_path / "repository", laid))
    tables = tables_of(tmp_path, repository)

    sums, unread = collect_counts(
        spark_coverage(spark, str(tables), repository.policy, case.as_of, [*by], unit)
    )

    assert (sums, tuple(unread)) == by_files(repository, case.as_of, unit, by)
    assert {key.group for key in sums} <= groups


def test_a_refused_team_is_unread_and_the_others_are_counted(spark: SparkSession, tmp_path: Path) -> None:
    repository = open_repository(lay(tmp_path / "repository", base()))
    tables = tables_of(tmp_path, repository)
    row = {"service": "one-on-one", "member": "p-ada", "initiative": "outbound", "state": "held"}
    with_rows(
        tables,
        "touchpoints",
        row | {"team": "harbour", "date": AS_OF, "state": "hold"},
        row | {"team": "port", "date": AS_OF},
        row | {"date": AS_OF},
    )

    sums, unread = collect_counts(spark_coverage(spark, str(tables), repository.policy, AS_OF, [*BY]))

    all_sums, _ = by_files(repository, AS_OF)
    assert sums == {key: counts for key, counts in all_sums.items() if key.team == "quay"}
    assert {team: why.partition(":")[0] for team, why in unread.items()} == {
        "": "these rows have no team. Fill in the column `team`",
        "harbour": "touchpoints, state",
        "port": "the table teams has no row for this team. Write exactly 1",
    }


def test_counts_may_be_asked_for_by_less_and_kept_as_a_table(spark: SparkSession, tmp_path: Path) -> None:
    repository = open_repository(lay(tmp_path / "repository", base()))
    tables = tables_of(tmp_path, repository)

    judged = spark_coverage(
        spark, str(tables), repository.policy, AS_OF, ("service", "period"), PeriodUnit.YEAR
    )
    judged.rows.write.parquet(str(tmp_path / "counts"))

    kept = pq.read_table(tmp_path / "counts").to_pylist()
    sums, _ = by_files(repository, AS_OF, PeriodUnit.YEAR)
    for row in kept:
        asked = (row["service"], row["period"])
        assert row["due"] == sum(one.due for key, one in sums.items() if (key.service, key.period) == asked)
    assert {(row["service"], row["period"]) for row in kept} == {(key.service, key.period) for key in sums}


def test_the_frames_of_the_page_are_the_counts_of_the_files(spark: SparkSession, tmp_path: Path) -> None:
    """The page's block for a notebook is run with its folders replaced by those of the test."""
    repository = open_repository(ROOT)
    tables_of(tmp_path, repository)
    blocks = [block["text"] for block in BLOCK.finditer(PAGE.read_text("utf-8")) if block["kind"] == "python"]
    (block,) = (text for text in blocks if "spark_coverage" in text)
    block = block.replace("hdfs:///leadership", str(tmp_path)).replace(
        '"playbook-repository"', repr(str(ROOT))
    )

    exec(block, {"spark": spark})  # noqa: S102 - the page is the project's own

    rows = pq.read_table(tmp_path / "coverage").to_pylist()
    keys = frozenset({"team", "service", "period"})
    sums, _ = by_files(repository, EXAMPLE_DAY, by=keys)
    assert {(row["team"], row["service"], row["period"]): row["due"] for row in rows} == {
        (key.team, key.service, key.period): counts.due for key, counts in sums.items()
    }


def test_the_frames_of_the_page_are_the_counts_of_files(spark: SparkSession, tmp_path: Path) -> None:
    """The page's block for a notebook is run, with its folders replaced by those of the test."""
    repository = open_repository(ROOT)
    tables_of(tmp_path, repository)
    blocks = [block["text"] for block in BLOCK.finditer(PAGE.read_text("utf-8")) if block["kind"] == "python"]
    (block,) = (text for text in blocks if "spark_coverage" in text)
    block = block.replace("hdfs:///leadership", str(tmp_path)).replace("playbook-repository", str(ROOT))

    exec(block, {"spark": spark})  # noqa: S102 - the page is the project's own

    rows = pq.read_table(tmp_path / "coverage").to_pylist()
    sums, _ = by_files(repository, EXAMPLE_DAY, by=frozenset({"team", "service", "period"}))
    assert {(row["team"], row["service"], row["period"]): row["due"] for row in rows} == {
        (key.team, key.service, key.period): counts.due for key, counts in sums.items()
    }


def without(table: Path, *columns: str) -> None:
    """Take columns out of a table."""
    rows = pq.read_table(table).drop_columns(list(columns))
    shutil.rmtree(table)
    table.mkdir()
    pq.write_table(rows, table / "part.parquet")


def as_text(table: Path, column: str) -> None:
    """Make a column of days one of text."""
    rows = pq.read_table(table)
    at = rows.schema.get_field_index(column)
    rows = rows.set_column(at, column, rows.column(column).cast("string"))
    shutil.rmtree(table)
    table.mkdir()
    pq.write_table(rows, table / "part.parquet")


def test_columns_that_a_table_may_do_without_may_be_missing(spark: SparkSession, tmp_path: Path) -> None:
    repository = open_repository(lay(tmp_path / "repository", base()))
    tables = tables_of(tmp_path, repository)
    for table, columns in TABLES.items():
        without(tables / table, *(column.name for column in columns if column.optional))

    sums, unread = collect_counts(spark_coverage(spark, str(tables), repository.policy, AS_OF, [*BY]))

    assert (sums, tuple(unread)) == by_files(repository, AS_OF)


def test_tables_of_another_kind_are_refused_in_one_line(spark: SparkSession, tmp_path: Path) -> None:
    repository = open_repository(lay(tmp_path / "repository", base()))
    tables = tables_of(tmp_path, repository)

    shutil.rmtree(tables / "waivers")
    lay(tables / "waivers", {"part-0.parquet": "no table\n"})
    with pytest.raises(UnusableFileError, match="waivers: this is not a Parquet table"):
        spark_coverage(spark, str(tables), repository.policy, AS_OF)
    shutil.rmtree(tables / "waivers")
    with pytest.raises(UnusableFileError, match="waivers: there is no such folder"):
        spark_coverage(spark, str(tables), repository.policy, AS_OF)

    as_text(tables / "absences", "to")
    with pytest.raises(UnusableFileError, match=r"absences: `to` has the type string\. It must be date"):
        spark_coverage(spark, str(tables), repository.policy, AS_OF)

    without(tables / "members", "from")
    with pytest.raises(UnusableFileError, match="members: there is no column `from`"):
        spark_coverage(spark, str(tables), repository.policy, AS_OF)

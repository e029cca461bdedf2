"""A cluster without one: the tables grouped by team in this process, each group handed to what a worker runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checks.engine.counts import FIELDS, CountKey, Counts
from checks.model.cadences import PeriodUnit
from checks.model.cluster_tables import TABLES, TOUCHPOINTS
from checks.run.arrow_tables import TABLE
from checks.run.checking import run_check
from checks.run.cluster_worker import KEYS, UNREAD, count_team_rows
from checks.run.judging import CountBy, JudgementDates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from checks.loading.policy import Policy
    from checks.loading.repository import Repository

BY = frozenset(KEYS) - {"group"}
"""All keys that count what a team receives as one too."""
BY_GROUP = frozenset(KEYS)
"""All keys: each group that describes members beside everybody, and what members receive alone."""
Found = tuple[dict[CountKey, Counts], tuple[str, ...]]
"""Counts by key, and the unread teams."""


def by_group(
    tables: Path,
    policy: Policy,
    as_of: date,
    unit: PeriodUnit = PeriodUnit.QUARTER,
    by: frozenset[str] = BY,
) -> tuple[dict[CountKey, Counts], dict[str, str]]:
    """Return the counts, and why each unread team is."""
    judge = count_team_rows(policy, JudgementDates(as_of, as_of, as_of), by, unit)
    sums, unread = {}, {}
    for key, touchpoints, rosters in groups(tables):
        for row in judge(key, touchpoints, rosters).to_pylist():
            if row[UNREAD] is not None:
                unread[row["team"]] = row[UNREAD]
            else:
                sums[CountKey(*(row[name] for name in KEYS))] = Counts(*(row[name] for name in FIELDS))
    return sums, unread


def groups(tables: Path) -> Iterator[tuple[tuple[pa.Scalar, ...], pa.Table, pa.Table]]:
    """Yield each team's key, touchpoints and other rows, as a cluster hands them over."""
    read = {table: pq.read_table(tables / table) for table in TABLES}
    log = read.pop(TOUCHPOINTS)
    rosters = pa.concat_tables(
        [
            rows.append_column(TABLE, pa.repeat(pa.scalar(table), rows.num_rows))
            for table, rows in read.items()
        ],
        promote_options="default",
    )
    teams = {*log.column("team").to_pylist(), *rosters.column("team").to_pylist()}
    for team in sorted(teams, key=lambda one: one or ""):
        key = pa.scalar(team, pa.string())
        yield (key,), _of(log, team), _of(rosters, team)


def _of(rows: pa.Table, team: str | None) -> pa.Table:
    column = rows.column("team")
    return rows.filter(pc.is_null(column) if team is None else pc.equal(column, team))


def by_files(
    repository: Repository, as_of: date, unit: PeriodUnit = PeriodUnit.QUARTER, by: frozenset[str] = BY
) -> Found:
    """Return what the single machine says."""
    dates = JudgementDates(as_of, as_of, as_of)
    judgement = run_check(repository, dates, count_by=CountBy(by, unit))
    return dict(judgement.counts), judgement.unread


def with_rows(tables: Path, table: str, *rows: dict[str, object]) -> None:
    """Add rows to a table, in a file of their own; what they do not say is null."""
    file = next((tables / table).iterdir())
    added = pa.Table.from_pylist(list(rows), schema=pq.read_schema(file))
    pq.write_table(added, tables / table / "added.parquet")

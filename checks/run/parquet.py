"""A repository as Parquet tables: streamed team by team, a folder a table, all of it or nothing."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from checks.loading.repository import Repository
from checks.loading.table_rows import Row, team_rows
from checks.loading.team_files import TeamFiles
from checks.model.base import LAST_YEAR
from checks.model.cluster_tables import TABLES, TOUCHPOINTS
from checks.model.findings import Fault
from checks.run.arrow_tables import schema_of, touchpoints_of
from checks.run.judging import JudgementDates, carried_clocks_of
from checks.store.atomic_folders import placed_folder


class Sizes(NamedTuple):
    """Rows held before they are written and read at once later, and rows after which the next file begins."""

    group: int = 100_000
    file: int = 1_000_000


USUAL = Sizes()

_END = date(LAST_YEAR, 12, 31)
_EVERY_MOVE = JudgementDates(_END, _END, _END)
"""The tables are judged for any day. Where a clock stood on a last day is the same for every day after it."""


@dataclass(frozen=True, slots=True)
class WrittenTables:
    """What was written: teams, touchpoints, and the teams that are in the tables as unread."""

    teams: int
    touchpoints: int
    unread: tuple[str, ...]
    faults: tuple[Fault, ...]


class _Parts:
    """The files of one table, one after the other; closing writes what is held."""

    def __init__(self, folder: Path, table: str, sizes: Sizes) -> None:
        self._folder, self._schema, self._sizes = folder / table, schema_of(table), sizes
        self._folder.mkdir()
        self._held: list[pa.Table] = []
        self._rows, self._in_file, self._files = 0, 0, 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: pa.Table) -> None:
        self._held.append(rows)
        self._rows += rows.num_rows
        if self._rows >= self._sizes.group:
            self._write()

    def close(self) -> None:
        if self._held or not self._files:
            self._write()
        if self._writer:
            self._writer.close()

    def _write(self) -> None:
        if self._writer and self._in_file >= self._sizes.file:
            self._writer.close()
            self._writer = None
        if self._writer is None:
            path = self._folder / f"part-{self._files:05}.parquet"
            self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
            self._files, self._in_file = self._files + 1, 0
        self._writer.write_table(pa.concat_tables([self._schema.empty_table(), *self._held]))
        self._in_file += self._rows
        self._held, self._rows = [], 0


def _rows_of(repository: Repository, team: TeamFiles) -> dict[str, list[Row]]:
    above = repository.leaders_of(team.team.part_of) if team.team else ()
    return team_rows(team, above, carried_clocks_of(repository, team, _EVERY_MOVE))


def write_tables(repository: Repository, target: Path, sizes: Sizes = USUAL) -> WrittenTables:
    """Write the tables of `checks.model.cluster_tables` into a new folder `target`.

    A team that cannot be read is written as such, and whoever judges the tables says so too. Raises
    `CannotWriteError` where the system refuses; then nothing is left behind.
    """
    teams = touchpoints = 0
    unread: list[str] = []
    faults = list(repository.stray)
    with placed_folder(target) as folder, ExitStack() as stack:
        parts = {table: _Parts(folder, table, sizes) for table in TABLES}
        for part in parts.values():
            stack.callback(part.close)
        for team in repository.teams():
            teams += 1
            faults += team.faults
            for table, rows in _rows_of(repository, team).items():
                parts[table].add(pa.Table.from_pylist(rows, schema=schema_of(table)))
            if team.unread:
                unread.append(team.id)
                continue
            touchpoints += len(team.log)
            parts[TOUCHPOINTS].add(touchpoints_of(team.id, team.log))
    return WrittenTables(teams, touchpoints, tuple(unread), tuple(faults))

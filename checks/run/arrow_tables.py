"""What the tables look like to Arrow, and a team's share of them as the loader takes it."""

import pyarrow as pa
import pyarrow.compute as pc

from checks.loading.table_rows import Row
from checks.model.cluster_tables import TABLES, TOUCHPOINTS, ColumnKind
from checks.model.touchpoint_log import Log

_TYPES = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.TEXTS: pa.list_(pa.string()),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.FLAG: pa.bool_(),
}

TABLE = "table"
"""Says, where the rows of several tables lie in one, which of them a row belongs to."""

LOG_COLUMNS = tuple(column.name for column in TABLES[TOUCHPOINTS] if column.name != "team")


def schema_of(table: str) -> pa.Schema:
    """Return the columns of a table with their types."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in TABLES[table]])


def touchpoints_of(team: str, log: Log) -> pa.Table:
    """Return a team's log as rows of the table; what is empty in a log is null there."""
    texts = (log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged)
    days = pa.array(log.days, pa.date32())
    columns = [pa.array([value or None for value in column], pa.string()) for column in texts]
    return pa.table([pa.repeat(pa.scalar(team), len(log)), days, *columns], schema=schema_of(TOUCHPOINTS))


def log_columns(touchpoints: pa.Table) -> list[list[str]]:
    """Return the columns of a team's touchpoints as a log has them: as text, what is null empty."""
    columns = (touchpoints.column(name).cast(pa.string()) for name in LOG_COLUMNS)
    return [pc.fill_null(column, "").to_pylist() for column in columns]


def rosters_of(rows: pa.Table) -> dict[str, list[Row]]:
    """Return a team's rows of all tables but the log by table, each with its own columns alone.

    Days become text first: Arrow has days that no calendar of Python's has, and they are to be refused in words.
    """
    rows_by_table: dict[str, list[Row]] = {table: [] for table in TABLES if table != TOUCHPOINTS}
    for at, field in enumerate(rows.schema):
        if pa.types.is_date(field.type):
            rows = rows.set_column(at, field.name, rows.column(at).cast(pa.string()))
    for row in rows.to_pylist():
        table = row[TABLE]
        rows_by_table[table].append({column.name: row.get(column.name) for column in TABLES[table]})
    return rows_by_table

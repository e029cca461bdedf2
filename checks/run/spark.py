"""The tables on Apache Spark: grouped by team, each group judged where it lies, counts alone come back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import reduce

from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException, PySparkAttributeError, PySparkRuntimeError
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf
from pyspark.sql.pandas.types import from_arrow_schema

from checks.engine.counts import FIELDS, CountKey, Counts
from checks.loading.policy import Policy
from checks.model.cadences import PeriodUnit
from checks.model.cluster_tables import TABLES, TOUCHPOINTS, ColumnKind, TableColumn
from checks.model.errors import UnusableFileError, UsageError
from checks.run.arrow_tables import TABLE
from checks.run.cluster_worker import COUNTED, KEYS, UNREAD, count_team_rows
from checks.run.judging import JudgementDates

_TYPES = {
    ColumnKind.TEXT: "string",
    ColumnKind.TEXTS: "array<string>",
    ColumnKind.DAY: "date",
    ColumnKind.FLAG: "boolean",
}


@dataclass(frozen=True)
class SparkCounts:
    """Counts by the keys asked for, and the unread teams, in one frame: `counted` has all keys, counts, and why.

    Spark works a frame out whenever it is asked for: `counted.persist()` keeps it for several questions.
    """

    counted: DataFrame
    by: tuple[str, ...]

    @property
    def rows(self) -> DataFrame:
        """The keys asked for and then the counts, as `outbound coverage` has them."""
        return self.counted.where(sf.col(UNREAD).isNull()).select(*self.by, *FIELDS)

    @property
    def unread(self) -> DataFrame:
        """The teams that are left out, and why."""
        return self.counted.where(sf.col(UNREAD).isNotNull()).select("team", sf.col(UNREAD).alias("why"))


@contextmanager
def session() -> Iterator[SparkSession]:
    """Hand out the session that spark-submit or the environment describes, and stop it at the end."""
    try:
        spark = SparkSession.builder.appName("outbound coverage").getOrCreate()
    except PySparkRuntimeError:
        raise UsageError(
            "Spark did not start. Install Java 17 or newer, and set JAVA_HOME or put it on the path"
        ) from None
    with suppress(PySparkAttributeError):  # a session of Spark Connect writes its log elsewhere
        spark.sparkContext.setLogLevel("ERROR")  # it warns of a missing folder with a trace of its own
    try:
        yield spark
    finally:
        spark.stop()


def spark_coverage(
    spark: SparkSession,
    tables: str,
    policy: Policy,
    as_of: date,
    by: Sequence[str] = ("team", "service", "period"),
    unit: PeriodUnit = PeriodUnit.QUARTER,
) -> SparkCounts:
    """Return the counts of `outbound coverage` for the tables in the folder `tables`, the same integers.

    `policy` is `checks.loading.repository.open_policy(root)`. Raises `UnusableFileError` where a table or one
    of its columns is missing or of another type. A team of which one row is refused is unread as a whole.
    """
    frames = {table: _read(spark, tables, table) for table in TABLES}
    log = frames.pop(TOUCHPOINTS)
    rosters = reduce(
        lambda frame, other: frame.unionByName(other, allowMissingColumns=True),
        [frame.withColumn(TABLE, sf.lit(table)) for table, frame in frames.items()],
    )
    judge = count_team_rows(policy, JudgementDates(as_of, as_of, as_of), frozenset(by), unit)
    judged = (
        log.groupBy("team").cogroup(rosters.groupBy("team")).applyInArrow(judge, from_arrow_schema(COUNTED))
    )
    counted = judged.groupBy(*KEYS, UNREAD).agg(*(sf.sum(name).alias(name) for name in FIELDS))
    return SparkCounts(counted, tuple(name for name in KEYS if name in by))


def collect_counts(judged: SparkCounts) -> tuple[dict[CountKey, Counts], dict[str, str]]:
    """Return the rows as counts by key, and why each unread team is, by its id; both brought to one machine."""
    sums, unread = {}, {}
    for row in judged.counted.collect():
        if row[UNREAD] is not None:
            unread[row["team"]] = row[UNREAD]
        else:
            sums[CountKey(*(row[name] for name in KEYS))] = Counts(*(row[name] for name in FIELDS))
    return sums, dict(sorted(unread.items()))


def _read(spark: SparkSession, tables: str, table: str) -> DataFrame:
    path = f"{tables.rstrip('/')}/{table}"
    try:
        frame = spark.read.parquet(path)
    except (AnalysisException, Py4JJavaError) as error:  # the latter for a file that is of another kind
        missing = isinstance(error, AnalysisException) and error.getCondition() == "PATH_NOT_FOUND"
        why = "there is no such folder" if missing else "this is not a Parquet table"
        raise UnusableFileError(path, why) from None
    return frame.select(*(_column(path, frame, column) for column in TABLES[table]))


def _column(path: str, frame: DataFrame, column: TableColumn) -> SparkColumn:
    wanted = _TYPES[column.kind]
    there = dict(frame.dtypes).get(column.name)
    if there is None:
        if column.optional:
            return sf.lit(None).cast(wanted).alias(column.name)
        raise UnusableFileError(path, f"there is no column `{column.name}`")
    if there != wanted:
        raise UnusableFileError(path, f"`{column.name}` has the type {there}. It must be {wanted}")
    return frame[column.name]

"""Coverage of calendar and rolling windows with polars: due and met by team, service and quarter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

import polars as pl

from benchmarks.peers import facts
from benchmarks.peers.facts import Clock, Giver, Pause, Piece, Span, Terms, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.peers.facts import Policy, Rosters

KEY = ["team", "member"]
CASE = ["receiver", "window"]
COLUMNS = dict.fromkeys(["date", "service", "member", "given_by", "initiative", "state"], pl.String)
DAY = pl.duration(days=1)


def table(kind: type[tuple[object, ...]], rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """Return rows of a kind as a table."""
    return pl.DataFrame(rows, get_type_hints(kind), orient="row")


def stretches(spans: pl.DataFrame) -> pl.DataFrame:
    """Return the runs of days on which somebody stays and is not away."""
    ends = spans.with_columns(pl.col("ends") + DAY, -pl.col("staying"), -pl.col("away"))
    changes = [
        spans.select(*KEY, "staying", "away", day="begins"),
        ends.select(*KEY, "staying", "away", day="ends"),
    ]
    there = (pl.col("staying").cum_sum() > 0) & (pl.col("away").cum_sum() == 0)
    return (
        pl.concat(changes)
        .group_by(*KEY, "day")
        .agg(pl.col("staying", "away").sum())
        .sort(*KEY, "day")
        .with_columns(there=there.over(KEY))
        .filter(pl.col("there") != pl.col("there").shift(fill_value=False).over(KEY))
        .with_columns(ends=pl.col("day").shift(-1).over(KEY) - DAY)
        .filter("there")
        .select(*KEY, "ends", begins="day")
    )


def receivers(read: Policy, people: Rosters) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the stays and the days of presence of members, and of teams as one, whose member is empty."""
    staying = {"staying": pl.lit(1), "away": pl.lit(0)}
    away = {"staying": pl.lit(0), "away": pl.lit(1)}
    stays = table(Span, people.stays).with_columns(**staying)
    absences = table(Span, people.absences).with_columns(**away)
    pauses = stays.select(KEY).unique().join(table(Pause, read.pauses), how="cross").with_columns(**away)
    there = stretches(pl.concat([stays, absences, pauses]))
    together = stretches(there.with_columns(member=pl.lit(""), **staying).select(stays.columns))
    stays = stretches(pl.concat([stays, stays.with_columns(member=pl.lit(""))]))
    numbers = stays.select(KEY).unique().sort(KEY).with_row_index("receiver")
    audience = pl.when(pl.col("member") == "").then(pl.lit("team")).otherwise(pl.lit("member"))
    days = (pl.col("ends") - pl.col("begins")).dt.total_days() + 1
    there = (
        pl.concat([there, together])
        .join(numbers, on=KEY)
        .sort("begins")
        .select("receiver", back="begins", gone="ends", before=(days.cum_sum() - days).over("receiver"))
    )
    return stays.join(numbers, on=KEY).with_columns(audience=audience), there


def present_until(there: pl.DataFrame, cases: pl.DataFrame, **days: pl.Expr) -> pl.DataFrame:
    """Add how many days of presence receivers had by the end of a day, under the name it is given."""
    counted = pl.min_horizontal("day", "gone") - pl.col("back")
    for name, day in days.items():
        cases = (
            cases.with_columns(day=day)
            .sort("day")
            .join_asof(there, left_on="day", right_on="back", by="receiver", check_sortedness=False)
            # before their first stretch receivers had none
            .with_columns((pl.col("before") + counted.dt.total_days() + 1).fill_null(0).alias(name))
            .drop("day", "back", "gone", "before")
        )
    return cases


def touchpoints(root: Path, read: Policy, people: Rosters, stays: pl.DataFrame) -> pl.DataFrame:
    """Return the days on which a receiver was given a service in a way that counts."""
    givers, terms = table(Giver, people.givers).lazy(), table(Terms, read.terms).lazy()
    day = pl.col("date")
    log = pl.scan_csv(
        [path for _, path in facts.logs(root)],
        schema=COLUMNS,  # else it is guessed anew from each file
        include_file_paths="path",
    )
    return (
        log.with_columns(pl.col("member").fill_null(""))
        .filter(pl.col("state").is_in(["held", "declined"]), pl.col("given_by") != pl.col("member"))
        .with_columns(day.str.to_date("%Y-%m-%d"), team=pl.col("path").str.split("/").list.get(-3))
        .filter(day.is_between(read.horizon, facts.AS_OF))
        .join(givers, on=["team", "given_by"])
        .filter(day.is_between("since", "until"))
        .join(terms, on=["service", "role"])
        .filter(day.is_between("starts", "stops"))
        .filter(pl.col("offered") | (pl.col("state") == "held"))
        .filter(~pl.col("outbound") | (pl.col("initiative") == "outbound"))
        .join(stays.lazy(), on=[*KEY, "audience"])
        .filter(day.is_between("begins", "ends"))
        .select("receiver", "service", "date")
        .unique()
        .collect()
    )


def held_in(touched: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """Return how many touchpoints lie in a window, and the last of those that let late days off."""
    spans = windows.select("window", "cadence", "first", "last").sort("first")
    mends = pl.col("date") < pl.col("first") + facts.MENDS
    return (
        touched.join(windows.select("service", "cadence").unique(), on="service")
        .sort("date")
        .join_asof(spans, left_on="date", right_on="first", by="cadence", check_sortedness=False)
        .filter(pl.col("date") <= pl.col("last"))
        .group_by(CASE)
        .agg(held=pl.len(), mended=pl.col("date").filter(mends).max())
    )


def owed_windows(
    read: Policy, windows: pl.DataFrame, stays: pl.DataFrame, there: pl.DataFrame
) -> pl.DataFrame:
    """Return the windows that are owed, by receiver: those present on enough of their days."""
    cases = (
        stays.select("receiver", "team", "audience").unique().join(table(Piece, read.pieces), on="audience")
    )
    cases = present_until(there, cases, start=pl.col("starts") - DAY, stop=pl.col("stops"))
    whole = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    return (
        cases.group_by("team", *CASE)
        .agg(owed=(pl.col("stop") - pl.col("start")).sum())
        .join(windows, on="window")
        .filter(pl.col("owed") > 0, pl.col("owed") * 100 >= pl.col("percent") * whole)
    )


def intervals(read: Policy, stays: pl.DataFrame, there: pl.DataFrame, touched: pl.DataFrame) -> pl.DataFrame:
    """Return the stretches a clock runs without a touchpoint; `zero` is the presence at which it shows 0."""
    clocks = table(Clock, read.clocks)
    columns = ["receiver", "clock", "service", "date", "stops", "limit"]
    begun = (
        stays.join(clocks, on="audience")
        .with_columns(date=pl.max_horizontal("begins", "starts") - DAY)
        .filter(pl.col("date") < pl.min_horizontal("ends", "stops"))
    )
    again = touched.join(clocks, on="service").filter(pl.col("date").is_between("starts", "stops"))
    # the first day of presence is day 0, the first after a touchpoint is day 1
    both = pl.concat([begun.select(*columns, ahead=1), again.select(*columns, ahead=0)])
    until = pl.col("date").shift(-1).over("receiver", "clock", order_by="date").fill_null(pl.col("stops"))
    long = both.with_columns(until=until).filter(
        (pl.col("until") - pl.col("date")).dt.total_days() > pl.col("limit")
    )
    return present_until(there, long, zero=pl.col("date")).with_columns(pl.col("zero") + pl.col("ahead"))


def late_windows(
    windows: pl.DataFrame, there: pl.DataFrame, unmet: pl.DataFrame, held: pl.DataFrame
) -> pl.DataFrame:
    """Return the windows with a late day that is not let off, by receiver."""
    rolling = windows.filter(pl.col("at_least") == 0)
    cases = unmet.join(rolling, on="service").join(held, on=CASE, how="left")
    begin = pl.max_horizontal("date", "mended", pl.col("first") - DAY)
    cases = present_until(there, cases, begin=begin, end=pl.min_horizontal("until", "last"))
    late = (pl.col("end") > pl.col("begin")) & (pl.col("end") - pl.col("zero") > pl.col("limit"))
    return cases.filter(late).select(CASE).unique()


def main(root: Path) -> None:
    """Read, judge each window of each receiver, and count."""
    read, people = facts.policy(root), facts.rosters(root)
    stays, there = receivers(read, people)
    touched = touchpoints(root, read, people, stays)
    windows = table(Window, read.windows)
    held = held_in(touched, windows)
    late = late_windows(windows, there, intervals(read, stays, there, touched), held)
    met = (pl.col("held").fill_null(0) >= pl.col("at_least")) & pl.col("late").is_null()
    sums = (
        owed_windows(read, windows, stays, there)
        .join(held, on=CASE, how="left")
        .join(late.with_columns(late=True), on=CASE, how="left")
        .with_columns(met=met)
        .filter(pl.col("met") | ~pl.col("cut"))
        .group_by("team", "service", "quarter")
        .agg(due=pl.len(), met=pl.col("met").sum())
    )
    facts.tell(
        {(team, service, quarter): (due, met) for team, service, quarter, due, met in sums.iter_rows()}
    )


main(Path(sys.argv[1]))

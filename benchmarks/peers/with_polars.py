"""Coverage of the calendar windows with polars: due and met by team, service and quarter."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.peers.facts import logs, rosters, tell, windows


def main(root: Path) -> None:
    """Cross members with windows, take absences off, join what was held, and count."""
    people = list(rosters(root))
    members = pl.DataFrame([(team, member) for team, member, _ in people], ["team", "member"], orient="row")
    away = pl.DataFrame(
        [(team, member, *span) for team, member, spans in people for span in spans],
        {"team": pl.String, "member": pl.String, "away_from": pl.Date, "away_to": pl.Date},
        orient="row",
    )
    frame = pl.DataFrame(list(windows()), ["service", "quarter", "first", "last"], orient="row")
    frame = frame.with_row_index("window")
    cases = members.join(frame, how="cross")
    key = ["team", "member", "window"]
    absent = (
        cases.join(away, on=["team", "member"])
        .with_columns(
            absent=(
                (
                    pl.min_horizontal("last", "away_to") - pl.max_horizontal("first", "away_from")
                ).dt.total_days()
                + 1
            ).clip(lower_bound=0)
        )
        .group_by(key)
        .agg(pl.col("absent").sum())
    )
    files = [path for _, path in logs(root)]
    columns = ["date", "service", "member", "given_by", "initiative", "state"]
    schema = dict.fromkeys(columns, pl.String)  # else it is guessed anew from each file
    log = (
        pl.scan_csv(files, include_file_paths="path", schema=schema)
        .with_columns(pl.col("date").str.to_date("%Y-%m-%d"), team=pl.col("path").str.split("/").list.get(-3))
        .filter(pl.col("state") == "held")
        .unique(["team", "member", "service", "date"])
    )
    met = (
        log.join(frame.lazy(), on="service")
        .filter(pl.col("date").is_between("first", "last"))
        .select(*key, met=True)
        .unique()
        .collect()
    )
    whole = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    sums = (
        cases.join(absent, on=key, how="left")
        .join(met, on=key, how="left")
        .with_columns(due=(whole - pl.col("absent").fill_null(0)) * 2 >= whole)
        .with_columns(met=pl.col("due") & pl.col("met").fill_null(value=False))
        .group_by("team", "service", "quarter")
        .agg(pl.col("due").sum(), pl.col("met").sum())
    )
    tell({(team, service, quarter): (due, met) for team, service, quarter, due, met in sums.iter_rows()})


main(Path(sys.argv[1]))

"""Coverage of the calendar windows with pandas: due and met by team, service and quarter."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pandas as pd

from benchmarks.peers.facts import logs, rosters, tell, windows

COLUMNS = ["date", "service", "member", "given_by", "initiative", "state"]


def rows(root: Path) -> pd.DataFrame:
    """Return the rows of all logs, read as one file: pandas takes longer to open one than to read its rows."""
    teams, lines = [], []
    for team, path in logs(root):
        read = path.read_text("utf-8").splitlines()[1:]
        teams.extend([team] * len(read))
        lines.extend(read)
    log = pd.read_csv(StringIO("\n".join(lines)), names=COLUMNS, dtype=str, keep_default_na=False)
    return log.assign(team=teams)


def main(root: Path) -> None:
    """Cross members with windows, take absences off, join what was held, and count."""
    people = list(rosters(root))
    members = pd.DataFrame([(team, member) for team, member, _ in people], columns=["team", "member"])
    away = pd.DataFrame(
        [(team, member, *span) for team, member, spans in people for span in spans],
        columns=["team", "member", "away_from", "away_to"],
    )
    frame = pd.DataFrame(list(windows()), columns=["service", "quarter", "first", "last"])
    for table, columns in ((away, ["away_from", "away_to"]), (frame, ["first", "last"])):
        table[columns] = table[columns].apply(pd.to_datetime)
    frame["window"] = frame.index
    cases = members.merge(frame, how="cross")
    days = cases.merge(away, on=["team", "member"])
    begin = days[["first", "away_from"]].max(axis=1)
    end = days[["last", "away_to"]].min(axis=1)
    days["absent"] = ((end - begin).dt.days + 1).clip(lower=0)
    key = ["team", "member", "window"]
    cases = cases.merge(days.groupby(key, as_index=False)["absent"].sum(), on=key, how="left")
    whole = (cases["last"] - cases["first"]).dt.days + 1
    cases["due"] = (whole - cases["absent"].fillna(0)) * 2 >= whole
    log = rows(root)
    log = log[log["state"] == "held"]
    log["date"] = pd.to_datetime(log["date"], format="%Y-%m-%d")
    held = log.drop_duplicates(["team", "member", "service", "date"])
    held = held.merge(frame, on="service")
    held = held[(held["date"] >= held["first"]) & (held["date"] <= held["last"])]
    met = held[key].drop_duplicates().assign(met=True)
    cases = cases.merge(met, on=key, how="left")
    cases["met"] = cases["due"] & cases["met"].eq(other=True)
    sums = cases.groupby(["team", "service", "quarter"])[["due", "met"]].sum()
    tell({key: (int(one.due), int(one.met)) for key, one in zip(sums.index, sums.itertuples(), strict=True)})


main(Path(sys.argv[1]))

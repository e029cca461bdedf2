"""Coverage of calendar and rolling windows with pandas: due and met by team, service and quarter."""

from __future__ import annotations

import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

import pandas as pd

from benchmarks.peers import facts
from benchmarks.peers.facts import Clock, Giver, Pause, Piece, Span, Terms, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.peers.facts import Policy, Rosters

DAY = pd.Timedelta(days=1)
KEY = ["team", "member"]
CASE = ["receiver", "window"]
COLUMNS = ["date", "service", "member", "given_by", "initiative", "state"]


def table(kind: type[tuple[object, ...]], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Return rows of a kind as a table, with days that pandas can count with."""
    types = get_type_hints(kind)
    frame = pd.DataFrame(rows, columns=list(types))
    return frame.astype({name: "datetime64[ns]" for name, found in types.items() if found is date})


def stretches(spans: pd.DataFrame) -> pd.DataFrame:
    """Return the runs of days on which somebody stays and is not away."""
    ends = spans.assign(begins=spans["ends"] + DAY, staying=-spans["staying"], away=-spans["away"])
    changes = pd.concat([spans, ends]).groupby([*KEY, "begins"], as_index=False)[["staying", "away"]].sum()
    counts = changes.groupby(KEY)[["staying", "away"]].cumsum()
    changes["there"] = (counts["staying"] > 0) & (counts["away"] == 0)
    changes = changes[changes["there"] != changes.groupby(KEY)["there"].shift(fill_value=False)]
    changes = changes.assign(ends=changes.groupby(KEY)["begins"].shift(-1) - DAY)
    return changes.loc[changes["there"], [*KEY, "begins", "ends"]]


def receivers(read: Policy, people: Rosters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the stays and the days of presence of members, and of teams as one, whose member is empty."""
    stays = table(Span, people.stays).assign(staying=1, away=0)
    absences = table(Span, people.absences).assign(staying=0, away=1)
    pauses = table(Pause, read.pauses).assign(staying=0, away=1)
    pauses = stays[KEY].drop_duplicates().merge(pauses, how="cross")
    there = stretches(pd.concat([stays, absences, pauses]))
    together = stretches(there.assign(member="", staying=1, away=0))
    stays = stretches(pd.concat([stays, stays.assign(member="")]))
    stays["receiver"] = stays.groupby(KEY).ngroup()
    stays["audience"] = stays["member"].eq("").map({True: "team", False: "member"})
    there = pd.concat([there, together]).merge(stays[[*KEY, "receiver"]].drop_duplicates(), on=KEY)
    there["days"] = (there["ends"] - there["begins"]).dt.days + 1
    there["before"] = there.groupby("receiver")["days"].cumsum() - there["days"]
    return stays, there.sort_values("begins")[["receiver", "begins", "ends", "before"]]


def present_until(there: pd.DataFrame, receiver: pd.Series, day: pd.Series) -> pd.Series:
    """Return how many days of presence receivers had by the end of a day."""
    asked = pd.DataFrame({"receiver": receiver, "day": day}).sort_values("day")
    found = pd.merge_asof(asked, there, left_on="day", right_on="begins", by="receiver")
    found = found.set_axis(asked.index).dropna()  # before their first stretch receivers had none
    days = (found["day"].clip(upper=found["ends"]) - found["begins"]).dt.days + 1
    return (found["before"] + days).reindex(day.index, fill_value=0)


def rows(root: Path) -> pd.DataFrame:
    """Return the rows of all logs, read as one file: pandas takes longer to open one than to read its rows."""
    teams, lines = [], []
    for team, path in facts.logs(root):
        read = path.read_text("utf-8").splitlines()[1:]
        teams.extend([team] * len(read))
        lines.extend(read)
    log = pd.read_csv(StringIO("\n".join(lines)), names=COLUMNS, dtype=str, keep_default_na=False)
    return log.assign(team=teams)


def touchpoints(root: Path, read: Policy, people: Rosters, stays: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which a receiver was given a service in a way that counts."""
    givers = table(Giver, people.givers)
    terms = table(Terms, read.terms)
    log = rows(root)
    log = log[log["state"].isin(["held", "declined"]) & log["service"].isin(terms["service"])]
    log["date"] = pd.to_datetime(log["date"], format="%Y-%m-%d").dt.as_unit("ns")
    log = log[log["date"].between(pd.Timestamp(read.horizon), pd.Timestamp(facts.AS_OF))]
    log = log[log["given_by"] != log["member"]].merge(givers, on=["team", "given_by"])
    log = log[log["date"].between(log["since"], log["until"])].merge(terms, on=["service", "role"])
    log = log[
        log["date"].between(log["starts"], log["stops"])
        & (log["offered"] | (log["state"] == "held"))
        & (~log["outbound"] | (log["initiative"] == "outbound"))
    ].merge(stays, on=[*KEY, "audience"])
    log = log[log["date"].between(log["begins"], log["ends"])]
    return log[["receiver", "service", "date"]].drop_duplicates()


def held_in(touched: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """Return how many touchpoints lie in a window, and the last of those that let late days off."""
    days = touched.merge(windows[["service", "cadence"]].drop_duplicates(), on="service").sort_values("date")
    windows = windows[["window", "cadence", "first", "last"]].sort_values("first")
    days = pd.merge_asof(days, windows, left_on="date", right_on="first", by="cadence")
    days = days[days["date"] <= days["last"]]
    days["mended"] = days["date"].where(days["date"] < days["first"] + facts.MENDS)
    return days.groupby(CASE, as_index=False).agg(held=("date", "size"), mended=("mended", "max"))


def owed_windows(
    read: Policy, windows: pd.DataFrame, stays: pd.DataFrame, there: pd.DataFrame
) -> pd.DataFrame:
    """Return the windows that are owed, by receiver: those present on enough of their days."""
    pieces = table(Piece, read.pieces)
    cases = stays[["receiver", "team", "audience"]].drop_duplicates().merge(pieces, on="audience")
    until = present_until(there, cases["receiver"], cases["stops"])
    cases["owed"] = until - present_until(there, cases["receiver"], cases["starts"] - DAY)
    cases = cases.groupby(["team", *CASE], as_index=False)["owed"].sum().merge(windows, on="window")
    whole = (cases["last"] - cases["first"]).dt.days + 1
    return cases[(cases["owed"] > 0) & (cases["owed"] * 100 >= cases["percent"] * whole)]


def intervals(read: Policy, stays: pd.DataFrame, there: pd.DataFrame, touched: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches a clock runs without a touchpoint; `zero` is the presence at which it shows 0."""
    clocks = table(Clock, read.clocks)
    begun = stays.merge(clocks, on="audience")
    begun["date"] = begun["begins"].clip(lower=begun["starts"]) - DAY
    begun = begun[begun["date"] < begun["ends"].clip(upper=begun["stops"])]
    again = touched.merge(clocks, on="service")
    again = again[again["date"].between(again["starts"], again["stops"])]
    # the first day of presence is day 0, the first after a touchpoint is day 1
    both = pd.concat([begun.assign(zero=1), again.assign(zero=0)], ignore_index=True)
    both = both.sort_values(["receiver", "clock", "date"])
    both["until"] = both.groupby(["receiver", "clock"])["date"].shift(-1).fillna(both["stops"])
    both = both[(both["until"] - both["date"]).dt.days > both["limit"]]
    both["zero"] += present_until(there, both["receiver"], both["date"])
    return both[["receiver", "service", "date", "until", "zero", "limit"]]


def late_windows(
    windows: pd.DataFrame, there: pd.DataFrame, unmet: pd.DataFrame, held: pd.DataFrame
) -> pd.DataFrame:
    """Return the windows with a late day that is not let off, by receiver."""
    rolling = windows[windows["at_least"] == 0]
    cases = unmet.merge(rolling, on="service").merge(held, on=CASE, how="left")
    begin = cases[["date", "mended"]].max(axis=1).clip(lower=cases["first"] - DAY)
    end = present_until(there, cases["receiver"], cases["until"].clip(upper=cases["last"]))
    after = end > present_until(there, cases["receiver"], begin)
    return cases.loc[after & (end - cases["zero"] > cases["limit"]), CASE].drop_duplicates()


def main(root: Path) -> None:
    """Read, judge each window of each receiver, and count."""
    read, people = facts.policy(root), facts.rosters(root)
    stays, there = receivers(read, people)
    touched = touchpoints(root, read, people, stays)
    windows = table(Window, read.windows)
    held = held_in(touched, windows)
    late = late_windows(windows, there, intervals(read, stays, there, touched), held).assign(late=True)
    cases = owed_windows(read, windows, stays, there)
    cases = cases.merge(held, on=CASE, how="left").merge(late, on=CASE, how="left")
    cases["met"] = (cases["held"].fillna(0) >= cases["at_least"]) & cases["late"].isna()
    cases = cases[cases["met"] | ~cases["cut"]]
    sums = cases.groupby(["team", "service", "quarter"])["met"].agg(due="size", met="sum")
    counts = zip(sums["due"].tolist(), sums["met"].tolist(), strict=True)
    facts.tell(dict(zip(sums.index, counts, strict=True)))


main(Path(sys.argv[1]))

"""What the dataframe scripts share: policy and rosters as rows, and the windows of the playbook laid out.

What neither of the two organisations has is left out: waivers, groups, terms of a team's own, a second team's
`owed`, services anyone may give, pauses of some services alone, rows acknowledged with `no`, and limits that
change from one rolling agreement to the next. Windows after an event are left out too.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

AS_OF = date(2026, 11, 20)
DAY = timedelta(days=1)
MENDS = timedelta(days=14)
"""A touchpoint in so many first days of a rolling window lets off the late days before it."""

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

Document = dict[str, Any]


class Cadence(NamedTuple):
    """How often, in months; a rolling cadence has the quarter as its window and asks for no number."""

    months: int
    at_least: int


ROLLING = Cadence(3, 0)


class Terms(NamedTuple):
    """What counts as a touchpoint while one agreement is in force; one row for each role that may give it."""

    service: str
    audience: str
    role: str
    starts: date
    stops: date
    outbound: bool
    offered: bool


class Window(NamedTuple):
    """Days that are judged together; those cut by the day judging begins on are judged only when met."""

    window: int
    service: str
    cadence: int
    quarter: str
    first: date
    last: date
    at_least: int
    percent: float
    cut: bool


class Piece(NamedTuple):
    """Days of a window on which the service is owed to those who are there."""

    window: int
    audience: str
    starts: date
    stops: date


class Clock(NamedTuple):
    """Days through which one rolling clock runs; above the limit, grace included, a day is late."""

    clock: int
    service: str
    audience: str
    starts: date
    stops: date
    limit: int


class Pause(NamedTuple):
    """Days on which nothing is owed to anybody."""

    begins: date
    ends: date


class Policy(NamedTuple):
    """The playbook as rows."""

    horizon: date
    terms: list[Terms]
    windows: list[Window]
    pieces: list[Piece]
    clocks: list[Clock]
    pauses: list[Pause]


class Span(NamedTuple):
    """A stay of a member in a team, or an absence."""

    team: str
    member: str
    begins: date
    ends: date


class Giver(NamedTuple):
    """Somebody who may give a team the services of a role."""

    team: str
    given_by: str
    role: str
    since: date
    until: date


class Rosters(NamedTuple):
    """All teams as rows."""

    stays: list[Span]
    absences: list[Span]
    givers: list[Giver]


def document(path: Path) -> Document:
    """Return what a YAML file says."""
    read: Document = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return read


def rosters(root: Path) -> Rosters:
    """Return who is in which team, who is away, and who gives, all of them until the as-of day at most."""
    teams = {path.parts[-2]: document(path) for path in sorted(root.glob("data/teams/*/team.yaml"))}
    read = Rosters([], [], [])
    for name, team in teams.items():
        above = teams.get(team.get("part_of", ""), {})
        read.stays.extend(Span(name, *entry) for entry in dated(team.get("members", ())))
        read.absences.extend(Span(name, *entry) for entry in dated(team.get("absences", ())))
        roles = {
            "leader": team.get("leaders", ()),
            "coach": team.get("coaches", ()),
            "leaders-leader": above.get("leaders", ()),
        }
        for role, entries in roles.items():
            read.givers.extend(
                Giver(name, person, role, since, until) for person, since, until in dated(entries)
            )
    return read


def dated(entries: Iterable[Document]) -> Iterator[tuple[str, date, date]]:
    """Yield person, first and last day of entries of a roster."""
    for entry in entries:
        yield entry["person"], entry["from"], entry.get("to", AS_OF)


def policy(root: Path) -> Policy:
    """Read the playbook, and lay out every window that is over on the as-of day."""
    playbook = document(root / "playbook/playbook.yaml")
    pauses = [Pause(pause["from"], pause["to"]) for pause in playbook.get("pauses", ())]
    read = Policy(playbook["logs_from"], [], [], [], [], pauses)
    shares = [
        (entry["from"], float(entry["owed_when_present"].rstrip("%")))
        for entry in in_force(playbook["terms"])
    ]
    for path in sorted(root.glob("playbook/services/*.yaml")):
        service = document(path)
        agreements = list(in_force(service["agreements"]))
        owed = [one for one in agreements if one["obligation"] != "voluntary" and cadence_of(one)]
        if owed:
            read.terms.extend(terms_of(service, agreements))
            add_windows(read, service, owed, shares)
            add_clocks(read, service, owed)
    return read


def in_force(entries: list[Document]) -> Iterator[Document]:
    """Yield dated entries with what they inherit from the one before; each ends where the next begins."""
    said: Document = {}
    ends = [*(entry["from"] - DAY for entry in entries[1:]), AS_OF]
    for entry, end in zip(entries, ends, strict=True):
        said = {**said, "to": AS_OF, **entry}
        yield {**said, "to": min(said["to"], end)}


def cadence_of(agreement: Document) -> Cadence | None:
    """Return how often an agreement promises a service; nothing where it is after an event."""
    said = agreement["cadence"]
    if "per" in said:
        return Cadence(MONTHS[said["per"]], said["at_least"])
    return ROLLING if "at_most_apart" in said else None


def terms_of(service: Document, agreements: list[Document]) -> Iterator[Terms]:
    """Yield what counts as a touchpoint of a service, agreement by agreement and role by role."""
    for one in agreements:
        outbound, offered = one.get("counts", "any") == "outbound", one["obligation"] == "offered"
        for role in one["given_by"]:
            yield Terms(service["id"], service["audience"], role, one["from"], one["to"], outbound, offered)


def add_windows(
    read: Policy, service: Document, agreements: list[Document], shares: list[tuple[date, float]]
) -> None:
    """Lay out the windows of a service; days under an equal cadence belong to one window."""
    for cadence in sorted({found for one in agreements if (found := cadence_of(one))}):
        spans = [
            (max(one["from"], read.horizon), one["to"]) for one in agreements if cadence_of(one) == cadence
        ]
        number = read.windows[-1].cadence + 1 if read.windows else 0
        for first, last in periods(read.horizon, cadence.months):
            window = len(read.windows)
            clipped = [(max(first, starts), min(last, stops)) for starts, stops in spans]
            pieces = [Piece(window, service["audience"], *one) for one in clipped if one[0] <= one[1]]
            if pieces:
                quarter = f"{last.year}-Q{(last.month + 2) // 3}"
                percent = [share for since, share in shares if since <= last][-1]
                cut = first < read.horizon and cadence != ROLLING
                said = (quarter, first, last, cadence.at_least, percent, cut)
                read.windows.append(Window(window, service["id"], number, *said))
                read.pieces.extend(pieces)


def periods(horizon: date, months: int) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each period of so many months from the horizon on that is over."""
    month = horizon.year * 12 + (horizon.month - 1) // months * months
    while (last := day_one(month + months) - DAY) < AS_OF:
        yield day_one(month), last
        month += months


def day_one(month: int) -> date:
    """Return the first day of a month counted from the year 0 on."""
    return date(month // 12, month % 12 + 1, 1)


def add_clocks(read: Policy, service: Document, agreements: list[Document]) -> None:
    """Lay out the clocks of a service; a rolling agreement that follows on an equal one lets its clock run on."""
    before: Clock | None = None
    for one in agreements:
        if cadence_of(one) != ROLLING:
            continue
        limit = length(one["cadence"]["at_most_apart"]) + length(one["cadence"].get("grace", "0 days"))
        starts = max(one["from"], read.horizon)
        if before and (before.stops, before.limit) == (starts - DAY, limit):
            starts = read.clocks.pop().starts
        before = Clock(len(read.clocks), service["id"], service["audience"], starts, one["to"], limit)
        read.clocks.append(before)


def length(text: str) -> int:
    """Return how many days `6 weeks` or `30 days` are."""
    number, unit = text.split()
    return int(number) * (7 if unit.startswith("week") else 1)


def logs(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield team and file of each log."""
    for path in sorted(root.glob("data/teams/*/touchpoints/*.csv")):
        yield path.parts[-3], path


def tell(sums: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    """Print due and met by team, service and quarter, in order."""
    print(json.dumps([[*key, *counts] for key, counts in sorted(sums.items()) if counts[0]]))

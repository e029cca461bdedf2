"""What a table of people says about teams, as changes of their rosters.

A row is a stay: person, team, first day, and a last day where it has one. Rosters are people's own words, so
what a table does not say is left as it is: nobody is taken out because a table lacks them, a first day is
never changed, and an end is only set, never taken back. What differs is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.imports.people_table import BadRow, TableRow, parse_table_day

if TYPE_CHECKING:
    from checks.model.team import Team

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True)
class StayRow:
    """A row as a stay."""

    line: int
    person: str
    team: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class NewStay:
    """A stay to be added at the end of a team's members."""

    team: str
    person: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class StayEnd:
    """A last day to be set on the stay that is the team's member number `at`, from 0."""

    team: str
    person: str
    at: int
    last: date


@dataclass(slots=True)
class RosterChange:
    """What is to be changed, and what is told beside, a line each."""

    joins: list[NewStay] = field(default_factory=list)
    ends: list[StayEnd] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def stays_of(
    rows: Iterable[TableRow], people: Mapping[str, str], teams: Mapping[str, str]
) -> tuple[list[StayRow], list[BadRow]]:
    """Return the rows as stays, and those that are none.

    A person is as `person_in` says; a team an id, or a name `teams` knows.
    """
    stays: list[StayRow] = []
    bad: list[BadRow] = []
    for row in rows:
        person = person_in(row.values["person"], people)
        team = teams.get(row.values["team"], row.values["team"])
        first, last = parse_table_day(row.values["from"]), parse_table_day(row.values["to"])
        why = why_no_span(row, person, first, last)
        if not why and not team:
            why = "it names no team"
        if why or first is None:
            bad.append(BadRow(row.line, why))
        else:
            stays.append(StayRow(row.line, person, team, first, last))
    return stays, bad


def person_in(text: str, people: Mapping[str, str]) -> str:
    """Return the id a table means: an id, the address of somebody in `people`, or a number with p- before it.

    >>> person_in("1024", {}), person_in("Ada@example.org", {"ada@example.org": "p-ada"})
    ('p-1024', 'p-ada')
    """
    known = people.get(text.casefold(), text)
    return f"p-{known}" if known.isascii() and known.isdigit() else known


def why_no_span(row: TableRow, person: str, first: date | None, last: date | None) -> str:
    """Return why a row is no stretch of days of a person, empty when it is one."""
    if not _ID.fullmatch(person):
        return "its person is no id, no number, and no address in people.csv"
    if first is None:
        return "its first day is none: write 2026-11-02 or 2.11.2026"
    if row.values["to"] and last is None:
        return "its last day is none: write 2026-11-02 or 2.11.2026"
    if last is not None and last < first:
        return "its last day lies before its first"
    return ""


def compare_roster(
    stays: Sequence[StayRow], teams: Mapping[str, Team], former: Mapping[str, str], only: str | None = None
) -> RosterChange:
    """Return what the table changes in the rosters, of one team alone where `only` names it."""
    found = RosterChange()
    names = {team.name.casefold(): team.id for team in teams.values()} | {team: team for team in teams}
    rows = [
        replace(row, team=names.get(former.get(row.team, row.team).casefold(), row.team)) for row in stays
    ]
    known = sorted((row for row in rows if row.team in teams), key=lambda row: (row.person, row.first))
    for row in known:
        _compare(row, known, teams, found)
    if only is None:
        found.told += _unknown_teams(rows, teams)
    else:
        found.joins = [one for one in found.joins if one.team == only]
        found.ends = [one for one in found.ends if one.team == only]
    found.told += _missing(rows, [team for team in teams.values() if only in (None, team.id)])
    return found


def _unknown_teams(rows: Sequence[StayRow], teams: Mapping[str, Team]) -> Iterator[str]:
    for name in sorted({row.team for row in rows} - set(teams)):
        number = sum(row.team == name for row in rows)
        yield (
            f"there is no team {_shown(name)} ({number} {'row' if number == 1 else 'rows'}): map its name in "
            f"--columns, or make it with `outbound new team {name if _ID.fullmatch(name) else 'ID'}`"
        )


def _compare(row: StayRow, rows: Sequence[StayRow], teams: Mapping[str, Team], found: RosterChange) -> None:
    """Hold a row against the stays its team has for its person."""
    mine = [(at, stay) for at, stay in enumerate(teams[row.team].members) if stay.person == row.person]
    ended = {one.at: one.last for one in found.ends if one.team == row.team}
    touching = [(at, stay) for at, stay in mine if _touch(stay.first, ended.get(at, stay.last), row)]
    if not touching:
        found.joins.append(NewStay(row.team, row.person, row.first, row.last))
        _move(row, rows, teams, found)
        return
    at, latest = max(touching, key=lambda one: one[1].first)
    if row.first != min(stay.first for _, stay in touching):
        found.told.append(
            f"{row.person} is in {row.team} from {min(stay.first for _, stay in touching)} by team.yaml and from "
            f"{row.first} by the table; it stays as it is"
        )
    if latest.last is None and row.last is not None and row.last >= latest.first:
        found.ends.append(StayEnd(row.team, row.person, at, row.last))
    elif latest.last != row.last:
        found.told.append(
            f"{row.person} is in {row.team} until {latest.last or 'further notice'} by team.yaml and until "
            f"{row.last or 'further notice'} by the table; it stays as it is"
        )


def _touch(first: date, last: date | None, row: StayRow) -> bool:
    """Whether a stay and a row have a day in common."""
    return (last is None or row.first <= last) and (row.last is None or first <= row.last)


def _move(row: StayRow, rows: Sequence[StayRow], teams: Mapping[str, Team], found: RosterChange) -> None:
    """End the stay somebody moves from: their only open one, in a team the table no longer has them in."""
    elsewhere = [
        (team.id, at, stay)
        for team in teams.values()
        for at, stay in enumerate(team.members)
        if stay.person == row.person and team.id != row.team and stay.last is None and stay.first < row.first
    ]
    named = {one.team for one in rows if one.person == row.person}
    if row.last is None and len(elsewhere) == 1 and elsewhere[0][0] not in named:
        team, at, _ = elsewhere[0]
        found.ends.append(StayEnd(team, row.person, at, row.first - timedelta(days=1)))


def _missing(rows: Sequence[StayRow], teams: Sequence[Team]) -> Iterator[str]:
    """Yield who is in a team by team.yaml, and in no row; a team the table does not name was not compared."""
    people, named = {row.person for row in rows}, {row.team for row in rows}
    apart = [team.id for team in teams if team.members and team.id not in named]
    if apart:
        yield f"no row is of {', '.join(apart)}, so nothing there was compared"
    for team in teams:
        lacking = sorted(
            {one.person for one in team.members if one.last is None and one.person not in people}
        )
        if lacking and team.id in named:
            yield (
                f"in {team.id} and not in the table: {', '.join(lacking)}; they stay. Who has left gets a `to` in "
                f"data/teams/{team.id}/team.yaml"
            )


def _shown(name: str) -> str:
    return repr(name[:40]) if name.isprintable() else ascii(name[:40])

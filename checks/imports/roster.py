"""Compare a table of people with the rosters of teams, and return what is to be changed.

A row is a stay: person, team, first day, and a last day where it has one. Rosters are kept by hand, so the
table overrules little: nobody is removed because it lacks them, a first day is never changed, and a last day
is only set, never taken back. Other differences are reported.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from checks.imports.people_table import TableRow, parse_table_day
from checks.loading.csv_columns import BadRow
from checks.model.team import Team

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stay as a row of the table has it; `team` is an id, or a name that no id is known for."""

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
    """Stays to add and to end, and a line for each difference that is left as it is."""

    joins: list[NewStay] = field(default_factory=list)
    ends: list[StayEnd] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def stays_of(
    rows: Iterable[TableRow], people: Mapping[str, str], teams: Mapping[str, str]
) -> tuple[list[StayRow], list[BadRow]]:
    """Return the rows as stays, and those that are none.

    A person is as `person_in` says; a team an id, or a name `teams` knows.
    """
    stays: list[StayRow] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            person, first, last = days_in(row, people)
        except NoSpanError as error:
            bad.append(BadRow(row.line, str(error)))
            continue
        team = teams.get(row.values["team"], row.values["team"])
        if team:
            stays.append(StayRow(row.line, person, team, first, last))
        else:
            bad.append(BadRow(row.line, "the team is missing"))
    return stays, bad


def person_in(text: str, people: Mapping[str, str]) -> str:
    """Return the id a table means: an id, the address of somebody in `people`, or a number with p- before it.

    >>> person_in("1024", {}), person_in("Ada@example.org", {"ada@example.org": "p-ada"})
    ('p-1024', 'p-ada')
    """
    known = people.get(text.casefold(), text)
    return f"p-{known}" if known.isascii() and known.isdigit() else known


class NoSpanError(ValueError):
    """Why a row is no stretch of days of a person, in words."""


def days_in(row: TableRow, people: Mapping[str, str]) -> tuple[str, date, date | None]:
    """Return a row's person, first day, and last day if it has one; raises `NoSpanError`."""
    person = person_in(row.values["person"], people)
    first, last = parse_table_day(row.values["from"]), parse_table_day(row.values["to"])
    if not _ID.fullmatch(person):
        raise NoSpanError("invalid person. Write an id, a number, or an address from people.csv")
    if first is None:
        raise NoSpanError("invalid start date. Write it as 2026-11-02 or 2.11.2026")
    if row.values["to"] and last is None:
        raise NoSpanError("invalid end date. Write it as 2026-11-02 or 2.11.2026")
    if last is not None and last < first:
        raise NoSpanError("the end date is before the start date. Correct one of them")
    return person, first, last


def compare_roster(
    stays: Sequence[StayRow], teams: Mapping[str, Team], former: Mapping[str, str], only: str | None = None
) -> RosterChange:
    """Return what the table changes in the rosters, of one team alone where `only` names it.

    A team of the table may be an id, a former id, or a name whatever its case.
    """
    changes = RosterChange()
    names = {team.name.casefold(): team.id for team in teams.values()} | {team: team for team in teams}
    named = ((row, former.get(row.team, row.team).casefold()) for row in stays)
    rows = [replace(row, team=names.get(name, row.team)) for row, name in named]
    known = sorted((row for row in rows if row.team in teams), key=lambda row: (row.person, row.first))
    for row in known:
        _compare(row, known, teams, changes)
    if only is None:
        changes.notes += _unknown_teams(rows, teams)
    else:
        changes.joins = [join for join in changes.joins if join.team == only]
        changes.ends = [end for end in changes.ends if end.team == only]
    changes.notes += _missing(rows, [team for team in teams.values() if only in (None, team.id)])
    return changes


def _unknown_teams(rows: Sequence[StayRow], teams: Mapping[str, Team]) -> Iterator[str]:
    unknown = Counter(row.team for row in rows if row.team not in teams)
    for name, number in sorted(unknown.items()):
        team = name if _ID.fullmatch(name) else "ID"
        shown = repr(name[:40]) if name.isprintable() else ascii(name[:40])
        yield (
            f"there is no team {shown} ({number} {'row' if number == 1 else 'rows'}). Map its name in the file for "
            f"--columns, or run: outbound new team {team}"
        )


def _compare(row: StayRow, rows: Sequence[StayRow], teams: Mapping[str, Team], changes: RosterChange) -> None:
    """Hold a row against the stays its team has for its person."""
    ended = {end.at: end.last for end in changes.ends if end.team == row.team}
    touching = [
        (stay, at)
        for at, stay in enumerate(teams[row.team].members)
        if stay.person == row.person
        and row.first <= (ended.get(at, stay.last) or date.max)
        and stay.first <= (row.last or date.max)
    ]
    if not touching:
        changes.joins.append(NewStay(row.team, row.person, row.first, row.last))
        _move(row, rows, teams, changes)
        return
    latest, at = max(touching, key=lambda numbered: numbered[0].first)
    earliest = min(stay.first for stay, _ in touching)
    if row.first != earliest:
        changes.notes.append(
            f"{row.person} joined {row.team} on {earliest} in team.yaml, but on {row.first} in the table. Nothing "
            "changed; correct one of them"
        )
    if latest.last is None and row.last is not None and row.last >= latest.first:
        changes.ends.append(StayEnd(row.team, row.person, at, row.last))
    elif latest.last != row.last:
        changes.notes.append(
            f"the end date of {row.person} in {row.team} is {latest.last or 'open'} in team.yaml, but "
            f"{row.last or 'open'} in the table. Nothing changed; correct one of them"
        )


def _move(row: StayRow, rows: Sequence[StayRow], teams: Mapping[str, Team], changes: RosterChange) -> None:
    """End the stay somebody moves from: their only open one, in a team the table no longer has them in."""
    open_stays = [
        (team.id, at)
        for team in teams.values()
        for at, stay in enumerate(team.members)
        if stay.person == row.person and team.id != row.team and stay.last is None and stay.first < row.first
    ]
    named = {stay.team for stay in rows if stay.person == row.person}
    if row.last is None and len(open_stays) == 1 and open_stays[0][0] not in named:
        team, at = open_stays[0]
        changes.ends.append(StayEnd(team, row.person, at, row.first - timedelta(days=1)))


def _missing(rows: Sequence[StayRow], teams: Sequence[Team]) -> Iterator[str]:
    """Yield who is in a team by team.yaml, and in no row; a team the table does not name was not compared."""
    people, named = {row.person for row in rows}, {row.team for row in rows}
    unnamed = [team.id for team in teams if team.members and team.id not in named]
    if unnamed:
        yield f"the table has no rows for {', '.join(unnamed)}, so these teams were not compared"
    for team in teams:
        staying = {stay.person for stay in team.members if stay.last is None}
        if (lacking := sorted(staying - people)) and team.id in named:
            yield (
                f"in {team.id}, but not in the table: {', '.join(lacking)}. Nothing changed. If someone has left, add a `to` "
                f"in data/teams/{team.id}/team.yaml"
            )

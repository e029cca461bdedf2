"""The teams a new playbook begins with: those that are named, or those a people team's table holds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class FirstStay:
    """Somebody in a team, by id, from a day on; without a last day until further notice."""

    person: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A first team: its id and name, who leads it by id, who is in it since when, and the team above, where it has one."""

    id: str
    name: str
    leaders: tuple[str, ...]
    members: tuple[FirstStay, ...]
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """A row of a people team's table. `team` is its name there; `leader` is empty where the table names none."""

    stay: FirstStay
    team: str
    leader: str


def named_teams(
    names: Sequence[str], leaders: Sequence[str], members: Sequence[str], first: date
) -> tuple[NewTeam, ...]:
    """Return the teams of those names, each led by the same; the members are the first one's."""
    stays = tuple(FirstStay(person, first) for person in members)
    return tuple(
        NewTeam(slug(name), name, tuple(leaders), stays if at == 0 else ()) for at, name in enumerate(names)
    )


def exported_teams(
    rows: Iterable[ExportedRow], ids: Mapping[str, str], leaders: Sequence[str], first: date
) -> tuple[tuple[NewTeam, ...], tuple[str, ...]]:
    """Return the teams of a table, by id, and a line for each thing that was read otherwise than it stands there.

    `ids` says which team is meant by a name; others get an id made from it. A team is led by whom its rows
    name, else by `leaders`. Nobody is a member of the team they lead, and who has left before `first` is
    not taken along.
    """
    by_team: dict[str, list[ExportedRow]] = {}
    names: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    gone = 0
    for row in rows:
        if row.stay.last is not None and row.stay.last < first:
            gone += 1
            continue
        team = ids.get(row.team) or slug(row.team)
        if names.setdefault(team, row.team) != row.team:
            alike.setdefault(team, {names[team]})
            alike[team].add(row.team)
        by_team.setdefault(team, []).append(row)
    notes = [f"{_rows(gone)} ended before {first}; not taken along"] if gone else []
    notes += [
        f"{' and '.join(sorted(written))} are one team here, {team}; tell them apart with --columns"
        for team, written in sorted(alike.items())
    ]
    teams = []
    for team, held in sorted(by_team.items()):
        begun, more = _team(team, names[team], held, leaders)
        teams.append(begun)
        notes += more
    return tuple(teams), tuple(notes)


def _team(
    team: str, name: str, rows: Sequence[ExportedRow], leaders: Sequence[str]
) -> tuple[NewTeam, list[str]]:
    leading = tuple(sorted({row.leader for row in rows if row.leader})) or tuple(leaders)
    notes = [
        f"{row.stay.person} leads {team}, so is no member of it; say where they are led, with "
        "`outbound import roster` or in team.yaml"
        for row in rows
        if row.stay.person in leading
    ]
    members: list[FirstStay] = []
    for row in sorted(rows, key=lambda row: (row.stay.person, row.stay.first)):
        stay = row.stay
        if stay.person in leading:
            continue
        if members and members[-1].person == stay.person and _reaches(members[-1], stay):
            notes.append(f"{stay.person} is in {team} twice on one day; the later row was left out")
            continue
        members.append(stay)
    return NewTeam(team, name, leading, tuple(members)), notes


def _reaches(earlier: FirstStay, later: FirstStay) -> bool:
    """Whether the two have a day in common."""
    return earlier.last is None or earlier.last >= later.first


def _rows(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"


def slug(name: str) -> str:
    """Return an id made from a name.

    >>> slug("R&D Helsinki"), slug("Ääni"), slug("3")
    ('rd-helsinki', 'aani', 'team-3')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    kept = "".join(c if c.isalnum() else "-" if c in " -_/." else "" for c in plain)
    words = "-".join(part for part in kept.split("-") if part)
    plain_id = words.lstrip("0123456789-")[:40].rstrip("-")
    return plain_id if len(plain_id) > 1 else f"team-{words[:35]}".rstrip("-")

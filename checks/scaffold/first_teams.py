"""The teams a new playbook begins with: those that are named, or those a people team's table holds."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FirstStay:
    """Somebody in a team, by id, from a day on; without a last day until further notice."""

    person: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A first team; `leaders` are ids, `part_of` is the id of the team above, empty without one."""

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
    """Return a team for each name, all led by `leaders`; the members belong to the first."""
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
    left out.
    """
    by_team: defaultdict[str, list[ExportedRow]] = defaultdict(list)
    left = 0
    for row in rows:
        if row.stay.last is not None and row.stay.last < first:
            left += 1
        else:
            by_team[ids.get(row.team) or slug(row.team)].append(row)
    notes = [f"left out {left} {'row' if left == 1 else 'rows'} that ended before {first}"] if left else []
    for team, stays in sorted(by_team.items()):
        names = sorted({row.team for row in stays})
        if len(names) > 1:
            notes.append(
                f"{' and '.join(names)} became a single team, {team}. To keep them apart, give each its own id in a file for --columns"
            )
    teams = [_team(team, stays, leaders) for team, stays in sorted(by_team.items())]
    return tuple(team for team, _ in teams), (*notes, *(note for _, more in teams for note in more))


def _team(team: str, rows: Sequence[ExportedRow], leaders: Sequence[str]) -> tuple[NewTeam, list[str]]:
    """Return a team, named as in its first row, and a line for each row that makes nobody a member."""
    leading = tuple(sorted({row.leader for row in rows if row.leader})) or tuple(leaders)
    notes = [
        f"{row.stay.person} leads {team}, so they are not a member of it. Add them to the team of their own leader, "
        "with `outbound import roster` or in team.yaml"
        for row in rows
        if row.stay.person in leading
    ]
    members: list[FirstStay] = []
    for stay in sorted((row.stay for row in rows), key=lambda stay: (stay.person, stay.first)):
        before = members[-1] if members and members[-1].person == stay.person else None
        if stay.person in leading:
            continue
        if before and (before.last is None or before.last >= stay.first):
            notes.append(f"{stay.person} is in {team} twice on the same day. The later row was left out")
        else:
            members.append(stay)
    return NewTeam(team, rows[0].team, leading, tuple(members)), notes


def slug(name: str) -> str:
    """Return an id made from a name.

    >>> slug("R&D Helsinki"), slug("Ääni"), slug("3")
    ('rd-helsinki', 'aani', 'team-3')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    spaced = "".join(c if c.isalnum() else "-" if c in " -_/." else "" for c in plain)
    words = "-".join(part for part in spaced.split("-") if part)
    plain_id = words.lstrip("0123456789-")[:40].rstrip("-")
    return plain_id if len(plain_id) > 1 else f"team-{words[:35]}".rstrip("-")

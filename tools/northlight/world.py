"""Who is where: the rosters, absences and pauses the log is invented for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from tools.northlight.days import is_working
from tools.northlight.story import HORIZON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Term:
    """A stay, a leadership or a coaching; both ends are included."""

    person: str
    first: date
    last: date
    coach: str = ""

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Team:
    """A roster as it stands in `team.yaml`, with the leaders of the team above."""

    id: str
    logs_from: date
    leaders: tuple[Term, ...]
    coaches: tuple[Term, ...]
    stays: tuple[Term, ...]
    above: tuple[Term, ...]


@dataclass(frozen=True)
class World:
    """Who is where: days off are the same whichever roster names them."""

    teams: tuple[Team, ...]
    absences: Mapping[str, tuple[tuple[date, date], ...]]
    pauses: tuple[tuple[date, date], ...]
    waivers: Mapping[str, tuple[tuple[str, date, date], ...]]

    def waived(self, team: str, service: str, day: date) -> bool:
        """Whether the whole team has agreed to leave the service out that day."""
        return any(one == service and first <= day <= last for one, first, last in self.waivers.get(team, ()))

    def away(self, person: str, day: date) -> bool:
        """Whether any roster names an absence of theirs that day."""
        return any(first <= day <= last for first, last in self.absences.get(person, ()))

    def paused(self, day: date) -> bool:
        """Whether the company rests that day."""
        return any(first <= day <= last for first, last in self.pauses)

    def at_work(self, person: str, day: date) -> bool:
        """Whether the day is one on which they could meet somebody."""
        return is_working(day) and not self.paused(day) and not self.away(person, day)


def read_world(root: Path) -> World:
    """Read rosters and pauses."""
    rosters = {path.parent.name: read(path) for path in sorted(root.glob("data/teams/*/team.yaml"))}
    playbook = read(root / "playbook" / "playbook.yaml")
    absences: dict[str, set[tuple[date, date]]] = {}
    for roster in rosters.values():
        for entry in roster.get("absences", []):
            absences.setdefault(entry["person"], set()).add((entry["from"], entry.get("to", date.max)))
    return World(
        teams=tuple(read_team(roster, rosters) for roster in rosters.values() if roster.get("members")),
        absences={person: tuple(sorted(spans)) for person, spans in absences.items()},
        waivers={
            path.parent.name: tuple(
                (one["service"], one["from"], one["to"])
                for one in read(path)["waivers"]
                if "member" not in one
            )
            for path in sorted(root.glob("data/teams/*/waivers.yaml"))
        },
        pauses=tuple((entry["from"], entry["to"]) for entry in playbook.get("pauses", [])),
    )


def read(path: Path) -> dict[str, Any]:
    """Read a YAML file; dates come out of the safe loader as dates."""
    document: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return document


def read_team(roster: Mapping[str, Any], rosters: Mapping[str, Mapping[str, Any]]) -> Team:
    """Take one roster apart; what a log does not need is left out."""

    def terms(source: Mapping[str, Any], key: str) -> tuple[Term, ...]:
        return tuple(
            Term(e["person"], e["from"], e.get("to", date.max), e.get("coach", ""))
            for e in source.get(key, [])
        )

    above = rosters.get(roster.get("part_of", ""), {})
    return Team(
        id=roster["id"],
        logs_from=max(HORIZON, roster.get("logs_from", HORIZON)),
        leaders=terms(roster, "leaders"),
        coaches=terms(roster, "coaches"),
        stays=terms(roster, "members"),
        above=terms(above, "leaders"),
    )

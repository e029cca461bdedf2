"""Who may meet whom: each person's teams, and who may give something there. It decides which entries are looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from checks.model.service import Service
    from checks.model.team import Leader, Stay, Team


MOST_KEPT = 10_000
"""Sets of people whose teams are kept: most meetings are of the same people, and all together are too many."""


@dataclass(frozen=True, slots=True)
class TeamIndex:
    """The members of each team, whenever they were in it, and who may give them something.

    `givers` has no entry for a team in which anybody may give some service.
    """

    stays: Mapping[str, Mapping[str, tuple[Stay, ...]]]
    givers: Mapping[str, frozenset[str]]
    _teams: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def teams_of(self, people: frozenset[str]) -> frozenset[str]:
        """Return the teams in which one of these people may give another something."""
        if people not in self._teams:
            if len(self._teams) >= MOST_KEPT:
                self._teams.clear()
            self._teams[people] = frozenset(
                team
                for person in people
                for team in self.stays.get(person, ())
                if self._met(person, team, people)
            )
        return self._teams[people]

    def _met(self, member: str, team: str, people: Collection[str]) -> bool:
        givers = self.givers.get(team)
        return any(giver != member and (givers is None or giver in givers) for giver in people)

    def has_giver(self, team: str, people: Collection[str]) -> bool:
        """Whether somebody may give the members of a team something."""
        return self.givers.get(team) is None or not self.givers[team].isdisjoint(people)

    def owed_elsewhere(self, team: str, member: str, giver: str, service: str, day: date) -> bool:
        """Whether another team of a member owes them the service on a day, and this one does not.

        Then a meeting with somebody who gives it in both teams is the other team's.
        """
        stays = self.stays.get(member, {})
        if len(stays) < 2 or any(_owes(stay, service, day) for stay in stays.get(team, ())):
            return False
        return any(
            _owes(stay, service, day) and self.has_giver(other, (giver,))
            for other, of_team in stays.items()
            if other != team
            for stay in of_team
        )

    @property
    def facts(self) -> list[object]:
        """What decides which entries are looked at, as JSON can hold it."""
        members = {person: sorted(teams) for person, teams in sorted(self.stays.items())}
        return [members, {team: sorted(givers) for team, givers in sorted(self.givers.items())}]


def _owes(stay: Stay, service: str, day: date) -> bool:
    return stay.has(day) and (stay.owed == "all" or (stay.owed != "none" and service in stay.owed))


class TeamIndexBuilder:
    """Takes rosters one at a time; `services` say whether somebody without a role may give something."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._stays: defaultdict[str, defaultdict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
        self._givers: dict[str, frozenset[str]] = {}
        self._anybody = any(
            "anyone" in (agreement.given_by or ()) for service in services for agreement in service.agreements
        )

    def add(self, team: Team, above: tuple[Leader, ...] | None) -> None:
        """Take in a team, with the leaders of the team above; None where they are not known."""
        for stay in team.members:
            self._stays[stay.person][team.id].append(stay)
        if self._anybody or above is None or _anyone_in(team):
            return
        leaders = {entry.person for entry in (*team.leaders, *above)}
        self._givers[team.id] = frozenset(leaders | {entry.person for entry in team.coaches})

    def built(self) -> TeamIndex:
        """Return the index of the teams so far."""
        stays = {
            person: {team: tuple(entries) for team, entries in teams.items()}
            for person, teams in self._stays.items()
        }
        return TeamIndex(stays, self._givers)


def _anyone_in(team: Team) -> bool:
    return any(
        "anyone" in (agreement.given_by or ()) for terms in team.agreements.values() for agreement in terms
    )

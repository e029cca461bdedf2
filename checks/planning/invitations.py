"""Whom to invite to what: what teams are owed, each put to the person who should take the initiative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checks.engine.spans import common, union, without
from checks.engine.upcoming import UpcomingItem, Urgency, givers_of, upcoming_items
from checks.run.checking import case_of

if TYPE_CHECKING:
    from checks.engine.spans import Spans
    from checks.engine.timeline import TeamCase
    from checks.loading.repository import Repository
    from checks.model.service import Service
    from checks.run.checking import JudgementDates


OF_LATE = 14
"""Days back that are told of as what went well."""


@dataclass(frozen=True, slots=True)
class Giver:
    """Somebody who may give a touchpoint: in which role, and on which of the days on which it may be held."""

    person: str
    role: str
    days: Spans


@dataclass(frozen=True, slots=True)
class Invitation:
    """A touchpoint owed, in its team, with those who may give it, who should invite first.

    Without givers anyone may give it, but for the receiver. `back` is the day somebody who is away on the
    as-of day is there again.
    """

    team: str
    team_name: str
    service: Service
    owed: UpcomingItem
    givers: tuple[Giver, ...]
    back: int | None

    @property
    def inviter(self) -> str:
        """Who should invite, or has booked it; empty where anyone may."""
        if self.owed.booked_by:
            return self.owed.booked_by
        return self.givers[0].person if self.givers else ""

    @property
    def offered(self) -> bool:
        """Whether it is an offer, which may be declined."""
        return self.owed.agreed.obligation == "offered"


@dataclass
class GatheredInvitations:
    """What all readable teams are owed, the services and teams that could not be read, and what is known of those who give.

    `away` are everybody's absences; `booked` are the booked days to come of each giver with the minutes they
    take. `held` are the touchpoints each has given in the last 14 days, and to how many. `givers` is everybody who leads or coaches. On the as-of day so many members are `led` by somebody, so
    many have `chosen` them as coach, and so many more may, where a coach has said how many at most.
    """

    invitations: list[Invitation] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    away: dict[str, Spans] = field(default_factory=dict)
    booked: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    held: dict[str, tuple[int, int]] = field(default_factory=dict)
    givers: set[str] = field(default_factory=set)
    led: Counter[str] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)
    room: dict[str, int] = field(default_factory=dict)


def gather_invitations(repository: Repository, days: JudgementDates, last: int) -> GatheredInvitations:
    """Return what is owed up to the day `last`, one team after the other."""
    found = GatheredInvitations(unread=repository.policy.unreadable)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            found.unread.append(files.id)
            continue
        found.invitations += _invitations(case, last)
        _count(case, found)
        for person, spans in case.away.items():
            found.away[person] = union((*found.away.get(person, ()), *spans))
        _log(case, last, found)
    return found


def _log(case: TeamCase, last: int, found: GatheredInvitations) -> None:
    """Add what is booked, and what has been held of late."""
    log = case.log
    seen: dict[str, set[tuple[str, str, int]]] = {}
    for row in range(len(log)):
        day, giver = log.days[row], log.givers[row]
        if log.states[row] == "booked" and case.as_of <= day <= last:
            service = case.services.get(case.current(log.services[row]))
            if service:
                found.booked.setdefault(giver, []).append((day, service.context.minutes))
        elif log.states[row] == "held" and case.as_of - OF_LATE < day <= case.as_of and giver:
            seen.setdefault(giver, set()).add((log.members[row], log.services[row], day))
    for giver, held in seen.items():
        times, people = found.held.get(giver, (0, 0))
        found.held[giver] = times + len(held), people + len({member for member, _, _ in held})


def _count(case: TeamCase, found: GatheredInvitations) -> None:
    """Add who leads and coaches in a team, and how many."""
    present, team = case.present, case.team
    found.givers.update(one.person for one in team.leaders)
    found.givers.update(one.person for one in team.coaches)
    for leader in team.leaders:
        if leader.has(case.as_of):
            found.led[leader.person] += sum(member != leader.person for member in present)
    for coach in team.coaches:
        if coach.has(case.as_of):
            chosen = sum(stay.coach == coach.person for stay in present.values())
            found.chosen[coach.person] += chosen
            if coach.at_most is not None:
                room = max(0, coach.at_most - chosen)
                found.room[coach.person] = found.room.get(coach.person, 0) + room


def _invitations(case: TeamCase, last: int) -> Iterator[Invitation]:
    for owed in upcoming_items(case, last):
        givers = tuple(_givers(case, owed))
        away = any(first <= case.as_of <= end for first, end in case.away.get(owed.member or "", ()))
        yield Invitation(
            case.team.id,
            case.team.name,
            case.services[owed.service],
            owed,
            givers,
            owed.since if away else None,
        )


def _givers(case: TeamCase, owed: UpcomingItem) -> Iterator[Giver]:
    """Yield who may give it; those who are there on none of its days come last."""
    found = [
        Giver(person, role, without(common(spans, owed.there), case.away.get(person, ())))
        for person in givers_of(case, owed, max(case.as_of, min(owed.by, owed.since or owed.by)))
        for role, spans in [_role(case, owed, person)]
    ]
    yield from sorted(found, key=lambda one: not one.days and owed.there != ())


def _role(case: TeamCase, owed: UpcomingItem, person: str) -> tuple[str, Spans]:
    roles = [role for role in ("leader", "coach", "leaders-leader") if role in owed.agreed.given_by]
    held = [(role, case.givers[role][person]) for role in roles if person in case.givers[role]]
    return held[0][0], union(span for _, spans in held for span in spans)


def to_invite(found: list[Invitation]) -> list[Invitation]:
    """Return those that have no day yet."""
    return [one for one in found if one.owed.stand is not Urgency.BOOKED]

"""Whom to invite to what: what teams are owed, each item put to the person who should take the initiative."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.engine.upcoming import UpcomingItem, Urgency, givers_of, upcoming_items
from checks.loading.repository import Repository
from checks.model.service import Service
from checks.run.judging import JudgementDates, case_of

OF_LATE = timedelta(days=14)
"""Days up to the as-of day whose touchpoints count as held of late."""


@dataclass(frozen=True, slots=True)
class Giver:
    """Somebody who may give a touchpoint: in which role, and on which of its possible days they are there."""

    person: str
    role: str
    days: DateSpans


@dataclass(frozen=True, slots=True)
class Invitation:
    """A touchpoint owed, in its team, with those who may give it; the first of them should invite.

    Without givers anyone but the receiver may give it. `back` is the first possible day where the receiver is
    away on the as-of day, else None.
    """

    team: str
    team_name: str
    service: Service
    owed: UpcomingItem
    givers: tuple[Giver, ...]
    back: date | None

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
    """What all readable teams are owed, and what is known of those who give. Persons are ids.

    `unread` are the services and teams that could not be read. By person: `away` are their absences, `booked`
    the days to come with the minutes booked on them, `held` how many touchpoints they gave in the last 14 days
    and to how many people, `led` how many members they lead on the as-of day, `chosen` how many have chosen
    them as coach, and `room` how many more may, where a limit is set. `givers` is everybody who leads or coaches.
    """

    invitations: list[Invitation] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    away: dict[str, DateSpans] = field(default_factory=dict)
    booked: dict[str, list[tuple[date, int]]] = field(default_factory=dict)
    held: dict[str, tuple[int, int]] = field(default_factory=dict)
    givers: set[str] = field(default_factory=set)
    led: Counter[str] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)
    room: dict[str, int] = field(default_factory=dict)


def gather_invitations(repository: Repository, days: JudgementDates, last: date) -> GatheredInvitations:
    """Return what is owed up to the day `last`, one team after the other."""
    gathered = GatheredInvitations(unread=repository.policy.unreadable)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            gathered.unread.append(files.id)
            continue
        gathered.invitations += _invitations(case, last)
        _add_givers(case, gathered)
        for person in case.absent:
            gathered.away[person] = gathered.away.get(person, DateSpans()) | case.days_away(person)
        _add_log(case, last, gathered)
    return gathered


def _add_log(case: TeamCase, last: date, gathered: GatheredInvitations) -> None:
    """Add what is booked up to the day `last`, and what has been held of late."""
    log = case.log
    held_by: dict[str, set[tuple[str, str, date]]] = {}  # sets: a touchpoint logged twice counts once
    for row in range(len(log)):
        day, giver = log.days[row], log.givers[row]
        if log.states[row] == "booked" and case.as_of <= day <= last:
            service = case.services.get(case.current(log.services[row]))
            if service:
                gathered.booked.setdefault(giver, []).append((day, service.context.minutes))
        elif log.states[row] == "held" and case.as_of - OF_LATE < day <= case.as_of and giver:
            held_by.setdefault(giver, set()).add((log.members[row], log.services[row], day))
    for giver, held in held_by.items():
        touchpoints, people = gathered.held.get(giver, (0, 0))
        gathered.held[giver] = touchpoints + len(held), people + len({member for member, _, _ in held})


def _add_givers(case: TeamCase, gathered: GatheredInvitations) -> None:
    """Add who leads and coaches in a team, and how many members each."""
    present, team = case.present, case.team
    gathered.givers |= {leader.person for leader in team.leaders} | {coach.person for coach in team.coaches}
    for leader in team.leaders:
        if leader.has(case.as_of):
            gathered.led[leader.person] += sum(member != leader.person for member in present)
    for coach in team.coaches:
        if coach.has(case.as_of):
            chosen = sum(stay.coach == coach.person for stay in present.values())
            gathered.chosen[coach.person] += chosen
            if coach.at_most is not None:
                room = max(0, coach.at_most - chosen)
                gathered.room[coach.person] = gathered.room.get(coach.person, 0) + room


def _invitations(case: TeamCase, last: date) -> Iterator[Invitation]:
    for owed in upcoming_items(case, last):
        away = case.as_of in case.days_away(owed.member)
        yield Invitation(
            team=case.team.id,
            team_name=case.team.name,
            service=case.services[owed.service],
            owed=owed,
            givers=tuple(_givers(case, owed)),
            back=owed.since if away else None,
        )


def _givers(case: TeamCase, owed: UpcomingItem) -> list[Giver]:
    """Return who may give it; those who are there on none of its days come last."""
    givers = []
    for person in givers_of(case, owed, max(case.as_of, min(owed.by, owed.since or owed.by))):
        role, days_in_role = _role(case, owed, person)
        days = (days_in_role & owed.possible_days) - case.days_away(person)
        givers.append(Giver(person, role, days))
    return sorted(givers, key=lambda giver: not giver.days and bool(owed.possible_days))


def _role(case: TeamCase, owed: UpcomingItem, person: str) -> tuple[str, DateSpans]:
    """Return the first role in which a person may give it, and the days on which they hold any such role."""
    days_of = {
        role: case.days_in_role(role).get(person)
        for role in ("leader", "coach", "leaders-leader")
        if role in owed.agreed.given_by
    }
    held = {role: days for role, days in days_of.items() if days is not None}
    return next(iter(held)), DateSpans.joined(stretch for days in held.values() for stretch in days)


def to_invite(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return those that have no day yet."""
    return [invitation for invitation in invitations if invitation.owed.urgency is not Urgency.BOOKED]

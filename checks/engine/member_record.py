"""One person's own record in one team: what they were owed, what was logged for them, and the clause behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import evaluate_team
from checks.engine.timeline import MemberTimeline, member_timeline, team_timeline
from checks.engine.touchpoints import (
    CountingTouchpoints,
    UncountedReason,
    counting_touchpoints,
    rows_by_subject,
)
from checks.engine.window import State, Window
from checks.wording.language import message

if TYPE_CHECKING:
    from checks.engine.timeline import TeamCase
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.findings import Place
    from checks.model.service import Service
    from checks.model.team import Absence, Stay
    from checks.model.waivers import Answer, Waiver


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of the log; `note` is the message why it counts for nothing, empty where it counts."""

    place: Place
    day: int
    service: str
    given_by: str
    initiative: str
    state: str
    acknowledged: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordWindow:
    """A window with the terms behind it and the rows that lie in it; `by` is the last day to be in time.

    The team's own windows are everybody's in it.
    """

    service: Service
    window: Window
    agreed: AgreedTerms
    rows: tuple[RecordRow, ...]
    by: int | None


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """What is stored about a person in a team, and what became of what they were owed.

    `rows` are those that name them as the receiver, `gave` those they gave to others, without saying whom,
    `answers` the broken promises they have taken on, and `approved` the waivers they have approved.
    """

    team: str
    name: str
    stays: tuple[Stay, ...]
    absences: tuple[Absence, ...]
    waivers: tuple[Waiver, ...]
    roles: tuple[str, ...]
    windows: tuple[RecordWindow, ...]
    rows: tuple[RecordRow, ...]
    gave: tuple[RecordRow, ...]
    answers: tuple[Answer, ...]
    approved: tuple[Waiver, ...]


def team_record(case: TeamCase, person: str, answers: Sequence[Answer] = ()) -> TeamRecord | None:
    """Return what a team holds about a person; None where it holds nothing."""
    roles = tuple(
        role
        for role, entries in (("leader", case.team.leaders), ("coach", case.team.coaches))
        if any(one.person == person for one in entries)
    )
    rows = tuple(_rows(case, person))
    found = TeamRecord(
        team=case.team.id,
        name=case.team.name,
        stays=tuple(one for one in case.team.members if one.person == person),
        absences=tuple(one for one in case.team.absences if one.person == person),
        waivers=tuple(
            one for one in case.waivers if one.member == person or person in one.agreed_with_people
        ),
        roles=roles,
        windows=tuple(_windows(case, person, (*rows, *_rows(case, "")))) if person in case.people else (),
        rows=rows,
        gave=tuple(_given(case, person)),
        answers=tuple(one for one in answers if one.by == person),
        approved=tuple(one for one in case.waivers if one.approved_by == person),
    )
    anything = (
        *(found.stays, found.absences, found.waivers, found.roles),
        *(found.rows, found.gave, found.answers, found.approved),
    )
    return found if any(anything) else None


def _given(case: TeamCase, person: str) -> Iterator[RecordRow]:
    """Yield the rows a person gave to others, the latest first; what became of them is the others' record."""
    log = case.log
    rows = [row for row in range(len(log)) if log.givers[row] == person and log.members[row] != person]
    for row in sorted(rows, key=lambda row: (-log.days[row], row)):
        yield RecordRow(
            log.place(row),
            log.days[row],
            case.current(log.services[row]),
            person,
            log.initiatives[row],
            log.states[row],
            "",
            "",
        )


def _windows(case: TeamCase, person: str, rows: Sequence[RecordRow]) -> Iterator[RecordWindow]:
    """Yield a person's windows and the team's, the latest first."""
    subjects = rows_by_subject(case)
    mine = [one for one in evaluate_team(case).windows if one.member in (person, None)]
    lives: dict[str, tuple[MemberTimeline, CountingTouchpoints]] = {}
    for window in sorted(mine, key=lambda one: (-one.last, one.service, -one.first)):
        service = case.services[window.service]
        if window.service not in lives:
            life = (
                team_timeline(case, service)
                if service.audience == "team"
                else member_timeline(case, service, person)
            )
            lives[window.service] = (
                life,
                counting_touchpoints(case, life, subjects.get((service.id, life.member or ""), {})),
            )
        life, touchpoints = lives[window.service]
        agreed = _terms(life, min(window.last, case.as_of))
        if agreed:
            inside = tuple(
                one for one in rows if one.service == service.id and window.first <= one.day <= window.last
            )
            yield RecordWindow(service, window, agreed, inside, _by(case, life, touchpoints, window))


def _terms(life: MemberTimeline, day: int) -> AgreedTerms | None:
    """Return the terms on a day, or the last before it."""
    begun = [segment.agreed for segment in life.segments if segment.first <= day]
    return life.agreed_on(day) or (begun[-1] if begun else None)


def _by(case: TeamCase, life: MemberTimeline, touchpoints: CountingTouchpoints, window: Window) -> int | None:
    """Return the last day on which a running window can be met, of a rolling one before it is overdue."""
    if window.state is State.OPEN and not window.days_due:
        return window.last
    if window.state in (State.OPEN, State.KEPT) and window.days_due:
        return last_day_in_time(case, life, touchpoints.days)
    return None


def _rows(case: TeamCase, member: str) -> Iterator[RecordRow]:
    """Yield the rows a person receives, or (empty) the team as one, the latest first."""
    log = case.log
    mine = [row for row in range(len(log)) if log.members[row] == member]
    subjects = rows_by_subject(case)
    lives: dict[str, tuple[MemberTimeline, CountingTouchpoints]] = {}
    for service in case.services.values():
        if service.audience == ("member" if member else "team") and (not member or member in case.people):
            life = member_timeline(case, service, member) if member else team_timeline(case, service)
            lives[service.id] = life, counting_touchpoints(case, life, subjects.get((service.id, member), {}))
    for row in sorted(mine, key=lambda row: (-log.days[row], row)):
        service_id = case.current(log.services[row])
        yield RecordRow(
            place=log.place(row),
            day=log.days[row],
            service=service_id,
            given_by=log.givers[row],
            initiative=log.initiatives[row],
            state=log.states[row],
            acknowledged=log.acknowledged[row],
            note=_note(case, row, lives.get(service_id)),
        )


_STATES = {
    "booked": message("it has a day, and counts once it is held"),
    "ordered": message("an order: what answers it counts"),
    "cancelled": message("it did not take place"),
    "missed": message("it was to be held, and somebody did not come"),
    "withdrawn": message("it was logged by mistake"),
}
_TOOK_BACK = message("it did not take place; an open order was taken back with it")
_WHYS = {
    UncountedReason.GUEST: message("you are on no line of the roster"),
    UncountedReason.OUTSIDE_STAY: message("you were not in the team on that day"),
    UncountedReason.OWN_GIVER: message("nobody gives a service to themselves"),
    UncountedReason.NOT_ENTITLED: message("who gave it may not give this service on that day"),
    UncountedReason.NO_GIVER: message("it does not say who gave it"),
}


def _note(case: TeamCase, row: int, known: tuple[MemberTimeline, CountingTouchpoints] | None) -> str:
    """Return why a row counts for nothing, empty where it counts."""
    log, day = case.log, case.log.days[row]
    if log.states[row] in _STATES:
        took_back = log.states[row] == "cancelled" and log.initiatives[row] == "inbound"
        return _TOOK_BACK if took_back else _STATES[log.states[row]]
    if log.acknowledged[row] == "no":
        return message("you have said that it did not take place")
    if day < case.horizon:
        return message("it lies before the first day that is judged")
    if day > case.as_of:
        return message("it lies after the day judged")
    if known is None:
        return message("no service of this id is owed to you")
    return _why_not(row, day, log.states[row], *known)


def _why_not(row: int, day: int, state: str, life: MemberTimeline, touchpoints: CountingTouchpoints) -> str:
    """Return why what took place counts for nothing, empty where it counts."""
    why = next((one.why for one in touchpoints.uncounted if one.row == row), None)
    if why:
        return _WHYS[why]
    if life.agreed_on(day) is None:
        return message("nothing was agreed on that day")
    if day in touchpoints.days:
        return ""
    if state == "declined":
        return message("it was compulsory, and cannot be declined")
    return message("you took the first step, and only the leader’s initiative counts")

"""One person's own record in one team: what they were owed, what was logged for them, and the clause behind each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import TeamResult, evaluate_team
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline
from checks.engine.touchpoints import CountingTouchpoints, UncountedReason
from checks.engine.window import State, Window
from checks.model.agreed_terms import AgreedTerms
from checks.model.corrections import Correction
from checks.model.findings import Place
from checks.model.service import Service
from checks.model.team import Absence, Stay
from checks.model.touchpoint_log import Log
from checks.model.waivers import Answer, Waiver
from checks.wording.language import message


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of the log; `note` is the message why it counts for nothing, empty where it counts."""

    place: Place
    day: date
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
    by: date | None


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """What is stored about a person in a team, and what became of what they were owed.

    `rows` are those that name them as the receiver, `gave` those they gave to others, without saying whom,
    `answers` the broken promises they have taken on, and `approved` the waivers they have approved. `corrections`
    are about them, or approved by them.
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
    corrections: tuple[Correction, ...] = ()


def team_record(case: TeamCase, person: str, answers: Sequence[Answer] = ()) -> TeamRecord | None:
    """Return what a team holds about a person; None where it holds nothing."""
    result = evaluate_team(case)
    rows = tuple(_rows(case, result, person))
    roles = (("leader", case.team.leaders), ("coach", case.team.coaches))
    record = TeamRecord(
        team=case.team.id,
        name=case.team.name,
        stays=tuple(stay for stay in case.team.members if stay.person == person),
        absences=tuple(absence for absence in case.team.absences if absence.person == person),
        waivers=tuple(
            waiver
            for waiver in case.waivers
            if waiver.member == person or person in waiver.agreed_with_people
        ),
        roles=tuple(role for role, entries in roles if any(entry.person == person for entry in entries)),
        windows=tuple(_windows(case, result, person, rows)) if person in case.people else (),
        rows=rows,
        gave=tuple(_given(case, person)),
        answers=tuple(answer for answer in answers if answer.by == person),
        approved=tuple(waiver for waiver in case.waivers if waiver.approved_by == person),
        corrections=tuple(_corrections(case, person)),
    )
    held = (record.stays, record.absences, record.waivers, record.roles, record.rows, record.gave)
    return record if any((*held, record.answers, record.approved, record.corrections)) else None


def _corrections(case: TeamCase, person: str) -> Iterator[Correction]:
    """Yield the corrections that are about a person, or that they have approved."""
    for correction in case.corrections:
        if person in (correction.person, correction.approved_by):
            yield correction


def _latest_first(log: Log, rows: Iterable[int]) -> list[int]:
    """Return rows by their day, the latest first, those of one day in file order."""
    return sorted(sorted(rows), key=lambda row: log.days[row], reverse=True)


def _given(case: TeamCase, person: str) -> Iterator[RecordRow]:
    """Yield the rows a person gave to others, the latest first; what became of them is the others' record."""
    log = case.log
    rows = [row for row in range(len(log)) if log.givers[row] == person and log.members[row] != person]
    for row in _latest_first(log, rows):
        service = case.current(log.services[row])
        yield RecordRow(
            log.place(row), log.days[row], service, person, log.initiatives[row], log.states[row], "", ""
        )


def _windows(
    case: TeamCase, result: TeamResult, person: str, rows: Sequence[RecordRow]
) -> Iterator[RecordWindow]:
    """Yield a person's windows and the team's, the latest first."""
    rows = (*rows, *_rows(case, result, ""))
    windows = [window for window in result.windows if window.member in (person, None)]
    windows.sort(key=lambda window: (-window.last.toordinal(), window.service, -window.first.toordinal()))
    for window in windows:
        key = (window.service, window.member)
        timeline = result.timelines[key]
        day = min(window.last, case.as_of).toordinal()
        earlier = [segment.terms for segment in timeline.segments if segment.first <= day]
        terms = timeline.terms_on(day) or (earlier[-1] if earlier else None)
        if terms:
            inside = tuple(
                row
                for row in rows
                if row.service == window.service and window.first <= row.day <= window.last
            )
            by = _last_day(case, timeline, result.touchpoints[key], window)
            yield RecordWindow(case.services[window.service], window, terms, inside, by)


def _last_day(
    case: TeamCase, timeline: MemberTimeline, touchpoints: CountingTouchpoints, window: Window
) -> date | None:
    """Return the last day on which a running window can be met, of a rolling one before it is overdue."""
    if window.state is State.OPEN and not window.days_due:
        return window.last
    if window.state in (State.OPEN, State.KEPT) and window.days_due:
        return last_day_in_time(case, timeline, touchpoints.days)
    return None


def _rows(case: TeamCase, result: TeamResult, member: str) -> Iterator[RecordRow]:
    """Yield the rows a person receives, or (empty) the team as one, the latest first."""
    log = case.log
    for row in _latest_first(log, (row for row in range(len(log)) if log.members[row] == member)):
        service = case.current(log.services[row])
        yield RecordRow(
            place=log.place(row),
            day=log.days[row],
            service=service,
            given_by=log.givers[row],
            initiative=log.initiatives[row],
            state=log.states[row],
            acknowledged=log.acknowledged[row],
            note=_note(case, result, row, (service, member or None)),
        )


_STATES = {
    "booked": message("it is booked and will count once it takes place"),
    "ordered": message("it is a request, and the conversation that follows it counts"),
    "cancelled": message("it did not take place"),
    "missed": message("someone did not come"),
    "withdrawn": message("it was logged by mistake"),
}
_TOOK_BACK = message("it did not take place, and this cancelled an open request")
_REASONS = {
    UncountedReason.GUEST: message("you are not on the roster"),
    UncountedReason.OUTSIDE_STAY: message("you were not in the team on that day"),
    UncountedReason.OWN_GIVER: message("people can’t give a service to themselves"),
    UncountedReason.NOT_ENTITLED: message("the giver was not allowed to give this service on that day"),
    UncountedReason.NO_GIVER: message("the giver is missing"),
}

OWN_INITIATIVE = message("you started it, and only conversations that the leader or coach starts count")
"""The note of a row that counts for nothing because the receiver took the first step."""


def _note(case: TeamCase, result: TeamResult, row: int, key: tuple[str, str | None]) -> str:
    """Return why a row counts for nothing, empty where it counts."""
    log, day = case.log, case.log.days[row]
    if log.states[row] in _STATES:
        took_back = log.states[row] == "cancelled" and log.initiatives[row] == "inbound"
        return _TOOK_BACK if took_back else _STATES[log.states[row]]
    if log.acknowledged[row] == "no":
        return message("you reported that it did not take place")
    if day < case.horizon:
        return message("it is before the first date that is checked")
    if day > case.as_of:
        return message("it is in the future")
    if key not in result.timelines:
        return message("you have no agreement for a service with this id")
    return _why_not(row, case.day_ordinals[row], log.states[row], result, key)


def _why_not(row: int, day: int, state: str, result: TeamResult, key: tuple[str, str | None]) -> str:
    """Return why what took place counts for nothing, empty where it counts."""
    touchpoints = result.touchpoints[key]
    reason = next((entry.why for entry in touchpoints.uncounted if entry.row == row), None)
    if reason:
        return _REASONS[reason]
    timeline = result.timelines[key]
    if timeline.terms_on(day) is None and timeline.terms_after(day) is None:
        return message("nothing was agreed on that day")
    if day in touchpoints.days or day in touchpoints.afterwards:
        return ""
    if state == "declined":
        return message("it was compulsory, so it can’t be declined")
    return OWN_INITIATIVE

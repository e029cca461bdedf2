"""Calendars to subscribe to: one a leader or coach, with what is proposed and open; one a team, with last days alone.

An entry keeps its UID from one writing to the next, so that a calendar replaces it; SEQUENCE and DTSTAMP come
from the as-of day, so the same day gives the same bytes. UIDs tell nothing: they are digests. Nobody is named:
a personal feed holds ids, and so lies outside every repository; a team's holds nobody at all.
Source: RFC 5545.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from checks.engine.upcoming import Urgency
from checks.engine.workload import terms_on
from checks.model.cadences import MONTHS, CalendarCadence
from checks.model.periods import period_of
from checks.output.invitation_words import deadline_words, reason_words, service_words, subject, subject_words
from checks.wording.measures import cadence_words

if TYPE_CHECKING:
    from icalendar import Event

    from checks.engine.timeline import TeamCase
    from checks.model.service import Service
    from checks.planning.invitations import Invitation
    from checks.planning.weeks import PlannedItem
    from checks.wording.language import Language

_EPOCH = date(2020, 1, 1)
"""SEQUENCE counts days from here: later writings replace earlier ones."""


def personal_calendar(planned: Sequence[PlannedItem], as_of: date, language: Language) -> bytes:
    """Return the calendar of one who gives: a day for each touchpoint, tentative until it is booked."""
    events = (_proposed(one, as_of, language) for one in planned)
    return _calendar(events, language.say("Outbound: whom to invite"))


def reminder_entries(found: Iterable[Invitation], as_of: date, language: Language) -> str:
    """Return a calendar with the last day of each touchpoint that has no day yet."""
    events = (_reminder(one, as_of, language) for one in found if one.owed.stand is not Urgency.BOOKED)
    return _calendar(events, language.say("Outbound: last days")).decode()


def team_calendar(case: TeamCase, language: Language, weeks: int = 53) -> bytes | None:
    """Return a team's calendar for everybody: the last day of each calendar window of the year to come.

    It is worked out from the policy alone, without log or roster, so that it tells of nobody; services
    without terms for the whole team, or with another rhythm than the calendar's, are not in it.
    """
    ahead = windows_ahead(case, case.as_of + weeks * 7)
    said = {one: _said(case, one, language) for one in {service_id for service_id, _, _ in ahead}}
    events = [_window(case, one, *said[one], first, last, language) for one, first, last in ahead]
    name = language.say("{team}: leadership services", team=case.team.name)
    return _calendar(events, name) if events else None


def published_calendars(into: dict[str, str], language: Language) -> Callable[[TeamCase], None]:
    """Return what looks at teams and keeps the calendar of each that may be named, by its id."""

    def look(case: TeamCase) -> None:
        made = (
            team_calendar(case, language) if case.present and case.playbook.privacy.show == "teams" else None
        )
        if made:
            into[case.team.id] = made.decode()

    return look


def windows_ahead(case: TeamCase, until: int) -> list[tuple[str, int, int]]:
    """Return the calendar windows a team's policy opens until a day: service, first and last day."""
    return [
        (service_id, first, last)
        for service_id, cadence in sorted(_rhythms(case).items())
        for first, last in _windows(case, cadence, until)
    ]


def _rhythms(case: TeamCase) -> dict[str, CalendarCadence]:
    found = {}
    for service in case.services.values():
        agreed = terms_on(case, service, None)
        if agreed and isinstance(agreed.cadence, CalendarCadence):
            found[service.id] = agreed.cadence
    return found


def _windows(case: TeamCase, cadence: CalendarCadence, until: int) -> Iterable[tuple[int, int]]:
    day, starts = case.as_of, MONTHS.index(case.playbook.year_starts) + 1
    while day <= until:
        period = period_of(cadence.per, day, starts)
        if not cadence.only or MONTHS[date.fromordinal(period.first).month - 1] in cadence.only:
            yield period.first, period.last
        day = period.last + 1


def _said(case: TeamCase, service_id: str, language: Language) -> tuple[Service, str]:
    """Return a service as it is read in a language, and its terms in words: the same for all of its windows."""
    service = case.services[service_id].read_in(language.code)
    agreed = terms_on(case, service, None)
    return service, cadence_words(agreed.cadence, language) if agreed else ""


def _window(
    case: TeamCase, service_id: str, service: Service, terms: str, first: int, last: int, language: Language
) -> Event:
    say = language.say
    event = _event(("team", case.team.id, service_id, str(first)), date.fromordinal(case.as_of))
    event.add("summary", say("{service}: last day of the window", service=service.title))
    text = say(
        "Agreed: {terms}. The window began on {day} and ends today.", terms=terms, day=date.fromordinal(first)
    )
    event.add("description", "\n".join([service.summary, "", text, *_agenda(service.agenda, language)]))
    _on(event, last)
    return event


def _proposed(one: PlannedItem, as_of: date, language: Language) -> Event:
    invitation = one.invitation
    event = _event(key_of(invitation), as_of)
    booked = invitation.owed.stand is Urgency.BOOKED
    event.add("summary", f"{subject_words(invitation, language)}: {subject(invitation, str, language)}")
    event.add("status", "CONFIRMED" if booked else "TENTATIVE")
    words = (
        language.say("Booked.")
        if booked
        else language.say("Proposed; not booked yet.")
        if one.day
        else language.say("Not possible as it is: {why}.", why=one.why_not)
    )
    _describe(event, invitation, as_of, words, language)
    _on(event, one.day or max(invitation.owed.by, as_of))
    return event


def _reminder(one: Invitation, as_of: date, language: Language) -> Event:
    event = _event(key_of(one), as_of)
    about, whose = subject_words(one, language), subject(one, str, language)
    event.add("summary", language.say("Last day: {what}: {whose}", what=about, whose=whose))
    _describe(event, one, as_of, language.say("It has no day yet."), language)
    _on(event, max(one.owed.by, as_of))
    return event


def key_of(one: Invitation) -> tuple[str, ...]:
    """Return what makes a touchpoint owed the same from day to day: not its day, which moves with absences."""
    owed = one.owed
    which = f"{owed.event}-{owed.step}" if owed.event is not None else _turn(one)
    return ("owed", one.team, owed.service, owed.member or "", which)


def _turn(one: Invitation) -> str:
    """Return which turn of a cadence it is: the window's last days, or the one after the last touchpoint."""
    owed = one.owed
    if isinstance(owed.agreed.cadence, CalendarCadence):
        return f"by {owed.by}"
    return f"after {owed.last_held}"


def _event(key: tuple[str, ...], as_of: date) -> Event:
    from icalendar import Event

    event = Event()
    digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@outbound-playbook")
    event.add("dtstamp", datetime.combine(as_of, time(), tzinfo=UTC))
    event.add("sequence", (as_of - _EPOCH).days)
    event.add("transp", "TRANSPARENT")
    return event


def _on(event: Event, day: int) -> None:
    event.add("dtstart", date.fromordinal(day))
    event.add("dtend", date.fromordinal(day) + timedelta(days=1))


def _describe(event: Event, one: Invitation, as_of: date, words: str, language: Language) -> None:
    service = service_words(one, language)
    agreed = language.say("Agreed: {terms}", terms=reason_words(one, language))
    lines = [
        words,
        deadline_words(one, as_of, language),
        agreed,
        *_agenda(service.agenda, language),
    ]
    event.add("categories", [service.title])
    event.add("location", service.context.where)
    event.add("description", "\n".join(lines))


def _agenda(agenda: Sequence[str], language: Language) -> list[str]:
    lines = [f"{number}. {line}" for number, line in enumerate(agenda, 1)]
    return ["", language.say("Agenda"), *lines] if agenda else []


def _calendar(events: Iterable[Event], name: str) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//outbound-playbook//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    seen: Counter[str] = Counter()
    for event in sorted(events, key=lambda one: (one["dtstart"].to_ical(), str(one["uid"]))):
        uid = str(event["uid"])
        seen[uid] += 1
        if seen[uid] > 1:  # asked for twice on one day
            event["uid"] = f"{seen[uid]}-{uid}"
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written

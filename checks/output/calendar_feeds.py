"""Calendars to subscribe to: one a leader or coach, with what is proposed and open; one a team, with last days alone.

An entry keeps its UID from one writing to the next, so that a calendar replaces it; SEQUENCE and DTSTAMP come
from the as-of day, so the same day gives the same bytes. UIDs tell nothing: they are digests. A personal feed
holds ids, and names where a table of people is at hand, and so lies outside every repository; a team's holds nobody at all.
Source: RFC 5545.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from checks.engine.date_spans import identity_of
from checks.engine.upcoming import Urgency
from checks.engine.workload import terms_on
from checks.model.cadences import MONTHS, CalendarCadence
from checks.model.periods import period_of
from checks.output.invitation_words import InvitationWords
from checks.planning.invitations import to_invite
from checks.wording.measures import cadence_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from icalendar import Event

    from checks.engine.team_case import TeamCase
    from checks.output.invitation_words import Name
    from checks.planning.invitations import Invitation
    from checks.planning.weeks import PlannedItem
    from checks.wording.language import Language

_EPOCH = date(2020, 1, 1)
"""SEQUENCE counts days from here, so that a later writing replaces an earlier one."""


def personal_calendar(
    planned: Sequence[PlannedItem], as_of: date, language: Language, name: Name = str
) -> bytes:
    """Return the calendar of one who gives: a day for each touchpoint, tentative until it is booked; `name` says how people are called."""
    words = InvitationWords(as_of, name, language)
    return _calendar((_proposed(item, words) for item in planned), language.say("Outbound: whom to invite"))


def reminder_entries(
    invitations: Iterable[Invitation], as_of: date, language: Language, name: Name = str
) -> str:
    """Return a calendar with the last day of each touchpoint that has no day yet."""
    words, say = InvitationWords(as_of, name, language), language.say
    events = []
    for invitation in to_invite(invitations):
        service, receiver = words.service(invitation), words.receiver(invitation)
        summary = say("Last day: {what}: {whose}", what=service, whose=receiver)
        events.append(_touchpoint(invitation, words, None, summary, say("Not booked yet.")))
    return _calendar(events, say("Outbound: last days")).decode()


def published_calendars(into: dict[str, str], language: Language) -> Callable[[TeamCase], None]:
    """Return a function that is shown each team, and puts the calendars of those that may be named `into`, by id."""
    entry = cache(partial(_window, language))  # written once: most teams have the same windows

    def keep_calendar(case: TeamCase) -> None:
        if case.present and case.playbook.privacy.finest == "teams":
            calendar = _team_calendar(case, language, entry)
            if calendar:
                into[case.team.id] = calendar

    return keep_calendar


def _team_calendar(case: TeamCase, language: Language, entry: Callable[..., str]) -> str:
    """Return a team's calendar for everybody: the last day of each calendar window of the 53 weeks to come.

    It is worked out from the policy alone, without log or roster, so that it tells of nobody; services
    without terms for the whole team, or with a cadence that is not the calendar's, are not in it. It is empty
    where there is no window. `entry` is `_window` in the language.
    """
    entries: list[tuple[date, str, str]] = []
    for service_id, windows in groupby(
        windows_ahead(case, case.as_of + timedelta(weeks=53)), key=itemgetter(0)
    ):
        service = case.services[service_id].read_in(language.code)
        agreed = terms_on(case, case.services[service_id], None)
        terms = cadence_words(agreed.cadence, language) if agreed else ""
        words = (service.title, service.summary, tuple(service.agenda), terms)
        for _, first, last in windows:
            uid = _uid("team", case.team.id, service_id, str(identity_of(first)))
            entries.append((last, uid, entry(words, first, last, case.as_of).replace(_NO_UID, uid)))
    if not entries:
        return ""
    head, end, rest = (
        _calendar([], language.say("{team}: leadership services", team=case.team.name))
        .decode()
        .rpartition("END:VCALENDAR")
    )
    return "".join([head, *(text for _, _, text in sorted(entries)), end, rest])


def windows_ahead(case: TeamCase, until: date) -> list[tuple[str, date, date]]:
    """Return the calendar windows a team's policy opens until a day, by service: its id, first and last day."""
    windows = []
    for service_id, service in sorted(case.services.items()):
        agreed = terms_on(case, service, None)
        if agreed and isinstance(agreed.cadence, CalendarCadence):
            windows += [(service_id, first, last) for first, last in _windows(case, agreed.cadence, until)]
    return windows


def _windows(case: TeamCase, cadence: CalendarCadence, until: date) -> Iterable[tuple[date, date]]:
    day, starts = case.as_of, MONTHS.index(case.playbook.year_starts) + 1
    while day <= until:
        period = period_of(cadence.per, day, starts)
        if not cadence.only or MONTHS[period.first.month - 1] in cadence.only:
            yield period.first, period.last
        day = period.last + timedelta(days=1)


def _window(
    language: Language, words: tuple[str, str, tuple[str, ...], str], first: date, last: date, as_of: date
) -> str:
    """Return the entry of a window's last day, as it is written, its UID open.

    `words` are the service's title, summary and agenda, and its terms, all in the language.
    """
    title, summary, agenda, terms = words
    say, event = language.say, _event(_NO_UID, as_of, last)
    event.add("summary", say("{service}: last day of this period", service=title))
    text = say("Agreed: {terms}. This period began on {day} and ends today.", terms=terms, day=first)
    event.add("description", "\n".join([summary, "", text, *_agenda(agenda, language)]))
    written: bytes = event.to_ical()
    return written.decode()


def _proposed(item: PlannedItem, words: InvitationWords) -> Event:
    say, summary = words.language.say, f"{words.service(item.invitation)}: {words.receiver(item.invitation)}"
    booked = item.invitation.owed.urgency is Urgency.BOOKED
    if booked:
        note = say("Booked.")
    elif item.day:
        note = say("Suggested date. Not booked yet.")
    else:
        note = say("Does not fit: {why}.", why=item.why_not)
    event = _touchpoint(item.invitation, words, item.day, summary, note)
    event.add("status", "CONFIRMED" if booked else "TENTATIVE")
    return event


def _touchpoint(
    invitation: Invitation, words: InvitationWords, day: date | None, summary: str, note: str
) -> Event:
    """Return the event of a touchpoint on its day; without one on its last day, or today where that is over."""
    service, as_of = words.translated(invitation), words.as_of
    event = _event(_uid(*key_of(invitation)), as_of, day or max(invitation.owed.by, as_of))
    agreed = words.language.say("Agreed: {terms}", terms=words.agreed(invitation))
    lines = [note, words.deadline(invitation), agreed, *_agenda(service.agenda, words.language)]
    event.add("summary", summary)
    event.add("categories", [service.title])
    event.add("location", service.context.where)
    event.add("description", "\n".join(lines))
    return event


def key_of(invitation: Invitation) -> tuple[str, ...]:
    """Return what identifies a touchpoint owed from day to day: not its own day, which moves with absences.

    It is the step after an event, the window's last day, or the turn after the last touchpoint.
    """
    owed = invitation.owed
    if owed.event is not None:
        which = f"{identity_of(owed.event)}-{owed.step}"
    elif isinstance(owed.agreed.cadence, CalendarCadence):
        which = f"by {identity_of(owed.by)}"
    else:
        which = f"after {identity_of(owed.last_held) if owed.last_held else None}"
    return ("owed", invitation.team, owed.service, owed.member or "", which)


def touchpoint_uids(invitations: Iterable[Invitation]) -> list[str]:
    """Return the UID of each touchpoint, the same from one day to the next, and each of them once."""
    seen: Counter[str] = Counter()
    uids = []
    for invitation in invitations:
        uid = _uid(*key_of(invitation))
        seen[uid] += 1
        uids.append(uid if seen[uid] == 1 else f"{seen[uid]}-{uid}")  # e.g. asked for twice on one day
    return uids


def _uid(*key: str) -> str:
    digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:32]
    return f"{digest}@outbound-playbook"


_NO_UID = _uid()
"""Stands in an entry until it is known whose it is."""


def _event(uid: str, as_of: date, day: date) -> Event:
    """Return an event of a whole day, with nothing said of it yet."""
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(as_of, time(), tzinfo=UTC))
    event.add("sequence", (as_of - _EPOCH).days)
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event


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
    for event in sorted(events, key=lambda event: (event["dtstart"].to_ical(), str(event["uid"]))):
        uid = str(event["uid"])
        seen[uid] += 1
        if seen[uid] > 1:  # e.g. asked for twice on one day
            event["uid"] = f"{seen[uid]}-{uid}"
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written

"""The words of invitations and plans: days with their weekday, no codes, and ids where nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from checks.engine.upcoming import UpcomingItem, Urgency
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, hours, with_grace
from checks.wording.roles import ROLES_IN_TEAMS

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.planning.invitations import Invitation

Name = Callable[[str], str]
"""How a person is called: by their id, or on a person's own screen by their name too."""

_DAY, _DAY_OF_YEAR = message("EEE d MMM"), message("EEE d MMM y")
"""How a day is written, in the letters of Unicode's date patterns."""


def day_words(day: date, as_of: date, language: Language = ENGLISH) -> str:
    """Return a day as people say it; the year where it is another than that of `as_of`.

    >>> monday = date(2026, 11, 23)
    >>> day_words(monday, monday), day_words(date(2027, 1, 4), monday)
    ('Mon 23 Nov', 'Mon 4 Jan 2027')
    """
    return language.short_day(day, _DAY if day.year == as_of.year else _DAY_OF_YEAR)


def giver_heading(owed: UpcomingItem, as_of: date, language: Language = ENGLISH) -> str:
    """Return the heading under which an item is listed for who gives it."""
    say = language.say
    if owed.urgency is Urgency.ORDERED:
        return say("They asked for it")
    if owed.by < as_of:
        return say("Overdue: the sooner the better")
    sunday = as_of + timedelta(days=6 - as_of.weekday())
    if owed.by <= sunday:
        return say("This week, to {day}", day=day_words(sunday, as_of, language))
    later = sunday + timedelta(weeks=2)
    if owed.by <= later:
        return say("In the next two weeks, to {day}", day=day_words(later, as_of, language))
    return say("Later")


def by_heading(
    invitations: Iterable[Invitation], as_of: date, language: Language
) -> Iterable[tuple[str, Iterable[Invitation]]]:
    """Yield invitations under their headings; they come in order, so those of one heading follow each other."""
    return groupby(invitations, key=lambda invitation: giver_heading(invitation.owed, as_of, language))


def subject(invitation: Invitation, name: Name, language: Language = ENGLISH) -> str:
    """Return who receives it: a member, or the team."""
    member = invitation.owed.member
    return name(member) if member else language.say("the team {team}", team=invitation.team_name)


def service_words(invitation: Invitation, language: Language) -> Service:
    """Return the service in a language, as far as it is translated."""
    return invitation.service.read_in(language.code)


def subject_words(invitation: Invitation, language: Language = ENGLISH) -> str:
    """Return the service and how long it takes: `One-on-one, 45 min`; an offer is called one."""
    title, minutes = service_words(invitation, language).title, invitation.service.context.minutes
    if invitation.offered:
        return language.say("offer: {service}, {number} min", service=title, number=minutes)
    return language.say("{service}, {number} min", service=title, number=minutes)


def deadline_words(invitation: Invitation, as_of: date, language: Language = ENGLISH) -> str:
    """Return by when, and what else is to be known of the days."""
    owed, say = invitation.owed, language.say
    parts = [_by(owed, as_of, language)]
    event = day_words(owed.event, as_of, language) if owed.event is not None else ""
    if event and owed.agreed.after == "joining":
        parts.append(say("joined {day}", day=event))
    elif event and owed.agreed.after == "returning":
        parts.append(say("came back {day}", day=event))
    if owed.last_held is not None:
        parts.append(say("last {day}", day=day_words(owed.last_held, as_of, language)))
    if not owed.possible_days:
        parts.append(say("away until then: ask before, or agree on a waiver"))
    elif invitation.back is not None:
        parts.append(say("away now, there from {day}", day=day_words(invitation.back, as_of, language)))
    return "; ".join(parts)


def _by(owed: UpcomingItem, as_of: date, language: Language) -> str:
    say, by = language.say, day_words(owed.by, as_of, language)
    late = day_words(owed.late_from, as_of, language)
    if owed.urgency is Urgency.ORDERED:
        asked = day_words(owed.event or as_of, as_of, language)
        if owed.by >= as_of:
            return say("answer by {by}; asked for on {asked}", by=by, asked=asked)
        return say("was to be answered by {by}; asked for on {asked}", by=by, asked=asked)
    if owed.urgency is Urgency.BOOKED:
        booked = day_words(owed.booked or as_of, as_of, language)
        return say("booked {booked}, owed by {by}", booked=booked, by=by)
    if owed.by >= as_of:
        has_grace = owed.late_from > owed.by + timedelta(days=1)
        return say("by {by}, late from {late}", by=by, late=late) if has_grace else say("by {by}", by=by)
    if owed.urgency is Urgency.LATE:
        return say("was due {by}, late since {late}", by=by, late=late)
    return say("was due {by}, late from {late}", by=by, late=late)


def reason_words(invitation: Invitation, language: Language = ENGLISH) -> str:
    """Return what is agreed, in words, and the line that says so."""
    cadence, place = invitation.owed.agreed.cadence, invitation.owed.agreed.cadence_place
    return f"{with_grace(cadence_words(cadence, language), cadence, language)} ({place.path}:{place.line})"


def giver_words(
    person: str, invitations: Sequence[Invitation], name: Name, language: Language = ENGLISH
) -> str:
    """Return the head of somebody's list: who, and in which roles in which teams."""
    if not person:
        return language.say("Anyone may give these")
    teams_by_role: dict[str, dict[str, None]] = {}
    for invitation in invitations:
        role = next((giver.role for giver in invitation.givers if giver.person == person), "")
        if role:
            teams_by_role.setdefault(role, {})[invitation.team_name] = None
    roles = [
        language.say(ROLES_IN_TEAMS[role], teams=_teams(list(teams), language))
        for role, teams in teams_by_role.items()
    ]
    return f"{name(person)}, {'; '.join(roles)}" if roles else name(person)


def _teams(teams: Sequence[str], language: Language) -> str:
    if len(teams) <= 4:
        return ", ".join(teams)
    return language.counted(
        "{teams} and {number} more", "{teams} and {number} more", len(teams) - 3, teams=", ".join(teams[:3])
    )


def amount(invitations: Sequence[Invitation], language: Language = ENGLISH) -> str:
    """Return how many touchpoints, and how long they take together."""
    minutes = sum(invitation.service.context.minutes for invitation in invitations)
    return language.counted(
        "{number} touchpoint, {hours}",
        "{number} touchpoints, {hours}",
        len(invitations),
        hours=hours(Fraction(minutes, 60), language),
    )

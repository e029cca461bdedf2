"""The words of invitations and plans: days with their weekday, no codes, and ids where nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.upcoming import UpcomingItem, Urgency
from checks.model.cadences import RollingCadence
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, hours, length_words

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.planning.invitations import Invitation

Name = Callable[[str], str]
"""How a person is called: by their id, or on a person's own screen by their name too."""

_DAY, _DAY_OF_YEAR = message("EEE d MMM"), message("EEE d MMM y")
"""How a day is written, in the letters of Unicode's date patterns."""


def day_words(day: int, as_of: int, language: Language = ENGLISH) -> str:
    """Return a day as people say it; the year where it is another than that of `as_of`.

    >>> monday = date(2026, 11, 23).toordinal()
    >>> day_words(monday, monday), day_words(monday + 42, monday)
    ('Mon 23 Nov', 'Mon 4 Jan 2027')
    """
    when = date.fromordinal(day)
    return language.short_day(when, _DAY if when.year == date.fromordinal(as_of).year else _DAY_OF_YEAR)


def sunday_of(day: int) -> int:
    """Return the last day of the ISO week a day lies in."""
    return day + 6 - (day + 6) % 7


def giver_heading(owed: UpcomingItem, as_of: int, language: Language = ENGLISH) -> str:
    """Return under which heading something is told."""
    say = language.say
    if owed.stand is Urgency.ORDERED:
        return say("They asked for it")
    if owed.by < as_of:
        return say("Overdue: the sooner the better")
    this = sunday_of(as_of)
    if owed.by <= this:
        return say("This week, to {day}", day=day_words(this, as_of, language))
    if owed.by <= this + 14:
        return say("In the next two weeks, to {day}", day=day_words(this + 14, as_of, language))
    return say("Later")


def subject(one: Invitation, name: Name, language: Language = ENGLISH) -> str:
    """Return who receives it: a member, or the team."""
    return name(one.owed.member) if one.owed.member else language.say("the team {team}", team=one.team_name)


def service_words(one: Invitation, language: Language) -> Service:
    """Return the service in a language, as far as it is translated."""
    return one.service.read_in(language.code)


def subject_words(one: Invitation, language: Language = ENGLISH) -> str:
    """Return the service and how long it takes: `One-on-one, 45 min`; an offer is called one."""
    title, minutes = service_words(one, language).title, one.service.context.minutes
    if one.offered:
        return language.say("offer: {service}, {number} min", service=title, number=minutes)
    return language.say("{service}, {number} min", service=title, number=minutes)


def deadline_words(one: Invitation, as_of: int, language: Language = ENGLISH) -> str:
    """Return by when, and what else is to be known of the days."""
    owed, say = one.owed, language.say
    parts = [_by(owed, as_of, language)]
    begun = day_words(owed.event or 0, as_of, language) if owed.event is not None else ""
    if begun and owed.agreed.after == "joining":
        parts.append(say("joined {day}", day=begun))
    elif begun and owed.agreed.after == "returning":
        parts.append(say("came back {day}", day=begun))
    if owed.last_held is not None:
        parts.append(say("last {day}", day=day_words(owed.last_held, as_of, language)))
    if not owed.there:
        parts.append(say("away until then: ask before, or agree on a waiver"))
    elif one.back is not None:
        parts.append(say("away now, there from {day}", day=day_words(one.back, as_of, language)))
    return "; ".join(parts)


def _by(owed: UpcomingItem, as_of: int, language: Language) -> str:
    say, by = language.say, day_words(owed.by, as_of, language)
    late = day_words(owed.late_from, as_of, language)
    if owed.stand is Urgency.ORDERED:
        asked = day_words(owed.event or 0, as_of, language)
        if owed.by >= as_of:
            return say("answer by {by}; asked for on {asked}", by=by, asked=asked)
        return say("was to be answered by {by}; asked for on {asked}", by=by, asked=asked)
    if owed.stand is Urgency.BOOKED:
        booked = day_words(owed.booked or 0, as_of, language)
        return say("booked {booked}, owed by {by}", booked=booked, by=by)
    if owed.by >= as_of:
        has_grace = owed.late_from > owed.by + 1
        return say("by {by}, late from {late}", by=by, late=late) if has_grace else say("by {by}", by=by)
    if owed.stand is Urgency.LATE:
        return say("was due {by}, late since {late}", by=by, late=late)
    return say("was due {by}, late from {late}", by=by, late=late)


def reason_words(one: Invitation, language: Language = ENGLISH) -> str:
    """Return what is agreed, in words, and the line that says so."""
    agreed = one.owed.agreed
    cadence, place = agreed.cadence, agreed.cadence_place
    words = cadence_words(cadence, language)
    if isinstance(cadence, RollingCadence) and cadence.grace:
        grace = length_words(cadence.grace, language)
        words = language.say("{often}, {grace} of grace", often=words, grace=grace)
    return f"{words} ({place.path}:{place.line})"


_ROLES = {
    "leader": message("leader of {teams}"),
    "coach": message("coach in {teams}"),
    "leaders-leader": message("leads the leaders of {teams}"),
}


def giver_words(person: str, found: Sequence[Invitation], name: Name, language: Language = ENGLISH) -> str:
    """Return the head of somebody's list: who, in which role, how many, and how long that takes."""
    if not person:
        return language.say("Anyone may give these")
    roles: dict[str, list[str]] = {}
    for one in found:
        role = next((giver.role for giver in one.givers if giver.person == person), "")
        if not role:
            continue
        roles.setdefault(role, [])
        if one.team_name not in roles[role]:
            roles[role].append(one.team_name)
    held = "; ".join(
        language.say(_ROLES[role], teams=_teams(teams, language)) for role, teams in roles.items()
    )
    return f"{name(person)}, {held}" if held else name(person)


def _teams(teams: Sequence[str], language: Language) -> str:
    if len(teams) <= 4:
        return ", ".join(teams)
    return language.counted(
        "{teams} and {number} more", "{teams} and {number} more", len(teams) - 3, teams=", ".join(teams[:3])
    )


def amount(found: Sequence[Invitation], language: Language = ENGLISH) -> str:
    """Return how many touchpoints, and how long they take together."""
    minutes = sum(one.service.context.minutes for one in found)
    return language.counted(
        "{number} touchpoint, {hours}",
        "{number} touchpoints, {hours}",
        len(found),
        hours=hours(Fraction(minutes, 60), language),
    )

"""The words of invitations and plans: days with their weekday, no codes, and ids where nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.cadence.owed import Owed, Stand
from checks.coverage.wording import cadence_words, hours, plural
from checks.model.cadences import RollingCadence

if TYPE_CHECKING:
    from checks.outreach.invitations import Invitation

Name = Callable[[str], str]
"""How a person is called: by their id, or on a person's own screen by their name too."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: int, as_of: int) -> str:
    """Return a day as people say it; the year where it is another than that of `as_of`.

    >>> monday = date(2026, 11, 23).toordinal()
    >>> day_words(monday, monday), day_words(monday + 42, monday)
    ('Mon 23 Nov', 'Mon 4 Jan 2027')
    """
    when = date.fromordinal(day)
    year = "" if when.year == date.fromordinal(as_of).year else f" {when.year}"
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}{year}"


def sunday_of(day: int) -> int:
    """Return the last day of the ISO week a day lies in."""
    return day + 6 - (day + 6) % 7


def heading(owed: Owed, as_of: int) -> str:
    """Return under which heading something is told."""
    if owed.stand is Stand.ORDERED:
        return "They asked for it"
    if owed.by < as_of:
        return "Overdue: the sooner the better"
    this = sunday_of(as_of)
    if owed.by <= this:
        return f"This week, to {day_words(this, as_of)}"
    if owed.by <= this + 14:
        return f"In the next two weeks, to {day_words(this + 14, as_of)}"
    return "Later"


def subject(one: Invitation, name: Name) -> str:
    """Return who receives it: a member, or the team."""
    return name(one.owed.member) if one.owed.member else f"the team {one.team_name}"


def what(one: Invitation) -> str:
    """Return the service and how long it takes: `One-on-one, 45 min`; an offer is called one."""
    offer = "offer: " if one.offered else ""
    return f"{offer}{one.service.title}, {one.service.context.minutes} min"


def when(one: Invitation, as_of: int) -> str:
    """Return by when, and what else is to be known of the days."""
    owed = one.owed
    parts = [_by(owed, as_of)]
    if one.owed.event is not None and owed.agreed.after in ("joining", "returning"):
        verb = "joined" if owed.agreed.after == "joining" else "came back"
        parts.append(f"{verb} {day_words(owed.event or 0, as_of)}")
    if owed.last_held is not None:
        parts.append(f"last {day_words(owed.last_held, as_of)}")
    if not owed.there:
        parts.append("away until then: ask before, or agree on a waiver")
    elif one.back is not None:
        parts.append(f"away now, there from {day_words(one.back, as_of)}")
    return "; ".join(parts)


def _by(owed: Owed, as_of: int) -> str:
    by = day_words(owed.by, as_of)
    if owed.stand is Stand.ORDERED:
        asked = f"asked for on {day_words(owed.event or 0, as_of)}"
        return f"answer by {by}; {asked}" if owed.by >= as_of else f"was to be answered by {by}; {asked}"
    if owed.stand is Stand.BOOKED:
        return f"booked {day_words(owed.booked or 0, as_of)}, owed by {by}"
    if owed.by >= as_of:
        grace = owed.late_from > owed.by + 1
        return f"by {by}" + (f", late from {day_words(owed.late_from, as_of)}" if grace else "")
    if owed.stand is Stand.LATE:
        return f"was due {by}, late since {day_words(owed.late_from, as_of)}"
    return f"was due {by}, late from {day_words(owed.late_from, as_of)}"


def why(one: Invitation) -> str:
    """Return what is agreed, in words, and the line that says so."""
    agreed = one.owed.agreed
    cadence = agreed.cadence
    grace = f", {cadence.grace} of grace" if isinstance(cadence, RollingCadence) and cadence.grace else ""
    place = agreed.cadence_place
    return f"{cadence_words(cadence)}{grace} ({place.path}:{place.line})"


_ROLES = {"leader": "leader of", "coach": "coach in", "leaders-leader": "leads the leaders of"}


def giver_words(person: str, found: Sequence[Invitation], name: Name) -> str:
    """Return the head of somebody's list: who, in which role, how many, and how long that takes."""
    if not person:
        return "Anyone may give these"
    roles: dict[str, list[str]] = {}
    for one in found:
        role = next((giver.role for giver in one.givers if giver.person == person), "")
        if not role:
            continue
        roles.setdefault(role, [])
        if one.team_name not in roles[role]:
            roles[role].append(one.team_name)
    held = "; ".join(f"{_ROLES[role]} {_teams(teams)}" for role, teams in roles.items())
    return f"{name(person)}, {held}" if held else name(person)


def _teams(teams: Sequence[str]) -> str:
    return ", ".join(teams) if len(teams) <= 4 else f"{', '.join(teams[:3])} and {len(teams) - 3} more"


def amount(found: Sequence[Invitation]) -> str:
    """Return how many touchpoints, and how long they take together."""
    minutes = sum(one.service.context.minutes for one in found)
    return f"{plural(len(found), 'touchpoint')}, {hours(Fraction(minutes, 60))}"

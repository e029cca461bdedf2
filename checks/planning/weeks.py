"""What is owed, fitted into weeks: before its last day, when both are there, and within the hours a leader has."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from checks.engine.date_spans import DateSpans
from checks.engine.upcoming import Urgency
from checks.model.playbook import Playbook
from checks.model.workdays import is_workday
from checks.planning.invitations import GatheredInvitations, Invitation, to_invite
from checks.planning.week_fitting import FittingJob, Slot, fit_into_weeks
from checks.wording.language import ENGLISH, Language

SOON = timedelta(days=13)
"""How long from the as-of day within which somebody who is late already is to be seen."""

_DAY = timedelta(days=1)
_WITHOUT_LIMIT = 7 * 24 * 60

DaysByGiver = dict[str, tuple[date, ...]]
"""By the id of each who may give it: the working days on which both are there."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An invitation with the giver and the day proposed, in the week whose Monday is `week`.

    A day that is booked already stays. Where none can be found, `why_not` says why and what would help.
    """

    invitation: Invitation
    giver: str = ""
    week: date | None = None
    day: date | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan keeps to: days from `first` to `last`, working days of a country, minutes a week (None: any)."""

    first: date
    last: date
    country: str | None
    minutes: int | None


def limits_of(playbook: Playbook | None, first: date, length: int) -> Limits:
    """Return what a playbook asks a plan to keep to, from a day on and so many days ahead."""
    capacity = playbook.capacity if playbook else None
    most = capacity.leader_hours_per_week * 60 if capacity else None
    return Limits(first, first + timedelta(days=length), playbook.holidays if playbook else None, most)


def plan_items(
    gathered: GatheredInvitations,
    limits: Limits,
    language: Language = ENGLISH,
    name: Callable[[str], str] = str,
) -> tuple[PlannedItem, ...]:
    """Return a proposal for all that is owed, in order; the same for the same input. Reasons are in `language`.

    `name` says how people are called in reasons. What is booked stays as it is. What anyone may give is in nobody's weeks: it has no giver, and says so.
    """
    invitations = [invitation for invitation in to_invite(gathered.invitations) if invitation.givers]
    days_by_giver = [_days_by_giver(invitation, gathered, limits) for invitation in invitations]
    jobs = [_job(*pair) for pair in zip(invitations, days_by_giver, strict=True)]
    minutes: Counter[Slot] = Counter()
    touchpoints: Counter[tuple[str, date]] = Counter()
    for person, booked in gathered.booked.items():
        for day, length in booked:
            minutes[Slot(person, _monday(day))] += length
            touchpoints[person, day] += 1
    slots = fit_into_weeks(jobs, limits.minutes or _WITHOUT_LIMIT, minutes)
    planned = []
    for invitation, days, slot in zip(invitations, days_by_giver, slots, strict=True):
        if slot is None:
            why_not = _why_not(invitation, days, limits, (language, name))
            planned.append(PlannedItem(invitation, invitation.inviter, why_not=why_not))
            continue
        in_week = [day for day in days[slot.giver] if _monday(day) == slot.week]
        day = min(in_week, key=lambda day: (touchpoints[slot.giver, day], day))
        touchpoints[slot.giver, day] += 1
        planned.append(PlannedItem(invitation, slot.giver, slot.week, day))
    nobody = language.say("anyone may give it, so it is in no one’s weeks. Agree on who gives it")
    for invitation in gathered.invitations:
        booked_day = invitation.owed.booked
        if not invitation.inviter:
            planned.append(PlannedItem(invitation, why_not=nobody))
        elif booked_day is not None:
            planned.append(PlannedItem(invitation, invitation.inviter, _monday(booked_day), booked_day))
    return tuple(sorted(planned, key=_in_order))


def _in_order(item: PlannedItem) -> tuple[str, bool, date, str, str, str]:
    owed, team = item.invitation.owed, item.invitation.team
    day = item.day or owed.by
    # "~" comes after every id, so what anyone may give stands last.
    return item.giver or "~", item.day is None, day, team, owed.service, owed.member or ""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _last_usable(invitation: Invitation, limits: Limits) -> date:
    """Return the last day to plan for: the last in time, or where that is over, the next by which to be seen."""
    owed, first = invitation.owed, limits.first
    last = owed.by if owed.by >= first else max(owed.late_from - _DAY, first + SOON)
    return min(last, limits.last)


def _days_by_giver(invitation: Invitation, gathered: GatheredInvitations, limits: Limits) -> DaysByGiver:
    """Return the working days on which each giver and the receiver are there, in the order of the givers.

    Tomorrow is the first of them, unless it is today or never.
    """
    last = _last_usable(invitation, limits)
    first, days_by_giver = min(limits.first + _DAY, last), {}
    for giver in invitation.givers:
        spans = giver.days - gathered.away.get(giver.person, DateSpans())
        days_by_giver[giver.person] = _workdays(limits.country, spans, first, last)
    return days_by_giver


def days_in_week(item: PlannedItem, gathered: GatheredInvitations, limits: Limits) -> tuple[date, ...]:
    """Return the days of its week on which a planned touchpoint may take place, the planned one and its nearest first."""
    planned = item.day
    if planned is None:
        return ()
    days = _days_by_giver(item.invitation, gathered, limits).get(item.giver, ())
    in_week = {planned, *(day for day in days if _monday(day) == item.week)}
    return tuple(sorted(in_week, key=lambda day: (abs(day - planned), day)))


@lru_cache(maxsize=65536)
def _workdays(country: str | None, days: DateSpans, first: date, last: date) -> tuple[date, ...]:
    return tuple(
        day
        for begin, end in days.clip(first, last)
        for day in (begin + _DAY * number for number in range((end - begin).days + 1))
        if is_workday(country, day)
    )


def _job(invitation: Invitation, days_by_giver: DaysByGiver) -> FittingJob:
    first, *others = (
        tuple(Slot(person, week) for week in sorted({_monday(day) for day in days}))
        for person, days in days_by_giver.items()
    )
    return FittingJob(invitation.service.context.minutes, first, tuple(chain.from_iterable(others)))


def _why_not(
    invitation: Invitation,
    days_by_giver: DaysByGiver,
    limits: Limits,
    words: tuple[Language, Callable[[str], str]],
) -> str:
    """Return why no week was found, and what would make one possible."""
    language, name = words
    say = language.say
    if not invitation.owed.possible_days:
        return say("away for the whole period. Options: another date, a waiver or different terms")
    if not any(days_by_giver.values()):
        last = _last_usable(invitation, limits)
        if any(giver.days.clip(limits.first + _DAY, last) for giver in invitation.givers):
            return say(
                "no working day is left in time. Options: a day that is not a working day, or different terms"
            )
        return say(
            "no one who can give it is available in time. Options: a deputy or another coach, a waiver "
            "or different terms"
        )
    minutes = invitation.service.context.minutes
    if limits.minutes is not None and minutes > limits.minutes:
        return say(
            "it takes longer than the {hours} hours available per week. Options: more hours or a "
            "shorter service",
            hours=limits.minutes // 60,
        )
    if len(invitation.givers) > 1:
        return language.counted(
            "no one who can give it has time. Options: {number} more minute in one of the weeks, "
            "another coach, a waiver or different terms",
            "no one who can give it has time. Options: {number} more minutes in one of the weeks, "
            "another coach, a waiver or different terms",
            minutes,
        )
    return language.counted(
        "{giver} has no time left. Options: {number} more minute in one of the weeks, another "
        "coach, a waiver or different terms",
        "{giver} has no time left. Options: {number} more minutes in one of the weeks, another "
        "coach, a waiver or different terms",
        minutes,
        giver=name(invitation.inviter),
    )


def booked_besides(
    gathered: GatheredInvitations, planned: Sequence[PlannedItem]
) -> dict[tuple[str, date], int]:
    """Return the minutes booked in each giver's week (by its Monday) for what is not in the plan."""
    minutes: Counter[tuple[str, date]] = Counter()
    for person, booked in gathered.booked.items():
        for day, length in booked:
            minutes[person, _monday(day)] += length
    for item in planned:
        if item.week is not None and item.invitation.owed.urgency is Urgency.BOOKED:
            minutes[item.giver, item.week] -= item.invitation.service.context.minutes
    return {week: left for week, left in minutes.items() if left > 0}

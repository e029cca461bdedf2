"""What is owed, fitted into weeks: before its last day, when both are there, and within the hours a leader has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from checks.engine.spans import Spans, clip, without
from checks.engine.upcoming import Urgency
from checks.model.workdays import is_workday
from checks.planning.week_fitting import FittingJob, Slot, fit_into_weeks
from checks.wording.language import ENGLISH, Language

if TYPE_CHECKING:
    from checks.planning.invitations import GatheredInvitations, Giver, Invitation

SOON = 13
"""Days from the as-of day within which somebody who is late already is to be seen."""

_WITHOUT_LIMIT = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An invitation with the giver and the day proposed, of the week that begins on `week`.

    Where it has a day already that stays; where none can be found `why_not` says so, and what would help.
    """

    invitation: Invitation
    giver: str = ""
    week: int | None = None
    day: int | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan keeps to: from `first` to `last`, working days in a country, minutes a week (None: any)."""

    first: int
    last: int
    country: str | None
    minutes: int | None


def plan_items(
    found: GatheredInvitations, limits: Limits, language: Language = ENGLISH
) -> tuple[PlannedItem, ...]:
    """Return a proposal for all that is owed; the same for the same input. What is not possible is said in `language`.

    What is booked stays as it is. What anyone may give is in nobody's weeks: it has no giver, and says so.
    """
    todo = [one for one in found.invitations if one.owed.stand is not Urgency.BOOKED and one.givers]
    days = [tuple(_days(one, giver, found, limits) for giver in one.givers) for one in todo]
    jobs = [_job(one, each) for one, each in zip(todo, days, strict=True)]
    taken: Counter[Slot] = Counter()
    for person, booked in found.booked.items():
        for day, minutes in booked:
            taken[Slot(person, _monday(day))] += minutes
    placed = fit_into_weeks(jobs, limits.minutes or _WITHOUT_LIMIT, taken)
    used: Counter[tuple[str, int]] = Counter(
        (person, day) for person, booked in found.booked.items() for day, _ in booked
    )
    planned = []
    for one, each, slot in zip(todo, days, placed, strict=True):
        if slot is None:
            planned.append(PlannedItem(one, one.inviter, why_not=_why_not(one, each, limits, language)))
            continue
        mine = next(days for giver, days in zip(one.givers, each, strict=True) if giver.person == slot.giver)
        inside = [day for day in mine if _monday(day) == slot.week]
        day = min(inside, key=lambda day: (used[slot.giver, day], day))
        used[slot.giver, day] += 1
        planned.append(PlannedItem(one, slot.giver, slot.week, day))
    nobody = language.say("anyone may give it, so it is in nobody's weeks: agree on who does")
    nobodys = (PlannedItem(one, why_not=nobody) for one in found.invitations if not one.inviter)
    return tuple(sorted((*planned, *nobodys, *_booked(found.invitations)), key=_in_order))


def _in_order(one: PlannedItem) -> tuple[str, bool, int, str, str, str]:
    owed = one.invitation.owed
    return (
        one.giver or "~",
        one.day is None,
        one.day or owed.by,
        one.invitation.team,
        owed.service,
        owed.member or "",
    )


def _booked(found: Iterable[Invitation]) -> Iterable[PlannedItem]:
    for one in found:
        day = one.owed.booked
        if day is not None and one.inviter:
            yield PlannedItem(one, one.inviter, _monday(day), day)


def _monday(day: int) -> int:
    return day - (day + 6) % 7


def usable_until(one: Invitation, first: int) -> int:
    """Return the last day to plan for: the last in time, or, where that is over, the next to be sought."""
    owed = one.owed
    return owed.by if owed.by >= first else max(owed.late_from - 1, first + SOON)


def _days(one: Invitation, giver: Giver, found: GatheredInvitations, limits: Limits) -> tuple[int, ...]:
    """Return the working days on which both are there; tomorrow is the first, unless it is today or never."""
    last = min(usable_until(one, limits.first), limits.last)
    spans = without(giver.days, found.away.get(giver.person, ()))
    return _workdays(limits.country, spans, min(limits.first + 1, last), last)


@lru_cache(maxsize=65536)
def _workdays(country: str | None, spans: Spans, first: int, last: int) -> tuple[int, ...]:
    return tuple(
        day
        for begin, end in spans
        for day in range(max(begin, first), min(end, last) + 1)
        if is_workday(country, day)
    )


def _job(one: Invitation, days: Sequence[tuple[int, ...]]) -> FittingJob:
    slots = [
        tuple(Slot(giver.person, week) for week in sorted({_monday(day) for day in each}))
        for giver, each in zip(one.givers, days, strict=True)
    ]
    return FittingJob(
        one.service.context.minutes, slots[0], tuple(slot for each in slots[1:] for slot in each)
    )


def _why_not(one: Invitation, days: Sequence[tuple[int, ...]], limits: Limits, language: Language) -> str:
    """Return why nothing was found, and what would make it possible."""
    say = language.say
    if not one.owed.there:
        return say("away on all its days: a day outside them, a waiver, or other terms")
    if not any(days):
        last = min(usable_until(one, limits.first), limits.last)
        if any(clip(giver.days, limits.first + 1, last) for giver in one.givers):
            return say("no working day is left in time: a day outside working days, or other terms")
        return say(
            "nobody who may give it is there in time: a deputy or another coach, a waiver, or other terms"
        )
    minutes = one.service.context.minutes
    if limits.minutes is not None and minutes > limits.minutes:
        return say(
            "it takes longer than the {hours} hours a week there are: more hours, or a shorter service",
            hours=limits.minutes // 60,
        )
    if len(one.givers) > 1:
        return language.counted(
            "all who may give it have no room in time: {number} minute more in one of the weeks, another coach, "
            "a waiver, or other terms",
            "all who may give it have no room in time: {number} minutes more in one of the weeks, another coach, "
            "a waiver, or other terms",
            minutes,
        )
    return language.counted(
        "{giver} has no room in time: {number} minute more in one of the weeks, another coach, a waiver, or "
        "other terms",
        "{giver} has no room in time: {number} minutes more in one of the weeks, another coach, a waiver, or "
        "other terms",
        minutes,
        giver=one.inviter,
    )


def booked_besides(found: GatheredInvitations, planned: Sequence[PlannedItem]) -> dict[tuple[str, int], int]:
    """Return the minutes booked in each giver's week (by its Monday) for what is not owed in the time planned."""
    minutes: Counter[tuple[str, int]] = Counter()
    for person, booked in found.booked.items():
        for day, taken in booked:
            minutes[person, _monday(day)] += taken
    for one in planned:
        if one.week is not None and one.invitation.owed.stand is Urgency.BOOKED:
            minutes[one.giver, one.week] -= one.invitation.service.context.minutes
    return {key: left for key, left in minutes.items() if left > 0}


def items_of_giver(planned: Sequence[PlannedItem], leader: str | None) -> tuple[PlannedItem, ...]:
    """Return what is planned for one person."""
    return tuple(one for one in planned if leader in (None, one.giver))

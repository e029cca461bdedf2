"""Whether one cadence promises at least what another does, day for day and whoever keeps it."""

from bisect import bisect_left, bisect_right
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from checks.model.cadences import MONTHS, CalendarCadence, EventCadence, RollingCadence
from checks.model.periods import Period, periods

AnyCadence = CalendarCadence | RollingCadence | EventCadence

_FIRST, _LAST = date(2018, 1, 1), date(2030, 12, 31)
"""Thirteen years, with leap years and years of 53 weeks: the periods a promise is tried on."""


class CadenceOrder(Enum):
    """How one cadence stands to another."""

    AT_LEAST_AS_TIGHT = "at least as tight"
    LOOSER = "looser"
    NOT_COMPARABLE = "cannot be compared"


def compare_cadences(own: AnyCadence | None, other: AnyCadence | None, year_starts: int = 1) -> CadenceOrder:
    """Say how `own` stands to `other`: whether `own`, kept to the letter, always keeps `other` too.

    | own      | other    | at least as tight                     | else                               |
    |----------|----------|---------------------------------------|------------------------------------|
    | any      | none     | always                                |                                    |
    | none     | any      |                                       | looser                             |
    | rolling  | rolling  | neither limit nor limit with grace is | looser                             |
    |          |          | longer                                |                                    |
    | calendar | calendar | periods of `own` that lie wholly in   | looser                             |
    |          |          | one of `other` hold enough, in each   |                                    |
    | rolling  | calendar | limit with grace, `at_least` times,   | looser when longer than the        |
    |          |          | fits the shortest period              | longest, else cannot be compared   |
    | calendar | rolling  | the longest time between two          | looser when even touchpoints       |
    |          |          | touchpoints is within the limit       | evenly held are later than limit   |
    |          |          |                                       | and grace, else cannot be compared |
    | event    | event    | no fewer steps, none later, none      | looser; after another event:       |
    |          |          | sooner before leaving, no longer      | cannot be compared                 |
    |          |          | absence needed                        |                                    |
    | event    | others, and the other way round          | cannot be compared                 |

    Days are taken as owed, windows as whole, and the time before the first touchpoint is left aside:
    a clock's day 0 gives a day more. 5 working days are taken for 7 days. `year_starts` is a month
    from 1, for quarters and longer.
    """
    if other is None or own == other:
        return CadenceOrder.AT_LEAST_AS_TIGHT
    if own is None:
        return CadenceOrder.LOOSER
    if isinstance(own, EventCadence) and isinstance(other, EventCadence):
        return _events(own, other)
    if isinstance(own, EventCadence) or isinstance(other, EventCadence):
        return CadenceOrder.NOT_COMPARABLE
    if isinstance(own, RollingCadence):
        if isinstance(other, RollingCadence):
            return _tight(kept=own.limit <= other.limit and own.limit_with_grace <= other.limit_with_grace)
        return _rolling_for_calendar(own, other, year_starts)
    if isinstance(other, RollingCadence):
        return _calendar_for_rolling(own, other, year_starts)
    return _tight(kept=_guaranteed(own, other, year_starts) >= other.at_least)


def _tight(*, kept: bool, otherwise: CadenceOrder = CadenceOrder.LOOSER) -> CadenceOrder:
    return CadenceOrder.AT_LEAST_AS_TIGHT if kept else otherwise


def _events(own: EventCadence, other: EventCadence) -> CadenceOrder:
    if own.after != other.after:
        return CadenceOrder.NOT_COMPARABLE
    steps, others = (
        [step.days * (7 if step.working else 5) for step in cadence.within] for cadence in (own, other)
    )
    sooner = len(steps) >= len(others) and all(a <= b for a, b in zip(steps, others, strict=False))
    before, others_before = (cadence.before.days if cadence.before else 0 for cadence in (own, other))
    within = sooner and before <= others_before
    return _tight(kept=within and own.away_at_least.days <= other.away_at_least.days)


def _rolling_for_calendar(own: RollingCadence, other: CalendarCadence, year_starts: int) -> CadenceOrder:
    lengths = [period.days for period in _windows(other, year_starts)]
    needed = own.limit_with_grace * other.at_least
    between = CadenceOrder.LOOSER if needed > max(lengths) else CadenceOrder.NOT_COMPARABLE
    return _tight(kept=needed <= min(lengths), otherwise=between)


def _calendar_for_rolling(own: CalendarCadence, other: RollingCadence, year_starts: int) -> CadenceOrder:
    windows = _windows(own, year_starts)
    within = own.at_least - 1  # the touchpoints of a window all on its first days, then all on its last
    pairs = list(pairwise(windows))
    longest = max((later.last - sooner.first).days - 2 * within for sooner, later in pairs)
    evenly = max((later.first - sooner.first).days for sooner, later in pairs) / own.at_least
    apart = CadenceOrder.LOOSER if evenly > other.limit_with_grace else CadenceOrder.NOT_COMPARABLE
    return _tight(kept=longest <= other.limit, otherwise=apart)


def _guaranteed(own: CalendarCadence, other: CalendarCadence, year_starts: int) -> int:
    """Return how many touchpoints each window of `other` holds at the least when `own` is kept."""
    windows = _windows(own, year_starts)
    firsts, lasts = [window.first for window in windows], [window.last for window in windows]
    inside = _windows(other, year_starts)[1:-1]  # those at the ends may reach beyond the days tried
    whole = min(bisect_right(lasts, window.last) - bisect_left(firsts, window.first) for window in inside)
    return max(whole, 0) * own.at_least


@lru_cache(maxsize=256)
def _windows(cadence: CalendarCadence, year_starts: int) -> tuple[Period, ...]:
    months = None if cadence.only is None else {MONTHS.index(month) + 1 for month in cadence.only}
    return tuple(
        period
        for period in periods(cadence.per, _FIRST, _LAST, year_starts)
        if months is None or period.first.month in months
    )

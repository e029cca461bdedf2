"""The days of the log: working days, quarters and the calendar's windows."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.northlight.story import HORIZON

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return Finland's public holidays, with the eves of Midsummer and Christmas, when nobody works either."""
    a, b, c = year % 19, *divmod(year, 100)  # Easter by Butcher's rule for the Gregorian calendar
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    easter = date(year, month, day + 1)
    midsummer = next(d for d in days(date(year, 6, 20), date(year, 6, 26)) if d.isoweekday() == 6)
    moving = {easter + offset * DAY for offset in (-2, 1, 39)} | {midsummer - DAY}
    fixed = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
    return frozenset(moving | {date(year, m, d) for m, d in fixed})


def days(first: date, last: date) -> list[date]:
    """Return every day from first to last, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


@cache
def is_working(day: date) -> bool:
    """Whether the day is neither weekend nor public holiday."""
    return day.isoweekday() < 6 and day not in holidays(day.year)


def quarter(day: date) -> int:
    """Return the number of the day's quarter, counted from 2024-Q4, which is 0."""
    return day.year * 4 + (day.month - 1) // 3 - (2024 * 4 + 3)


def windows(months: int) -> Iterator[tuple[date, date]]:
    """Yield the calendar windows of so many months that touch the log's years, running ones too."""
    starts = [date(y, m, 1) for y in (2024, 2025, 2026) for m in range(1, 13, months)] + [date(2027, 1, 1)]
    for first, following in pairwise(starts):
        if following > HORIZON:
            yield first, following - DAY

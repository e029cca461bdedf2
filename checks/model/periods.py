"""Periods of the calendar. First and last day are included.

Weeks are ISO weeks. Quarters, half-years and years count from the month the organisation's year
starts in; where that is not January they are named after the calendar year their year starts in.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from checks.model.cadences import PeriodUnit

_MONTHS = {PeriodUnit.MONTH: 1, PeriodUnit.QUARTER: 3, PeriodUnit.HALF_YEAR: 6, PeriodUnit.YEAR: 12}
_DAY = timedelta(days=1)


class Period(NamedTuple):
    """A stretch of the calendar with its name, for example `2026-Q3`."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def has(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@lru_cache(maxsize=4096)
def period_of(unit: PeriodUnit, day: date, year_starts: int = 1) -> Period:
    """Return the period of `unit` the day lies in; `year_starts` is a month from 1."""
    if unit is PeriodUnit.WEEK:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Period(monday, monday + timedelta(days=6), f"{year}-W{week:02}")
    length = _MONTHS[unit]
    starts = 1 if unit is PeriodUnit.MONTH else year_starts
    months = day.year * 12 + day.month - 1 - (starts - 1)
    begins = months // length * length
    first = _first_of(begins + starts - 1)
    last = _first_of(begins + starts - 1 + length) - _DAY
    return Period(first, last, _name(unit, begins // 12, begins % 12 // length + 1, starts))


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _name(unit: PeriodUnit, year: int, number: int, starts: int) -> str:
    if unit is PeriodUnit.MONTH:
        return f"{year}-{number:02}"
    mark = {PeriodUnit.QUARTER: f"-Q{number}", PeriodUnit.HALF_YEAR: f"-H{number}"}.get(unit, "")
    return f"{'FY' if starts != 1 else ''}{year}{mark}"


def named_quarter(name: str, year_starts: int = 1) -> Period:
    """Return the calendar quarter a log's file is named by, or with `FY` a quarter of a year that starts elsewhere.

    >>> named_quarter("2026-Q4").days, named_quarter("FY2026-Q4", 4).last
    (92, datetime.date(2027, 3, 31))
    """
    starts = year_starts if name.startswith("FY") else 1
    year, number = int(name.removeprefix("FY")[:4]), int(name[-1])
    return period_of(PeriodUnit.QUARTER, _first_of(year * 12 + starts - 1 + (number - 1) * 3), starts)


@lru_cache(maxsize=4096)
def periods(unit: PeriodUnit, first: date, last: date, year_starts: int = 1) -> tuple[Period, ...]:
    """Return the periods that have a day from `first` to `last`, in order; none when `last` is before."""
    in_order = []
    day = first
    while day <= last:
        period = period_of(unit, day, year_starts)
        in_order.append(period)
        day = period.last + _DAY
    return tuple(in_order)


def last_closed(unit: PeriodUnit, as_of: date, year_starts: int = 1) -> Period:
    """Return the latest period whose last day is before `as_of`."""
    return period_of(unit, period_of(unit, as_of, year_starts).first - _DAY, year_starts)

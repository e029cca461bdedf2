"""Periods of the calendar, and working days. Days are proleptic ordinals; first and last are included.

Weeks are ISO weeks. Quarters, half-years and years count from the month the organisation's year
starts in; where that is not January they are named after the calendar year their year starts in.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from checks.model.cadences import PeriodUnit

if TYPE_CHECKING:
    from holidays import HolidayBase

_MONTHS = {PeriodUnit.MONTH: 1, PeriodUnit.QUARTER: 3, PeriodUnit.HALF_YEAR: 6, PeriodUnit.YEAR: 12}


class Period(NamedTuple):
    """A stretch of the calendar with its name, for example `2026-Q3`."""

    first: int
    last: int
    name: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


@lru_cache(maxsize=4096)
def period_of(unit: PeriodUnit, day: int, year_starts: int = 1) -> Period:
    """Return the period of `unit` the day lies in; `year_starts` is a month from 1."""
    when = date.fromordinal(day)
    if unit is PeriodUnit.WEEK:
        year, week, weekday = when.isocalendar()
        monday = day - weekday + 1
        return Period(monday, monday + 6, f"{year}-W{week:02}")
    length = _MONTHS[unit]
    starts = 1 if unit is PeriodUnit.MONTH else year_starts
    months = when.year * 12 + when.month - 1 - (starts - 1)
    begins = months // length * length
    first = _first_of(begins + starts - 1)
    last = _first_of(begins + starts - 1 + length) - 1
    return Period(first, last, _name(unit, begins // 12, begins % 12 // length + 1, starts))


def _first_of(months: int) -> int:
    return date(months // 12, months % 12 + 1, 1).toordinal()


def _name(unit: PeriodUnit, year: int, number: int, starts: int) -> str:
    if unit is PeriodUnit.MONTH:
        return f"{year}-{number:02}"
    mark = {PeriodUnit.QUARTER: f"-Q{number}", PeriodUnit.HALF_YEAR: f"-H{number}"}.get(unit, "")
    return f"{'FY' if starts != 1 else ''}{year}{mark}"


def named_quarter(name: str) -> Period:
    """Return the calendar quarter a log's file is named by.

    >>> named_quarter("2026-Q4").last - named_quarter("2026-Q4").first
    91
    """
    return period_of(PeriodUnit.QUARTER, date(int(name[:4]), int(name[-1]) * 3, 1).toordinal())


@lru_cache(maxsize=4096)
def periods(unit: PeriodUnit, first: int, last: int, year_starts: int = 1) -> tuple[Period, ...]:
    """Return the periods that have a day from `first` to `last`, in order; none when `last` is before."""
    found = []
    day = first
    while day <= last:
        period = period_of(unit, day, year_starts)
        found.append(period)
        day = period.last + 1
    return tuple(found)


def last_closed(unit: PeriodUnit, as_of: int, year_starts: int = 1) -> Period:
    """Return the latest period whose last day is before `as_of`."""
    return period_of(unit, period_of(unit, as_of, year_starts).first - 1, year_starts)


@lru_cache(maxsize=4096)
def _free_days(country: str | None, year: int) -> frozenset[int]:
    """Return the days of a year nobody works: the country's weekend and public holidays."""
    found = _holidays(country, year) if country else None
    weekend: set[int] = {5, 6} if found is None else set(found.weekend)
    days: set[int] = set() if found is None else {day.toordinal() for day in found}
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return frozenset(days | {day for day in range(first, last + 1) if (day + 6) % 7 in weekend})


def _holidays(country: str, year: int) -> HolidayBase | None:
    """Return a year's holidays; None where the package has no such country, part or year."""
    from holidays import country_holidays

    region, _, part = country.partition("-")
    try:
        found = country_holidays(region, subdiv=part or None, years=year)
    except NotImplementedError:
        return None
    return found if found.start_year <= year <= found.end_year else None


def holidays_known(country: str, year: int) -> bool:
    """Whether the holidays of a country are known for a year; the package says "none" in silence."""
    return _holidays(country, year) is not None


def is_workday(country: str | None, day: int) -> bool:
    """Whether the day is neither weekend nor holiday in a country (ISO 3166; None: Saturday and Sunday alone)."""
    return day not in _free_days(country, date.fromordinal(day).year)

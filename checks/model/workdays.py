"""Working days: neither weekend nor public holiday, by the package `holidays`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holidays import HolidayBase


@lru_cache(maxsize=4096)
def _closures(country: str | None, year: int) -> tuple[frozenset[int], frozenset[date]]:
    """Return the weekdays (Monday is 0) and the days of a year on which a country does not work."""
    calendar = _holidays(country, year) if country else None
    if calendar is None:
        return frozenset({5, 6}), frozenset()
    return frozenset(calendar.weekend), frozenset(calendar)


def _holidays(country: str, year: int) -> HolidayBase | None:
    """Return a year's holidays; None where the package has no such country, part or year."""
    from holidays import country_holidays

    region, _, part = country.partition("-")
    try:
        calendar = country_holidays(region, subdiv=part or None, years=year)
    except NotImplementedError:
        return None
    return calendar if calendar.start_year <= year <= calendar.end_year else None


def holidays_known(country: str, year: int) -> bool:
    """Whether the holidays of a country are known for a year; the package says "none" in silence."""
    return _holidays(country, year) is not None


def is_workday(country: str | None, day: date) -> bool:
    """Whether the day is neither weekend nor holiday in a country (ISO 3166; None: Saturday and Sunday alone)."""
    weekend, closed = _closures(country, day.year)
    return day.weekday() not in weekend and day not in closed

"""The words for shares, counts and cadences: one function decides, and words what it decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence


def percent(share: Fraction) -> str:
    """Return a share cut to one decimal, never rounded up; `.0` is left out.

    >>> percent(Fraction(7, 8)), percent(Fraction(2, 3)), percent(Fraction(9, 10)), percent(Fraction(9999, 10000))
    ('87.5%', '66.6%', '90%', '99.9%')
    """
    tenths = share.numerator * 1000 // share.denominator
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def share_of(met: int, due: int) -> str:
    """Return the share with its counts, or that nothing was due.

    >>> share_of(21, 24), share_of(1120, 1500), share_of(0, 0)
    ('87.5% (21 of 24)', '74.6% (1,120 of 1,500)', 'nothing due')
    """
    return f"{percent(Fraction(met, due))} ({met:,} of {due:,})" if due else "nothing due"


def against(met: int, due: int, agreed: Fraction) -> str:
    """Return the share beside the one agreed: `87.5% (21 of 24), agreed 90%`."""
    return f"{share_of(met, due)}, agreed {percent(agreed)}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> plural(1, "member"), plural(1200, "member"), plural(2, "person", "people")
    ('1 member', '1,200 members', '2 people')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def hours(amount: Fraction) -> str:
    """Return hours raised to one decimal, never rounded down; `.0` is left out.

    >>> hours(Fraction(6)), hours(Fraction(601, 100)), hours(Fraction(1))
    ('6 hours', '6.1 hours', '1 hour')
    """
    tenths = -(-amount.numerator * 10 // amount.denominator)
    words = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
    return f"{words} {'hour' if tenths == 10 else 'hours'}"


def score(mean: Fraction) -> str:
    """Return a mean score cut to one decimal, never rounded up.

    >>> score(Fraction(4)), score(Fraction(399, 100))
    ('4.0', '3.9')
    """
    tenths = mean.numerator * 10 // mean.denominator
    return f"{tenths // 10}.{tenths % 10}"


def listed(words: Sequence[str]) -> str:
    """Return words in a row.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def iso(day: int) -> str:
    """Return an ordinal as `YYYY-MM-DD`."""
    return date.fromordinal(day).isoformat()


_TIMES = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_AFTER = {"joining": "joining", "returning": "returning", "ordering": "an order"}


def cadence_words(cadence: CalendarCadence | RollingCadence | EventCadence | None) -> str:
    """Return a cadence in words: `at most 6 weeks apart`, `one each quarter`, `within 7 days of joining`."""
    if cadence is None:
        return "whenever it is asked for"
    if isinstance(cadence, RollingCadence):
        return f"at most {cadence.at_most_apart} apart"
    if isinstance(cadence, CalendarCadence):
        months = f" ({', '.join(month.capitalize() for month in cadence.only)})" if cadence.only else ""
        return f"{_TIMES.get(cadence.at_least, str(cadence.at_least))} each {cadence.per}{months}"
    return f"within {listed([str(step) for step in cadence.within])} of {_AFTER[cadence.after]}"

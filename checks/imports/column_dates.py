"""Read the dates of a whole column: how they are written is decided by all of its values, never by one.

`03/13/2023` shows that the month comes first, and `13/03/2023` that the day does. A column in which every date may
be read both ways decides nothing: it is asked about. Dots put the day first, hyphens and slashes behind a year put
the month second, and a bare number is a day as Excel counts it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from checks.model.base import FIRST_YEAR, LAST_YEAR, calendar_day
from checks.wording.months import month_numbers

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20|99)\d{2})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_NAMED_DAY = re.compile(r"(\d{1,2})\.?[ -]([^\W\d_]+)\.?,?[ -](\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"(\d{4,7})(?:\.\d+)?")
_MIDNIGHT = re.compile(
    r"[T ]0{1,2}:00(?::00(?:\.0+)?)?(?: ?Z| ?[+-]\d\d:?\d\d| ?AM)?$|[T ]12:00(?::00)? ?AM$"
)

_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_LAST = 2958465
"""Excel's number of 9999-12-31."""

_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "null", "none", "nil", "#n/a", "00.00.0000", "0000-00-00", "00/00/0000"})  # fmt: skip


class DateOrder(Enum):
    """What comes first in dates like 03/04/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How a column writes its dates. `order` is None if no date needs one, or none can be chosen.

    `undecided` are values with two readings that nothing decides. They are not asked about in a column that shows
    both orders, or writes most of its dates in another way: each of them is a mistake of its own.
    """

    order: DateOrder | None = None
    undecided: tuple[str, ...] = ()


def is_blank(text: str) -> bool:
    """Whether a value is what systems write for nothing: `-`, `n/a`, `00.00.0000`."""
    return text.casefold() in _EMPTY


def date_column_of(values: Iterable[str], order: DateOrder | None = None) -> DateColumn:
    """Return how a column writes its dates; `order` is what somebody has answered, which the values may overrule."""
    filled = [_bare(value) for value in values if not is_blank(value)]
    decided = {side for value in filled if (side := _order_shown(value))}
    undecided = tuple(value for value in filled if _has_two_readings(value))
    if len(decided) == 1:
        return DateColumn(decided.pop())
    asked = not decided and 2 * sum(1 for value in filled if _SLASHED.fullmatch(value)) >= len(filled)
    return DateColumn(order if undecided else None, undecided if asked and order is None else ())


def _order_shown(value: str) -> DateOrder | None:
    """Return the order in which alone a value is a day; None where it is no such date, or may be two days."""
    match = _SLASHED.fullmatch(value)
    if not match:
        return None
    first, second = int(match[1]), int(match[3])
    if 12 < first <= 31 and second <= 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if 12 < second <= 31 and first <= 12 else None


def _has_two_readings(value: str) -> bool:
    match = _SLASHED.fullmatch(value)
    if match is None:
        return False
    first, second = int(match[1]), int(match[3])
    return first != second and max(first, second) <= 12


def two_readings(value: str) -> tuple[date | None, date | None]:
    """Return the day that is meant with the day first, and the one with the month first."""
    return parse_column_day(value, DateOrder.DAY_FIRST), parse_column_day(value, DateOrder.MONTH_FIRST)


def looks_like_dates(values: Sequence[str]) -> bool:
    """Whether most of the values are dates in one of the ways that are read; a column without values may be."""
    filled = [value for value in values if not is_blank(value)]
    dates = sum(1 for value in filled if any(two_readings(value)))
    return 2 * dates >= len(filled)


@lru_cache(maxsize=65536)
def parse_column_day(text: str, order: DateOrder | None) -> date | None:
    """Return a day, whatever its year; None for what is no day, or may be two.

    >>> parse_column_day("03/13/2023", DateOrder.MONTH_FIRST), parse_column_day("45000", None)
    (datetime.date(2023, 3, 13), datetime.date(2023, 3, 15))
    >>> parse_column_day("13.3.2023 0:00", None), parse_column_day("03/04/2023", None)
    (datetime.date(2023, 3, 13), None)
    """
    value = _bare(text)
    if match := _YEAR_FIRST.fullmatch(value) or _COMPACT.fullmatch(value):
        return calendar_day(*match.groups())
    if match := _DOTTED.fullmatch(value):
        return calendar_day(match[3], match[2], match[1])
    if match := _SLASHED.fullmatch(value):
        return _slashed(value, match, order)
    if match := _NAMED_DAY.fullmatch(value):
        return _named(match[2], match[1], match[3])
    if match := _NAMED_MONTH.fullmatch(value):
        return _named(match[1], match[2], match[3])
    return _serial(value)


def _bare(text: str) -> str:
    """Return a date without the midnight that spreadsheets write behind it."""
    return _MIDNIGHT.sub("", text).strip() if len(text) > 10 else text


def _slashed(value: str, match: re.Match[str], order: DateOrder | None) -> date | None:
    if _has_two_readings(value) and order is None:
        return None
    shown = _order_shown(value) or order or DateOrder.DAY_FIRST
    day, month = (match[1], match[3]) if shown is DateOrder.DAY_FIRST else (match[3], match[1])
    return calendar_day(match[4], month, day)


def _named(month: str, day: str, year: str) -> date | None:
    number = month_numbers().get(month.casefold())
    return calendar_day(year, str(number), day) if number else None


def _serial(value: str) -> date | None:
    match = _SERIAL.fullmatch(value)
    number = int(match[1]) if match else 0
    first = (date(FIRST_YEAR - 60, 1, 1) - _EXCEL_ZERO).days
    last = (date(LAST_YEAR, 12, 31) - _EXCEL_ZERO).days
    return _EXCEL_ZERO + timedelta(number) if first <= number <= last or number == _EXCEL_LAST else None

"""Read a column of dates as spreadsheets write them: day, month or year first, in words, or as a serial number.

A log's file is named after a quarter, so a reading outside it is not meant. What two readings inside it are left
of is decided by the rest of the column, or not at all.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checks.loading.files import printable
from checks.model.base import calendar_day
from checks.model.periods import Period
from checks.wording.months import month_numbers

_LONGEST = 40
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}|\D*", re.ASCII)
_TIME = re.compile(r",?[T ](\d{1,2})[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?", re.ASCII)
_HYPHENS = re.compile("[\u2010-\u2013\u2212]")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,? (?=\d)")
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""The days that serial numbers count from. Source: ECMA-376, part 1, 18.17.4.1."""

Readings = Mapping[str, date]
"""The days a text can mean, by the order its numbers are then written in."""


@dataclass(frozen=True, slots=True)
class UnclearDate:
    """Why a date is left as it is, in words."""

    words: str


def dates_of(texts: Collection[str], quarter: Period | None) -> dict[str, date | UnclearDate]:
    """Return the day that each text of a column means, or why it is not clear; texts that are no dates are left out.

    Texts of one form, `3/8/2026` say, are read in one order: the one in which all of them lie in the quarter,
    those aside that do in none. Where no order fits, a text counts that is a day of the calendar in one only.
    """
    forms: defaultdict[str, dict[str, Readings]] = defaultdict(dict)
    for text in texts:
        form, readings = _readings(text, quarter)
        if readings:
            forms[form][text] = readings
    dates: dict[str, date | UnclearDate] = {}
    for column in forms.values():
        inside = {text: _inside(readings, quarter) for text, readings in column.items()}
        known = [set(readings) for readings in inside.values() if readings]
        orders = set.intersection(*known) if known else set()
        for text, readings in column.items():
            chosen = {inside[text][order] for order in orders if order in inside[text]}
            dates[text] = _decided(text, chosen or set(readings.values()), inside[text], quarter)
    return dates


def _decided(text: str, days: set[date], inside: Readings, quarter: Period | None) -> date | UnclearDate:
    shown = printable(text)
    if not inside:
        name = quarter.name if quarter else "a quarter that the file is named after"
        return UnclearDate(
            f"{shown} is not in {name}. Write the date as YYYY-MM-DD in the file of its quarter"
        )
    if len(days) > 1:
        first, second, *_ = sorted(days)
        return UnclearDate(f"{shown} can mean {first} or {second}. Write it in one of these two forms")
    return days.pop()


def _inside(readings: Readings, quarter: Period | None) -> dict[str, date]:
    return {order: day for order, day in readings.items() if quarter and quarter.has(day)}


def _readings(written: str, quarter: Period | None) -> tuple[str, Readings]:
    """Return the form of a text, and the days of the calendar it can mean; none for what is no date."""
    if len(written) > _LONGEST or _PLAIN.fullmatch(written):
        return "", {}
    text = _without_time(_HYPHENS.sub("-", written))
    year = str(quarter.first.year) if quarter else "0"
    for words in (text, _WEEKDAY.sub("", text, count=1)):
        for pattern, read in _FORMS:
            if match := pattern.fullmatch(words):
                return read(match, year)
    return "", {}


def _without_time(text: str) -> str:
    """Return a text without a time of day; one with a time zone may be another day elsewhere and keeps it."""
    match = _TIME.search(text)
    return text[: match.start()].strip() if match and match.end() == len(text) else text


def _year_last(match: re.Match[str], _: str) -> tuple[str, Readings]:
    """Return the readings of three numbers; where points are between them the day is before the month."""
    first, separator, second, last = match.groups()
    year = last if len(last) == 4 else f"20{last}"
    orders = {"day": (year, second, first)}
    if separator != ".":
        orders["month"] = (year, first, second)
    if len(last) == 2:
        orders["year"] = (f"20{first.zfill(2)}", second, last)
    return f"{separator} {len(last)}", _days(**orders)


def _in_words(match: re.Match[str], quarter_year: str) -> tuple[str, Readings]:
    year = match["year"] or quarter_year
    month = month_numbers().get(match["month"].casefold())
    full = f"20{year}" if len(year) == 2 else year
    return "in words", _days(words=(full, str(month), match["day"])) if month else {}


def _serial(match: re.Match[str], _: str) -> tuple[str, Readings]:
    number = int(match[1] + match[2])
    return "serial", {name: first + timedelta(days=number) for name, first in _EPOCHS.items()}


def _days(**orders: tuple[str, str, str]) -> Readings:
    days = {order: calendar_day(*numbers) for order, numbers in orders.items()}
    return {order: day for order, day in days.items() if day}


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], tuple[str, Readings]]], ...] = (
    (
        re.compile(r"(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?", re.ASCII),
        lambda match, _: ("year first", _days(year=(match[1], match[3], match[4]))),
    ),
    (
        re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
        lambda match, _: ("compact", _days(year=(match[1], match[2], match[3]))),
    ),
    (re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?", re.ASCII), _year_last),
    (
        re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.", re.ASCII),
        lambda match, year: ("no year", _days(day=(year, match[2], match[1]))),
    ),
    (
        re.compile(
            r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er)?[ -](?P<month>[^\W\d_]+)\.?(?:[ ,-]+(?P<year>\d{4}|\d{2}))?"
        ),
        _in_words,
    ),
    (
        re.compile(r"(?P<month>[^\W\d_]+)\.?[ -](?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
        _in_words,
    ),
    (re.compile(r"(\d{2})[.,' ]?(\d{3})(?:[.,]\d+)?", re.ASCII), _serial),
)
"""The forms of a date, and what reads one; the second argument is the year of the quarter."""

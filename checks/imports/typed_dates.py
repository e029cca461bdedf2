"""Read days as people type them: `24 de mayo 2026`, `19/09/2025`, `yesterday`; ambiguous ones are refused."""

import re
from datetime import date, datetime, time, timedelta

from checks.model.base import FIRST_YEAR, LAST_YEAR, calendar_day

_LONGEST = 40
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]\s*(\d{1,2})[-/. ]\s*(\d{1,2})\.?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]\s*(\d{1,2})[-/. ]\s*(\d{2}|\d{4})\.?", re.ASCII)
_PLAIN = {"today": 0, "yesterday": 1}


class UnclearDayError(Exception):
    """Why a day is not taken, in a sentence for who typed it."""


def parse_typed_day(text: str, written_on: date) -> date:
    """Return the day meant; `written_on` is what yesterday is counted from.

    Raises `UnclearDayError` for what is no day, lacks its year, or may be two days.
    """
    words = " ".join(text.split())
    if not words or len(words) > _LONGEST or not words.isprintable():
        raise UnclearDayError("not a valid date. Write it, for example, as 2026-11-20")
    if words.casefold() in _PLAIN:
        return written_on - timedelta(days=_PLAIN[words.casefold()])
    if match := _YEAR_FIRST.fullmatch(words):
        day = calendar_day(*match.groups())
    elif match := _YEAR_LAST.fullmatch(words):
        day = _year_last(words, *match.groups())
    else:
        day = _parsed(words, written_on)
    if day is None:
        raise UnclearDayError(f"{words} is not a date with a year. Write it as 2026-11-20")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = f"Use a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise UnclearDayError(f"{words} is in the year {day.year}. {years}")
    return day


def _year_last(words: str, first: str, second: str, year: str) -> date | None:
    if len(year) == 2:
        raise UnclearDayError(f"{words} has a year with two digits. Write all four, for example 2026-11-20")
    both = (calendar_day(year, second, first), calendar_day(year, first, second))
    readings = sorted({day for day in both if day})
    if len(readings) == 2:
        raise UnclearDayError(
            f"{words} can mean {readings[0]} or {readings[1]}. Write it in one of these two forms"
        )
    return readings[0] if readings else None


def _parsed(words: str, written_on: date) -> date | None:
    """Return the day of a text with words in it, in whatever language, the year said or the text relative."""
    if not re.search(r"[^\W\d_]{2}", words):
        return None
    import dateparser

    moment = dateparser.parse(
        words,
        settings={
            "RELATIVE_BASE": datetime.combine(written_on, time(12)),
            "STRICT_PARSING": True,
            "PREFER_DATES_FROM": "past",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return moment.date() if moment else None

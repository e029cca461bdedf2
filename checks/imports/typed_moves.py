"""The new day of a meeting as people type it into a mail: in a line of its own, or among other words.

A day without its year is the nearest one to the day it was written on. What can be two days is handed back as both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.imports.typed_dates import UnclearDayError, parse_typed_day
from checks.model.base import calendar_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FURTHEST = timedelta(days=366)
_NEAR = timedelta(days=183)
_MOST_TRIES = 30
_MOST_LINES = 15
_MOST_WORDS = 30
_LONGEST = 5
"""Words of a day: `24 de mayo de 2026`."""

_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})(?:(?:\2\s?(\d{4}))|\.)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SIGNED = re.compile(r"\d+[./-]\d")
_OTHERS = re.compile(r"[^\w./'’-]+")
_LABEL = re.compile(r"[^:\d]{1,60}:\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class TypedDays:
    """The days in a text, each once, in order; `unclear` are the readings of what can be two days."""

    days: tuple[date, ...] = ()
    unclear: tuple[date, ...] = ()


@dataclass(slots=True)
class DayReader:
    """Reads days in lines; `day_first` says how 3.12. is read. It gives up after so many tries, since each takes long.

    A day with its year is taken however far it is.
    """

    written_on: date
    day_first: bool
    tries: int = field(default=_MOST_TRIES)

    def first_days(self, lines: Iterable[str]) -> TypedDays:
        """Return the days of the first line that holds any."""
        for line in [*lines][:_MOST_LINES]:
            days = self.days_of(line)
            if days.days or days.unclear:
                return days
        return TypedDays()

    def days_of(self, line: str) -> TypedDays:
        """Return the days in a line."""
        text = " ".join(_CLOCK.sub(" ", line).replace("\u00a0", " ").split())
        unlabelled = _LABEL.sub("", text, count=1)
        alone = len(unlabelled.split(" ")) <= _LONGEST and not text.endswith(":")
        if alone and (whole := self._day(unlabelled, relative=True)):
            return _as_days([whole])
        words = text.split(" ")[:_MOST_WORDS]
        readings: list[tuple[date, ...]] = []
        at = 0
        while at < len(words):
            length = next(
                (n for n in self._lengths(words, at) if self._reads(words[at : at + n], readings)), 1
            )
            at += length
        return _as_days(readings)

    def _lengths(self, words: list[str], at: int) -> Iterator[int]:
        """Yield how many words from one on may be a day, the longest first: digits begin or end it."""
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            part = words[at : at + length]
            ends = any(character.isdigit() for word in (part[0], part[-1]) for character in word)
            # no day goes over a comma behind a word: each try takes long
            if ends and not any(word[-1:] in (",", ":", ";") and word[:-1].isalpha() for word in part[:-1]):
                yield length

    def _reads(self, words: list[str], readings: list[tuple[date, ...]]) -> bool:
        if reading := self._day(" ".join(words), relative=False):
            readings.append(reading)
        return bool(reading)

    def _day(self, text: str, *, relative: bool) -> tuple[date, ...]:
        """Return the day a text means, both where it can be two, and none where it is no day near enough."""
        bare = text.strip(",;:!()[]")
        if numeric := _NUMERIC.fullmatch(bare):
            return self._numeric(numeric)
        if iso := _ISO.fullmatch(bare):
            return tuple(filter(None, [calendar_day(*iso.groups())]))
        plain = _OTHERS.sub(" ", text).strip(" .-")
        if self.tries <= 0 or len(plain) > 40 or any(map(_SIGNED.match, plain.split(" "))):
            return ()  # numbers with signs between them are read alone: a library would take the month for the day
        self.tries -= 1
        numbers = re.findall(r"\d+", plain)
        year = next((number for number in numbers if len(number) == 4), "")
        if not numbers:
            return self._plausible(self._parsed(plain)) if relative else ()
        short = [number for number in numbers if len(number) <= 2]
        if len(short) != 1 or len(numbers) != 1 + bool(year) or not re.search(r"[^\W\d_]{3}", plain):
            return ()
        day = self._of_month(plain if year else f"{plain} {self.written_on.year}", short[0])
        if day or year or not relative:
            return tuple(day) if year else self._nearest(day)
        return self._plausible(self._ahead(plain, short[0]))

    def _parsed(self, text: str) -> list[date]:
        try:
            return [parse_typed_day(text, self.written_on)]
        except UnclearDayError:
            return []

    def _of_month(self, text: str, number: str) -> list[date]:
        """Return the day of a text that names a month; a library also finds one in `Thu 12 2026`, or in `to 12`.

        So the same text is read with another number: only the day of the month may change with it.
        """
        days = self._parsed(text)
        if not days or days[0].day != int(number):
            return []
        other = int(number) + 7 if int(number) <= 21 else int(number) - 7
        moved = re.sub(rf"(?<!\d){number}(?!\d)", str(other), text, count=1)
        return days if self._parsed(moved) == [days[0].replace(day=other)] else []

    def _ahead(self, text: str, number: str) -> list[date]:
        """Return the day of `in 2 weeks`: another number moves it by as many days or weeks."""
        days = self._parsed(text)
        later = self._parsed(text.replace(number, str(int(number) + 1), 1)) if days else []
        return days if later and (later[0] - days[0]).days in (1, 7) else []

    def _numeric(self, match: re.Match[str]) -> tuple[date, ...]:
        first, sign, second, year = match.groups()
        if not year and sign == "-":  # 10-12 is a span, or hours
            return ()
        orders = [(second, first)] if sign == "." and self.day_first else [(second, first), (first, second)]
        named = year or str(self.written_on.year)
        days = [day for month, number in orders if (day := calendar_day(named, month, number))]
        return tuple(sorted(set(days))) if year else self._nearest(days)

    def _plausible(self, days: list[date]) -> tuple[date, ...]:
        return tuple(sorted({day for day in days if abs(day - self.written_on) <= _FURTHEST}))

    def _nearest(self, days: list[date]) -> tuple[date, ...]:
        """Return each day in the year in which it is nearest."""
        years = (self.written_on.year - 1, self.written_on.year, self.written_on.year + 1)
        near = {
            near
            for day in days
            for year in years
            if (near := calendar_day(str(year), str(day.month), str(day.day)))
            and abs(near - self.written_on) <= _NEAR
        }
        return tuple(sorted(near))


def _as_days(readings: Iterable[tuple[date, ...]]) -> TypedDays:
    listed = list(dict.fromkeys(readings))
    unclear = next((reading for reading in listed if len(reading) > 1), ())
    return TypedDays(tuple(dict.fromkeys(reading[0] for reading in listed if len(reading) == 1)), unclear)

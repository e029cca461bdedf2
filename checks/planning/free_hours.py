"""An hour for a meeting on a day: within working hours, when both are free. Pure: the times are handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

Stretch = tuple[datetime, datetime]
"""A time somebody is not free, its end not included; both have a time zone."""

_STEP = timedelta(minutes=30)
_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of a working day in which a meeting begins and ends, in minutes from midnight."""

    first: int
    last: int

    def on(self, day: date, zone: tzinfo) -> Stretch:
        """Return when they begin and end on a day."""
        return _at(day, self.first, zone), _at(day, self.last, zone)


def parse_hours(text: str) -> WorkingHours:
    """Return working hours as people type them; raises `ValueError` for what are none.

    >>> parse_hours("9-16"), parse_hours("8:30-15")
    (WorkingHours(first=540, last=960), WorkingHours(first=510, last=900))
    """
    match = _HOURS.fullmatch(text.strip())
    numbers = [int(part or 0) for part in match.groups()] if match else []
    if not numbers or numbers[1] > 59 or numbers[3] > 59:
        raise ValueError(text)
    hours = WorkingHours(numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    if not hours.first < hours.last < 24 * 60:
        raise ValueError(text)
    return hours


def free_start(
    day: date, minutes: int, hours: WorkingHours, zone: tzinfo, taken: Sequence[Stretch]
) -> datetime | None:
    """Return the first full or half hour of a day from which on a meeting fits, None where it fits nowhere."""
    start, end = hours.on(day, zone)
    length = timedelta(minutes=minutes)
    start += -timedelta(minutes=start.minute) % _STEP
    while start + length <= end:
        if is_free((start, start + length), taken):
            return start
        start += _STEP
    return None


def is_free(stretch: Stretch, taken: Iterable[Stretch]) -> bool:
    """Whether a time touches none that is taken."""
    return not any(first < stretch[1] and stretch[0] < last for first, last in taken)


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)

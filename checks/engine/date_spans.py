"""Stretches of dates, for the rooms that do not count days: sorted, disjoint, both ends included."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.engine import spans as ordinals
from checks.engine.spans import Spans
from checks.model.base import Span


def identity_of(day: date) -> int:
    """Return a day as the number it has in fingerprints and in the ids of calendar entries.

    They are compared between versions, so that what they are made of stays as it was. For nothing else.
    """
    return day.toordinal()


@dataclass(frozen=True, slots=True)
class DateSpans:
    """A set of days as stretches of them; what has no end ends with `FOREVER`.

    >>> june = DateSpans.between(date(2026, 6, 1), date(2026, 6, 30))
    >>> list(june - DateSpans.between(date(2026, 6, 5), date(2026, 7, 31)))
    [(datetime.date(2026, 6, 1), datetime.date(2026, 6, 4))]
    """

    stretches: tuple[tuple[date, date], ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Span]) -> "DateSpans":
        """Return the days of entries of a file."""
        return cls.joined((entry.first, entry.last_day) for entry in entries)

    @classmethod
    def between(cls, first: date, last: date) -> "DateSpans":
        """Return the days from `first` to `last`; none when `last` is before."""
        return cls(((first, last),) if first <= last else ())

    @classmethod
    def joined(cls, stretches: Iterable[tuple[date, date]]) -> "DateSpans":
        """Return the days in any of `stretches`, in whatever order they come; touching ones become one."""
        return cls.counted(ordinals.union((first.toordinal(), last.toordinal()) for first, last in stretches))

    @classmethod
    def counted(cls, spans: Spans) -> "DateSpans":
        """Return the days the engine has counted."""
        return cls(tuple((date.fromordinal(first), date.fromordinal(last)) for first, last in spans))

    def __iter__(self) -> Iterator[tuple[date, date]]:
        return iter(self.stretches)

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def __contains__(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.stretches)

    def __or__(self, other: "DateSpans") -> "DateSpans":
        return DateSpans.joined((*self.stretches, *other.stretches))

    def __and__(self, other: "DateSpans") -> "DateSpans":
        return self._with(ordinals.common, other)

    def __sub__(self, other: "DateSpans") -> "DateSpans":
        return self._with(ordinals.without, other)

    @property
    def count(self) -> int:
        """How many days there are."""
        return sum((last - first).days + 1 for first, last in self.stretches)

    @property
    def first(self) -> date | None:
        """The first of the days, None without any."""
        return self.stretches[0][0] if self.stretches else None

    def clip(self, first: date, last: date) -> "DateSpans":
        """Return the days from `first` to `last`."""
        return self & DateSpans.between(first, last)

    def _with(self, operation: Callable[[Spans, Spans], Spans], other: "DateSpans") -> "DateSpans":
        return DateSpans.counted(operation(self.as_spans(), other.as_spans()))

    def as_spans(self) -> Spans:
        """Return the days as the engine counts them; for the engine alone."""
        return tuple((first.toordinal(), last.toordinal()) for first, last in self.stretches)

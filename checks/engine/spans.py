"""Arithmetic on stretches of days: tuples of (first, last), sorted, disjoint, both ends included.

Days are proleptic ordinals here, since sums of days are what the engine is made of. Other rooms use
`checks.engine.date_spans`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from checks.model import base
from checks.model.base import Span

Spans = tuple[tuple[int, int], ...]

FOREVER = base.FOREVER.toordinal()
"""The last day of what has no end."""

ALWAYS: Spans = ((date.min.toordinal(), FOREVER),)
"""All days there are."""


def span_of(entry: Span) -> tuple[int, int]:
    """Return the first and the last day of an entry of a file."""
    return entry.first.toordinal(), entry.last_day.toordinal()


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return the days in any of `spans`, in whatever order they come; touching ones become one.

    >>> union([(5, 9), (1, 2), (3, 4), (20, 19)])
    ((1, 9),)
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if last < first:
            continue
        if merged and first <= merged[-1][1] + 1:
            if last > merged[-1][1]:
                merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def common(spans: Spans, others: Spans) -> Spans:
    """Return the days in both.

    >>> common(((1, 5), (8, 9)), ((4, 8),))
    ((4, 5), (8, 8))
    """
    shared = []
    i = j = 0
    while i < len(spans) and j < len(others):
        first = max(spans[i][0], others[j][0])
        last = min(spans[i][1], others[j][1])
        if first <= last:
            shared.append((first, last))
        if spans[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return tuple(shared)


def without(spans: Spans, removed: Spans) -> Spans:
    """Return the days of `spans` that are not in `removed`.

    >>> without(((1, 10),), ((3, 4), (9, 20)))
    ((1, 2), (5, 8))
    """
    if not removed:
        return spans
    left = []
    for begin, end in spans:
        first = begin
        for gone_first, gone_last in removed:
            if gone_last < first:
                continue
            if gone_first > end:
                break
            if gone_first > first:
                left.append((first, gone_first - 1))
            first = gone_last + 1
        if first <= end:
            left.append((first, end))
    return tuple(left)


def clip(spans: Spans, first: int, last: int) -> Spans:
    """Return the days of `spans` from `first` to `last`."""
    return tuple((max(a, first), min(b, last)) for a, b in spans if a <= last and b >= first)


def includes(spans: Spans, day: int) -> bool:
    """Whether the day is in `spans`."""
    return any(first <= day <= last for first, last in spans)


class Days:
    """Days numbered from 1 in order, with the numbers reckoned rather than listed.

    >>> days = Days(((10, 12), (20, 21)))
    >>> days.until(11), days.until(15), days.day(4), days.between(12, 20), len(days)
    (2, 3, 20, 2, 5)
    """

    __slots__ = ("before", "firsts", "spans", "through")

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.firsts = [first for first, _ in spans]
        self.before: list[int] = []
        self.through: list[int] = []
        count = 0
        for first, last in spans:
            self.before.append(count)
            count += last - first + 1
            self.through.append(count)

    def __len__(self) -> int:
        return self.through[-1] if self.through else 0

    def until(self, day: int) -> int:
        """Return how many of the days are not after `day`; that is the number of the last of them."""
        at = bisect_right(self.firsts, day) - 1
        if at < 0:
            return 0
        number = self.before[at] + day - self.firsts[at] + 1
        through = self.through[at]
        return min(through, number)

    def numbers(self, days: Iterable[int]) -> list[int]:
        """Return `until` of each of some days in order, found in one walk.

        >>> Days(((10, 12), (20, 21))).numbers([9, 11, 15, 20, 30])
        [0, 2, 3, 4, 5]
        """
        numbers, at, following = [], -1, iter((*self.firsts, None))
        first, before, through, opens = 0, 0, 0, next(following)
        for day in days:
            while opens is not None and day >= opens:
                at += 1
                first, before, through, opens = opens, self.before[at], self.through[at], next(following)
            number = before + day - first + 1
            numbers.append(number if number < through else through)  # noqa: FURB136 - `min` costs as much as the rest
        return numbers

    def after(self, day: int) -> Iterator[int]:
        """Yield the days after one, in order.

        >>> list(Days(((10, 12), (20, 21))).after(11))
        [12, 20, 21]
        """
        for first, last in self.spans[max(0, bisect_right(self.firsts, day) - 1) :]:
            yield from range(max(first, day + 1), last + 1)

    def between(self, first: int, last: int) -> int:
        """Return how many of the days lie from `first` to `last`."""
        return self.until(last) - self.until(first - 1) if last >= first else 0

    def day(self, number: int) -> int:
        """Return the day with this number, from 1."""
        at = bisect_right(self.before, number - 1) - 1
        return self.spans[at][0] + number - 1 - self.before[at]

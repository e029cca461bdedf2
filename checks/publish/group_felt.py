"""Felt support by group in a release: between which scores the mean of a group's answers lies.

An answer weighs from nothing, at the lowest score, to one window met, at the highest. So the borders leave the room
that those of coverage leave. A release also has everyone's mean, and each answer counts in one group. What everyone's
mean and the ranges of the others leave for one group, or for the answers without a range, must leave that room too,
in whichever ranges the means lie. Otherwise a border is left out, and the decision tells nothing of any answer.
Source: docs/adr/0051-reach.md.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from checks.publish.group_ranges import GROUP_FROM, Side
from checks.publish.ranges import PAIR, WHOLE, Part, ShareRange, range_of, ranges_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.pulse_answers import AnswerCounts
    from checks.model.service import Metric

MOST_GROUPS = 4
"""Groups of one question that have a range, those with the most answers: all their ranges are looked at together."""

_ROOM = 100 * (2 * PAIR + 1)
"""Hundredths of answers: of those whom two readers know in a group, as many elsewhere, and one person more."""


class Answers(NamedTuple):
    """Some answers: the range of their mean, as a share of the scale, and how many there are."""

    lies_in: ShareRange
    given: int

    @property
    def least(self) -> int:
        """The fewest hundredths of answers they can come to."""
        return self.lies_in.least * self.given

    @property
    def most(self) -> int:
        """The most hundredths of answers they can come to."""
        return self.lies_in.below * self.given


class Hundredths(NamedTuple):
    """Between how many hundredths of answers everyone's come to, by the mean that is published."""

    least: Fraction
    most: Fraction


def felt_ranges(
    by_group: Mapping[str, AnswerCounts], given: int, everyone: Hundredths, scale: tuple[int, int]
) -> Iterator[tuple[str, ShareRange]]:
    """Yield in which range of the scale the mean of each group lies, of those of which it may be said.

    `given` is how many answered in all, in a group or not.
    """
    large = [
        group
        for group, answers in by_group.items()
        if answers.given >= GROUP_FROM and given - answers.given >= GROUP_FROM
    ]
    large = sorted(large, key=lambda group: (-by_group[group].given, group))[:MOST_GROUPS]
    sizes = [by_group[group].given for group in large]
    for group, borders in zip(large, felt_borders(sizes, given, everyone), strict=True):
        if borders:
            answers, (low, high) = by_group[group], scale
            met = sum((value - low) * count for value, count in answers.scores)
            yield group, range_of(met, (high - low) * answers.given, borders)


def felt_borders(sizes: Sequence[int], given: int, everyone: Hundredths) -> list[tuple[int, ...]]:
    """Return the borders of each group by how many answered in it; none where nothing may be said."""
    borders = [Side((Part(WHOLE, size, size, 1, 1),), PAIR).borders() for size in sizes]
    while tight := _tight_ranges(borders, sizes, given, everyone):
        finest = max(range(len(borders)), key=lambda at: (len(borders[at]), -at))
        if not borders[finest]:
            break
        lies_in = tight[finest]
        left_out = lies_in.least if lies_in.least in borders[finest] else lies_in.below
        borders[finest] = tuple(border for border in borders[finest] if border != left_out)
    return borders


def _tight_ranges(
    borders: Sequence[tuple[int, ...]], sizes: Sequence[int], given: int, everyone: Hundredths
) -> tuple[ShareRange, ...] | None:
    """Return ranges of the groups that leave too little room for a person's answer; None where none do."""
    rest = Answers(WHOLE, given - sum(sizes))
    for ranges in itertools.product(*(tuple(ranges_between(each)) for each in borders)):
        parts = [*map(Answers, ranges, sizes), *([rest] if rest.given else [])]
        if not leaves_room(parts, everyone):
            return ranges
    return None


def leaves_room(parts: Sequence[Answers], everyone: Hundredths) -> bool:
    """Whether each answer can still be any; also true of ranges that can't be together."""
    least, most = sum(part.least for part in parts), sum(part.most for part in parts)
    left = [
        (
            max(Fraction(part.least), everyone.least - (most - part.most)),
            min(Fraction(part.most), everyone.most - (least - part.least)),
            100 * part.given,
        )
        for part in parts
    ]
    if any(low > high for low, high, _ in left):
        return True
    return all(high >= _ROOM and low <= whole - _ROOM for low, high, whole in left)


def on_scale(share: int, scale: tuple[int, int]) -> Fraction:
    """Return a share of a scale, in percent, as a score.

    >>> on_scale(0, (1, 5)), on_scale(60, (1, 5))
    (Fraction(1, 1), Fraction(17, 5))
    """
    low, high = scale
    return low + Fraction(share * (high - low), 100)


def everyones_hundredths(mean: Fraction, bound: str | None, given: int, metric: Metric) -> Hundredths:
    """Return what so many answers come to, with the mean as published: cut to one decimal, or a border."""
    low, high = metric.scale
    least = low if bound == "at most" else mean
    most = {"at most": mean, "at least": Fraction(high)}.get(bound or "", mean + Fraction(1, 10))
    hundredths = [100 * given * (value - low) / Fraction(high - low) for value in (least, most)]
    return Hundredths(hundredths[0], hundredths[1])

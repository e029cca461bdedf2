"""Between which shares a figure is published, decided by sizes and terms alone.

A reader knows the method, the sizes, every release, and all that two members had part in, or all of the teams
in which two people give. So a border between two ranges is drawn only where it leaves room on either side for
all whom two readers together may know everything about, and for one person more: whatever those two were met,
everybody else can still have been met, have been missed, or have been away. What stands behind a figure is
never looked at to decide how it is shown; it only says in which of the ranges it lies.
Source: publication.md, and docs/adr/0025-releases.md for the attacks that made the borders what they are.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

TEAM_BORDERS = (90, 80, 70, 50)
"""Borders of a team's ranges in percent, those that say most first."""

TENS = tuple(range(90, 0, -10))
"""Borders of a share of what was held."""

FEWEST_COUNTS = 3
"""Counts each range of a team leaves possible, with one person away."""

WHOLE_FROM = 30
"""People from whom on a total has finer borders than a team. Source: publication.md."""

PAIR = 2
"""Members of whom one reader, or two together, know everything."""


class ShareRange(NamedTuple):
    """Shares from `least` percent to under `below`; 100 is in the range that ends there."""

    least: int
    below: int


WHOLE = ShareRange(0, 100)
"""The range that says nothing."""


class Part(NamedTuple):
    """A team within a total: the range published of it, its people, and the windows each of them has.

    `least` people were there on each day of the quarter, `most` on some day. Each has at least `windows`, and
    somebody under other terms at most `heaviest`.
    """

    range: ShareRange
    least: int
    most: int
    windows: int
    heaviest: int


def range_of(met: int, due: int, borders: Sequence[int]) -> ShareRange:
    """Return the range in which a share lies; nothing due is nothing missed, and lies in the highest."""
    ranges = list(ranges_between(borders))
    if not due:
        return ranges[-1]
    return next(r for r in reversed(ranges) if 100 * met >= r.least * due)


def ranges_between(borders: Sequence[int]) -> Iterator[ShareRange]:
    """Yield the ranges between borders, lowest first; one that says nothing where there are none."""
    ends = (0, *sorted(borders), 100)
    yield from map(ShareRange, ends, ends[1:])


@lru_cache(maxsize=4096)
def team_borders(people: int, windows: int, agreed: int | None, known: int = PAIR) -> tuple[int, ...]:
    """Return the borders of a team of so many people, each with so many windows; none where nothing may be said.

    `agreed` is the share agreed in whole percent, None where it is none: a border there says most. `known` is
    of how many people one reader, or two together, may know everything.
    """
    chosen: tuple[int, ...] = ()
    for border in dict.fromkeys((*((agreed,) if agreed else ()), *TEAM_BORDERS)):
        borders = tuple(sorted((*chosen, border)))
        if border < 100 and _leaves_counts(people, windows, borders) and is_safe(people, borders, known):
            chosen = borders
    return chosen


def _leaves_counts(people: int, windows: int, borders: Sequence[int]) -> bool:
    """Whether each range leaves three counts or more, with one person away."""
    due = (people - 1) * windows
    return due > 0 and all(len(_counts(r, due)) >= FEWEST_COUNTS for r in ranges_between(borders))


def _counts(r: ShareRange, due: int) -> range:
    """Return the numbers of windows met whose share of `due` lies in a range."""
    first = -(-r.least * due // 100)
    return range(first, due + 1 if r.below == 100 else -(-r.below * due // 100))


def is_safe(people: int, borders: Sequence[int], known: int = PAIR) -> bool:
    """Whether ranges leave it open of each person whether they were met, missed or away.

    Whatever happened to `known` people, and whether or not the others were there.
    """
    others = people - known - 1
    if others < 1:
        return not borders
    return all(
        _leaves_open(r, met, due, others)
        for r in ranges_between(borders)
        for due in range(known + 1)
        for met in range(due + 1)
    )


def _leaves_open(r: ShareRange, met: int, due: int, others: int) -> bool:
    """Whether one more person can be met, missed and away, where any of it is possible; with all others there too."""
    possible = [
        [_reachable(r, met + is_met, due + is_due, present) for present in range(others, -1, -1)]
        for is_met, is_due in ((1, 1), (0, 1), (0, 0))
    ]
    with_all_there = {reached[0] for reached in possible[:2]}
    return len({any(reached) for reached in possible}) == 1 and len(with_all_there) == 1


def _reachable(r: ShareRange, met: int, due: int, present: int) -> bool:
    """Whether a share lies in a range for some number met of those `present`, beside what is known."""
    if not due + present:
        return r.below == 100
    counts = _counts(r, due + present)
    return max(counts.start, met) < min(counts.stop, met + present + 1)


def total_borders(
    parts: Sequence[Part], known: int, agreed: int | None = None, step: int | None = None
) -> tuple[int, ...]:
    """Return the borders of a total of teams, of each of which a range is published; none where nothing may be said.

    From 30 people on they lie a percent apart, or as far as one window more or less makes; with a `step`
    given not nearer than it. `known` is of how many people one reader, or two together, may know everything.
    """
    people = sum(part.least for part in parts)
    largest = max((part.heaviest for part in parts), default=0)
    if not largest or people <= known + 1:
        return ()
    margin = 100 * (known + 1) * largest
    if people < WHOLE_FROM:
        candidates = sorted({*TEAM_BORDERS, *((agreed,) if agreed else ())})
    else:
        apart = _step(people - known - 1, step)
        candidates = list(range(max(apart, 5), 96, apart))
    return tuple(
        border
        for border in candidates
        if sum(_room_above(part, border) for part in parts) >= margin
        and sum(_room_below(part, border) for part in parts) > margin
    )


def _step(people: int, least: int | None) -> int:
    """Return how many percent apart borders lie, so that each range has a count whoever is away."""
    return next(step for step in (1, 5, 10) if step >= (least or 1) and (step * people >= 100 or step == 10))


def _room_above(part: Part, border: int) -> int:
    """Return the hundredths of windows a team can have above a border, as few as there can be."""
    above = part.range.below - border
    return above * (part.windows * part.least if above > 0 else part.heaviest * part.most)


def _room_below(part: Part, border: int) -> int:
    """Return the hundredths of windows a team can have below a border, as few as there can be."""
    below = border - part.range.least
    return below * (part.windows * part.least if below > 0 else part.heaviest * part.most)


def share_percent(share: Fraction | None) -> int | None:
    """Return a share in whole percent; None where it is none, or not whole."""
    if share is None or share.denominator not in (1, 2, 4, 5, 10, 20, 25, 50, 100):
        return None
    return int(share * 100)

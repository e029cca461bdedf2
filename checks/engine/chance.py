"""Whether a figure moved by more than chance explains, and which values a figure allows. Exact, without floats.

Everything here asks: if nothing had changed, how often would a figure be at least this far off? At most
`LEVEL` of the time is more than chance explains. A tie counts as more.

- Two shares: Fisher's exact test, with the hypergeometric distribution. It holds its level for every share and
  every number of windows. Mid-p finds a little more, but it exceeds its level for some shares. Fisher finds a
  drop of 15 points between two quarters of 200 windows often enough, so mid-p isn't needed.
- A drop and a rise are each judged one-sided at `LEVEL`, for findings and for marks alike. So a finding and a
  mark about the same two shares never contradict each other. Without a change, a mark of either direction
  appears in at most two of twenty comparisons, and a finding in at most one.
- A series: each quarter beside all of them together, with `LEVEL` split over its quarters and both directions.
- A range: Clopper-Pearson, both directions together at `LEVEL`.
- A mean: a bound for any answers on a scale (Bentkus 2004, *On Hoeffding's inequalities*). It knows nothing of
  how the answers lie, so its range is about twice as wide as one that does.

All of it takes windows, and answers, as independent. Windows that share a leader or a cause are not, so chance
can explain more than is said here. It says nothing about causes.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, takewhile
from math import comb
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LEVEL = Fraction(1, 20)
"""How often a figure may be called more than chance although nothing changed, at most."""

EXACT_UP_TO = 2000
"""Up to this many windows all weights are whole; above, they are cut, with a bound on what is lost."""

_SCALE = 1 << 200
_E = Fraction(271828182845905, 100000000000000)
"""Just above Euler's number, so that a bound with it still holds."""


class Tally(NamedTuple):
    """Windows met of windows due; `0 <= met <= due`."""

    met: int
    due: int

    @property
    def share(self) -> Fraction:
        """The share met, 0 to 1; 0 if nothing was due."""
        return Fraction(self.met, self.due) if self.due else Fraction(0)


class Movement(Enum):
    """How a share moved: not at all, within the usual variation, or more than chance explains."""

    NONE = "none"
    USUAL = "usual"
    BEYOND = "beyond"


class UsualCounts(NamedTuple):
    """The fewest and the most windows met that chance explains in a quarter, beside all quarters together."""

    least: int
    most: int


class _Weights(NamedTuple):
    """Relative weights of the counts from `first` on, and their sum. Any sum falls short by less than `slack`."""

    first: int
    weights: tuple[int, ...]
    whole: int
    slack: int

    def is_rare(self, weight: int, level: Fraction) -> bool:
        """Whether counts of this weight together surely have at most this share of all weight."""
        return (weight + self.slack) * level.denominator <= self.whole * level.numerator


def judge_movement(before: Tally, after: Tally, level: Fraction = LEVEL) -> Movement:
    """Return how a share moved between two periods; none if nothing was due in either, or the share is the same.

    >>> judge_movement(Tally(43, 50), Tally(40, 50)), judge_movement(Tally(43, 50), Tally(30, 50))
    (<Movement.USUAL: 'usual'>, <Movement.BEYOND: 'beyond'>)
    """
    if not before.due or not after.due or before.share == after.share:
        return Movement.NONE
    low, high = (after, before) if after.share < before.share else (before, after)
    return Movement.BEYOND if _is_beyond(low, high, level) else Movement.USUAL


def chance_of_gap(low: Tally, high: Tally) -> Fraction:
    """Return how often chance alone puts `low` at least this far under `high`, the totals being as they are.

    The one-sided p-value of Fisher's exact test. Slow for many thousands of windows.
    """
    due, met = low.due + high.due, low.met + high.met
    first = max(0, met - high.due)
    ways = sum(comb(met, count) * comb(due - met, low.due - count) for count in range(first, low.met + 1))
    return Fraction(ways, comb(due, low.due))


def usual_counts(quarters: Sequence[Tally], level: Fraction = LEVEL) -> list[UsualCounts]:
    """Return for each quarter how many windows met chance explains, if the share was the same in all of them.

    In at most `level` of series without a change, a quarter lies outside its counts. A quarter with nothing due
    has the counts 0 and 0.
    """
    met, due = sum(quarter.met for quarter in quarters), sum(quarter.due for quarter in quarters)
    each = level / (2 * max(1, len(quarters)))
    return [_usual(met, due, quarter.due, each) for quarter in quarters]


@lru_cache(maxsize=4096)
def allowed_shares(tally: Tally, level: Fraction = LEVEL) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest share that a tally allows, widened to whole percent.

    Source: Clopper and Pearson 1934. Each limit fails in at most half of `level`. Nothing due allows all shares.

    >>> [int(100 * share) for share in allowed_shares(Tally(43, 50))]
    [73, 95]
    """
    met, due = tally
    if not due:
        return Fraction(0), Fraction(1)
    least = _last_true(lambda percent: _is_tail_rare(due, percent, met, level / 2))
    most = _last_true(lambda percent: _is_tail_rare(due, percent, due - met, level / 2))
    return Fraction(least, 100), Fraction(100 - most, 100)


@lru_cache(maxsize=4096)
def allowed_means(
    mean: Fraction, answers: int, scale: tuple[int, int], level: Fraction = LEVEL
) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest mean that counted answers on a scale allow; the whole scale without any.

    Answers are independent and lie on the scale, `low` to `high`; nothing else is assumed. So the range is wide,
    and with few answers it is the whole scale. Who didn't answer may think differently: it can't know that.
    """
    low, high = scale
    if not answers:
        return Fraction(low), Fraction(high)
    reached = (mean - low) / (high - low) * answers
    least, most = _mean_limit(answers, reached, level), 100 - _mean_limit(answers, answers - reached, level)
    return low + Fraction(least * (high - low), 100), low + Fraction(most * (high - low), 100)


def _mean_limit(answers: int, reached: Fraction, level: Fraction) -> int:
    """Return below which percent of the scale a mean is too low for answers that sum up to so many whole scales."""
    whole = reached.numerator // reached.denominator  # rounded down, so the bound still holds
    return _last_true(lambda percent: _is_tail_rare(answers, percent, whole, level / 2 / _E))


@lru_cache(maxsize=65536)
def _is_beyond(low: Tally, high: Tally, level: Fraction) -> bool:
    spread = _hypergeometric(low.met + high.met, low.due + high.due, low.due)
    return spread.is_rare(sum(spread.weights[: max(0, low.met + 1 - spread.first)]), level)


@lru_cache(maxsize=4096)
def _usual(met: int, due: int, drawn: int, level: Fraction) -> UsualCounts:
    """Return the fewest and the most of `drawn` windows that are met in more than `level` of all ways."""
    spread = _hypergeometric(met, due, drawn)
    sums = (accumulate(spread.weights), accumulate(reversed(spread.weights)))
    below, above = (
        sum(1 for _ in takewhile(lambda weight: spread.is_rare(weight, level), each)) for each in sums
    )
    return UsualCounts(spread.first + below, spread.first + len(spread.weights) - 1 - above)


def _is_tail_rare(due: int, percent: int, met: int, level: Fraction) -> bool:
    """Whether `met` or more of `due` windows are met in at most `level` of all cases, each met with this chance."""
    if percent in (0, 100):
        return met > 0 and percent == 0
    spread = _binomial(due, percent)
    return spread.is_rare(sum(spread.weights[max(0, met - spread.first) :]), level)


def _last_true(holds: Callable[[int], bool]) -> int:
    """Return the highest whole percent for which something holds that holds from 0 up to it; 0 if for none."""
    least, most = 0, 100
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if holds(middle) else (least, middle - 1)
    return least


@lru_cache(maxsize=64)
def _hypergeometric(met: int, due: int, drawn: int) -> _Weights:
    """Return in how many ways each number of `drawn` windows is met, if `met` of all `due` windows are."""

    def step(count: int) -> tuple[int, int]:
        return (met - count) * (drawn - count), (count + 1) * (due - met - drawn + count + 1)

    lowest, highest = max(0, met + drawn - due), min(met, drawn)
    mode = min(highest, max(lowest, (met + 1) * (drawn + 1) // (due + 2)))
    start = comb(met, mode) * comb(due - met, drawn - mode) if due <= EXACT_UP_TO else _SCALE
    return _walk(lowest, mode, highest, start, step)


@lru_cache(maxsize=64)
def _binomial(due: int, percent: int) -> _Weights:
    """Return the weight of each number of windows met, if each is met with a chance of so many percent."""

    def step(count: int) -> tuple[int, int]:
        return (due - count) * percent, (count + 1) * (100 - percent)

    mode = min(due, (due + 1) * percent // 100)
    exact = due <= EXACT_UP_TO
    start = comb(due, mode) * percent**mode * (100 - percent) ** (due - mode) if exact else _SCALE
    return _walk(0, mode, due, start, step)


def _walk(
    lowest: int, mode: int, highest: int, start: int, step: Callable[[int], tuple[int, int]]
) -> _Weights:
    """Return the weights from the most likely count outwards; `step` is a weight over the one before it.

    From a start that is the true number, each weight is whole and exact. From `_SCALE`, each is cut to a whole
    number. Outwards they only shrink, so after n steps a weight is short by less than n, and those left out
    once a weight is cut to nothing are no larger than that.
    """
    up = _outwards(start, map(step, range(mode, highest)))
    down = _outwards(start, ((under, over) for over, under in map(step, range(mode - 1, lowest - 1, -1))))
    weights = (*reversed(down), start, *up)
    slack = 0 if start != _SCALE else (highest - lowest + 2) ** 2
    return _Weights(mode - len(down), weights, sum(weights), slack)


def _outwards(weight: int, ratios: Iterable[tuple[int, int]]) -> list[int]:
    """Return the weights after this one, each the one before times a ratio, until one is cut to nothing."""
    weights = []
    for over, under in ratios:
        weight = weight * over // under
        if not weight:
            break
        weights.append(weight)
    return weights

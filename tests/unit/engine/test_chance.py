"""More than chance or not: against hand counts, whole enumerations, and the slow exact sum."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.chance import (
    EXACT_UP_TO,
    LEVEL,
    Movement,
    Tally,
    UsualCounts,
    allowed_means,
    allowed_shares,
    chance_of_gap,
    judge_movement,
    usual_counts,
)

Distribution = dict[int, Fraction]

BY_HAND = [
    # low, high, ways of all ways
    (Tally(0, 1), Tally(1, 1), Fraction(1, 2)),
    (Tally(1, 2), Tally(2, 2), Fraction(1, 2)),  # 3 of 4 met, two drawn: 3 of 6 ways leave one out
    (Tally(1, 4), Tally(3, 4), Fraction(17, 70)),  # the lady tasting tea: (1 + 16) of 70
    (Tally(0, 4), Tally(4, 4), Fraction(1, 70)),
    (Tally(0, 3), Tally(3, 3), Fraction(1, 20)),  # a tie with the level
    (Tally(5, 10), Tally(9, 10), Fraction(13013, 184756)),  # (C(14,4) + C(14,5) × 6) of C(20,10)
    (Tally(0, 2), Tally(4, 4), Fraction(1, 15)),
    (Tally(4, 4), Tally(4, 4), Fraction(1)),
]
IDS = [f"{low.met} of {low.due} under {high.met} of {high.due}" for low, high, _ in BY_HAND]


@pytest.mark.parametrize(("low", "high", "chance"), BY_HAND, ids=IDS)
def test_a_gap_is_as_likely_as_counted_by_hand(low: Tally, high: Tally, chance: Fraction) -> None:
    assert chance_of_gap(low, high) == chance
    moved = low.share != high.share
    expected = Movement.NONE if not moved else Movement.BEYOND if chance <= LEVEL else Movement.USUAL
    assert judge_movement(high, low) is judge_movement(low, high) is expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Tally(0, 0), Tally(1, 1)),
        (Tally(1, 1), Tally(0, 0)),
        (Tally(0, 5), Tally(0, 9)),
        (Tally(3, 4), Tally(6, 8)),
        (Tally(100_000, 100_000), Tally(7, 7)),
    ],
)
def test_a_share_that_stays_does_not_move(before: Tally, after: Tally) -> None:
    assert judge_movement(before, after) is Movement.NONE


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        (Tally(43, 50), Tally(40, 50), Movement.USUAL),
        (Tally(86, 100), Tally(71, 100), Movement.BEYOND),
        (Tally(860_000, 1_000_000), Tally(859_500, 1_000_000), Movement.USUAL),
        (Tally(860_000, 1_000_000), Tally(859_000, 1_000_000), Movement.BEYOND),
        (Tally(10_000_000, 10_000_000), Tally(0, 10_000_000), Movement.BEYOND),
        (Tally(1_000_000, 1_000_000), Tally(0, 1), Movement.BEYOND),
    ],
)
def test_few_windows_and_millions(before: Tally, after: Tally, movement: Movement) -> None:
    assert judge_movement(before, after) is movement


tallies = st.integers(1, 60).flatmap(lambda due: st.builds(Tally, st.integers(0, due), st.just(due)))


@given(tallies, tallies)
def test_quick_and_slow_agree(low: Tally, high: Tally) -> None:
    low, high = sorted((low, high), key=lambda tally: tally.share)
    beyond = low.share < high.share and chance_of_gap(low, high) <= LEVEL
    assert (judge_movement(high, low) is Movement.BEYOND) == beyond


@pytest.mark.parametrize("gap", range(25, 46, 2))
def test_quick_and_slow_agree_where_weights_are_cut(gap: int) -> None:
    low, high = Tally(900 - gap, 1100), Tally(900, 1100)
    assert low.due + high.due > EXACT_UP_TO
    assert (judge_movement(high, low) is Movement.BEYOND) == (chance_of_gap(low, high) <= LEVEL)


def test_cut_weights_fall_on_both_sides_of_the_level() -> None:
    verdicts = {judge_movement(Tally(900, 1100), Tally(900 - gap, 1100)) for gap in range(25, 46, 2)}
    assert verdicts == {Movement.USUAL, Movement.BEYOND}


@given(tallies, tallies)
def test_missed_for_met_turns_a_drop_into_a_rise(before: Tally, after: Tally) -> None:
    first, last = (Tally(tally.due - tally.met, tally.due) for tally in (before, after))
    assert judge_movement(first, last) is judge_movement(before, after) is judge_movement(after, before)


@given(tallies, tallies)
def test_a_larger_drop_is_no_less_surprising(before: Tally, after: Tally) -> None:
    if after.share < before.share and after.met and judge_movement(before, after) is Movement.BEYOND:
        assert judge_movement(before, Tally(after.met - 1, after.due)) is Movement.BEYOND


def _binomial(due: int, share: Fraction) -> list[Fraction]:
    return [comb(due, met) * share**met * (1 - share) ** (due - met) for met in range(due + 1)]


@pytest.mark.parametrize(("first", "second"), [(3, 3), (4, 9), (9, 4), (12, 12), (1, 20)])
@pytest.mark.parametrize("percent", [5, 30, 50, 80, 90, 97])
def test_a_drop_without_a_change_is_rare(first: int, second: int, percent: int) -> None:
    shares = [_binomial(due, Fraction(percent, 100)) for due in (first, second)]
    dropped = sum(
        shares[0][a] * shares[1][b]
        for a, b in product(range(first + 1), range(second + 1))
        if b * first < a * second and judge_movement(Tally(a, first), Tally(b, second)) is Movement.BEYOND
    )
    assert dropped <= LEVEL


@pytest.mark.parametrize("dues", [(4, 5, 6), (10, 10, 2), (3, 3, 3, 3), (9,)])
def test_a_series_without_a_change_is_rarely_outside(dues: tuple[int, ...]) -> None:
    for met in range(sum(dues) + 1):
        ways = outside = 0
        for mets in product(*(range(due + 1) for due in dues)):
            if sum(mets) != met:
                continue
            weight = 1
            for count, due in zip(mets, dues, strict=True):
                weight *= comb(due, count)
            usual = usual_counts([Tally(*pair) for pair in zip(mets, dues, strict=True)])
            is_outside = any(
                not limits.least <= count <= limits.most for count, limits in zip(mets, usual, strict=True)
            )
            ways += weight
            outside += weight * is_outside
        assert outside <= LEVEL * ways


@pytest.mark.parametrize(
    ("quarters", "usual"),
    [
        ([], []),
        ([Tally(0, 0)], [UsualCounts(0, 0)]),
        ([Tally(5, 5), Tally(9, 9)], [UsualCounts(5, 5), UsualCounts(9, 9)]),
        ([Tally(0, 5), Tally(0, 0)], [UsualCounts(0, 0), UsualCounts(0, 0)]),
        ([Tally(1, 1), Tally(0, 1)], [UsualCounts(0, 1), UsualCounts(0, 1)]),
        ([Tally(3, 3), Tally(0, 3)], [UsualCounts(0, 3), UsualCounts(0, 3)]),
        ([Tally(10, 10), Tally(0, 10)], [UsualCounts(3, 7), UsualCounts(3, 7)]),
    ],
)
def test_the_usual_counts_of_a_series(quarters: list[Tally], usual: list[UsualCounts]) -> None:
    assert usual_counts(quarters) == usual


@pytest.mark.parametrize(
    ("tally", "percents"),
    [
        (Tally(0, 0), (0, 100)),
        (Tally(0, 1), (0, 98)),  # 97.5%, and outwards
        (Tally(1, 1), (2, 100)),
        (Tally(0, 10), (0, 31)),  # 1 − 0.025^(1/10) = 30.8%
        (Tally(5, 10), (18, 82)),  # tables: 18.7% to 81.3%
        (Tally(43, 50), (73, 95)),  # tables: 73.3% to 94.2%
        (Tally(800_000, 1_000_000), (79, 81)),
        (Tally(1_000_000, 1_000_000), (99, 100)),
    ],
)
def test_the_shares_that_a_tally_allows(tally: Tally, percents: tuple[int, int]) -> None:
    assert allowed_shares(tally) == tuple(Fraction(percent, 100) for percent in percents)


@pytest.mark.parametrize("due", [1, 2, 7, 15])
@pytest.mark.parametrize("percent", [1, 10, 50, 86, 99])
def test_a_range_rarely_misses_the_share(due: int, percent: int) -> None:
    share = Fraction(percent, 100)
    missed = Fraction(0)
    for met, weight in enumerate(_binomial(due, share)):
        least, most = allowed_shares(Tally(met, due))
        missed += weight * (not least <= share <= most)
    assert missed <= LEVEL


@given(tallies)
def test_a_range_holds_its_share_and_mirrors(tally: Tally) -> None:
    least, most = allowed_shares(tally)
    assert least <= tally.share <= most
    assert allowed_shares(Tally(tally.due - tally.met, tally.due)) == (1 - most, 1 - least)


def _sums(distribution: Distribution, answers: int) -> Distribution:
    sums = {0: Fraction(1)}
    for _ in range(answers):
        longer: Distribution = {}
        for total, weight in sums.items():
            for score, share in distribution.items():
                longer[total + score] = longer.get(total + score, Fraction(0)) + weight * share
        sums = longer
    return sums


@pytest.mark.parametrize(
    "percents",
    [(0, 0, 10, 40, 50), (25, 0, 0, 0, 75), (20, 20, 20, 20, 20), (1, 0, 0, 0, 99), (0, 0, 0, 90, 10)],
)
@pytest.mark.parametrize("answers", [1, 5, 25])
def test_a_range_rarely_misses_the_mean(percents: tuple[int, ...], answers: int) -> None:
    distribution = {score: Fraction(percent, 100) for score, percent in enumerate(percents, 1) if percent}
    mean = sum((score * share for score, share in distribution.items()), Fraction(0))
    missed = Fraction(0)
    for total, weight in _sums(distribution, answers).items():
        least, most = allowed_means(Fraction(total, answers), answers, (1, 5))
        missed += weight * (not least <= mean <= most)
    assert missed <= LEVEL


@pytest.mark.parametrize(
    ("mean", "answers", "ends"),
    [
        (Fraction(3), 0, ("1", "5")),
        (Fraction(5), 1, ("1", "5")),
        (Fraction(5), 60, ("4.68", "5")),
        (Fraction(42, 10), 60, ("3.6", "4.64")),
        (Fraction(42, 10), 600, ("4", "4.36")),
    ],
)
def test_the_means_that_answers_allow(mean: Fraction, answers: int, ends: tuple[str, str]) -> None:
    assert allowed_means(mean, answers, (1, 5)) == tuple(map(Fraction, ends))

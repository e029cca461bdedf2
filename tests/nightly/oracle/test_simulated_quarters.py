"""Simulated quarters, through the rule's own decision: chance is rarely reported, and a real drop mostly is.

The seeds are fixed, so a run gives the same numbers each time. Each simulation is of whole quarters with as many
windows as stated, each met with the same chance.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import exp, lgamma, log, log1p
from random import Random
from typing import TYPE_CHECKING

import pytest

from checks.engine.chance import LEVEL, Movement, Tally, judge_movement, usual_counts
from checks.engine.counts import Counts
from checks.engine.organisation_totals import CoverageChange
from checks.loading.repository import open_policy
from checks.model.agreed_terms import default_terms_by_day, default_terms_on
from checks.rules.coverage_dropped import is_reported
from tests.support.building import base, lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.model.agreed_terms import DefaultTerms

QUARTERS, FOUND_IN = 20_000, 4_000
BASES = (50, 58, 60, 65, 70, 75, 80, 85, 90, 95, 98)
"""Shares before, in percent. From 65% on, a drop of 15 points is found in 90% at least."""


@pytest.fixture(scope="module")
def nothing_agreed(tmp_path_factory: pytest.TempPathFactory) -> DefaultTerms:
    """The terms of a playbook that agrees on no limit for drops."""
    files = base()
    policy = str(files["playbook/playbook.yaml"])
    files["playbook/playbook.yaml"] = policy.replace("    coverage_may_drop: 100%\n", "")
    root: Path = lay(tmp_path_factory.mktemp("nothing-agreed"), files)
    playbook = open_policy(root).playbook
    assert playbook
    terms = default_terms_on(default_terms_by_day(playbook.terms), date(2026, 11, 23))
    assert not terms.drop_agreed
    return terms


def _changes(chance: Random, due: int, percents: tuple[int, int], number: int) -> Iterator[CoverageChange]:
    """Yield changes between two quarters of so many windows, each met with the chance of its quarter."""
    quarters = []
    for percent in percents:
        weights = _weights(due, percent)
        quarters.append(chance.choices(list(weights), list(weights.values()), k=number))
    for before, after in zip(*quarters, strict=True):
        yield CoverageChange(_counts(due, before), _counts(due, after))


def _counts(due: int, met: int) -> Counts:
    return Counts(due=due, met=met, missed=due - met)


def _met(chance: Random, due: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(due))


@pytest.mark.parametrize("due", [8, 30, 200, 3_000])
@pytest.mark.parametrize("percent", [50, 86, 97])
def test_a_quarter_without_a_change_is_rarely_reported(
    nothing_agreed: DefaultTerms, due: int, percent: int
) -> None:
    chance = Random(f"no change {due} {percent}")
    changes = _changes(chance, due, (percent, percent), QUARTERS)
    reported = sum(is_reported(change, nothing_agreed) for change in changes)
    assert reported <= LEVEL * QUARTERS


def test_quarters_of_all_sizes_and_shares_are_rarely_reported(nothing_agreed: DefaultTerms) -> None:
    chance = Random("no change in any")
    reported = 0
    for _ in range(QUARTERS):
        share, before, after = chance.uniform(0.01, 0.99), chance.randint(1, 400), chance.randint(1, 400)
        change = CoverageChange(
            _counts(before, _met(chance, before, share)), _counts(after, _met(chance, after, share))
        )
        reported += is_reported(change, nothing_agreed)
    assert reported <= LEVEL * QUARTERS


@pytest.mark.parametrize("percent", [percent for percent in BASES if percent >= 65])
def test_a_drop_of_15_points_in_200_windows_is_found(nothing_agreed: DefaultTerms, percent: int) -> None:
    chance = Random(f"a change {percent}")
    changes = _changes(chance, 200, (percent, percent - 15), FOUND_IN)
    found_in = sum(is_reported(change, nothing_agreed) for change in changes)
    least = _share_found(200, percent)
    assert least >= Fraction(9, 10)
    assert abs(Fraction(found_in, FOUND_IN) - least) < Fraction(2, 100)


def test_the_weakest_base_share_is_close_to_90_percent() -> None:
    assert Fraction(88, 100) < min(_share_found(200, percent) for percent in BASES) <= Fraction(91, 100)


def _share_found(due: int, percent: int, drop: int = 15) -> float:
    """Return how often a drop is beyond chance: summed over all pairs of counts, not simulated."""
    before, after = _weights(due, percent), _weights(due, percent - drop)
    return sum(
        first * second
        for met, first in before.items()
        for later, second in after.items()
        if later < met and judge_movement(Tally(met, due), Tally(later, due)) is Movement.BEYOND
    )


def _weights(due: int, percent: int) -> dict[int, float]:
    """Return how likely each number of windows met is; those that hardly ever happen are left out."""
    share = percent / 100
    weights = {
        met: exp(
            lgamma(due + 1)
            - lgamma(met + 1)
            - lgamma(due - met + 1)
            + met * log(share)
            + (due - met) * log1p(-share)
        )
        for met in range(due + 1)
    }
    return {met: weight for met, weight in weights.items() if weight > 1e-9}


@pytest.mark.parametrize(("due", "percent"), [(12, 80), (60, 86), (150, 93)])
def test_a_chart_without_a_change_is_rarely_marked(due: int, percent: int) -> None:
    chance, charts, marked = Random(f"a chart {due}"), 3_000, 0
    for _ in range(charts):
        sizes = [chance.randint(due // 2, due * 2) for _ in range(8)]
        tallies = [Tally(_met(chance, size, percent / 100), size) for size in sizes]
        limits = usual_counts(tallies)
        marked += any(
            not usual.least <= tally.met <= usual.most for tally, usual in zip(tallies, limits, strict=True)
        )
    assert marked <= LEVEL * charts

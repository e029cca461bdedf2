"""The engine against the walk's word on random cases, reckoned once: quick enough to be run for each mutant.

Its name keeps it out of other runs: `make mutants` names it. The cases are made while the tests are collected,
before a mutant is chosen, so that a mutant costs no more than the engine's own time.
"""

from collections.abc import Sequence
from functools import cache

import pytest

from checks.engine.counts import count_windows
from checks.engine.evaluation import evaluate_team
from checks.engine.team_case import TeamCase
from checks.model.cadences import PeriodUnit
from tests.support.oracle.cases import QUICK, random_case
from tests.support.oracle.comparing import BY, Found, by_walk, unit_of
from tests.support.oracle.memory import team_cases

SEEDS = range(300_000, 300_600)
CHUNK = 60


@cache
def told() -> Sequence[tuple[PeriodUnit, tuple[TeamCase, ...], Found]]:
    """Return each case as the engine takes it, and the walk's word on it."""
    cases = [(unit_of(seed), random_case(seed, size=QUICK)) for seed in SEEDS]
    return [(unit, tuple(team_cases(case)), by_walk(case, unit)) for unit, case in cases]


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_the_engine_says_what_the_walk_says(first: int) -> None:
    for unit, teams, expected in told()[first : first + CHUNK]:
        found = {
            key[:4]: counts.values()
            for team in teams
            for key, counts in count_windows(team.team.id, evaluate_team(team, unit).windows, BY).items()
        }

        assert found == expected

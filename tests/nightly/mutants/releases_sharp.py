"""What is released against the attacker, on few organisations: quick enough to be run for each mutant.

Its name keeps it out of other runs, which try all there are: `make mutants` names it.
"""

from random import Random

import pytest

from tests.support.release_attacker import Organisation, certain_in, learned
from tests.unit.publish.test_attackers import drawn, known_to


@pytest.mark.parametrize("sizes", [(7,), (8,), (10,), (7, 2), (9, 1)], ids=str)
def test_of_a_few_small_organisations_nothing_is_certain(sizes: tuple[int, ...]) -> None:
    assert learned(Organisation(sizes)) == []


@pytest.mark.parametrize("seed", range(8))
def test_of_a_few_larger_ones_nothing_is_certain(seed: int) -> None:
    random = Random(seed)
    for _ in range(20):
        organisation, world = drawn(random)
        known = known_to(random, organisation, world)
        for team, counts in enumerate(world):
            if sum(counts) > sum(known.get(team, (0, 0, 0))):
                assert certain_in(organisation, world, known, team) == set()

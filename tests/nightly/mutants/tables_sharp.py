"""What is published against the attacker, on few tables: quick enough to be run for each mutant.

Its name keeps it out of other runs, which try all tables there are: `make mutants` names it.
"""

from fractions import Fraction
from itertools import islice
from random import Random

import pytest

from tests.support.attacker import Group, Table, all_of, drawn, found_out

SEEDS = range(8)


@pytest.mark.parametrize("first", SEEDS)
def test_a_few_of_all_tables_of_four_teams_give_nothing_away(first: int) -> None:
    for sizes in islice(all_of(12, 4), first, None, 7 * len(SEEDS)):
        for k, agreed, may_miss in ((3, None, 0), (4, Fraction(9, 10), 0), (5, Fraction(8, 10), 1)):
            groups = tuple(Group(size, size, agreed, may_miss) for size in sizes)
            assert found_out(Table(groups, k)) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_tables_of_teams_and_services_give_nothing_away(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        for table in drawn(random, 12):
            assert found_out(table) == ()

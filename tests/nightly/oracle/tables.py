"""`python -m tests.nightly.oracle.tables`: fifty thousand tables against the attacker, larger ones than in the inner loop."""

from __future__ import annotations

import sys
from multiprocessing import Pool
from random import Random

from tests.support.attacker import AGREED, Group, Table, drawn, found_out

TABLES = 50_000
PARTS = 50
LARGEST = 3_000
"""Worlds of one column that are tried."""


def part(seed: int) -> tuple[int, list[str]]:
    """Try a part of the tables: how many columns, and what was found out."""
    random = Random(seed)
    told: list[str] = []
    columns = 0
    for at in range(TABLES // PARTS):
        for table in drawn(random, 12) if at % 20 else (_large(random),):
            columns += 1
            told += found_out(table)
    return columns, told


def _large(random: Random) -> Table:
    """Return a column of teams of up to twelve people each."""
    agreed, may_miss, k = random.choice(AGREED), random.choice((0, 1, 2)), random.choice((3, 4, 5))
    while True:
        sizes = [random.randint(1, 12) for _ in range(random.randint(2, 4))]
        worlds = 1
        for size in sizes:
            worlds *= size + 1
        if worlds <= LARGEST:
            return Table(tuple(Group(one, one, agreed, may_miss) for one in sizes), k)


def main() -> int:
    """Print how many tables give how much away."""
    with Pool(2) as pool:
        done = pool.map(part, range(PARTS))
    told = [one for _, found in done for one in found]
    print(
        f"{TABLES:,} tables, {sum(columns for columns, _ in done):,} columns: {len(told)} give something away"
    )
    for one in told[:20]:
        print(one)
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())

"""Hold the engine against the walk on very many random cases, on all cores: `python -m tests.nightly.oracle.long`.

Takes how many cases to compare and the first of their seeds, 200,000 from 10,000 on unless said otherwise.
Prints how far it is, then each row of counts in which the two differ, with the seed of its case; exits 1 if
there is one.
"""

import sys
from collections.abc import Sequence
from multiprocessing import Pool
from time import monotonic

from tests.support.oracle.comparing import differences

CASES, FIRST = 200_000, 10_000
TOLD_EVERY = 5_000


def main(arguments: Sequence[str]) -> int:
    """Compare, print and return the exit status."""
    given = [int(one) for one in arguments]
    cases, first = (*given, *(CASES, FIRST)[len(given) :])
    began, wrong = monotonic(), 0
    with Pool() as pool:
        found = pool.imap(differences, range(first, first + cases), chunksize=50)
        for number, lines in enumerate(found, start=1):
            wrong += bool(lines)
            for line in lines:
                print(line, flush=True)
            if number % TOLD_EVERY == 0 or number == cases:
                print(
                    f"{number:,} of {cases:,} cases, {wrong} differ, {monotonic() - began:.0f} s", flush=True
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

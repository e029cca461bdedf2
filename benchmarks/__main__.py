"""`make bench`: `check` beside `csv.reader` on the same logs, its growth, and what starting costs.

Everything is measured in one run and told as ratios: processes in turn, the median of five, CPU seconds and
peak memory as the system counts them for each process. `python -m benchmarks 1000 10000` names the sizes.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.organisation import lay

ROOT = Path(__file__).parents[1]
RUNS = 5
FLOOR = """
import csv, sys
from datetime import date
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("data/teams/*/touchpoints/*.csv")):
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            date.fromisoformat(row[0])
"""
CHECK = "import sys; sys.argv[0] = 'outbound'; from checks.cli import main; main()"


@dataclass(frozen=True)
class Cost:
    """CPU seconds, the median of the runs, and the peak of memory in MiB."""

    seconds: float
    mebibytes: float


def cost(*words: str) -> Cost:
    """Run a process so many times, and return what it costs."""
    seconds, peaks = [], []
    for _ in range(RUNS):
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, *words],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
        _, _, used = os.wait4(child, 0)
        seconds.append(used.ru_utime + used.ru_stime)
        peaks.append(used.ru_maxrss / 1024)
    return Cost(statistics.median(seconds), max(peaks))


def main() -> None:
    """Print a table, and write benchmarks/results.json."""
    sizes = [int(one) for one in sys.argv[1:]] or [100, 1_000, 10_000]
    found: list[dict[str, float]] = []
    bare = cost("-c", "pass")
    helped = cost("-c", CHECK, "--help")
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows = lay(Path(folder), people)
            floor = cost("-c", FLOOR, folder)
            check = cost("-c", CHECK, "--root", folder, "check")
        found.append(
            {
                "people": people,
                "touchpoints": rows,
                "csv_seconds": floor.seconds,
                "check_seconds": check.seconds,
                "check_beside_csv": check.seconds / floor.seconds,
                "check_mebibytes": check.mebibytes,
            }
        )
        print(
            f"{people:>8,} people {rows:>11,} touchpoints: check {check.seconds:6.2f} s, "
            f"{check.seconds / floor.seconds:4.1f} times csv.reader, {check.mebibytes:4.0f} MiB"
        )
    growth = [
        math.log(b["check_seconds"] / a["check_seconds"]) / math.log(b["people"] / a["people"])
        for a, b in pairwise(found[1:])
    ]
    for one in growth:
        print(f"scaling exponent {one:.2f} (target at most 1.10)")
    print(f"--help {helped.seconds / bare.seconds:.1f} times bare Python (target at most 5.5)")
    results = {"sizes": found, "scaling": growth, "help_beside_python": helped.seconds / bare.seconds}
    (ROOT / "benchmarks/results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

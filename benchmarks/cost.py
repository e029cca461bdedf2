"""What a process costs, as the system counts it: CPU, wall, and the peak of memory."""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass

RUNS = 5
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What is measured finds its modules compiled, as whoever installed it does."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds with those of child processes, and wall seconds, the medians of the runs; the peak of memory in MiB."""

    seconds: float
    wall: float
    mebibytes: float

    def __add__(self, other: Cost) -> Cost:
        """Return what one after the other costs."""
        peak = max(self.mebibytes, other.mebibytes)
        return Cost(self.seconds + other.seconds, self.wall + other.wall, peak)


def cost(*words: str, runs: int = RUNS) -> Cost:
    """Run Python with these words so many times, its output thrown away, and return what it costs."""
    return costs(words, runs=runs)[0]


def costs(*calls: tuple[str, ...], runs: int = RUNS) -> list[Cost]:
    """Run several calls in turn, so many times each, so that what else the machine does falls on all alike."""
    taken = [[_once(words) for words in calls] for _ in range(runs)]
    return [
        Cost(
            statistics.median(one.seconds for one in each),
            statistics.median(one.wall for one in each),
            max(one.mebibytes for one in each),
        )
        for each in zip(*taken, strict=True)
    ]


def _once(words: tuple[str, ...]) -> Cost:
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    began = time.perf_counter()
    child = os.posix_spawn(sys.executable, [sys.executable, *words], ENVIRONMENT, file_actions=quiet)
    _, _, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)

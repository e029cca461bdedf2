"""`python -m tests.nightly.fuzz [--seconds N] [TARGET…]`: fuzz each target in a process of its own, and print what came of it.

What is kept lies in build/fuzz/TARGET: `seeds` of the corpus, `found` inputs that reached something new, `crashes`,
and `log`. Returns 1 where an input crashed a target.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from benchmarks.latest import keep
from tests.nightly.fuzz.targets import LARGEST_SEED, TARGETS, seeds
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEPT = ROOT / "build/fuzz"
SLOWEST = 25
"""Seconds one input may take, twice read and watched line by line."""

MEMORY = 2048
"""MiB the process may take."""

GRACE = 120
"""Seconds beside those asked for, after which a process is ended from outside."""

_COVERED = re.compile(r"^#\d+\s+(INITED|DONE|NEW|REDUCE|pulse)\s+cov: (\d+)", re.MULTILINE)
_EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)|^#(\d+)\s", re.MULTILINE)


@dataclass(frozen=True)
class Ran:
    """What became of one target; coverage is the edges the seeds reach, and those reached in the end."""

    seconds: int
    executions: int
    coverage: tuple[int, int]
    crashes: tuple[Path, ...]
    ended: bool


def main(words: Sequence[str]) -> int:
    """Fuzz the targets that are named, or all."""
    asked = argparse.ArgumentParser(prog="python -m tests.nightly.fuzz")
    asked.add_argument("--seconds", type=int, default=600, help="How long each target is fuzzed (600).")
    asked.add_argument("targets", nargs="*", metavar="TARGET", help=f"Of {', '.join(TARGETS)}; default: all.")
    options = asked.parse_args(words)
    for name in options.targets:
        if name not in TARGETS:
            asked.error(f"there is no target {name!r}; there are {', '.join(TARGETS)}")
    if options.seconds < 1:
        asked.error("--seconds is at least 1")
    good = True
    for name in options.targets or TARGETS:
        ran = fuzzed(name, options.seconds)
        keep(
            f"fuzz/{name}",
            {"seconds": ran.seconds, "executions": ran.executions, "crashes": len(ran.crashes)},
        )
        print(told(name, ran), flush=True)
        good = good and ran.ended and not ran.crashes
    return 0 if good else 1


def fuzzed(name: str, seconds: int) -> Ran:
    """Fuzz one target for so many seconds, or until the first crash."""
    folder = KEPT / name
    shutil.rmtree(folder / "seeds", ignore_errors=True)
    for part in ("seeds", "found", "crashes"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for case, content in seeds(TARGETS[name]):
        (folder / "seeds" / case.replace("/", "-")).write_bytes(content)
    before = set((folder / "crashes").iterdir())
    began = monotonic()
    with (folder / "log").open("wb") as log:
        try:
            status = subprocess.run(
                _call(name, folder, seconds),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=seconds + GRACE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            status = -1
    took = round(monotonic() - began)
    said = (folder / "log").read_text("utf-8", "replace")
    crashes = sorted(set((folder / "crashes").iterdir()) - before)
    return Ran(took, executions(said), coverage(said), tuple(crashes), ended=status == 0)


def _call(name: str, folder: Path, seconds: int) -> list[str]:
    return [
        sys.executable, "-W", "ignore", "-m", "tests.nightly.fuzz.running", name,
        str(folder / "found"), str(folder / "seeds"),
        f"-artifact_prefix={folder / 'crashes'}/",
        f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}",
        f"-max_len={LARGEST_SEED}", "-print_final_stats=1", "-report_slow_units=30",
    ]  # fmt: skip


def executions(said: str) -> int:
    """Return how many inputs were tried, by the last line of the log that says so."""
    return max((int(final or so_far) for final, so_far in _EXECUTED.findall(said)), default=0)


def coverage(said: str) -> tuple[int, int]:
    """Return the edges the seeds reach, and those that were reached in the end."""
    told = _COVERED.findall(said)
    first = next((int(edges) for kind, edges in told if kind == "INITED"), 0)
    return first, max((int(edges) for _, edges in told), default=0)


def told(name: str, ran: Ran) -> str:
    """Return what is printed of a target."""
    first, last = ran.coverage
    lines = [
        f"{name:9} {ran.seconds:5} s  {ran.executions:9,} executions  coverage {first:,} to {last:,} edges  "
        + ("no new crash" if ran.ended else "it did not end as it should")
    ]
    log = (KEPT / name / "log").relative_to(ROOT)
    if not ran.ended:
        lines.append(f"  what it said last: {log}")
    for path in ran.crashes:
        kind = TARGETS[name].kinds[0]
        lines += [
            f"  {path.relative_to(ROOT)}",
            f"  mend it, copy it to tests/nightly/corpus/inputs/{kind}/NAME.EXT, and let",
            f"  `python -m tests.nightly.corpus --write {kind}/NAME` write its verdict beside it",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

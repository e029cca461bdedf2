"""Spark on one core and on two beside the single machine, on the same facts: the same bytes, and how fast.

    python -m benchmarks.spark [PEOPLE]

It lays out a seeded organisation, 100,000 people and 13 million touchpoints unless said otherwise, in a
temporary folder, counts it with `outbound coverage`, writes its tables, and judges these with Spark, each in
a process of its own, one after the other. Seconds are those on the clock, without the start of Spark, after a
first run on a small organisation. Other bytes than the single machine's end with 1. It needs Java, and is no
part of `make bench`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.latest import keep
from benchmarks.organisation import AS_OF, lay

ROOT = Path(__file__).parents[1]
MAIN = "from checks.cli import main; main()"
KEYS = ("team", "service", "period")
WARM = 80


def seconds(*words: str, out: Path | None = None) -> float:
    """Run a process to its end, what it prints going to `out`, and return how long it took."""
    began = time.perf_counter()
    with (out or Path("/dev/null")).open("wb") as file:
        subprocess.run([sys.executable, *words], stdout=file, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print a table, and keep the figures."""
    if len(sys.argv) == 4:
        on_spark(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
        return
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder / "warm", WARM)
        rows = lay(folder / "all", people)
        print(f"{people:,} people, {rows:,} touchpoints", flush=True)
        single = seconds(
            "-c", MAIN, "--root", str(folder / "all"),
            "coverage", "--by", ",".join(KEYS), "--format", "json", out=folder / "single.json",
        )  # fmt: skip
        print(f"single machine: {single:.0f} s, {rows / single:,.0f} touchpoints a second", flush=True)
        for which in ("warm", "all"):
            words = ("--root", str(folder / which), "export", "--parquet", str(folder / f"{which}-tables"))
            export = seconds("-c", MAIN, *words)
        size = sum(file.stat().st_size for file in (folder / "all-tables").rglob("*.parquet"))
        print(f"tables: {export:.0f} s, {size / 2**20:.0f} MiB", flush=True)
        taken = [_judged(folder, cores) for cores in (1, 2)]
    same = all(found["same"] for found in taken)
    one, two = (found["seconds"] for found in taken)
    for cores, each in ((1, one), (2, two)):
        print(f"Spark, local[{cores}]: {each:.0f} s, {rows / each:,.0f} touchpoints a second")
    print(f"two cores {one / two:.2f} times one; two cores {single / two:.2f} times the single machine")
    print("every integer is the same" if same else "THE INTEGERS DIFFER")
    results = {
        "people": people,
        "touchpoints": rows,
        "single_seconds": single,
        "export_seconds": export,
        "one_core_seconds": one,
        "two_cores_seconds": two,
        "two_cores_beside_one": one / two,
        "two_cores_beside_single": single / two,
        "same_integers": same,
    }
    keep("spark", results)
    sys.exit(not same)


def _judged(folder: Path, cores: int) -> dict[str, float]:
    said = folder / f"{cores}.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.spark", str(cores), str(folder), str(said)],
        cwd=ROOT,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    found: dict[str, float] = json.loads(said.read_text("utf-8"))
    return found


def on_spark(cores: int, folder: Path, said: Path) -> None:
    """Judge the tables in `folder`, and write how long it took and whether it said the same."""
    from checks.loading.repository import open_policy
    from checks.output import coverage_report
    from checks.run.spark import collect_counts, spark_coverage
    from tests.support.spark import started

    with started(folder / f"spark-{cores}", cores) as spark:
        for one in ("warm", "all"):
            policy = open_policy(folder / one)
            began = time.perf_counter()
            sums, unread = collect_counts(
                spark_coverage(spark, str(folder / f"{one}-tables"), policy, AS_OF, KEYS)
            )
            taken = time.perf_counter() - began
    text = coverage_report.coverage_as_json(sums, KEYS, AS_OF)
    same = not unread and text == (folder / "single.json").read_text("utf-8")
    said.write_text(json.dumps({"seconds": taken, "same": same}), "utf-8")


if __name__ == "__main__":
    main()

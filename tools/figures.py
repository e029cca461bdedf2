"""Print the latest figures of quality, and write them into docs/contributing/quality.md: `make figures`.

python -m tools.figures           # print, and write the page
python -m tools.figures --check   # exit 1 where the page is not what was measured last
python -m tools.figures --lines F # keep the lines and branches of a report of coverage, F, first

What was measured lies in benchmarks/results.json (`make bench`) and in benchmarks/latest, written by `make corpus`,
`make fuzz`, `make mutants`, `python -m benchmarks.spark`, `python -m benchmarks.collecting`, and `make figures` itself (lines and branches). What was not
measured is said to be so.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.latest import FOLDER, Json, keep, latest
from checks.wording.measures import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "benchmarks/results.json"
PAGE = ROOT / "docs/contributing/quality.md"
HEAD = """---
title: Quality
description: Latest measurements of speed, test coverage, mutation tests and fuzzing.
---

# Quality

These are the latest measurements, each with its machine or date. To measure again, run `make bench`, `make corpus`, `make fuzz`, `make mutants` and `make figures`. Ratios compare values of the same run, so a slower machine changes little. T1 to T10 are targets. For each missed target, the page shows by how much, and why.
"""
AT_LEAST = {"lines": 98, "branches": 95, "mutants": 90}


def page(measured: Mapping[str, Json]) -> str:
    """Return the page of what was measured, by the names it was kept under, `bench` for benchmarks/results.json."""
    parts = (
        ("Speed and memory", _speed(measured.get("bench"), measured.get("spark"))),
        ("Beside a script with pandas or polars", _peers(measured.get("bench"))),
        ("Collecting calendars", _collecting(measured.get("collecting"))),
        ("Test coverage and mutation tests", _tests(measured.get("lines"), _below(measured, "mutants"))),
        ("Fuzzing and invalid input", _fed(measured.get("corpus"), _below(measured, "fuzz"))),
    )
    return HEAD + "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts)


def _below(measured: Mapping[str, Json], folder: str) -> dict[str, Json]:
    return {name.partition("/")[2]: one for name, one in measured.items() if name.startswith(f"{folder}/")}


def _where(one: Json) -> str:
    machine = one["machine"]
    return (
        f"{one['measured_at'][:10]}, {machine['cores']} cores, {machine['implementation']} {machine['python']}, "
        f"load {machine['load_average']:.1f}"
    )


def _speed(bench: Json | None, spark: Json | None) -> Iterator[str]:
    if bench:
        yield f"{_where(bench)}. {bench['how'][0].upper()}{bench['how'][1:]}."
        yield ""
        yield "| | measured | target | |"
        yield "|---|---|---|---|"
        figures = [one for one in bench["figures"] if one["target"] != "peers"]
        figures.sort(key=lambda one: int(one["target"].strip("T") or 0))
        for one in figures:
            wanted = f"at most {one['at_most']:g}" if one["at_most"] is not None else ""
            wanted = f"at least {one['at_least']:g}" if one["at_least"] is not None else wanted
            verdict = {True: "met", False: "**not met**", None: ""}[one["met"]]
            value = f"{one['value']:,.2f} {one['unit']}".rstrip()
            yield f"| {one['target']}: {one['says']} | {value} | {wanted} | {verdict} |".replace("| : ", "| ")
        missed = [one for one in figures if one["met"] is False]
        if missed:
            yield ""
            yield "Missed targets, with the reasons:"
            yield ""
        for one in missed:
            wanted = one["at_least"] if one["at_most"] is None else one["at_most"]
            yield f"- {one['target']}: {one['value']:,.2f} instead of {wanted:g}. {one['why']}".rstrip()
    else:
        yield "Not measured here. Run: `make bench`"
    yield ""
    if spark:
        says = "the same integers" if spark["same_integers"] else "**OTHER INTEGERS**"
        yield (
            f"T9, on Apache Spark ({_where(spark)}): {spark['touchpoints']:,} touchpoints of {spark['people']:,} people, "
            f"{says} as the single machine. Wall seconds: the single machine {spark['single_seconds']:.0f}, "
            f"local[1] {spark['one_core_seconds']:.0f}, local[2] {spark['two_cores_seconds']:.0f}; "
            f"two cores are {spark['two_cores_beside_one']:.2f} times one."
        )
    else:
        yield "T9 was not measured here. Run: `python -m benchmarks.spark`"


WHO_SHOULD_PREFER_THEM = """Prefer such a script if you only count calendar and rolling windows, trust every row, and have the memory. It needs half the CPU and two to three times the memory. It doesn't handle waivers, events, requests, groups or a team's own terms, and it doesn't show which line of which file is wrong."""


def _peers(bench: Json | None) -> Iterator[str]:
    """Yield a table of what others take for the same counts."""
    rows: dict[str, list[str]] = {}
    for one in bench["figures"] if bench else ():
        if one["target"] == "peers":
            rows.setdefault(one["says"].partition(":")[0], []).append(f"{one['value']:,.2f} {one['unit']}")
    if not rows:
        yield "Not measured here. Run: `make bench`"
        return
    yield "Calendar and rolling windows of 1,000 people with the whole catalogue, counted by team, service and quarter. All give the same numbers."
    yield ""
    yield "| | CPU | wall | peak memory |"
    yield "|---|---|---|---|"
    yield from (f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())
    yield ""
    yield WHO_SHOULD_PREFER_THEM


def _collecting(collecting: Json | None) -> Iterator[str]:
    """Yield a table of what `outbound collect` takes."""
    if not collecting:
        yield "Not measured here. Run: `python -m benchmarks.collecting`"
        return
    yield (
        f"{_where(collecting)}. Another process on the same machine serves the calendars. Memory is that of all "
        "processes of the command together. A high load makes wall seconds longer, and CPU seconds hardly."
    )
    yield ""
    yield "| | measured | target | |"
    yield "|---|---|---|---|"
    for figure in collecting["figures"]:
        most = figure["at_most"]
        wanted = f"at most {most:g}" if most is not None else ""
        verdict = "" if most is None else "met" if figure["value"] <= most else "**not met**"
        value = f"{figure['value']:,.2f} {figure['unit']}".rstrip()
        yield f"| {figure['says']} | {value} | {wanted} | {verdict} |"


def _tests(lines: Json | None, mutants: Mapping[str, Json]) -> Iterator[str]:
    if lines:
        of_lines = _beside(lines["covered_lines"], lines["lines"], AT_LEAST["lines"])
        of_branches = _beside(lines["covered_branches"], lines["branches"], AT_LEAST["branches"])
        yield f"The tests cover {of_lines} of the lines and {of_branches} of the branches ({lines['measured_at'][:10]})."
    else:
        yield "Test coverage was not measured here. Run: `make figures`"
    yield ""
    if not mutants:
        yield "Mutation tests were not run here. Run: `make mutants`"
        return
    yield f"| Package | Date | Mutants | Detected | At least {AT_LEAST['mutants']}% |"
    yield "|---|---|---|---|---|"
    for room, one in mutants.items():
        tried = f"{one['tried']:,}{' of a sample' if one['sample'] else ''}"
        verdict = "met" if 100 * one["killed"] >= AT_LEAST["mutants"] * one["tried"] else "**not met**"
        share = percent(Fraction(one["killed"], max(1, one["tried"])))
        yield f"| {room.replace('-', ' ')} | {one['measured_at'][:10]} | {tried} | {share} | {verdict} |"


def _beside(done: int, whole: int, at_least: int) -> str:
    """Return a share, cut and never rounded up, beside the least it should be."""
    verdict = "met" if 100 * done >= at_least * whole else "**not met**"
    return f"{percent(Fraction(done, max(1, whole)))} (at least {at_least}%: {verdict})"


def _fed(corpus: Json | None, fuzz: Mapping[str, Json]) -> Iterator[str]:
    if corpus:
        yield (
            f"Each invalid input runs in its own process, with {corpus['memory']} of memory and {corpus['seconds']} s: "
            f"{corpus['cases']:,} inputs, {corpus['wrong'] or 'none'} handled incorrectly. The slowest took "
            f"{corpus['slowest']:.2f} s, the largest {corpus['largest']:.0f} MB, on {corpus['measured_at'][:10]}."
        )
    else:
        yield "Invalid inputs were not run here. Run: `make corpus`"
    yield ""
    if not fuzz:
        yield "Fuzzing was not run here. Run: `make fuzz`"
        return
    yield "| Input | Date | Seconds | Executions | Crashes |"
    yield "|---|---|---|---|---|"
    for target, one in fuzz.items():
        day = one["measured_at"][:10]
        yield f"| {target} | {day} | {one['seconds']:,.0f} | {one['executions']:,} | {one['crashes']} |"


def keep_lines(report: Path, folder: Path = FOLDER) -> None:
    """Keep what a report of coverage says of the whole."""
    totals = json.loads(report.read_text("utf-8"))["totals"]
    keep(
        "lines",
        {
            "lines": totals["num_statements"],
            "covered_lines": totals["covered_lines"],
            "branches": totals["num_branches"],
            "covered_branches": totals["covered_branches"],
        },
        folder,
    )


def measured() -> dict[str, Json]:
    """Return what was measured last."""
    return latest() | ({"bench": json.loads(BENCH.read_text("utf-8"))} if BENCH.exists() else {})


def main(words: list[str]) -> int:
    """Print and write the page, or with --check say whether it is the latest."""
    if words[:1] == ["--lines"]:
        keep_lines(Path(words[1]))
    text = page(measured())
    if "--check" in words:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    sys.stdout.write(text.removeprefix(HEAD))
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

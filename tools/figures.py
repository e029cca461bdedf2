"""Print the latest figures of quality, and write them into docs/reference/quality.md: `make figures`.

python -m tools.figures          # print, and write the page
python -m tools.figures --check  # exit 1 where the page is not what was measured last

What was measured lies in benchmarks/results.json (`make bench`) and in build/figures, a file a kind, written by
`make corpus`, `make fuzz`, `make mutants` and `make figures` itself (lines and branches). What was not measured here
is said to be so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from checks.coverage.wording import percent

ROOT = Path(__file__).parents[1]
MEASURED, BENCH = ROOT / "build/figures", ROOT / "benchmarks/results.json"
PAGE = ROOT / "docs/reference/quality.md"
HEAD = """---
title: Quality
description: How fast it is, what its tests would notice, and what it was fed, as measured last.
---

# Quality

Figures as they were measured last, on the machine that is named beside them; `make bench`, `make corpus`, `make fuzz`, `make mutants` and `make figures` measure them anew. Ratios are of one run, so that a slower machine changes little. A target that is missed is said to be missed.
"""
AT_LEAST = {"lines": 98, "branches": 95, "mutants": 90}

Json = Mapping[str, Any]


def page(measured: Mapping[str, Json]) -> str:
    """Return the page of what was measured, by the names of the files."""
    parts = (
        ("Speed and memory", _speed(measured.get("bench"))),
        ("What the tests would notice", _tests(measured.get("lines"), measured.get("mutants"))),
        ("What it was fed", _fed(measured.get("corpus"), measured.get("fuzz"))),
    )
    return HEAD + "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts)


def _speed(bench: Json | None) -> Iterator[str]:
    if not bench:
        yield "Not measured here: `make bench`."
        return
    machine = bench["machine"]
    yield (
        f"{bench['measured_at'][:10]}, {machine['cores']} cores, {machine['implementation']} {machine['python']}, "
        f"load {machine['load_average']:.1f}. {bench['how'][0].upper()}{bench['how'][1:]}."
    )
    yield ""
    yield "| | measured | target | |"
    yield "|---|---|---|---|"
    for one in bench["figures"]:
        wanted = f"at most {one['at_most']:g}" if one["at_most"] is not None else ""
        wanted = f"at least {one['at_least']:g}" if one["at_least"] is not None else wanted
        verdict = {True: "met", False: "**not met**", None: ""}[one["met"]]
        yield f"| {one['target']}: {one['says']} | {one['value']:,.2f} {one['unit']} | {wanted} | {verdict} |"


def _tests(lines: Json | None, mutants: Json | None) -> Iterator[str]:
    if lines:
        totals = lines["totals"]
        of_lines = _beside(totals["covered_lines"], totals["num_statements"], AT_LEAST["lines"])
        of_branches = _beside(totals["covered_branches"], totals["num_branches"], AT_LEAST["branches"])
        yield f"Of the lines the tests run {of_lines}, of the branches {of_branches}, on {lines['meta']['timestamp'][:10]}."
    else:
        yield "Lines and branches were not measured here: `make figures`."
    yield ""
    if not mutants:
        yield "Mutants were not tried here: `make mutants`."
        return
    yield f"| changed on purpose | tried | noticed | at least {AT_LEAST['mutants']}% |"
    yield "|---|---|---|---|"
    for room, one in mutants.items():
        tried = f"{one['tried']:,}{' of a sample' if one['sample'] else ''}"
        verdict = "met" if 100 * one["killed"] >= AT_LEAST["mutants"] * one["tried"] else "**not met**"
        yield f"| {room} | {tried} | {percent(Fraction(one['killed'], max(1, one['tried'])))} | {verdict} |"


def _beside(done: int, whole: int, at_least: int) -> str:
    """Return a share, cut and never rounded up, beside the least it should be."""
    verdict = "met" if 100 * done >= at_least * whole else "**not met**"
    return f"{percent(Fraction(done, max(1, whole)))} (at least {at_least}%: {verdict})"


def _fed(corpus: Json | None, fuzz: Json | None) -> Iterator[str]:
    if corpus:
        yield (
            f"Bad inputs, each in a process of its own with {corpus['memory']} of memory and {corpus['seconds']} s: "
            f"{corpus['cases']:,}, of which {corpus['wrong']} ended otherwise than they should. The slowest took "
            f"{corpus['slowest']:.2f} s, the largest {corpus['largest']:.0f} MB."
        )
    else:
        yield "The bad inputs were not run here: `make corpus`."
    yield ""
    if not fuzz:
        yield "Nothing was fuzzed here: `make fuzz`."
        return
    yield "| fuzzed | seconds | executions | crashes |"
    yield "|---|---|---|---|"
    for target, one in fuzz.items():
        yield f"| {target} | {one['seconds']:,.0f} | {one['executions']:,} | {one['crashes']} |"


def measured() -> dict[str, Json]:
    """Return what was measured, by kind; a kind that was not is left out."""
    kinds = {path.stem: path for path in sorted(MEASURED.glob("*.json"))} | {"bench": BENCH}
    return {kind: json.loads(path.read_text("utf-8")) for kind, path in kinds.items() if path.exists()}


def main(words: list[str]) -> int:
    """Print and write the page, or with --check say whether it is the latest."""
    text = page(measured())
    if "--check" in words:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    sys.stdout.write(text.removeprefix(HEAD))
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

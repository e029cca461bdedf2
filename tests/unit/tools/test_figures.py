"""The page of figures says what was measured, what was missed, and what was not measured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.latest import keep, latest
from tools.figures import PAGE, keep_lines, measured, page

if TYPE_CHECKING:
    from pathlib import Path

WHEN = {
    "measured_at": "2026-11-26T10:00:00+00:00",
    "machine": {"cores": 2, "python": "3.11.7", "implementation": "CPython", "load_average": 0.52},
}
MISSED = {
    "target": "T1", "says": "check", "value": 8.8, "unit": "", "at_most": 8, "at_least": None, "met": False,
    "why": "Python starts.",
}  # fmt: skip
MET = {
    "target": "T6", "says": "help", "value": 4.5, "unit": "", "at_most": 5.5, "at_least": None, "met": True,
    "why": "",
}  # fmt: skip
BENCH = {**WHEN, "how": "processes in turn", "figures": [MISSED, MET]}
SPARK = {
    **WHEN, "people": 100_000, "touchpoints": 12_900_000, "single_seconds": 60.2, "one_core_seconds": 76.0,
    "two_cores_seconds": 53.5, "two_cores_beside_one": 1.42, "same_integers": True,
}  # fmt: skip
LINES = {**WHEN, "lines": 100, "covered_lines": 99, "branches": 20, "covered_branches": 19}


def test_nothing_measured_is_said_to_be_so() -> None:
    text = page({})

    assert [
        word
        for word in ("bench", "figures", "mutants", "corpus", "fuzz")
        if f"Run: `make {word}`" not in text
    ] == []
    assert "| " not in text


def test_a_target_that_is_missed_is_said_to_be_missed() -> None:
    lines = page({"bench": BENCH}).splitlines()

    assert "2026-11-26, 2 cores, CPython 3.11.7, load 0.5. Processes in turn." in lines
    assert "| T1: check | 8.80 | at most 8 | **not met** |" in lines
    assert "| T6: help | 4.50 | at most 5.5 | met |" in lines
    assert [line for line in lines if line.startswith("- ")] == ["- T1: 8.80 instead of 8. Python starts."]


def test_what_spark_took_and_whether_it_said_the_same_are_told() -> None:
    assert "12,900,000 touchpoints of 100,000 people, the same integers as the single machine. Wall" in page(
        {"spark": SPARK}
    )
    assert "**OTHER INTEGERS** as the single machine" in page({"spark": {**SPARK, "same_integers": False}})


def test_a_sample_of_mutants_is_said_to_be_one() -> None:
    text = page(
        {
            "lines": LINES,
            "mutants/privacy": {**WHEN, "tried": 300, "killed": 271, "sample": True},
            "mutants/loading": {**WHEN, "tried": 1000, "killed": 899, "sample": False},
        }
    )

    assert (
        "The tests cover 99% (at least 98%: met) of the lines and 95% (at least 95%: met) of the branches (2026-11-26)."
        in text
    )
    assert "| privacy | 2026-11-26 | 300 of a sample | 90.3% | met |" in text
    assert "| loading | 2026-11-26 | 1,000 | 89.9% | **not met** |" in text


def test_a_share_is_cut_and_never_rounded_up() -> None:
    found = {"lines": 10_000, "covered_lines": 9_796, "branches": 10_000, "covered_branches": 9_499}

    text = page({"lines": {**WHEN, **found}})

    assert (
        "97.9% (at least 98%: **not met**) of the lines and 94.9% (at least 95%: **not met**) of the branches"
        in text
    )


def test_bad_inputs_and_fuzzing_are_counted() -> None:
    corpus = {
        **WHEN,
        "cases": 513,
        "wrong": 0,
        "memory": "1 GiB",
        "seconds": 2,
        "slowest": 1.19,
        "largest": 185,
    }
    yaml = {**WHEN, "seconds": 600, "executions": 1_000_000, "crashes": 0}
    text = page({"corpus": corpus, "fuzz/yaml": yaml})

    assert (
        "513 inputs, none handled incorrectly. The slowest took 1.19 s, the largest 185 MB, on 2026-11-26."
        in text
    )
    assert "| yaml | 2026-11-26 | 600 | 1,000,000 | 0 |" in text


def test_the_page_is_what_was_measured_last() -> None:
    assert PAGE.read_text("utf-8") == page(measured())


def test_what_is_kept_is_read_again_with_its_day_and_machine(tmp_path: Path) -> None:
    keep("corpus", {"cases": 1}, tmp_path)
    keep("fuzz/yaml", {"crashes": 0}, tmp_path)
    keep("fuzz/yaml", {"crashes": 2}, tmp_path)

    found = latest(tmp_path)

    assert {name: set(one) - {"measured_at", "machine"} for name, one in found.items()} == {
        "corpus": {"cases"},
        "fuzz/yaml": {"crashes"},
    }
    assert found["fuzz/yaml"]["crashes"] == 2
    assert found["corpus"]["machine"]["cores"] >= 1


def test_lines_are_kept_out_of_the_report_of_coverage(tmp_path: Path) -> None:
    totals = {
        "num_statements": 10,
        "covered_lines": 9,
        "num_branches": 4,
        "covered_branches": 3,
        "missing_lines": 1,
    }
    report = tmp_path / "lines.json"
    report.write_text(json.dumps({"totals": totals, "files": {}}), "utf-8")

    keep_lines(report, tmp_path)

    found = latest(tmp_path)["lines"]
    assert {name: found[name] for name in ("lines", "covered_lines", "branches", "covered_branches")} == {
        "lines": 10, "covered_lines": 9, "branches": 4, "covered_branches": 3,
    }  # fmt: skip


def test_what_collecting_takes_is_beside_its_target() -> None:
    figures = [
        {"says": "collect: wall", "value": 181.0, "unit": "s", "at_most": 180},
        {"says": "collect: peak memory", "value": 131.58, "unit": "MiB", "at_most": 400},
        {"says": "collect: CPU", "value": 79.8, "unit": "s", "at_most": None},
    ]

    text = page({"collecting": {**WHEN, "figures": figures}})

    assert "| collect: wall | 181.00 s | at most 180 | **not met** |" in text
    assert "| collect: peak memory | 131.58 MiB | at most 400 | met |" in text
    assert "| collect: CPU | 79.80 s |  |  |" in text
    assert "Run: `python -m benchmarks.collecting`" in page({})

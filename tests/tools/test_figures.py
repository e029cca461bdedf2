"""The page of figures says what was measured, what was missed, and what was not measured."""

from __future__ import annotations

from tools.figures import PAGE, page

BENCH = {
    "measured_at": "2026-11-26T10:00:00+00:00",
    "machine": {"cores": 2, "python": "3.11.7", "implementation": "CPython", "load_average": 0.52},
    "how": "processes in turn",
    "figures": [
        {
            "target": "T1",
            "says": "check",
            "value": 8.8,
            "unit": "",
            "at_most": 8,
            "at_least": None,
            "met": False,
        },
        {
            "target": "T6",
            "says": "help",
            "value": 4.5,
            "unit": "",
            "at_most": 5.5,
            "at_least": None,
            "met": True,
        },
    ],
}
LINES = {
    "meta": {"timestamp": "2026-11-26T10:00:00"},
    "totals": {"covered_lines": 99, "num_statements": 100, "covered_branches": 19, "num_branches": 20},
}


def test_nothing_measured_is_said_to_be_so() -> None:
    text = page({})

    assert [
        word for word in ("bench", "figures", "mutants", "corpus", "fuzz") if f"`make {word}`." not in text
    ] == []
    assert "| " not in text


def test_a_target_that_is_missed_is_said_to_be_missed() -> None:
    lines = page({"bench": BENCH}).splitlines()

    assert "2026-11-26, 2 cores, CPython 3.11.7, load 0.5. Processes in turn." in lines
    assert "| T1: check | 8.80  | at most 8 | **not met** |" in lines
    assert "| T6: help | 4.50  | at most 5.5 | met |" in lines


def test_a_sample_of_mutants_is_said_to_be_one() -> None:
    text = page(
        {
            "lines": LINES,
            "mutants": {
                "privacy": {"tried": 300, "killed": 271, "sample": True},
                "loading": {"tried": 1000, "killed": 899, "sample": False},
            },
        }
    )

    assert (
        "the tests run 99% (at least 98%: met), of the branches 95% (at least 95%: met), on 2026-11-26."
        in text
    )
    assert "| privacy | 300 of a sample | 90.3% | met |" in text
    assert "| loading | 1,000 | 89.9% | **not met** |" in text


def test_a_share_is_cut_and_never_rounded_up_to_what_it_should_be() -> None:
    totals = {
        "covered_lines": 9_796,
        "num_statements": 10_000,
        "covered_branches": 9_499,
        "num_branches": 10_000,
    }

    text = page({"lines": {**LINES, "totals": totals}})

    assert "97.9% (at least 98%: **not met**), of the branches 94.9% (at least 95%: **not met**)" in text


def test_bad_inputs_and_fuzzing_are_counted() -> None:
    corpus = {"cases": 513, "wrong": 0, "memory": "1 GiB", "seconds": 2, "slowest": 1.19, "largest": 185}
    text = page({"corpus": corpus, "fuzz": {"yaml": {"seconds": 600, "executions": 1_000_000, "crashes": 0}}})

    assert (
        "513, of which 0 ended otherwise than they should. The slowest took 1.19 s, the largest 185 MB."
        in text
    )
    assert "| yaml | 600 | 1,000,000 | 0 |" in text


def test_the_page_is_made_by_the_program() -> None:
    text = PAGE.read_text("utf-8")

    assert text.startswith(page({}).partition("\n## ")[0])
    assert text.count("\n## ") == page({}).count("\n## ")

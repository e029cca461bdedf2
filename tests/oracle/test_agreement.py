"""The engine and the day-by-day walk agree on random cases, read from files.

The seeds are fixed, so that a failure can be had again with `differences(folder, seed)`; the seed says the
reporting period too. Those behind the slow marker are others, and more.
"""

from pathlib import Path

import pytest

from checks.coverage.counts import FIELDS
from checks.judge import Clock, coverage_by
from checks.loading.repository import open_repository
from checks.model.cadences import PeriodUnit
from tests.building import lay
from tests.oracle.cases import files, random_case
from tests.oracle.walk import Case, Counts
from tests.oracle.walk import judge as walk

UNITS = (PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR)
BY = frozenset({"team", "service", "period", "member"})
CHUNK = 10
QUICK = range(0, 100, CHUNK)
SLOW = range(1_000, 2_000, CHUNK)

Found = dict[tuple[str | None, ...], tuple[int, ...]]


def engine(root: Path, case: Case, unit: PeriodUnit) -> Found:
    sums, unread, findings = coverage_by(
        open_repository(root), Clock(case.as_of, case.as_of, case.as_of), BY, unit
    )

    assert not unread
    assert not findings
    return {tuple(key): counts.values() for key, counts in sums.items()}


def oracle(case: Case, unit: PeriodUnit) -> Found:
    def values(counts: Counts) -> tuple[int, ...]:
        return tuple(getattr(counts, name) for name in FIELDS)

    return {key: values(counts) for key, counts in walk(case, unit.value).items()}


def differences(root: Path, seed: int) -> list[str]:
    """Name each row of counts in which the two differ."""
    case = random_case(seed)
    unit = UNITS[seed % len(UNITS)]
    ours, theirs = engine(lay(root, files(case)), case, unit), oracle(case, unit)
    return [
        f"seed {seed}, {unit}, as of {case.as_of}, {key}: engine {ours.get(key)}, walk {theirs.get(key)}"
        for key in sorted({*ours, *theirs}, key=str)
        if ours.get(key) != theirs.get(key)
    ]


def chunk_differences(folder: Path, first: int) -> list[str]:
    return [line for seed in range(first, first + CHUNK) for line in differences(folder / str(seed), seed)]


@pytest.mark.parametrize("first", QUICK)
def test_engine_and_walk_agree(first: int, tmp_path: Path) -> None:
    assert chunk_differences(tmp_path, first) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", SLOW)
def test_engine_and_walk_agree_on_many_more(first: int, tmp_path: Path) -> None:
    assert chunk_differences(tmp_path, first) == []


def test_random_cases_are_not_empty() -> None:
    cases = [random_case(seed) for seed in range(CHUNK)]

    assert sum(counts.due for case in cases for counts in walk(case).values()) > 40
    assert sum(counts.days_overdue for case in cases for counts in walk(case).values()) > 200

"""The engine and the day-by-day walk agree on random cases: in memory, and read from files.

The seeds are fixed, so that a failure can be had again with `differences(seed)`; the seed says the reporting
period too. `tests/nightly/oracle` takes many more of the same kind.
"""

from pathlib import Path

import pytest

from checks.loading.repository import open_repository
from checks.model.cadences import PeriodUnit
from checks.run.checking import run_check
from checks.run.judging import CountBy, JudgementDates
from tests.support.building import lay
from tests.support.examples import many
from tests.support.oracle.cases import files, random_case
from tests.support.oracle.comparing import BY, Found, by_engine, by_walk, differences, told, unit_of
from tests.support.oracle.walk import Case
from tests.support.oracle.walk import judge as walk

CHUNK = 10
IN_FILES = range(0, many(20, 100), CHUNK)
CHUNK_IN_MEMORY = 50
IN_MEMORY = range(0, many(250, 5_000), CHUNK_IN_MEMORY)


def from_files(root: Path, case: Case, unit: PeriodUnit) -> Found:
    dates = JudgementDates(case.as_of, case.as_of, case.as_of)
    judgement = run_check(open_repository(lay(root, files(case))), dates, count_by=CountBy(BY, unit))

    assert not judgement.unread
    assert not judgement.findings
    return {key[:4]: counts.values() for key, counts in judgement.counts.items()}


@pytest.mark.parametrize("first", IN_FILES)
def test_engine_and_walk_agree_on_cases_read_from_files(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        case, unit = random_case(seed), unit_of(seed)

        found = from_files(tmp_path / str(seed), case, unit)

        assert told(f"seed {seed}", found, by_walk(case, unit)) == []
        assert found == by_engine(case, unit)


def chunk_differences(first: int) -> list[str]:
    return [line for seed in range(first, first + CHUNK_IN_MEMORY) for line in differences(seed)]


@pytest.mark.parametrize("first", IN_MEMORY)
def test_engine_and_walk_agree_on_cases_in_memory(first: int) -> None:
    assert chunk_differences(first) == []


def test_random_cases_are_not_empty() -> None:
    cases = [random_case(seed) for seed in range(CHUNK)]

    assert sum(counts.due for case in cases for counts in walk(case).values()) > 40
    assert sum(counts.days_overdue for case in cases for counts in walk(case).values()) > 200

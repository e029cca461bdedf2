"""Whatever a file holds, the command ends in time, says what is wrong where, and is none the worse for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.corpus.cases import CANARY, INPUTS, KINDS, Case, all_cases
from tests.corpus.running import Nurseries, wrong_with

CASES = all_cases()


@pytest.fixture(scope="module")
def nurseries() -> Iterator[Nurseries]:
    """Processes that start the command, for all cases."""
    made = Nurseries()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_input_has_its_verdict_and_no_other(case: Case, nurseries: Nurseries) -> None:
    assert wrong_with(case, *nurseries.run(case)) == []


def test_each_input_has_a_verdict_and_each_verdict_an_input() -> None:
    files = [path for path in INPUTS.rglob("*") if path.is_file()]
    stems = Counter(path.with_suffix("") for path in files)

    assert {path.parent.name for path in files} <= set(KINDS)
    assert [str(stem) for stem, number in stems.items() if number != 2] == []
    assert len(CASES) >= 150


def test_whatever_is_wrong_the_rest_of_the_repository_is_judged() -> None:
    judged = [case for case in CASES if KINDS[case.kind].reads_teams and case.expected.findings]
    without = {case.name for case in judged if CANARY not in case.expected.findings}

    assert len(judged) > 200
    assert {
        name for name in without if not name.startswith("paths/teams-")
    } == set()  # the folder of all teams

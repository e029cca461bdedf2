"""Whatever a file holds, the command ends in time, says what is wrong where, and is none the worse for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nightly.corpus.cases import Case, all_cases
from tests.nightly.corpus.running import Nurseries, wrong_with

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = all_cases()


@pytest.fixture(scope="module")
def nurseries() -> Iterator[Nurseries]:
    """Processes that start the command, for all cases."""
    made = Nurseries()
    yield made
    made.close()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_input_has_its_verdict_and_no_other(case: Case, nurseries: Nurseries) -> None:
    assert wrong_with(case, *nurseries.run(case)) == []

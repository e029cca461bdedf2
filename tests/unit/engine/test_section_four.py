"""Every sentence of design.md section 4 that judges, through files and the engine, and by the walk."""

from fractions import Fraction

import pytest

from checks.engine.counts import Counts
from checks.model.cadences import PeriodUnit
from checks.wording.measures import against_agreed, share_of
from tests.support.judging import counts_by_period, engine, same
from tests.support.oracle.settled import stay
from tests.support.oracle.walk import Case
from tests.support.oracle.walk import Counts as Expected
from tests.unit.engine.section_four import SENTENCES, rolling
from tests.unit.engine.test_walk import judged

CASES = {f"{part}: {gist}": case for part, table in SENTENCES.items() for gist, case in table.items()}


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_a_sentence_is_judged_as_it_says(case: Case, expected: dict[str, Expected]) -> None:
    found = counts_by_period(engine(case))

    assert found == {name: same(counts) for name, counts in expected.items()}


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_the_walk_judges_a_sentence_as_it_says(case: Case, expected: dict[str, Expected]) -> None:
    assert judged(case) == expected


def test_a_rolling_window_is_the_reporting_period_asked_for() -> None:
    case = rolling("2026-04-01", members=[stay("2026-01-01", "2026-03-31")])

    found = counts_by_period(engine(case, PeriodUnit.MONTH))

    assert found == {
        "2026-01": Counts(due=1, met=1, days_due=31),
        "2026-02": Counts(due=1, missed=1, days_due=28, days_overdue=16),
        "2026-03": Counts(due=1, missed=1, days_due=31, days_overdue=31),
    }


def test_a_share_is_exact_and_printed_never_rounded_up() -> None:
    assert Counts(due=24, met=21, missed=3).share == Fraction(7, 8)
    assert against_agreed(21, 24, Fraction(9, 10)) == "87.5% (21 of 24), agreed 90%"
    assert against_agreed(8999, 10000, Fraction(9, 10)) == "89.9% (8,999 of 10,000), agreed 90%"


def test_nothing_due_is_neither_none_nor_all() -> None:
    assert Counts(not_owed=1).share is None
    assert share_of(0, 0) == "nothing due"

"""The settled examples of design.md section 4, and a few corners, held against the oracle."""

import pytest

from tests.support.oracle.event_examples import EVENTS
from tests.support.oracle.leaving_examples import LEAVING
from tests.support.oracle.settled import CORNERS, SETTLED
from tests.support.oracle.walk import Case, Counts, day, judge, period_at, period_name


def judged(case: Case, period: str = "quarter") -> dict[str, Counts]:
    """The counts by period, all members together."""
    total: dict[str, Counts] = {}
    for (_, _, name, _), counts in judge(case, period).items():
        sum_ = total.setdefault(name, Counts())
        for key, value in vars(counts).items():
            setattr(sum_, key, getattr(sum_, key) + value)
    return total


@pytest.mark.parametrize(("case", "expected"), SETTLED.values(), ids=SETTLED)
def test_settled_examples_are_judged_as_the_design_says(case: Case, expected: dict[str, Counts]) -> None:
    found = judged(case)

    assert found == expected


@pytest.mark.parametrize(("case", "expected"), EVENTS.values(), ids=EVENTS)
def test_events_at_the_edges_are_judged_as_the_design_says(case: Case, expected: dict[str, Counts]) -> None:
    found = judged(case)

    assert found == expected


@pytest.mark.parametrize(("case", "expected"), LEAVING.values(), ids=LEAVING)
def test_leavings_are_judged_as_worked_out_by_hand(case: Case, expected: dict[str, Counts]) -> None:
    found = judged(case)

    assert found == expected


@pytest.mark.parametrize(("case", "expected"), CORNERS.values(), ids=CORNERS)
def test_corners_are_judged_as_the_design_says(case: Case, expected: dict[str, Counts]) -> None:
    found = judged(case)

    assert found == expected


@pytest.mark.parametrize(
    ("when", "period", "expected"),
    [
        ("2024-02-29", ("month", 1), "2024-02-01 2024-02-29 2024-02"),
        ("2026-12-31", ("quarter", 1), "2026-10-01 2026-12-31 2026-Q4"),
        ("2026-03-31", ("quarter", 4), "2026-01-01 2026-03-31 FY2025-Q4"),
        ("2026-04-01", ("quarter", 4), "2026-04-01 2026-06-30 FY2026-Q1"),
        ("2026-01-31", ("quarter", 2), "2025-11-01 2026-01-31 FY2025-Q4"),
        ("2026-03-31", ("year", 4), "2025-04-01 2026-03-31 FY2025"),
        ("2026-03-31", ("month", 4), "2026-03-01 2026-03-31 2026-03"),
    ],
)
def test_periods_are_counted_from_the_first_month_of_the_year(
    when: str, period: tuple[str, int], expected: str
) -> None:
    first, last = period_at(day(when), *period)

    assert f"{first} {last} {period_name(day(when), *period)}" == expected

"""The settled examples of design.md section 4, through the engine: in memory, and read from files."""

from datetime import date, timedelta
from typing import Any

import pytest

from checks.engine.counts import Counts
from checks.engine.evaluation import evaluate_team
from tests.support.judging import counts_by_period, engine, read_case, same, total
from tests.support.oracle.event_examples import EVENTS
from tests.support.oracle.leaving_examples import LEAVING
from tests.support.oracle.settled import (
    CORNERS,
    FROM_NEW_YEAR,
    ROLLING,
    SETTLED,
    SIX_WEEKS,
    agreement,
    make,
    stay,
    weekly,
)
from tests.support.oracle.walk import Case
from tests.support.oracle.walk import Counts as Expected

NEW_YEAR = date(2026, 1, 1)
WITH_GRACE = agreement("2025-01-01", {**SIX_WEEKS, "grace": "3 days"})
TIGHTENED = {"from": "2026-01-05", "cadence": {"at_most_apart": "2 weeks"}}


EXAMPLES = {**SETTLED, **CORNERS, **EVENTS, **LEAVING}


@pytest.mark.parametrize(("case", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_settled_examples_are_judged_as_the_design_says(case: Case, expected: dict[str, Expected]) -> None:
    found = engine(case)

    assert counts_by_period(found) == {name: same(counts) for name, counts in expected.items()}


def test_settled_examples_are_judged_the_same_out_of_files() -> None:
    for name, (case, _) in EXAMPLES.items():
        assert evaluate_team(read_case(case)) == engine(case), name


def test_every_settled_example_is_judged() -> None:
    assert len(EXAMPLES) >= 50


def since_new_year(number: int, *agreements: dict[str, Any], **said: Any) -> Case:
    """A member since 1 January 2026, judged on the day with this number, 1 January being 0."""
    said.setdefault("members", FROM_NEW_YEAR)
    return make(str(NEW_YEAR + timedelta(days=number)), *agreements, **said)


REAGREED = [
    {"from": str(NEW_YEAR + timedelta(days=40 * number)), "cadence": SIX_WEEKS} for number in range(1, 4)
]

FIRST_LATE = {
    "6 weeks": (43, [ROLLING], {}),
    "6 weeks and 3 days of grace": (46, [WITH_GRACE], {}),
    "6 weeks, absent 28 days from day 20": (
        43 + 28,
        [ROLLING],
        {"absences": [("2026-01-21", "2026-02-17")]},
    ),
    "6 weeks tightened to 2 on day 4": (4 + 15, [ROLLING, TIGHTENED], {}),
    "6 weeks tightened to 4 on day 30, when 12 days are left": (
        43,
        [ROLLING, {"from": "2026-01-31", "cadence": {"at_most_apart": "4 weeks"}}],
        {},
    ),
    "6 weeks, then 10": (
        71,
        [ROLLING, {"from": "2026-02-01", "cadence": {"at_most_apart": "10 weeks"}}],
        {},
    ),
    "6 weeks, re-agreed unchanged every 40 days": (43, [ROLLING, *REAGREED], {}),
    "6 weeks, seen on day 10": (10 + 43, [ROLLING], {"held": "2026-01-11"}),
    "6 weeks, seen on day 42": (42 + 43, [ROLLING], {"held": "2026-02-12"}),
    "6 weeks, the company pauses on days 5 to 11": (
        43 + 7,
        [ROLLING],
        {"playbook": {"pauses": [{"from": "2026-01-06", "to": "2026-01-12", "services": "all"}]}},
    ),
    "6 weeks, waived on days 5 to 11": (
        43 + 7,
        [ROLLING],
        {"waivers": [{"id": "w-a", "service": "talk", "from": "2026-01-06", "to": "2026-01-12"}]},
    ),
    "6 weeks, stays that follow without a gap": (
        43,
        [ROLLING],
        {"members": [stay("2026-01-01", "2026-01-20"), stay("2026-01-21")]},
    ),
    "6 weeks, back after a gap of a day": (
        21 + 43,
        [ROLLING],
        {"members": [stay("2026-01-01", "2026-01-20"), stay("2026-01-22")]},
    ),
}


@pytest.mark.parametrize(("first", "agreements", "said"), FIRST_LATE.values(), ids=FIRST_LATE)
def test_everybody_is_late_from_the_first_late_day_on(
    first: int, agreements: list[dict[str, Any]], said: dict[str, Any]
) -> None:
    before = engine(since_new_year(first - 1, *agreements, **said))
    on_it = engine(since_new_year(first, *agreements, **said))
    later = engine(since_new_year(first + 5, *agreements, **said))

    assert before.late == ()
    since = NEW_YEAR + timedelta(days=first)
    assert [(one.since, one.days) for one in on_it.late] == [(since, 1)]
    assert [(one.since, one.days) for one in later.late] == [(since, 6)]


@pytest.mark.parametrize(
    ("agreed", "overdue"), [(ROLLING, 3), (WITH_GRACE, 3)], ids=["no grace", "3 days of grace"]
)
def test_grace_changes_when_somebody_is_late_not_days_overdue(agreed: dict[str, Any], overdue: int) -> None:
    found = engine(since_new_year(45, agreed))

    assert total(found).days_overdue == overdue
    assert bool(found.late) == (agreed is ROLLING)


def test_a_cadence_of_six_weeks_has_101_days_due_58_overdue() -> None:
    found = engine(make("2026-04-11", ROLLING, members=FROM_NEW_YEAR))

    assert (total(found).days_due, total(found).days_overdue) == (101, 58)


MENDED = {
    "on the first day": ("2026-04-01", Counts(due=1, met=1)),
    "on the 14th day": ("2026-04-14", Counts(due=1, met=1)),
    "on the 15th day": ("2026-04-15", Counts(due=1, missed=1)),
}


@pytest.mark.parametrize(("first", "expected"), MENDED.values(), ids=MENDED)
def test_lateness_mended_within_14_days_is_missed_once(first: str, expected: Counts) -> None:
    case = make(
        "2026-07-01", ROLLING, members=[stay("2026-01-01", "2026-06-30")], held=weekly(first, "2026-06-30")
    )

    found = counts_by_period(engine(case))

    assert found["2026-Q1"].missed == 1
    assert (found["2026-Q2"].due, found["2026-Q2"].met, found["2026-Q2"].missed) == expected.values()[:3]

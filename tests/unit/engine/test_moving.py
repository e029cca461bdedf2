"""Clocks that go along to another team: the settled examples, by the engine in memory and out of files, and by the walk."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import evaluate_team
from checks.model.cadences import PeriodUnit
from tests.support.examples import examples
from tests.support.judging import counts_by_period, engine, read_case, same
from tests.support.oracle.cases import MOVES, MOVING, random_case
from tests.support.oracle.comparing import by_engine, by_walk, told, unit_of
from tests.support.oracle.memory import team_cases
from tests.support.oracle.moving_examples import FIRST_LATE, MENDED
from tests.support.oracle.walk import Case
from tests.support.oracle.walk import Counts as Expected

DAY = timedelta(days=1)


@pytest.mark.parametrize(("case", "first"), FIRST_LATE.values(), ids=FIRST_LATE)
def test_who_has_moved_is_late_from_the_day_on(case: Case, first: str) -> None:
    late = date.fromisoformat(first)
    before, on_it = (engine(replace(case, as_of=day)) for day in (late - DAY, late))

    assert [entry for entry in before.late if entry.member == "p-ada"] == []
    assert [(entry.since, entry.days) for entry in on_it.late] == [(late, 1)]


@pytest.mark.parametrize(("case", "first"), FIRST_LATE.values(), ids=FIRST_LATE)
def test_the_last_day_in_time_may_lie_in_the_other_team(case: Case, first: str) -> None:
    late = date.fromisoformat(first)
    here = next(team_cases(replace(case, as_of=late)))
    result = evaluate_team(here)
    key = ("talk", "p-ada")

    last = last_day_in_time(here, result.timelines[key], result.touchpoints[key].days, grace=True)

    assert last == (date(2026, 1, 12) if late == here.team.members[0].first else late - DAY)


@pytest.mark.parametrize("case", [case for case, _ in (*FIRST_LATE.values(), *MENDED.values())])
def test_moves_are_judged_the_same_out_of_files(case: Case) -> None:
    assert evaluate_team(read_case(case)) == engine(case)


@pytest.mark.parametrize("case", [case for case, _ in (*FIRST_LATE.values(), *MENDED.values())])
def test_the_walk_counts_moves_as_the_engine_does(case: Case) -> None:
    for day in (case.as_of, case.as_of - 25 * DAY, case.as_of - 45 * DAY):
        asked = replace(case, as_of=day)
        assert by_engine(asked, PeriodUnit.MONTH) == by_walk(asked, PeriodUnit.MONTH)


@pytest.mark.parametrize(("case", "expected"), MENDED.values(), ids=MENDED)
def test_lateness_that_came_along_is_mended(case: Case, expected: Expected) -> None:
    quarter = counts_by_period(engine(case))["2026-Q1"]

    assert (quarter.due, quarter.met, quarter.missed) == same(expected).values()[:3]


moving = partial(random_case, features=MOVING, size=MOVES)


@examples(15, 300)
@given(st.integers(0, 10**6))
def test_the_engine_and_the_walk_agree_about_moves(seed: int) -> None:
    case, unit = moving(seed), unit_of(seed)
    ours, theirs = by_engine(case, unit), by_walk(case, unit)

    assert ours == theirs, told(f"seed {seed}", ours, theirs)

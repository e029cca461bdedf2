"""What is owed around a last day, held against the engine and the walk on random histories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.engine.evaluation import evaluate_team
from checks.engine.team_case import TeamCase
from checks.engine.upcoming import UpcomingItem, givers_of, upcoming_items
from checks.engine.window import State, Window
from tests.support.examples import many
from tests.support.oracle.cases import EDGES, LEAVING, QUICK, random_case
from tests.support.oracle.comparing import by_engine, by_walk, told, unit_of
from tests.support.oracle.memory import team_cases
from tests.unit.engine.test_upcoming import cut, with_row

CHUNK = 50
SEEDS = range(0, many(300, 10_000), CHUNK)
WITHIN, DAY = timedelta(days=60), timedelta(days=1)


@pytest.mark.parametrize("first", SEEDS)
def test_engine_and_walk_agree_on_leavings(first: int) -> None:
    for seed in range(first, first + CHUNK):
        case = random_case(seed, features=LEAVING, size=EDGES if seed % 2 else QUICK)

        ours, theirs = by_engine(case, unit_of(seed)), by_walk(case, unit_of(seed))

        assert told(f"seed {seed}, as of {case.as_of}", ours, theirs) == []


def leavers(seeds: range) -> Iterator[TeamCase]:
    for seed in seeds:
        for case in team_cases(random_case(seed, features=LEAVING, size=QUICK)):
            yield cut(case)


def after_leaving(case: TeamCase) -> list[Window]:
    found = evaluate_team(case)
    return [
        window
        for window in found.windows
        if window.event
        and (terms := found.timelines[window.service, window.member].terms_on(window.event.toordinal()))
        and terms.after == "leaving"
    ]


def test_random_leavings_come_to_every_end() -> None:
    windows = [window for case in leavers(range(200)) for window in after_leaving(case)]

    states = {window.state for window in windows}
    assert states == {State.MET, State.MISSED, State.OPEN, State.NOT_OWED}
    assert len(windows) > 30


def test_a_window_lies_around_its_last_day() -> None:
    for case in leavers(range(200)):
        for window in after_leaving(case):
            assert window.event
            assert window.first <= window.event
            assert window.first <= case.as_of
            assert window.state is not State.MISSED or window.event < window.last < case.as_of


def window_of(case: TeamCase, owed: UpcomingItem, day: date) -> Window:
    """Return the window of an item as it will be judged on a day."""
    judged = after_leaving(replace(case, as_of=day))
    return next(
        window
        for window in judged
        if (window.service, window.member, window.event) == (owed.service, owed.member, owed.event)
    )


def test_whoever_is_invited_by_the_last_day_is_in_time() -> None:
    seen = 0
    for case in leavers(range(200)):
        for owed in upcoming_items(case, case.as_of + WITHIN):
            if owed.agreed.after != "leaving":
                continue
            assert window_of(case, owed, owed.late_from).state is State.MISSED
            assert owed.by < owed.late_from
            for day in {owed.by, owed.late_from - DAY}:
                if givers_of(case, owed, day) or case.anyone_gives(owed.agreed.given_by):
                    seen += 1
                    held = with_row(case, owed, day)
                    assert window_of(held, owed, owed.late_from).state is State.MET
    assert seen > 20


def test_a_row_after_the_last_day_is_for_that_window_alone() -> None:
    for case in leavers(range(100)):
        found = evaluate_team(case)
        for (_, member), touchpoints in found.touchpoints.items():
            if member:
                stays = [stay for stay in case.team.members if stay.person == member]
                afterwards = [date.fromordinal(day) for day in touchpoints.afterwards]
                assert not any(stay.has(day) for stay in stays for day in afterwards)
            else:
                assert touchpoints.afterwards == ()

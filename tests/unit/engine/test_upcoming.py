"""What is owed next, held against the engine on random cases: its last day is the last day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.engine.evaluation import evaluate_team
from checks.engine.team_case import TeamCase
from checks.engine.upcoming import UpcomingItem, givers_of, upcoming_items
from checks.engine.window import State
from checks.model.cadences import RollingCadence
from checks.model.touchpoint_log import Log
from tests.support.oracle.cases import QUICK, random_case
from tests.support.oracle.memory import team_cases

WITHIN = timedelta(days=40)
DAY = timedelta(days=1)


def cut(case: TeamCase) -> TeamCase:
    """Return the case without rows after the as-of day: what is to come has not been logged yet."""
    log = case.log
    rows = [row for row in range(len(log)) if log.days[row] <= case.as_of]
    return replace(case, log=_log(log, rows))


def _log(log: Log, rows: list[int]) -> Log:
    services, members, givers, initiatives, states, acknowledged, uids = (
        [column[row] for row in rows]
        for column in (
            *(log.services, log.members, log.givers, log.initiatives, log.states),
            *(log.acknowledged, log.uids),
        )
    )
    days = [log.days[row] for row in rows]
    return Log(days, services, members, givers, initiatives, states, acknowledged, uids)


def with_row(case: TeamCase, owed: UpcomingItem, day: date) -> TeamCase:
    """Return the case with one more touchpoint, by somebody who may give it then."""
    giver = next(iter(givers_of(case, owed, day)), "p-somebody")
    log = _log(case.log, list(range(len(case.log))))
    log.days.append(day)
    for column, value in (
        (log.services, owed.service),
        (log.members, owed.member or ""),
        (log.givers, giver),
        (log.initiatives, "outbound"),
        (log.states, "held"),
        (log.acknowledged, ""),
        (log.uids, ""),
    ):
        column.append(value)
    return replace(case, log=log)


def broken(case: TeamCase, owed: UpcomingItem, day: date) -> int:
    """Count what the engine says on `day` is missed of what is owed, of a rolling cadence the days over the limit."""
    windows = [
        window
        for window in evaluate_team(replace(case, as_of=day)).windows
        if (window.service, window.member) == (owed.service, owed.member)
    ]
    if isinstance(owed.agreed.cadence, RollingCadence):
        return sum(window.days_overdue for window in windows)
    return sum(window.state is State.MISSED and window.last <= owed.by for window in windows)


def first_broken(case: TeamCase, owed: UpcomingItem) -> date:
    """Return the first day after the last one in time on which the engine says that it is broken."""
    before = broken(case, owed, owed.by)
    days = (owed.by + timedelta(days=number) for number in range(1, 400))
    return next(day for day in days if broken(case, owed, day) > before)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_a_touchpoint_on_the_last_day_is_in_time(first: int) -> None:
    seen = 0
    for seed in range(first, first + 50):
        for whole in team_cases(random_case(seed, size=QUICK)):
            case = cut(whole)
            every = upcoming_items(case, case.as_of + WITHIN)
            for owed in every:
                same = [item for item in every if (item.service, item.member) == (owed.service, owed.member)]
                givable = givers_of(case, owed, owed.by) or case.anyone_gives(owed.agreed.given_by)
                if owed.by < case.as_of or not givable or len(same) > 1:
                    continue
                seen += 1
                day = first_broken(case, owed)

                with_it = broken(with_row(case, owed, owed.by), owed, day)

                assert with_it == broken(case, owed, day) - 1, (seed, case.team.id, owed)
                assert day == owed.by + DAY or isinstance(owed.agreed.cadence, RollingCadence)
    assert seen > 8


@pytest.mark.parametrize("first", range(300, 400, 50))
def test_whatever_is_late_by_the_engine_is_owed_and_late(first: int) -> None:
    for seed in range(first, first + 50):
        for whole in team_cases(random_case(seed, size=QUICK)):
            case = cut(whole)
            judged = evaluate_team(case)
            late = {
                (member.service, member.member)
                for member in judged.late
                if case.as_of_ordinal
                not in judged.touchpoints[member.service, member.member].days  # mended today
            }

            items = upcoming_items(case, case.as_of + WITHIN)
            waiting = {(item.service, item.member) for item in items if item.late_from <= case.as_of}

            assert late <= waiting

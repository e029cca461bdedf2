"""What is owed next, held against the engine on random cases: its last day is the last day."""

from dataclasses import replace

import pytest
from checks.planning.upcoming import UpcomingItem, givers_of, upcoming_items

from checks.engine.evaluation import evaluate_team
from checks.engine.timeline import TeamCase
from checks.engine.window import State
from checks.model.cadences import RollingCadence
from checks.model.touchpoint_log import Log
from tests.support.examples import many
from tests.support.oracle.cases import QUICK, random_case
from tests.support.oracle.memory import team_cases

WITHIN = 40


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


def with_row(case: TeamCase, owed: UpcomingItem, day: int) -> TeamCase:
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


def broken(case: TeamCase, owed: UpcomingItem, day: int) -> int:
    """Count what the engine says on `day` is missed of what is owed, of a rolling cadence the days over the limit."""
    found = evaluate_team(replace(case, as_of=day)).windows
    mine = [one for one in found if (one.service, one.member) == (owed.service, owed.member)]
    if isinstance(owed.agreed.cadence, RollingCadence):
        return sum(one.days_overdue for one in mine)
    return sum(one.state is State.MISSED and one.last <= owed.by for one in mine)


def first_broken(case: TeamCase, owed: UpcomingItem) -> int:
    """Return the first day after the last one in time on which the engine says that it is broken."""
    before = broken(case, owed, owed.by)
    return next(day for day in range(owed.by + 1, owed.by + 400) if broken(case, owed, day) > before)


@pytest.mark.parametrize("first", range(0, many(60, 300), 20))
def test_the_last_day_told_is_the_last_one_in_time(first: int) -> None:
    seen = 0
    for seed in range(first, first + 20):
        for whole in team_cases(random_case(seed, size=QUICK)):
            case = cut(whole)
            every = upcoming_items(case, case.as_of + WITHIN)
            for owed in every:
                alone = sum((one.service, one.member) == (owed.service, owed.member) for one in every) == 1
                givable = givers_of(case, owed, owed.by) or case.anyone_gives(owed.agreed.given_by)
                if owed.by < case.as_of or not givable or not alone:
                    continue
                seen += 1
                day = first_broken(case, owed)

                with_one = broken(with_row(case, owed, owed.by), owed, day)

                assert with_one == broken(case, owed, day) - 1, (seed, case.team.id, owed)
                assert day == owed.by + 1 or isinstance(owed.agreed.cadence, RollingCadence)
    assert seen > 3


@pytest.mark.parametrize("first", range(300, many(340, 400), 20))
def test_whatever_is_late_by_the_engine_is_owed_and_late(first: int) -> None:
    for seed in range(first, first + 20):
        for whole in team_cases(random_case(seed, size=QUICK)):
            case = cut(whole)
            judged = evaluate_team(case)
            late = {
                (one.service, one.member)
                for one in judged.late
                if case.as_of not in judged.held[one.service, one.member].days  # mended today
            }

            found = upcoming_items(case, case.as_of + WITHIN)
            waiting = {(one.service, one.member) for one in found if one.late_from <= case.as_of}

            assert late <= waiting

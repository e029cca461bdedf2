"""What holds for the engine whatever is written: on random cases, and on drawn ones that shrink."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checks.engine.counts import counts_of
from checks.engine.evaluation import TeamResult, evaluate_team, evaluate_with_cadences
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline, timelines_of
from checks.engine.window import LateMember, State, Window
from checks.model.cadences import PeriodUnit, RollingCadence
from checks.model.service import Service
from checks.model.touchpoint_log import Log
from tests.support.examples import examples
from tests.support.judging import engine
from tests.support.oracle.cases import ALL, QUICK, random_case
from tests.support.oracle.memory import team_cases
from tests.support.oracle.settled import agreement, make, row, stay
from tests.support.oracle.walk import Case
from tests.unit.engine.changing import (
    agreements_renewed,
    later,
    rows_doubled,
    shuffled,
    stays_split,
    years_later,
)

SEEDS = st.integers(100_000, 200_000)
MANY = examples(20, 200)
UNITS = st.sampled_from([PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR])


def drawn_case(seed: int, *, features: frozenset[str] = ALL) -> Case:
    return random_case(seed, features=features, size=QUICK)


def judged(found: TeamResult) -> tuple[list[Window], list[LateMember]]:
    """Everything that is said of members, in an order of its own."""
    windows = sorted(found.windows, key=lambda one: (one.service, one.member or "", *one[2:]))
    return windows, sorted(found.late, key=str)


def all_judged(case: Case, unit: PeriodUnit) -> dict[str, tuple[list[Window], list[LateMember]]]:
    """The same of each team."""
    return {team.team.id: judged(evaluate_team(team, unit)) for team in team_cases(case)}


# Changes that mean nothing

MEANINGLESS = {
    "rows, people and files in another order change nothing": shuffled,
    "a row logged twice counts once": rows_doubled,
    "a stay split without a gap is one": stays_split,
    "terms agreed anew unchanged change nothing": agreements_renewed,
}


@pytest.mark.parametrize("change", MEANINGLESS.values(), ids=MEANINGLESS)
@MANY
@given(seed=SEEDS, unit=UNITS)
def test_a_change_without_meaning_changes_nothing(change: Any, seed: int, unit: PeriodUnit) -> None:
    case = drawn_case(seed)

    other = change(case, Random(seed))

    assert all_judged(other, unit) == all_judged(case, unit)


@MANY
@given(seed=SEEDS, unit=UNITS, years=st.sampled_from([28, 56]))
def test_28_years_later_everything_is_judged_the_same(seed: int, unit: PeriodUnit, years: int) -> None:
    """The calendar of 2000 to 2090 repeats after 28 years, weekdays too; holidays do not, so there are none."""
    case = drawn_case(seed)

    now, then = (
        {team.team.id: judged(evaluate_team(without_holidays(team), unit)) for team in team_cases(one)}
        for one in (case, years_later(case, years))
    )

    days = timedelta(days=1461 * 7 * years // 28)
    for team, (windows, late) in now.items():
        assert then[team] == (
            [
                window._replace(
                    first=window.first + days,
                    last=window.last + days,
                    period=later(window.period, years),
                    event=window.event + days if window.event is not None else None,
                )
                for window in windows
            ],
            [member._replace(since=member.since + days) for member in late],
        )


def without_holidays(team: TeamCase) -> TeamCase:
    return replace(team, playbook=team.playbook.model_copy(update={"holidays": None}))


@MANY
@given(seed=SEEDS, unit=UNITS, days=st.integers(1, 120))
def test_a_later_as_of_day_turns_no_closed_window(seed: int, unit: PeriodUnit, days: int) -> None:
    for team in team_cases(drawn_case(seed)):
        earlier = replace(team, as_of=max(team.as_of - timedelta(days=days), team.horizon))

        before, after = (judged(evaluate_team(one, unit))[0] for one in (earlier, team))

        assert closed(before, earlier.as_of) == closed(after, earlier.as_of)


def closed(windows: list[Window], as_of: date) -> list[Window]:
    return [window for window in windows if window.last < as_of]


@MANY
@given(seed=SEEDS)
def test_what_is_due_was_met_or_missed_and_overdue_days_are_due(seed: int) -> None:
    for team in team_cases(drawn_case(seed, features=ALL - {"events"})):
        for unit in (PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR):
            for window in evaluate_team(team, unit).windows:
                days = (window.last - window.first).days + 1
                assert 0 <= window.days_overdue <= window.days_due <= days
                assert window.state not in (State.MET, State.MISSED) or window.last < team.as_of
                assert window.state not in (State.OPEN, State.KEPT) or window.last >= team.as_of
                assert window.first <= team.as_of


@MANY
@given(seed=SEEDS)
def test_days_add_up_however_they_are_divided_into_periods(seed: int) -> None:
    for team in team_cases(drawn_case(seed)):
        month, quarter, year = (
            counts_of(evaluate_team(team, unit).windows)
            for unit in (PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR)
        )

        assert (month.days_due, month.days_overdue) == (quarter.days_due, quarter.days_overdue)
        assert (quarter.days_due, quarter.days_overdue) == (year.days_due, year.days_overdue)


# One more touchpoint


def rolling_throughout(team: TeamCase, service: Service, cadence: RollingCadence) -> TeamCase:
    """One service alone, with the same cadence for everybody from the playbook; groups keep theirs."""
    entries = tuple(
        entry if entry.group else entry.model_copy(update={"cadence": cadence})
        for entry in service.agreements
    )
    made = service.model_copy(update={"agreements": entries})
    bare = team.team.model_copy(update={"agreements": {}})
    return replace(team, services={service.id: made}, team=bare)


LENGTHS = [
    RollingCadence.model_validate(
        {"at_most_apart": f"{weeks} weeks", **({"grace": "1 week"} if weeks % 2 else {})}
    )
    for weeks in (2, 3, 6, 13)
]


@MANY
@given(seed=SEEDS)
def test_cadences_tried_together_come_to_the_same_as_alone(seed: int) -> None:
    teams = team_cases(drawn_case(seed))
    for team, service in ((case, one) for case in teams for one in case.services.values()):
        each = [rolling_throughout(team, service, cadence) for cadence in LENGTHS]

        alone = [evaluate_team(one).windows for one in each]
        quarters = sorted({window.period for window in alone[0]})[1:]  # all but the first, which is left out

        together = evaluate_with_cadences(each[0], each[0].services[service.id], LENGTHS, quarters)

        assert together == tuple(
            tuple(window for window in windows if window.period in quarters) for windows in alone
        )


@MANY
@given(seed=SEEDS, unit=UNITS)
def test_one_more_touchpoint_adds_no_miss(seed: int, unit: PeriodUnit) -> None:
    """Orders aside: what answers one of them does not answer another."""
    dice = Random(seed)
    for team in team_cases(drawn_case(seed)):
        for service, life in judged_lives(team):
            more = one_more(team, life, dice)
            if more is None or any(segment.terms.after == "ordering" for segment in life.segments):
                continue

            missed = [
                Counter(
                    one[1:5]
                    for one in evaluate_team(case, unit).windows
                    if one.state is State.MISSED and one[:2] == (service.id, life.member)
                )
                for case in (team, with_row(team, service.id, life.member, *more))
            ]

            assert missed[1] <= missed[0], (service.id, life.member, more)


ROLES = ("leader", "coach", "leaders-leader")


def judged_lives(team: TeamCase) -> Iterator[tuple[Service, MemberTimeline]]:
    return ((service, life) for service in team.services.values() for life in timelines_of(team, service))


def one_more(team: TeamCase, life: MemberTimeline, dice: Random) -> tuple[date, str] | None:
    """Draw a day on which a touchpoint would count, and who gives it; not before the first owed day.

    Under rolling terms a touchpoint before it starts the clock at once: the first owed day is then day 1 and
    no longer day 0, which is the one case in which a touchpoint makes somebody overdue, a day sooner.
    """
    as_of = team.as_of.toordinal()
    segments = [
        segment
        for segment in life.segments
        if segment.owed and segment.owed[0][0] <= min(segment.last, as_of)
    ]
    if not segments:
        return None
    segment = dice.choice(segments)
    day = date.fromordinal(dice.randint(segment.owed[0][0], min(segment.last, as_of)))
    people = ["p-visitor", *sorted({person for role in ROLES for person in team.days_in_role(role)})]
    able = [
        person
        for person in people
        if person != life.member and team.may_give(person, segment.terms.given_by, day)
    ]
    return (day, dice.choice(able)) if able else None


def with_row(team: TeamCase, service: str, member: str | None, day: date, giver: str) -> TeamCase:
    log = team.log
    more = Log(
        [*log.days, day],
        [*log.services, service],
        [*log.members, member or ""],
        [*log.givers, giver],
        [*log.initiatives, "outbound"],
        [*log.states, "held"],
        [*log.acknowledged, ""],
        [*log.uids, ""],
    )
    return replace(team, log=more)


START = date(2025, 1, 1)
NUMBERS = st.integers(0, 420)
CADENCES = st.sampled_from(
    [
        {"at_most_apart": "2 weeks"},
        {"at_most_apart": "6 weeks", "grace": "1 week"},
        {"at_most_apart": "1 day"},
        {"at_least": "1", "per": "week"},
        {"at_least": "1", "per": "month", "only": ["january", "february", "june"]},
        {"at_least": "2", "per": "quarter"},
        {"at_least": "1", "per": "half-year"},
        {"at_least": "3", "per": "year"},
    ]
)


@dataclass(frozen=True)
class Drawn:
    """A member's time under one agreement, in days from 1 January 2025."""

    as_of: int
    cadence: dict[str, Any]
    stays: tuple[tuple[int, int], ...]
    away: tuple[tuple[int, int], ...]
    paused: tuple[int, int]
    held: frozenset[int]
    share: str

    def is_before_the_first_owed_day(self, number: int) -> bool:
        """Whether a day of a stay has no owed day of it up to it: a touchpoint there starts the clock at once.

        The first owed day is then day 1 and no longer day 0, which is the one case in which a touchpoint
        can make a member overdue a day sooner.
        """
        begun = [first for first, last in self.stays if first <= number <= last]
        gone = [*self.away, self.paused]
        return any(
            all(any(a <= day <= b for a, b in gone) for day in range(first, number + 1)) for first in begun
        )

    def case(self, *more: int) -> Case:
        held = sorted({*self.held, *more})
        pause = {"from": str(on(self.paused[0])), "to": str(on(self.paused[1])), "services": "all"}
        return make(
            str(on(self.as_of)),
            agreement("2025-01-01", self.cadence),
            members=[stay(str(on(first)), str(on(last))) for first, last in self.stays],
            absences=[(str(on(first)), str(on(last))) for first, last in self.away],
            rows=[row(str(on(number))) for number in held],
            playbook={
                "pauses": [pause],
                "terms": [{"from": "2025-01-01", "owed_when_present": self.share}],
            },
        )


def on(number: int) -> date:
    return START + timedelta(days=number)


def ordered(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Return pairs of first and last day, one after the other with at least a day between."""
    every = sorted(set(numbers))
    pairs = zip(every[::2], every[1::2], strict=False)
    return tuple((first, last) for first, last in pairs)


DRAWN = st.builds(
    Drawn,
    as_of=st.integers(200, 460),
    cadence=CADENCES,
    stays=st.lists(NUMBERS, min_size=2, max_size=6, unique=True).map(ordered),
    away=st.lists(NUMBERS, max_size=6, unique=True).map(ordered),
    paused=st.tuples(NUMBERS, st.integers(0, 40)).map(lambda one: (one[0], one[0] + one[1])),
    held=st.frozensets(NUMBERS, max_size=12),
    share=st.sampled_from(["0%", "50%", "100%"]),
)


@examples(30, 250)
@given(drawn=DRAWN, more=NUMBERS)
def test_one_more_touchpoint_makes_nothing_late_or_missed(drawn: Drawn, more: int) -> None:
    assume(not drawn.is_before_the_first_owed_day(more))

    before, after = engine(drawn.case()), engine(drawn.case(more))

    by_window = {(one.first, one.last): one for one in before.windows}
    assert {(one.first, one.last) for one in after.windows} == set(by_window)
    for window in after.windows:
        was = by_window[window.first, window.last]
        assert window.days_due == was.days_due
        assert window.days_overdue <= was.days_overdue
        assert window.state == was.state or (was.state, window.state) in BETTER
    assert sum(one.days for one in after.late) <= sum(one.days for one in before.late)


BETTER = {(State.MISSED, State.MET), (State.OPEN, State.KEPT), (State.NOT_OWED, State.MET)}


@given(drawn=DRAWN, number=NUMBERS)
def test_a_touchpoint_outside_stays_or_later_changes_nothing(drawn: Drawn, number: int) -> None:
    inside = any(first <= number <= last for first, last in drawn.stays) and number <= drawn.as_of

    before, after = engine(drawn.case()), engine(drawn.case(number))

    assert inside or judged(before) == judged(after)

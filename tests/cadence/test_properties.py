"""What holds for the engine whatever is written: on random cases, and on drawn ones that shrink."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checks.cadence.window import Late, State, Window
from checks.cadence.windows import Lived, lived
from checks.model.cadences import PeriodUnit
from checks.model.log import Log
from tests.cadence.changing import agreements_renewed, rows_doubled, stays_split
from tests.cadence.judging import engine, team_case
from tests.oracle.cases import ALL, random_case
from tests.oracle.settled import agreement, make, row, stay
from tests.oracle.walk import Case

FEWER = settings(max_examples=60)
SEEDS = st.integers(100_000, 200_000)
FEATURES = ALL - {"events"}


def judged(found: Lived) -> tuple[list[Window], list[Late]]:
    """Everything that is said of members, in an order of its own."""
    windows = sorted(found.windows, key=lambda one: (one.service, one.member or "", *one[2:]))
    return windows, sorted(found.late, key=str)


# Changes that mean nothing

MEANINGLESS = {
    "a row logged twice counts once": rows_doubled,
    "a stay split without a gap is one": stays_split,
    "terms agreed anew unchanged change nothing": agreements_renewed,
}


@pytest.mark.parametrize("change", MEANINGLESS.values(), ids=MEANINGLESS)
@FEWER
@given(seed=SEEDS)
def test_a_change_without_meaning_changes_nothing(change: Any, seed: int) -> None:
    case = random_case(seed, features=FEATURES)

    other = change(case, Random(seed))

    assert judged(engine(other)) == judged(engine(case))


@FEWER
@given(seed=SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    case = team_case(random_case(seed, features=FEATURES))
    order = Random(seed).sample(range(len(case.log)), len(case.log))

    moved = Log(*([column[at] for at in order] for column in columns(case.log)))

    assert judged(lived(replace(case, log=moved))) == judged(lived(case))


def columns(log: Log) -> tuple[list[Any], ...]:
    return (
        log.days,
        log.services,
        log.members,
        log.givers,
        log.initiatives,
        log.states,
        log.acknowledged,
        log.uids,
    )


@FEWER
@given(seed=SEEDS)
def test_what_is_due_was_met_or_missed_and_overdue_days_are_due(seed: int) -> None:
    case = team_case(random_case(seed, features=FEATURES))

    for unit in (PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR):
        found = lived(case, unit)
        for window in found.windows:
            assert 0 <= window.days_overdue <= window.days_due <= window.last - window.first + 1
            assert window.state not in (State.MET, State.MISSED) or window.last < case.as_of
            assert window.state not in (State.OPEN, State.KEPT) or window.last >= case.as_of
            assert window.first <= case.as_of


@FEWER
@given(seed=SEEDS)
def test_days_due_and_overdue_are_the_same_however_they_are_divided_into_periods(seed: int) -> None:
    case = team_case(random_case(seed, features=FEATURES))

    def days(unit: PeriodUnit) -> tuple[int, int]:
        windows = lived(case, unit).windows
        return sum(one.days_due for one in windows), sum(one.days_overdue for one in windows)

    assert days(PeriodUnit.MONTH) == days(PeriodUnit.QUARTER) == days(PeriodUnit.YEAR)


# One more touchpoint

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


@settings(max_examples=250)
@given(drawn=DRAWN, more=NUMBERS)
def test_one_more_touchpoint_makes_nothing_missed_late_or_overdue(drawn: Drawn, more: int) -> None:
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
def test_a_touchpoint_outside_every_stay_or_after_the_as_of_day_changes_nothing(
    drawn: Drawn, number: int
) -> None:
    inside = any(first <= number <= last for first, last in drawn.stays) and number <= drawn.as_of

    before, after = engine(drawn.case()), engine(drawn.case(number))

    assert inside or judged(before) == judged(after)

"""An hour when both are free: within working hours, on full and half hours, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.planning.free_hours import Stretch, WorkingHours, free_start, is_free, parse_hours

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = date(2026, 11, 24)
NINE_TO_FOUR = WorkingHours(9 * 60, 16 * 60)


def at(hour: float, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HELSINKI) + timedelta(hours=hour)


def start(*taken: Stretch, minutes: int = 45, day: date = DAY, hours: WorkingHours = NINE_TO_FOUR) -> str:
    found = free_start(day, minutes, hours, HELSINKI, taken)
    return f"{found:%H:%M}" if found else ""


CASES = {
    "nothing is taken": ((), "09:00"),
    "the morning is taken": (((at(8), at(11)),), "11:00"),
    "it ends within a half hour": (((at(8), at(10.2)),), "10:30"),
    "a gap is too short": (((at(8), at(9.5)), (at(10), at(12))), "12:00"),
    "a gap fits exactly": (((at(8), at(9.5)), (at(10.25), at(12))), "09:30"),
    "the whole day is taken": (((at(0), at(24)),), ""),
    "the last gap is too short": (((at(9), at(15.5)),), ""),
    "another zone": (((at(9).astimezone(UTC), at(13).astimezone(UTC)),), "13:00"),
    "it is over before": (((at(7), at(9)),), "09:00"),
    "of no length": (((at(9.5), at(9.5)),), "09:30"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_first_hour_both_are_free(case: str) -> None:
    taken, expected = CASES[case]

    assert start(*taken) == expected


def test_a_meeting_as_long_as_the_day_fits_once() -> None:
    assert start(minutes=7 * 60) == "09:00"
    assert start(minutes=7 * 60 + 1) == ""


def test_hours_that_begin_at_an_odd_minute() -> None:
    assert start(hours=parse_hours("8:10-16")) == "08:30"


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_on_which_the_clocks_change(day: date) -> None:
    assert start(day=day) == "09:00"


@pytest.mark.parametrize(
    "text", ["", "9", "16-9", "9-9", "9-24", "9-16:60", "-1-5", "nine to four", "09-16-17"]
)
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        parse_hours(text)


TIMES = st.lists(
    st.tuples(st.integers(0, 1440), st.integers(1, 300)).map(
        lambda pair: (at(pair[0] / 60), at((pair[0] + pair[1]) / 60))
    ),
    max_size=8,
)


@given(TIMES, st.integers(5, 480))
def test_what_is_proposed_is_free(taken: list[Stretch], minutes: int) -> None:
    begin = free_start(DAY, minutes, NINE_TO_FOUR, HELSINKI, taken)

    if begin is not None:
        stretch = begin, begin + timedelta(minutes=minutes)
        assert is_free(stretch, taken)
        assert at(9) <= begin
        assert stretch[1] <= at(16)
        assert begin.minute in (0, 30)

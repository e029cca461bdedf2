"""Periods tile the calendar, for each unit and each month the organisation's year may start in."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.model.cadences import MONTHS, PeriodUnit
from checks.model.periods import last_closed, period_of, periods
from checks.model.workdays import holidays_known, is_workday
from tests.support.judging import engine
from tests.support.oracle.settled import agreement, make, stay

DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2090, 12, 31)
DAYS = st.dates(FIRST, LAST)
UNITS = st.sampled_from(PeriodUnit)
STARTS = st.integers(1, 12)


@given(UNITS, DAYS, STARTS)
def test_a_day_lies_in_its_period_and_the_next_one_follows(unit: PeriodUnit, day: date, starts: int) -> None:
    period = period_of(unit, day, starts)
    following = period_of(unit, period.last + DAY, starts)

    assert period.first <= day <= period.last
    assert period.has(day)
    assert not following.has(day)
    assert following.first == period.last + DAY
    assert following.name != period.name
    assert period_of(unit, period.first, starts) == period_of(unit, period.last, starts) == period


@given(UNITS, DAYS, st.integers(0, 1_500), STARTS)
def test_periods_tile_the_calendar_without_a_gap(
    unit: PeriodUnit, first: date, length: int, starts: int
) -> None:
    last = first + timedelta(days=length)

    tiles = periods(unit, first, last, starts)

    assert tiles[0].first <= first <= tiles[0].last
    assert tiles[-1].first <= last <= tiles[-1].last
    assert [period.first for period in tiles[1:]] == [period.last + DAY for period in tiles[:-1]]
    assert len({period.name for period in tiles}) == len(tiles)


@pytest.mark.parametrize("unit", PeriodUnit)
@pytest.mark.parametrize("starts", range(1, 13))
def test_the_windows_of_a_cadence_tile_2000_to_2090(unit: PeriodUnit, starts: int) -> None:
    case = make(
        "2090-12-31",
        agreement("2000-01-01", {"at_least": "1", "per": unit.value}, agreed_on="2000-01-01"),
        members=[stay("2000-01-01")],
        playbook={
            "logs_from": "2000-01-01",
            "terms": [{"from": "2000-01-01", "owed_when_present": "0%", "agreed_on": "2000-01-01"}],
            "year_starts": MONTHS[starts - 1],
        },
    )

    windows = sorted(engine(case).windows, key=lambda window: window.first)

    assert windows[0].first <= FIRST <= windows[0].last
    assert windows[-1].first <= LAST <= windows[-1].last
    assert all(sooner.last + DAY == later.first for sooner, later in pairwise(windows))
    assert all(window.first <= window.last for window in windows)


@given(DAYS, STARTS)
def test_longer_periods_are_made_of_whole_shorter_ones(day: date, starts: int) -> None:
    chain = [PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.HALF_YEAR, PeriodUnit.YEAR]

    for shorter, longer in pairwise(chain):
        whole = period_of(longer, day, starts)
        parts = periods(shorter, whole.first, whole.last, starts)
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)


@given(UNITS, DAYS, STARTS)
def test_the_last_closed_period_ends_before_the_running_one(unit: PeriodUnit, day: date, starts: int) -> None:
    assert last_closed(unit, day, starts).last == period_of(unit, day, starts).first - DAY


def test_no_period_lies_between_days_in_the_wrong_order() -> None:
    assert periods(PeriodUnit.MONTH, FIRST + DAY, FIRST) == ()


CORNERS = {
    "leap day": ("2024-02-29", "month", 1, "2024-02-01 2024-02-29 2024-02"),
    "February of a year that is none": ("2025-02-28", "month", 1, "2025-02-01 2025-02-28 2025-02"),
    "2000 was a leap year": ("2000-02-29", "quarter", 1, "2000-01-01 2000-03-31 2000-Q1"),
    "31 December, month": ("2026-12-31", "month", 1, "2026-12-01 2026-12-31 2026-12"),
    "31 December, quarter": ("2026-12-31", "quarter", 1, "2026-10-01 2026-12-31 2026-Q4"),
    "31 December, half-year": ("2026-12-31", "half-year", 1, "2026-07-01 2026-12-31 2026-H2"),
    "31 December, year": ("2026-12-31", "year", 1, "2026-01-01 2026-12-31 2026"),
    "31 December in week 53": ("2026-12-31", "week", 1, "2026-12-28 2027-01-03 2026-W53"),
    "1 January in week 53 of the year before": ("2027-01-01", "week", 1, "2026-12-28 2027-01-03 2026-W53"),
    "31 December in week 1 of the year after": ("2024-12-31", "week", 1, "2024-12-30 2025-01-05 2025-W01"),
    "weeks know no other start of the year": ("2026-12-31", "week", 4, "2026-12-28 2027-01-03 2026-W53"),
    "nor do months": ("2026-03-31", "month", 4, "2026-03-01 2026-03-31 2026-03"),
    "last day of a year from April": ("2026-03-31", "quarter", 4, "2026-01-01 2026-03-31 FY2025-Q4"),
    "first day of a year from April": ("2026-04-01", "quarter", 4, "2026-04-01 2026-06-30 FY2026-Q1"),
    "half-year from April": ("2026-12-31", "half-year", 4, "2026-10-01 2027-03-31 FY2026-H2"),
    "quarter from February, across New Year": (
        "2026-01-31",
        "quarter",
        2,
        "2025-11-01 2026-01-31 FY2025-Q4",
    ),
    "year from December": ("2026-11-30", "year", 12, "2025-12-01 2026-11-30 FY2025"),
    "year from March ends on the leap day": ("2024-02-29", "year", 3, "2023-03-01 2024-02-29 FY2023"),
}


@pytest.mark.parametrize(("day", "unit", "starts", "expected"), CORNERS.values(), ids=CORNERS)
def test_corners_of_the_calendar(day: str, unit: str, starts: int, expected: str) -> None:
    period = period_of(PeriodUnit(unit), date.fromisoformat(day), starts)

    assert f"{period.first} {period.last} {period.name}" == expected
    assert period.days == period.last.toordinal() - period.first.toordinal() + 1


WORKDAYS = {
    "a Friday": ("FI", "2026-11-20", True),
    "a Saturday": ("FI", "2026-11-21", False),
    "a Sunday": ("FI", "2026-11-22", False),
    "a Monday": ("FI", "2026-11-23", True),
    "a holiday on a Thursday": ("FI", "2026-01-01", False),
    "the last day of a year, a Thursday": ("FI", "2026-12-31", True),
    "the last day of a year, a Sunday": ("FI", "2028-12-31", False),
    "the first day of a year, a Saturday": (None, "2028-01-01", False),
    "the last day of a year of no country, a Sunday": (None, "2028-12-31", False),
    "no country, no holiday": (None, "2026-01-01", True),
    "no country, a Saturday": (None, "2026-11-21", False),
    "no country, a Sunday": (None, "2026-11-22", False),
    "another weekend": ("IL", "2026-11-20", False),
    "and its Sunday": ("IL", "2026-11-22", True),
    "a holiday of a part of the country": ("DE-BY", "2026-01-06", False),
    "that the rest has not": ("DE", "2026-01-06", True),
    "no such country": ("XX", "2026-11-21", False),
    "no such country on a Monday": ("XX", "2026-11-23", True),
    "no such part": ("DE-XX", "2026-01-01", True),
}


@pytest.mark.parametrize(("country", "day", "expected"), WORKDAYS.values(), ids=WORKDAYS)
def test_workdays_are_neither_weekend_nor_holiday(country: str | None, day: str, expected: bool) -> None:  # noqa: FBT001
    assert is_workday(country, date.fromisoformat(day)) == expected


KNOWN = {
    "a country": ("FI", 2026, True),
    "no such country": ("XX", 2026, False),
    "no such part": ("DE-XX", 2026, False),
    "the first year known": ("BT", 2007, True),
    "the year before": ("BT", 2006, False),
    "the last year known": ("BT", 2100, True),
    "the year after": ("BT", 2101, False),
}


@pytest.mark.parametrize(("country", "year", "expected"), KNOWN.values(), ids=KNOWN)
def test_holidays_are_known_for_the_years_the_package_has(country: str, year: int, expected: bool) -> None:  # noqa: FBT001
    assert holidays_known(country, year) == expected


def test_the_year_starts_in_january_unless_said_otherwise() -> None:
    day = date(2026, 11, 20)
    quarters = periods(PeriodUnit.QUARTER, day, day + timedelta(days=60))

    assert period_of(PeriodUnit.YEAR, day).name == "2026"
    assert [period.name for period in quarters] == ["2026-Q4", "2027-Q1"]
    assert last_closed(PeriodUnit.QUARTER, day).name == "2026-Q3"

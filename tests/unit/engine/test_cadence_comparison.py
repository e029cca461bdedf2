"""One cadence held against another: the table of `compare_cadences`, exactly at its limits, and what it promises."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from checks.engine.cadence_comparison import AnyCadence, CadenceOrder, compare_cadences
from checks.engine.window import State
from checks.model.cadences import MONTHS, Cadence, CalendarCadence, EventCadence, RollingCadence
from checks.model.periods import Period, periods
from tests.support.examples import examples
from tests.support.judging import engine
from tests.support.oracle.settled import agreement, make, stay

TIGHT, LOOSER, UNSURE = CadenceOrder.AT_LEAST_AS_TIGHT, CadenceOrder.LOOSER, CadenceOrder.NOT_COMPARABLE
READ: TypeAdapter[AnyCadence] = TypeAdapter(Cadence)
FIRST, LAST = date(2019, 1, 1), date(2029, 12, 31)


def written(text: str) -> dict[str, Any]:
    """Read `1 a quarter`, `1 a month in march june`, `6 weeks + 1 week`, `returning: 7 days / 28 days`, `leaving: 9 days before 7 days`."""
    if ": " in text:
        after, rest = text.split(": ")
        within, _, away = rest.partition(" / ")
        within, _, before = within.partition(" before ")
        said: dict[str, Any] = {"after": after, "within": within.split(", ")}
        said |= {"before": before} if before else {}
        return said | ({"away_at_least": away} if away else {})
    if " a " in text:
        count, rest = text.split(" a ")
        per, _, only = rest.partition(" in ")
        return {"at_least": count, "per": per, **({"only": only.split()} if only else {})}
    apart, _, grace = text.partition(" + ")
    return {"at_most_apart": apart, **({"grace": grace} if grace else {})}


def cadence(text: str) -> AnyCadence | None:
    """Return the cadence meant, None for `none`."""
    made: AnyCadence | None = None if text == "none" else READ.validate_python(written(text))
    return made


TABLE = [
    # any with none, none with any
    ("1 a year", "none", TIGHT),
    ("10 weeks", "none", TIGHT),
    ("none", "none", TIGHT),
    ("none", "1 a year", LOOSER),
    ("none", "50 weeks", LOOSER),
    ("none", "joining: 90 days", LOOSER),
    # rolling with rolling
    ("6 weeks", "6 weeks", TIGHT),
    ("42 days", "6 weeks", TIGHT),
    ("41 days", "6 weeks", TIGHT),
    ("43 days", "6 weeks", LOOSER),
    ("6 weeks", "6 weeks + 1 week", TIGHT),
    ("6 weeks + 1 day", "6 weeks", LOOSER),
    ("5 weeks + 2 weeks", "6 weeks + 1 week", TIGHT),
    ("5 weeks + 15 days", "6 weeks + 1 week", LOOSER),
    ("43 days", "6 weeks + 1 week", LOOSER),
    # calendar with calendar
    ("2 a quarter", "1 a quarter", TIGHT),
    ("1 a quarter", "2 a quarter", LOOSER),
    ("1 a month", "3 a quarter", TIGHT),
    ("1 a month", "4 a quarter", LOOSER),
    ("3 a quarter", "1 a month", LOOSER),
    ("1 a quarter", "2 a half-year", TIGHT),
    ("1 a quarter", "3 a half-year", LOOSER),
    ("1 a half-year", "2 a year", TIGHT),
    ("1 a half-year", "3 a year", LOOSER),
    ("2 a half-year", "1 a quarter", LOOSER),
    ("12 a year", "1 a year", TIGHT),
    ("12 a year", "1 a half-year", LOOSER),
    ("1 a week", "3 a month", TIGHT),  # February 2022 begins on a Tuesday: three whole weeks
    ("1 a week", "4 a month", LOOSER),
    ("1 a week", "12 a quarter", TIGHT),
    ("1 a week", "13 a quarter", LOOSER),
    ("1 a week", "51 a year", TIGHT),
    ("1 a week", "52 a year", LOOSER),
    ("4 a month", "1 a week", LOOSER),
    ("1 a month", "1 a month in march", TIGHT),
    ("1 a month in march", "1 a month", LOOSER),
    ("1 a month in march september", "1 a month in march", TIGHT),
    ("1 a month in march", "1 a month in march september", LOOSER),
    ("1 a month in march september", "1 a half-year", TIGHT),
    ("1 a month in march june", "1 a half-year", LOOSER),
    ("1 a month in march", "1 a year", TIGHT),
    ("1 a month in march", "2 a year", LOOSER),
    ("1 a quarter", "1 a month in march", LOOSER),
    # rolling with calendar: weeks of 7 days, months of 28 to 31, quarters of 90 to 92, half-years to 184
    ("7 days", "1 a week", TIGHT),
    ("8 days", "1 a week", LOOSER),
    ("4 weeks", "1 a month", TIGHT),
    ("29 days", "1 a month", UNSURE),
    ("31 days", "1 a month", UNSURE),
    ("32 days", "1 a month", LOOSER),
    ("14 days", "2 a month", TIGHT),
    ("15 days", "2 a month", UNSURE),
    ("16 days", "2 a month", LOOSER),
    ("90 days", "1 a quarter", TIGHT),
    ("91 days", "1 a quarter", UNSURE),
    ("92 days", "1 a quarter", UNSURE),
    ("93 days", "1 a quarter", LOOSER),
    ("181 days", "1 a half-year", TIGHT),
    ("182 days", "1 a half-year", UNSURE),
    ("184 days", "1 a half-year", UNSURE),
    ("185 days", "1 a half-year", LOOSER),
    ("365 days", "1 a year", TIGHT),
    ("366 days", "1 a year", UNSURE),
    ("367 days", "1 a year", LOOSER),
    ("3 weeks + 1 week", "1 a month", TIGHT),
    ("3 weeks + 8 days", "1 a month", UNSURE),
    ("3 weeks + 11 days", "1 a month", LOOSER),
    ("31 days", "1 a month in march", TIGHT),
    ("32 days", "1 a month in march", LOOSER),
    ("30 days", "1 a month in march september", TIGHT),
    ("31 days", "1 a month in march september", UNSURE),
    # calendar with rolling: from the first day of one to the last of the next, and from first to first
    ("1 a week", "13 days", TIGHT),
    ("1 a week", "12 days", UNSURE),
    ("1 a week", "7 days", UNSURE),
    ("1 a week", "6 days", LOOSER),
    ("2 a week", "11 days", TIGHT),
    ("2 a week", "10 days", UNSURE),
    ("2 a week", "4 days", UNSURE),
    ("2 a week", "3 days", LOOSER),
    ("1 a month", "61 days", TIGHT),  # 1 July to 31 August
    ("1 a month", "60 days", UNSURE),
    ("1 a month", "31 days", UNSURE),
    ("1 a month", "30 days", LOOSER),
    ("1 a month", "30 days + 1 day", UNSURE),
    ("1 a month", "29 days + 1 day", LOOSER),
    ("1 a month", "60 days + 1 day", UNSURE),
    ("2 a month", "59 days", TIGHT),
    ("2 a month", "58 days", UNSURE),
    ("2 a month", "16 days", UNSURE),
    ("2 a month", "15 days", LOOSER),
    ("1 a quarter", "183 days", TIGHT),  # 1 July to 31 December
    ("1 a quarter", "182 days", UNSURE),
    ("1 a quarter", "92 days", UNSURE),
    ("1 a quarter", "91 days", LOOSER),
    ("1 a half-year", "365 days", TIGHT),  # 1 January to 31 December of a leap year
    ("1 a half-year", "364 days", UNSURE),
    ("1 a half-year", "184 days", UNSURE),
    ("1 a half-year", "183 days", LOOSER),
    ("1 a year", "730 days", TIGHT),
    ("1 a year", "729 days", UNSURE),
    ("1 a year", "366 days", UNSURE),
    ("1 a year", "365 days", LOOSER),
    ("1 a month in march september", "213 days", TIGHT),  # 1 March to 30 September
    ("1 a month in march september", "212 days", UNSURE),
    ("1 a month in march september", "184 days", UNSURE),
    ("1 a month in march september", "183 days", LOOSER),
    # after an event with after an event
    ("joining: 7 days, 30 days", "joining: 7 days", TIGHT),
    ("joining: 7 days", "joining: 7 days, 30 days", LOOSER),
    ("joining: 6 days, 30 days", "joining: 7 days, 30 days", TIGHT),
    ("joining: 7 days, 31 days", "joining: 7 days, 30 days", LOOSER),
    ("joining: 1 week", "joining: 7 days", TIGHT),
    ("ordering: 5 working days", "ordering: 7 days", TIGHT),
    ("ordering: 7 days", "ordering: 5 working days", TIGHT),
    ("ordering: 8 days", "ordering: 5 working days", LOOSER),
    ("ordering: 6 working days", "ordering: 8 days", LOOSER),
    ("returning: 7 days / 14 days", "returning: 7 days", TIGHT),
    ("returning: 7 days / 28 days", "returning: 7 days", TIGHT),
    ("returning: 7 days / 29 days", "returning: 7 days", LOOSER),
    ("leaving: 30 days before 14 days", "leaving: 30 days before 14 days", TIGHT),
    ("leaving: 30 days before 13 days", "leaving: 30 days before 14 days", TIGHT),
    ("leaving: 30 days before 15 days", "leaving: 30 days before 14 days", LOOSER),
    ("leaving: 30 days", "leaving: 30 days before 14 days", TIGHT),
    ("leaving: 30 days before 2 weeks", "leaving: 30 days", LOOSER),
    ("leaving: 31 days before 14 days", "leaving: 30 days before 14 days", LOOSER),
    ("leaving: 30 days", "joining: 30 days", UNSURE),
    ("joining: 7 days", "returning: 7 days", UNSURE),
    ("ordering: 7 days", "joining: 7 days", UNSURE),
    # after an event with others
    ("joining: 7 days", "1 a year", UNSURE),
    ("1 a week", "joining: 90 days", UNSURE),
    ("returning: 7 days", "6 weeks", UNSURE),
    ("7 days", "ordering: 90 days", UNSURE),
]


@pytest.mark.parametrize(("own", "other", "outcome"), TABLE, ids=[f"{one} - {two}" for one, two, _ in TABLE])
def test_one_cadence_is_held_against_another(own: str, other: str, outcome: CadenceOrder) -> None:
    assert compare_cadences(cadence(own), cadence(other)) is outcome


@pytest.mark.parametrize(
    ("own", "other", "year_starts", "outcome"),
    [
        ("1 a month in march august", "1 a half-year", 1, TIGHT),
        ("1 a month in march august", "1 a half-year", 3, LOOSER),  # both in March to August
        ("89 days", "1 a quarter", 2, TIGHT),  # February to April
        ("90 days", "1 a quarter", 2, UNSURE),
        ("1 a quarter", "183 days", 2, TIGHT),
        ("1 a quarter", "183 days", 5, TIGHT),
        ("1 a quarter", "182 days", 3, UNSURE),  # 1 March to 31 August, 183 days on
        ("1 a week", "3 a month", 6, TIGHT),
    ],
)
def test_periods_are_those_of_the_organisations_year(
    own: str, other: str, year_starts: int, outcome: CadenceOrder
) -> None:
    assert compare_cadences(cadence(own), cadence(other), year_starts) is outcome


# What the outcome promises, by arithmetic on days

Spaced = CalendarCadence | RollingCadence
Pair = tuple[Spaced, Spaced, int, CadenceOrder]
PAIRS: list[Pair] = [
    (own, other, year_starts, compare_cadences(own, other, year_starts))
    for texts in sorted({text for one, two, _ in TABLE for text in ((one, two), (two, one))})
    for own, other in [tuple(map(cadence, texts))]
    for year_starts in (1, 3, 4)
    if own and other and not isinstance(own, EventCadence) and not isinstance(other, EventCadence)
]


def windows(cadence: CalendarCadence, year_starts: int) -> Iterator[Period]:
    for period in periods(cadence.per, FIRST, LAST, year_starts):
        if not cadence.only or MONTHS[period.first.month - 1] in cadence.only:
            yield period


def days_keeping(cadence: Spaced, year_starts: int, dice: Random) -> list[date]:
    """Draw the days of touchpoints that keep a cadence over eleven years, as late and as uneven as may be."""
    if isinstance(cadence, RollingCadence):
        days, last = [FIRST], cadence.limit_with_grace
        while days[-1] < LAST:
            days.append(days[-1] + timedelta(days=dice.choice((last, last, dice.randint(1, last)))))
        return days
    drawn: list[date] = []
    for window in windows(cadence, year_starts):
        every = [window.first + timedelta(days=number) for number in range(window.days)]
        count = cadence.at_least
        drawn += dice.choice((every[:count], every[-count:], dice.sample(every, count)))
    return sorted(drawn)


def is_kept(cadence: Spaced, year_starts: int, days: list[date]) -> bool:
    """Whether the days keep a cadence in the windows they span, or from the first of them to the last."""
    if isinstance(cadence, RollingCadence):
        return all((later - sooner).days <= cadence.limit_with_grace for sooner, later in pairwise(days))
    return all(
        bisect_right(days, window.last) - bisect_left(days, window.first) >= cadence.at_least
        for window in windows(cadence, year_starts)
        if window.first >= FIRST and window.last <= LAST
    )


@examples(40, 300)
@given(pair=st.sampled_from([pair for pair in PAIRS if pair[3] is TIGHT]), seed=st.integers(0, 10**6))
def test_days_that_keep_a_cadence_keep_every_looser_one(pair: Pair, seed: int) -> None:
    own, other, year_starts, _ = pair

    days = days_keeping(own, year_starts, Random(seed))

    assert is_kept(own, year_starts, days)
    assert is_kept(other, year_starts, days)


LESS = [pair for pair in PAIRS if pair[3] is not TIGHT and not getattr(pair[1], "grace", None)]
"""Without those whose limit alone is broken, and not the grace."""


@examples(20, 100)
@given(pair=st.sampled_from(LESS))
def test_a_looser_cadence_is_kept_where_a_tighter_is_broken(
    pair: Pair,
) -> None:
    own, other, year_starts, _ = pair

    tries = (days_keeping(own, year_starts, Random(seed)) for seed in range(400))

    assert any(not is_kept(other, year_starts, days) for days in tries)


# The same with the engine as the judge

JUDGED = [
    ("5 weeks + 2 weeks", "6 weeks + 1 week"),
    ("3 weeks", "6 weeks"),
    ("4 weeks", "1 a month"),
    ("90 days", "1 a quarter"),
    ("1 a month", "61 days"),
    ("1 a week", "3 a month"),
    ("1 a month in march september", "1 a half-year"),
]


def missed(text: str, days: list[date]) -> int:
    """Return how many windows of two years are missed under a cadence, with touchpoints on these days."""
    held = " ".join(map(str, days))
    stays = [stay("2025-01-01", "2026-12-31")]
    case = make("2027-01-01", agreement("2025-01-01", written(text)), members=stays, held=held)
    return sum(window.state is State.MISSED for window in engine(case).windows)


@pytest.mark.parametrize(("own", "other"), JUDGED)
@pytest.mark.parametrize("seed", range(3))
def test_the_engine_misses_nothing_under_what_is_looser(own: str, other: str, seed: int) -> None:
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    mine = cadence(own)
    assert mine
    assert not isinstance(mine, EventCadence)
    drawn = days_keeping(mine, 1, Random(seed))
    days = [first, *(day for day in drawn if first < day <= last)]

    assert compare_cadences(mine, cadence(other)) is TIGHT
    assert (missed(own, days), missed(other, days)) == (0, 0)

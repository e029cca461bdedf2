"""Which ranges are published, by sizes alone."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.pulse_answers import AnswerCounts
from checks.model.service import Metric
from checks.publish.cells import Standing, exact_cell, range_cell
from checks.publish.ranges import (
    WHOLE,
    Part,
    ShareRange,
    is_safe,
    range_of,
    ranges_between,
    share_percent,
    team_borders,
    total_borders,
)
from checks.publish.releases import published_mean
from checks.wording.language import ENGLISH


@pytest.mark.parametrize(
    ("people", "windows", "agreed", "borders"),
    [
        (3, 1, 90, ()),
        (6, 13, 90, ()),
        (7, 1, 90, (50,)),
        (9, 3, 90, (50,)),
        (10, 1, 90, (70,)),
        (10, 3, 90, (50, 70)),
        (15, 1, 80, (50, 80)),
        (12, 1, 75, (50, 75)),
        (30, 1, 90, (50, 70, 80, 90)),
        (30, 1, 85, (50, 70, 85)),
        (200, 1, None, (50, 70, 80, 90)),
        (8, 1, 100, (50,)),
    ],
)
def test_a_team_has_the_finest_ranges_that_tell_nobody(
    people: int, windows: int, agreed: int | None, borders: tuple[int, ...]
) -> None:
    assert team_borders(people, windows, agreed) == borders


def test_what_two_know_and_one_more_lies_on_either_side() -> None:
    assert is_safe(7, (50,))
    assert not is_safe(6, (50,))
    assert is_safe(30, (90,))
    assert not is_safe(29, (90,))
    assert not is_safe(2, (50,))
    assert is_safe(2, ())


@pytest.mark.parametrize(
    ("parts", "known", "borders"),
    [
        ([Part(WHOLE, 1_000, 1_000, 1, 1)], 20, tuple(range(5, 96))),
        ([Part(WHOLE, 60, 60, 1, 1)], 11, tuple(range(25, 81, 5))),
        ([Part(WHOLE, 60, 60, 1, 1)], 60, ()),
        ([Part(WHOLE, 20, 20, 1, 1)], 4, (50, 70)),
        ([Part(ShareRange(50, 100), 30, 30, 1, 1), Part(ShareRange(0, 50), 30, 30, 1, 1)], 11, (50, 55)),
        ([Part(ShareRange(50, 100), 15, 15, 1, 1), Part(ShareRange(0, 50), 15, 15, 1, 1)], 11, ()),
        ([Part(WHOLE, 100, 100, 1, 3)], 11, (40, 45, 50, 55, 60)),
        ([], 2, ()),
        ([Part(WHOLE, 40, 40, 0, 0)], 2, ()),
    ],
)
def test_a_total_tells_no_more_than_its_teams_leave_open(
    parts: list[Part], known: int, borders: tuple[int, ...]
) -> None:
    assert total_borders(parts, known) == borders


def test_a_total_has_no_finer_steps_than_asked_for() -> None:
    assert total_borders([Part(WHOLE, 1_000, 1_000, 1, 1)], 20, step=10) == tuple(range(10, 91, 10))


@given(met=st.integers(0, 60), missed=st.integers(0, 60), borders=st.sets(st.integers(1, 99), max_size=6))
def test_each_share_lies_in_one_range(met: int, missed: int, borders: set[int]) -> None:
    due = met + missed
    lies_in = range_of(met, due, tuple(borders))

    ranges = list(ranges_between(tuple(borders)))
    assert lies_in in ranges
    assert [first.below for first, _ in pairwise(ranges)] == [second.least for _, second in pairwise(ranges)]
    if due:
        share = Fraction(100 * met, due)
        assert lies_in.least <= share
        assert share < lies_in.below or lies_in.below == 100
    else:
        assert lies_in == ranges[-1]


def test_the_mark_follows_from_the_range_alone() -> None:
    cells = [
        range_cell(ShareRange(least, below), Fraction(80, 100))
        for least, below in ((80, 100), (50, 100), (70, 80), (0, 70), (0, 50))
    ]

    assert [cell.standing for cell in cells] == [
        Standing.KEPT,
        Standing.UNKNOWN,
        Standing.BELOW,
        Standing.FAR,
        Standing.FAR,
    ]
    words = [str(cell.band) for cell in cells]
    assert words == ["≥80%", "≥50%", "70–80%", "<70%", "<50%"]
    assert [cell.band.spoken(ENGLISH) for cell in cells if cell.band][2:4] == [
        "70% to under 80%",
        "under 70%",
    ]
    percent = range_cell(ShareRange(87, 88)).band
    assert percent is not None
    assert (str(percent), percent.spoken(ENGLISH)) == ("87%", "87%")


def test_exact_counts_stand_where_their_share_does() -> None:
    agreed = Fraction(9, 10)

    standings = [exact_cell(met, 20, agreed).standing for met in (18, 17, 10)]

    assert standings == [Standing.KEPT, Standing.BELOW, Standing.FAR]
    assert exact_cell(17, 20, agreed, is_below=False).standing is Standing.KEPT
    assert exact_cell(17, 20).standing is Standing.UNKNOWN


def test_a_share_that_is_no_whole_percent_is_no_border() -> None:
    shares = (Fraction(9, 10), Fraction(1, 3), None, Fraction(1))

    assert [share_percent(share) for share in shares] == [90, None, None, 100]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({4: 11}, {"mean": "3.9", "bound": "at least", "about": 15}),
        ({5: 11}, {"mean": "3.9", "bound": "at least", "about": 15}),
        ({1: 11}, {"mean": "2.1", "bound": "at most", "about": 15}),
        ({3: 12, 4: 12}, {"mean": "3.5", "about": 25}),
        ({5: 100}, {"mean": "4.8", "bound": "at least", "about": 100}),
    ],
)
def test_a_mean_near_an_end_says_that_it_is(scores: dict[int, int], expected: dict[str, object]) -> None:
    metric = Metric.model_construct(id="useful", question="Was it useful?", scale=(1, 5), mean_at_least=None)

    assert published_mean(AnswerCounts(tuple(sorted(scores.items()))), metric) == expected

"""The words for counts, hours, scores and cadences."""

from datetime import date
from fractions import Fraction

import pytest

from checks.wording.measures import cadence_words, hours, iso, listed, plural, score
from tests.unit.engine.test_cadence_comparison import cadence as read

CADENCES = {
    "none": "whenever someone asks",
    "6 weeks": "at most 6 weeks apart",
    "6 weeks + 1 week": "at most 6 weeks apart",
    "1 a quarter": "one each quarter",
    "2 a half-year": "two each half-year",
    "3 a year": "three each year",
    "4 a year": "four each year",
    "5 a year": "five each year",
    "6 a year": "six each year",
    "7 a year": "seven each year",
    "1 a month in march september": "one each month (March, September)",
    "joining: 7 days, 30 days, 90 days": "within 7 days, 30 days and 90 days of joining",
    "returning: 1 week": "within 1 week of returning",
    "ordering: 5 working days": "within 5 working days of a request",
    "leaving: 30 days": "within 30 days after leaving",
    "leaving: 30 days before 14 days": "from 14 days before to 30 days after leaving",
}


@pytest.mark.parametrize(("cadence", "words"), CADENCES.items())
def test_a_cadence_in_words(cadence: str, words: str) -> None:
    assert cadence_words(read(cadence)) == words


COUNTED = [
    (0, "member", "", "0 members"),
    (1, "member", "", "1 member"),
    (2, "member", "", "2 members"),
    (1200, "member", "", "1,200 members"),
    (1, "person", "people", "1 person"),
    (2, "person", "people", "2 people"),
]


@pytest.mark.parametrize(("count", "one", "many", "words"), COUNTED)
def test_a_count_with_its_noun(count: int, one: str, many: str, words: str) -> None:
    assert plural(count, one, many) == words


HOURS = {
    Fraction(0): "0 hours",
    Fraction(1, 10): "0.1 hours",
    Fraction(99, 100): "1 hour",
    Fraction(1): "1 hour",
    Fraction(101, 100): "1.1 hours",
    Fraction(6): "6 hours",
    Fraction(601, 100): "6.1 hours",
    Fraction(125, 10): "12.5 hours",
}


@pytest.mark.parametrize(("amount", "words"), HOURS.items(), ids=map(str, HOURS))
def test_hours_are_never_rounded_down(amount: Fraction, words: str) -> None:
    assert hours(amount) == words


SCORES = {Fraction(4): "4.0", Fraction(399, 100): "3.9", Fraction(45, 10): "4.5", Fraction(10): "10.0"}


@pytest.mark.parametrize(("mean", "words"), SCORES.items(), ids=map(str, SCORES))
def test_a_score_is_never_rounded_up(mean: Fraction, words: str) -> None:
    assert score(mean) == words


def test_words_in_a_row_and_a_day() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert iso(date(2026, 1, 2)) == "2026-01-02"

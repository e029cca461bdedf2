"""New days as people type them: alone, among words, in several languages, without their year."""

from datetime import date

import pytest

from checks.imports.typed_moves import DayReader, TypedDays

WRITTEN = date(2026, 11, 23)
THIRD = date(2026, 12, 3)


def days_in(line: str, *, day_first: bool = True) -> TypedDays:
    return DayReader(WRITTEN, day_first).days_of(line)


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-03",
        "New day: 3 December 2026",
        "3 December",
        "December 3rd",
        "Thursday 3 December, 14:00",
        "3 December 2026 at 2:30 pm",
        "we moved it to 3 December 2026",
        "3 December 14",
        "3. joulukuuta",
        "Uusi päivä: torstai 3. joulukuuta klo 14",
        "3.12.",
        "3.12. klo 14.00",
        "Siirretty: to 3.12.2026",
        "Ny dag: 3 december (kl 14)",
        "den 3 december 2026",
        "verschoben auf den 3. Dezember",
        "le 3 décembre 2026",
        "el 3 de diciembre de 2026",
        "3\u00a0December\u00a02026",
    ],
)
def test_a_day_is_read_in_its_line(line: str) -> None:
    assert days_in(line) == TypedDays((THIRD,))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("tomorrow", date(2026, 11, 24)),
        ("New day: in two weeks", date(2026, 12, 7)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("huomenna", date(2026, 11, 24)),
        ("i morgon", date(2026, 11, 24)),
        ("2026, 20 December", date(2026, 12, 20)),
        ("10 January", date(2027, 1, 10)),
        ("10 October", date(2026, 10, 10)),
        ("3 December 2031", date(2031, 12, 3)),
    ],
)
def test_a_day_without_its_year_is_the_nearest(line: str, day: date) -> None:
    assert days_in(line) == TypedDays((day,))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "New day:",
        "Thursday",
        "10-12",
        "Room 12, floor 3",
        "at 14:00",
        "29 February 2026",
        "12 and 17",
        "?",
    ],
)
def test_what_is_no_day_is_none(line: str) -> None:
    assert days_in(line) == TypedDays()


def test_what_can_be_two_days_is_both() -> None:
    assert days_in("5/12/2026") == TypedDays((), (date(2026, 5, 12), date(2026, 12, 5)))
    assert days_in("3.12.", day_first=False).unclear == (THIRD, date(2027, 3, 12))
    assert days_in("13/12", day_first=False).days == (date(2026, 12, 13),)


def test_each_day_of_a_line_is_read() -> None:
    assert days_in("from 12 November to 3 December 2026").days == (date(2026, 11, 12), THIRD)


def test_the_first_line_with_a_day_counts() -> None:
    reader = DayReader(WRITTEN, day_first=True)
    lines = ["Hello,", "New day: 3 December", "Sent from a phone on 5 December 2026"]
    assert reader.first_days(lines) == TypedDays((THIRD,))


def test_it_gives_up_after_some_tries() -> None:
    reader = DayReader(WRITTEN, day_first=True)
    reader.first_days(["12 red 13 blue 14 green 15 black 16 white"] * 50)
    assert reader.tries == 0

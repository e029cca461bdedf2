"""A row is a person by id, with days; names make no id, and what is not clear is refused by line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.column_recognition import ColumnAnswers, TableKind, recognise_columns
from checks.imports.column_words import is_heading
from checks.imports.people_rows import (
    KnownPeople,
    PeopleRows,
    absence_rows,
    known_people,
    people_rows,
    person_id,
)
from checks.imports.table_text import text_table_of

KNOWN = known_people(
    {"ada@example.org": "p-ada"}, [("Bo Lund", "p-bo"), ("Kim Ek", "p-kim"), ("Kim Ek", "p-other")]
)
HEADER = "Employee ID,Full Name,Department,Hire Date,Termination Date,Leave Start,Leave End,Status\n"


def read(*rows: str, header: str = HEADER) -> PeopleRows:
    table = text_table_of("hr.csv", (header + "\n".join(rows)).encode(), is_heading)
    return people_rows(recognise_columns(table, TableKind.PEOPLE, ColumnAnswers()), KNOWN)


def away(*rows: str, header: str = "person,from,to,status,days\n") -> PeopleRows:
    table = text_table_of("away.csv", (header + "\n".join(rows)).encode(), is_heading)
    return absence_rows(recognise_columns(table, TableKind.ABSENCES, ColumnAnswers()), KNOWN)


IDS = {
    "p-ada": "p-ada",
    "010023": "p-010023",
    "E1024": "e1024",
    "EMP 0012": "emp-0012",
    "Ada@Example.org": "p-ada",
    "Lund, Bo": "p-bo",
    "BO LUND": "p-bo",
    "Kim Ek": None,
    "Ada Berg": None,
    "Ada": None,
    "x@example.org": None,
    "../quay1": None,
    "p-a, from: 2020": None,
}


@pytest.mark.parametrize(("text", "person"), IDS.items(), ids=IDS)
def test_an_id_is_never_made_of_a_name(text: str, person: str | None) -> None:
    assert person_id(text, KNOWN) == person


@given(st.text(max_size=60))
def test_whatever_a_cell_holds_comes_out_as_an_id_or_nothing(text: str) -> None:
    from checks.model.base import parse_id

    person = person_id(text, KnownPeople({}, {}))
    assert person is None or parse_id(person) == person


REFUSED = {
    "no person": (",,Deck,2026-01-01,,,,", "the person is missing"),
    "a name for an id": ("Ada Berg,,Deck,2026-01-01,,,,", "invalid person"),
    "no day": ("1,,Deck,,,,,", "the start date is missing"),
    "no date": ("1,,Deck,soon,,,,", "invalid start date"),
    "days backwards": ("1,,Deck,2026-02-01,2026-01-01,,,", "the end date is before the start date"),
    "no team": ("1,,,2026-02-01,,,,", "the team is missing"),
    "left without a day": ("1,,Deck,2026-02-01,,,,Terminated", "the status shows that the person has left"),
    "never came": ("1,,Deck,2026-02-01,,,,Rescinded", "the status is 'rescinded'"),
    "leave without a first day": (
        "1,,Deck,2026-02-01,,,2026-03-01,",
        "the start of leave is missing",
    ),
    "leave backwards": ("1,,Deck,2026-02-01,,2026-04-01,2026-03-01,", "the end of leave is before"),
}


@pytest.mark.parametrize(("row", "words"), REFUSED.values(), ids=REFUSED)
def test_a_row_is_refused_by_its_line(row: str, words: str) -> None:
    rows = read("7,,Deck,2026-01-05,,,,Active", row)

    assert [(bad.line, words in bad.why) for bad in rows.bad] == [(3, True)]
    assert "p-7" in [known.person for known in rows.rows]


DAYS = {
    "no end": ("1,,Deck,2026-01-05,9999-12-31,,,", (date(2026, 1, 5), None)),
    "no end so far": ("1,,Deck,2026-01-05,2099-12-31,,,", (date(2026, 1, 5), None)),
    "no end with dots": ("1,,Deck,2026-01-05,31.12.9999,,,", (date(2026, 1, 5), None)),
    "an end": ("1,,Deck,2026-01-05,2026-03-01,,,", (date(2026, 1, 5), date(2026, 3, 1))),
    "before all rosters": ("1,,Deck,1987-06-01,,,,", (date(2000, 1, 1), None)),
    "numbers of Excel": ("1,,Deck,46027,,,,", (date(2026, 1, 5), None)),
}


@pytest.mark.parametrize(("row", "days"), DAYS.values(), ids=DAYS)
def test_days_are_read(row: str, days: tuple[date, date | None]) -> None:
    assert [(known.first, known.last) for known in read(row).rows] == [days]


def test_exact_double_rows_are_one() -> None:
    rows = read("1,,Deck,2026-01-05,,,,", "1,,Deck,2026-01-05,,,,")

    assert len(rows.rows) == 1
    assert rows.notes == ("1 row repeats another and is read once",)


ABSENCES = {
    "approved": ("p-ada,2026-12-07,2026-12-11,Approved,5", (date(2026, 12, 7), date(2026, 12, 11))),
    "until further notice": ("p-ada,2026-12-07,,Approved,", (date(2026, 12, 7), None)),
    "a day by its number": ("p-ada,2026-12-07,,Approved,1", (date(2026, 12, 7), date(2026, 12, 7))),
    "rejected": ("p-ada,2026-12-07,2026-12-11,Rejected,5", "the status is 'rejected'"),
    "cancelled": ("p-ada,2026-12-07,2026-12-11,Canceled,5", "the status is 'canceled'"),
    "not decided": ("p-ada,2026-12-07,2026-12-11,Pending,5", "the status is 'pending'"),
    "a status nobody knows": ("p-ada,2026-12-07,2026-12-11,Perhaps,5", "unknown status 'perhaps'"),
    "half a day": (
        "p-ada,2026-12-07,2026-12-07,Approved,0.5",
        "it is shorter than a day, so it is not an absence",
    ),
    "days without an end": ("p-ada,2026-12-07,,Approved,5", "it takes 5 days, but the end date is missing"),
}


@pytest.mark.parametrize(("row", "outcome"), ABSENCES.values(), ids=ABSENCES)
def test_an_absence_is_what_was_granted(row: str, outcome: tuple[date, date | None] | str) -> None:
    read_rows = away("p-bo,2026-01-01,2026-01-02,Approved,2", row)

    if isinstance(outcome, str):
        assert [(bad.line, bad.why) for bad in read_rows.bad] == [(3, outcome)]
    else:
        assert [(span.first, span.last) for span in read_rows.away[1:]] == [outcome]

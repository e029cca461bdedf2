"""How dates are written is found in the whole column; what may be two days is nobody's guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.column_dates import DateOrder, date_column_of, is_blank, parse_column_day

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST

WRITTEN = {
    "2026-11-02": date(2026, 11, 2),
    "2026/11/2": date(2026, 11, 2),
    "20261102": date(2026, 11, 2),
    "2.11.2026": date(2026, 11, 2),
    "2. 11. 2026": date(2026, 11, 2),
    "2026-11-02 00:00:00": date(2026, 11, 2),
    "2026-11-02T00:00:00Z": date(2026, 11, 2),
    "11/13/2026 12:00:00 AM": date(2026, 11, 13),
    "13-11-2026": date(2026, 11, 13),
    "05/05/2026": date(2026, 5, 5),
    "2 Nov 2026": date(2026, 11, 2),
    "02-Nov-2026": date(2026, 11, 2),
    "November 2, 2026": date(2026, 11, 2),
    "2. November 2026": date(2026, 11, 2),
    "2. marraskuuta 2026": date(2026, 11, 2),
    "2 novembre 2026": date(2026, 11, 2),
    "46328": date(2026, 11, 2),
    "46328.0": date(2026, 11, 2),
    "2958465": date(9999, 12, 31),
    "31.12.9999": date(9999, 12, 31),
    "02/11/2026": None,
    "02/11/26": None,
    "2026-02-30": None,
    "2026-11-02 14:30": None,
    "13/13/2026": None,
    "010023": None,
    "soon": None,
    "": None,
}


@pytest.mark.parametrize(("text", "day"), WRITTEN.items(), ids=WRITTEN)
def test_a_day_is_read_when_it_can_be_one_day_only(text: str, day: date | None) -> None:
    assert parse_column_day(text, None) == day


COLUMNS = {
    "a month first": (["03/04/2026", "03/13/2026"], None, MONTH, 0),
    "a day first": (["03/04/2026", "13/03/2026"], None, DAY, 0),
    "nothing decides": (["03/04/2026", "05/05/2026"], None, None, 1),
    "an answer": (["03/04/2026"], DAY, DAY, 0),
    "the column before an answer": (["03/13/2026"], DAY, MONTH, 0),
    "the same day in both ways": (["05/05/2026"], None, None, 0),
    "one astray among others": (["2026-01-01", "2.3.2026", "03/04/2026"], None, None, 0),
    "both ways": (["03/13/2026", "13/03/2026", "03/04/2026"], None, None, 0),
    "no dates": (["", "-"], None, None, 0),
}


@pytest.mark.parametrize(("values", "answer", "order", "undecided"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_decides_its_order(
    values: list[str], answer: DateOrder | None, order: DateOrder | None, undecided: int
) -> None:
    column = date_column_of(values, answer)

    assert (column.order, len(column.undecided)) == (order, undecided)


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2089, 12, 31)), min_size=1, max_size=30),
    st.sampled_from(DateOrder),
)
def test_a_column_is_read_as_written_or_asked_about(days: list[date], order: DateOrder) -> None:
    form = "%d/%m/%Y" if order is DAY else "%m/%d/%Y"
    texts = [day.strftime(form) for day in days]

    column = date_column_of(texts)

    if not column.undecided:
        assert [parse_column_day(text, column.order) for text in texts] == days


def test_what_systems_write_for_nothing_is_blank() -> None:
    assert all(map(is_blank, ("", "-", "n/a", "NULL", "00.00.0000")))

"""Counts add up, whichever way they are asked for, and a share is exact."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.counts import FIELDS, Counts, count_windows, counts_of
from checks.engine.window import State, Window
from checks.wording.measures import against_agreed, percent, share_of

WINDOWS = st.lists(
    st.builds(
        Window,
        service=st.sampled_from(["one-on-one", "review"]),
        member=st.sampled_from(["p-ada", "p-ben", None]),
        period=st.sampled_from(["2026-Q1", "2026-Q2"]),
        first=st.just(1),
        last=st.just(90),
        state=st.sampled_from(State),
        days_due=st.integers(0, 90),
        days_overdue=st.integers(0, 90),
    ),
    max_size=30,
)
KEYS = st.frozensets(st.sampled_from(["team", "service", "period", "member"]))


@given(WINDOWS)
def test_met_and_missed_are_what_was_due(windows: list[Window]) -> None:
    counts = counts_of(windows)

    assert counts.met + counts.missed == counts.due
    assert counts.due + counts.waived + counts.not_owed + counts.running == len(windows)
    assert counts.running_met <= counts.running


@given(WINDOWS, KEYS)
def test_the_sum_is_the_same_by_whatever_it_is_asked_for(windows: list[Window], by: frozenset[str]) -> None:
    rows = count_windows("harbour", windows, by)

    assert sum(rows.values(), Counts()) == counts_of(windows)
    assert all(rows.values())
    for key in rows:
        assert {name for name, part in key._asdict().items() if part is not None} <= by


@given(WINDOWS, WINDOWS)
def test_counts_of_two_lists_are_the_sum_of_their_counts(one: list[Window], other: list[Window]) -> None:
    assert counts_of(one) + counts_of(other) == counts_of([*one, *other])


def test_counts_are_named_in_the_order_of_their_values() -> None:
    assert Counts(*range(1, 10)).values() == tuple(range(1, 10))
    assert len(FIELDS) == 9


def test_nothing_due_is_neither_all_nor_nothing() -> None:
    assert Counts().share is None
    assert Counts(not_owed=3, running=1).share is None
    assert Counts(due=3, missed=3).share == 0
    assert Counts(due=3, met=2, missed=1).share == Fraction(2, 3)
    assert share_of(0, 0) == "nothing due"


SHARES = {
    "all": (24, 24, "100% (24 of 24), agreed 90%"),
    "the example of the design": (21, 24, "87.5% (21 of 24), agreed 90%"),
    "just below all is not all": (1999, 2000, "99.9% (1,999 of 2,000), agreed 90%"),
    "just below what was agreed does not look like it": (8999, 10_000, "89.9% (8,999 of 10,000), agreed 90%"),
    "exactly what was agreed": (9, 10, "90% (9 of 10), agreed 90%"),
    "nothing": (0, 7, "0% (0 of 7), agreed 90%"),
}


@pytest.mark.parametrize(("met", "due", "words"), SHARES.values(), ids=SHARES)
def test_a_share_is_worded_with_its_counts(met: int, due: int, words: str) -> None:
    assert against_agreed(met, due, Fraction(9, 10)) == words


@given(st.integers(0, 3_000), st.integers(1, 3_000), st.integers(0, 1_000))
def test_what_is_below_the_agreed_share_never_reads_like_more(met: int, due: int, tenths: int) -> None:
    share, agreed = Fraction(min(met, due), due), Fraction(tenths, 1_000)

    shown = Fraction(percent(share).removesuffix("%")) / 100

    assert shown <= share < shown + Fraction(1, 1_000)
    assert (shown < agreed) == (share < agreed)

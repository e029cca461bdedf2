"""Arithmetic on stretches of days, against sets of days."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from checks.engine.spans import Days, Spans, clip, common, includes, union, without

DAY = st.integers(1, 60)
PAIRS = st.lists(st.tuples(DAY, DAY), max_size=8)
SPANS = PAIRS.map(union)


def days(spans: Spans) -> set[int]:
    return {day for first, last in spans for day in range(first, last + 1)}


@given(PAIRS)
def test_a_union_has_the_days_of_all_in_order_and_apart(pairs: list[tuple[int, int]]) -> None:
    spans = union(pairs)

    assert days(spans) == days(tuple(pairs))
    assert all(first <= last for first, last in spans)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(spans))
    assert union(spans) == spans == union(reversed(pairs))


@given(SPANS, SPANS)
def test_common_days_are_those_in_both(one: Spans, other: Spans) -> None:
    assert days(common(one, other)) == days(one) & days(other)
    assert common(one, other) == common(other, one)


@given(SPANS, SPANS)
def test_days_without_others_are_those_in_one_alone(one: Spans, other: Spans) -> None:
    left = without(one, other)

    assert days(left) == days(one) - days(other)
    assert list(left) == sorted(left)
    assert days(left) | days(common(one, other)) == days(one)


@given(SPANS, DAY, DAY)
def test_clipping_keeps_the_days_between(spans: Spans, one: int, other: int) -> None:
    first, last = sorted((one, other))

    assert days(clip(spans, first, last)) == {day for day in days(spans) if first <= day <= last}


@given(SPANS, DAY)
def test_a_day_is_had_when_it_is_among_them(spans: Spans, day: int) -> None:
    assert includes(spans, day) == (day in days(spans))


@given(SPANS, DAY, DAY)
def test_days_are_numbered_in_order_from_one(spans: Spans, first: int, last: int) -> None:
    numbered, plain = Days(spans), sorted(days(spans))

    assert len(numbered) == len(plain)
    assert [numbered.day(number) for number in range(1, len(plain) + 1)] == plain
    assert numbered.until(last) == sum(day <= last for day in plain)
    assert numbered.between(first, last) == sum(first <= day <= last for day in plain)

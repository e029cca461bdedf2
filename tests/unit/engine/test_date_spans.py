"""Stretches of dates, against sets of dates; and the days on which somebody may give, at the ends of the calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.model.base import FOREVER
from tests.support.oracle.memory import team_cases
from tests.support.oracle.settled import QUARTERLY, agreement, make

DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
SPANS = st.lists(st.tuples(DAYS, DAYS), max_size=8).map(DateSpans.joined)


def dates(spans: DateSpans) -> set[date]:
    return {first + number * DAY for first, last in spans for number in range((last - first).days + 1)}


@given(SPANS, SPANS)
def test_stretches_are_joined_shared_and_taken_away_as_sets_are(spans: DateSpans, others: DateSpans) -> None:
    assert dates(spans | others) == dates(spans) | dates(others)
    assert dates(spans & others) == dates(spans) & dates(others)
    assert dates(spans - others) == dates(spans) - dates(others)


@given(SPANS, DAYS, DAYS)
def test_days_are_counted_clipped_and_asked_for(spans: DateSpans, first: date, last: date) -> None:
    assert spans.count == len(dates(spans))
    assert spans.first == min(dates(spans), default=None)
    assert bool(spans) == bool(dates(spans))
    assert (first in spans) == (first in dates(spans))
    assert dates(spans.clip(first, last)) == {day for day in dates(spans) if first <= day <= last}


def case(above: str) -> TeamCase:
    team = next(team_cases(make("2026-04-02", agreement("2025-01-01", QUARTERLY))))
    return replace(team, above=None) if above == "unread" else team


@pytest.mark.parametrize(
    ("roles", "above"), [("anyone", "read"), ("leaders-leader", "unread")], ids=["anyone", "not known who"]
)
def test_who_may_be_anybody_gives_on_every_day(roles: str, above: str) -> None:
    team = case(above)

    for days in (
        team.days_given(frozenset({roles}), "p-ada"),
        team.days_with_giver(frozenset({roles}), "p-ada"),
    ):
        assert list(days) == [(date.min, FOREVER)]
        assert not DateSpans.between(date(2000, 1, 1), FOREVER) - days
    assert team.may_give("p-somebody", frozenset({roles}), date(2000, 1, 1))


def test_without_anybody_above_nobody_gives_what_they_give() -> None:
    team = case("read")

    assert not team.days_with_giver(frozenset({"leaders-leader"}), "p-ada")
    assert not team.may_give("p-somebody", frozenset({"leaders-leader"}), date(2026, 1, 1))

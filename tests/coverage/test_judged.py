"""A team judged: rows by quarter, what was promised in each, and whose initiative it was."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from checks.coverage.judged import JudgedTeam, Touchpoints, judge_team
from tests.cadence.judging import read_case
from tests.oracle.settled import QUARTERLY, agreement, make, row, stay
from tests.oracle.walk import Case

FOUR = [stay("2026-01-01", person=f"p-{name}") for name in ("ada", "ben", "cleo", "dan")]
AGREED = agreement("2025-01-01", QUARTERLY, coverage_at_least="75%")


def judged(case: Case) -> JudgedTeam:
    return judge_team(read_case(case), case.as_of.toordinal())


def seen(*names: str) -> list[dict[str, str]]:
    return [row("2026-02-03", member=f"p-{name}") for name in names]


BELOW: dict[str, tuple[dict[str, Any], list[str], str]] = {
    "as many as agreed": ({}, ["ada", "ben", "cleo"], "kept"),
    "one too few": ({}, ["ada", "ben"], "below"),
    "as few as may be missed": ({"may_miss": "2"}, ["ada", "ben"], "kept"),
    "one more than may be missed": ({"may_miss": "1"}, ["ada", "ben"], "below"),
    "nobody": ({}, [], "below"),
}


@pytest.mark.parametrize(("said", "names", "verdict"), BELOW.values(), ids=BELOW)
def test_a_quarter_is_below_when_share_and_allowance_are_both_missed(
    said: dict[str, Any], names: list[str], verdict: str
) -> None:
    team = judged(make("2026-04-02", {**AGREED, **said}, members=FOUR, rows=seen(*names)))

    (closed,) = team.closed_rows()
    assert closed.period.name == "2026-Q1"
    assert closed.counts.share == Fraction(len(names), 4)
    assert closed.people == 4
    assert closed.below == (verdict == "below")


def test_a_quarter_with_nothing_due_is_never_below() -> None:
    away = [("2026-01-01", "2026-03-31")]

    team = judged(make("2026-04-02", AGREED, members=[stay("2026-01-01")], absences=away))

    assert [(one.counts.share, one.below) for one in team.closed_rows()] == [(None, False)]


def test_a_promise_is_the_one_in_force_at_the_end_of_its_quarter() -> None:
    later = {"from": "2026-04-01", "coverage_at_least": "50%"}

    team = judged(make("2026-07-01", AGREED, later, members=FOUR, rows=seen("ada", "ben")))

    shares = {one.period.name: one.promise.share for one in team.coverage.rows if one.promise}
    assert (shares["2026-Q1"], shares["2026-Q2"]) == (Fraction(3, 4), Fraction(1, 2))


def test_the_playbook_promises_where_the_agreement_does_not() -> None:
    agreed = agreement("2025-01-01", QUARTERLY)

    team = judged(make("2026-04-02", agreed, members=FOUR, rows=seen("ada")))

    (closed,) = team.closed_rows()
    assert closed.promise
    assert closed.promise.share == Fraction(9, 10)
    assert closed.promise.place.path == "playbook/playbook.yaml"


def test_the_mix_counts_days_of_held_rows_by_initiative() -> None:
    rows = [row("2026-02-03"), row("2026-02-04", initiative="inbound"), row("2026-02-05", "missed")]

    team = judged(make("2026-04-02", AGREED, members=[stay("2026-01-01")], rows=[*rows, row("2026-02-03")]))

    assert team.coverage.touchpoints == (Touchpoints("talk", "2026-Q1", held=2, outbound=1, inbound=1),)
    assert team.coverage.logged_to == date(2026, 2, 4).toordinal()


def test_members_are_counted_on_the_first_and_the_last_day_of_their_stay() -> None:
    stays = [stay("2026-01-10", "2026-03-10"), *FOUR[1:]]

    days = ["2026-01-09", "2026-01-10", "2026-03-10", "2026-03-11"]
    assert [len(read_case(make(day, AGREED, members=stays)).present) for day in days] == [3, 4, 4, 3]

"""The calendar's corners through the engine: one member, one service, the windows with their days."""

from datetime import date
from typing import Any

import pytest

from checks.engine.touchpoints import Uncounted, UncountedReason
from checks.engine.window import LateMember, State
from tests.support.judging import engine
from tests.support.oracle.settled import ROLLING, agreement, make, row, stay
from tests.support.oracle.walk import Case


def calendar(per: str, **said: Any) -> dict[str, Any]:
    return agreement("2023-01-01", {"at_least": "1", "per": per, **said})


def early(as_of: str, agreed: dict[str, Any], first: str, last: str, **said: Any) -> Case:
    """A case whose horizon is 2023, with a member from `first` to `last`."""
    playbook = {
        "logs_from": "2023-01-01",
        "terms": [{"from": "2023-01-01", "owed_when_present": "50%"}],
        **said.pop("playbook", {}),
    }
    return make(as_of, agreed, members=[stay(first, last)], playbook=playbook, **said)


CORNERS = {
    "touchpoint on the leap day": (
        early("2024-03-01", calendar("month"), "2024-02-01", "2024-02-29", held="2024-02-29"),
        ["2024-02-01 2024-02-29 2024-Q1 met"],
    ),
    "joined on the leap day, the last of its month": (
        early("2024-03-01", calendar("month"), "2024-02-29", "2024-02-29"),
        ["2024-02-01 2024-02-29 2024-Q1 not owed"],
    ),
    "touchpoint on 31 December": (
        early("2025-01-01", calendar("year"), "2024-01-01", "2024-12-31", held="2024-12-31"),
        ["2024-01-01 2024-12-31 2024-Q4 met"],
    ),
    "touchpoint on 31 December, a day too late for the month before": (
        early("2025-01-01", calendar("month"), "2024-11-01", "2024-12-31", held="2024-12-31"),
        ["2024-11-01 2024-11-30 2024-Q4 missed", "2024-12-01 2024-12-31 2024-Q4 met"],
    ),
    "week 53 belongs to the quarter its Sunday lies in": (
        early("2027-01-04", calendar("week"), "2026-12-28", "2027-01-03", held="2027-01-01"),
        ["2026-12-28 2027-01-03 2027-Q1 met"],
    ),
    "joined and met on the first day": (
        early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", held="2026-07-01"),
        ["2026-07-01 2026-09-30 2026-Q3 met"],
    ),
    "met on the day before joining": (
        early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", held="2026-06-30"),
        ["2026-07-01 2026-09-30 2026-Q3 missed"],
    ),
    "a window is running on its last day": (
        early("2026-09-30", calendar("quarter"), "2026-07-01", "2026-09-30"),
        ["2026-07-01 2026-09-30 2026-Q3 open"],
    ),
    "and kept once it is met": (
        early("2026-09-30", calendar("quarter"), "2026-07-01", "2026-09-30", held="2026-09-30"),
        ["2026-07-01 2026-09-30 2026-Q3 kept"],
    ),
    "exactly half of a quarter's 92 days is owed": (
        early("2026-10-01", calendar("quarter"), "2026-08-16", "2026-09-30"),
        ["2026-07-01 2026-09-30 2026-Q3 missed"],
    ),
    "a day less is not": (
        early("2026-10-01", calendar("quarter"), "2026-08-17", "2026-09-30"),
        ["2026-07-01 2026-09-30 2026-Q3 not owed"],
    ),
    "two on one day count once": (
        early(
            "2026-10-01",
            agreement("2023-01-01", {"at_least": "2", "per": "quarter"}),
            "2026-07-01",
            "2026-09-30",
            rows=[row("2026-07-01"), row("2026-07-01", initiative="inbound")],
        ),
        ["2026-07-01 2026-09-30 2026-Q3 missed"],
    ),
    "a month that is not named has no window": (
        early("2026-10-01", calendar("month", only=["september"]), "2026-07-01", "2026-09-30"),
        ["2026-09-01 2026-09-30 2026-Q3 missed"],
    ),
    "a year that starts in April": (
        early(
            "2026-04-01",
            calendar("quarter"),
            "2026-01-01",
            "2026-03-31",
            held="2026-03-31",
            playbook={"year_starts": "april"},
        ),
        ["2026-01-01 2026-03-31 FY2025-Q4 met"],
    ),
    "a half-year from February": (
        early(
            "2026-02-01",
            calendar("half-year"),
            "2025-08-01",
            "2026-01-31",
            playbook={"year_starts": "february"},
        ),
        ["2025-08-01 2026-01-31 FY2025-Q4 missed"],
    ),
    "nobody in the team yet": (early("2026-10-01", calendar("quarter"), "2026-10-02", "2026-12-31"), []),
}


@pytest.mark.parametrize(("case", "expected"), CORNERS.values(), ids=CORNERS)
def test_corners_of_the_calendar_are_judged(case: Case, expected: list[str]) -> None:
    found = engine(case)

    told = [f"{window.first} {window.last} {window.period} {window.state}" for window in found.windows]
    assert told == expected


@pytest.mark.parametrize("state", ["booked", "ordered", "declined", "cancelled", "missed", "withdrawn"])
def test_a_compulsory_service_is_met_by_held_rows_alone(state: str) -> None:
    case = early(
        "2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", rows=[row("2026-07-20", state)]
    )

    assert [one.state for one in engine(case).windows] == [State.MISSED]


def test_an_offered_service_is_met_by_a_no() -> None:
    offered = agreement("2023-01-01", {"at_least": "1", "per": "quarter"}, obligation="offered")
    rows = [row("2026-07-20", "declined")]

    found = engine(early("2026-10-01", offered, "2026-07-01", "2026-09-30", rows=rows))

    assert [one.state for one in found.windows] == [State.MET]


UNCOUNTED = {
    "the member says it did not take place": {"acknowledged": "no"},
    "given by nobody": {"given_by": ""},
    "given by somebody who may not": {"given_by": "p-visitor"},
    "given by the receiver": {"given_by": "p-ada"},
    "of a guest": {"member": "p-guest"},
}


@pytest.mark.parametrize("said", UNCOUNTED.values(), ids=UNCOUNTED)
def test_what_does_not_count_meets_nothing(said: dict[str, str]) -> None:
    rows = [{**row("2026-07-20"), **said}]

    found = engine(early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", rows=rows))

    assert [one.state for one in found.windows] == [State.MISSED]


def test_days_of_held_rows_are_told_by_initiative_each_once() -> None:
    rows = [row("2026-07-20", uid="0" * 16), row("2026-07-20"), row("2026-07-21", initiative="inbound")]

    found = engine(early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", rows=rows))

    held = found.touchpoints["talk", "p-ada"]
    monday = date(2026, 7, 20).toordinal()
    assert (held.days, held.outbound, held.inbound) == ((monday, monday + 1), (monday,), (monday + 1,))


def test_what_nobody_but_the_receiver_may_give_is_not_owed() -> None:
    alone = early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", team={"coaches": []})
    leaders = [{"person": "p-ada", "from": "2024-01-01"}]
    alone.teams["harbour"]["leaders"] = leaders

    assert [one.state for one in engine(alone).windows] == [State.NOT_OWED]


STEPS = {"after": "joining", "within": ["7 days", "30 days"]}
ORDERED = {"after": "ordering", "within": ["3 days"]}
AFTER = {
    "steps, the first met and the second not": (
        early("2026-10-01", agreement("2023-01-01", STEPS), "2026-07-01", "2026-09-30", held="2026-07-03"),
        ["2026-07-01 2026-07-03 met after 2026-07-01, 1", "2026-07-09 2026-07-31 missed after 2026-07-01, 2"],
    ),
    "a step cut short": (
        early("2026-10-01", agreement("2023-01-01", STEPS), "2026-07-01", "2026-07-20"),
        [
            "2026-07-01 2026-07-08 missed after 2026-07-01, 1",
            "2026-07-09 2026-07-20 not owed after 2026-07-01, 2",
        ],
    ),
    "a step that nothing ends, for nobody gives it": (
        early(
            "2026-07-10",
            agreement("2023-01-01", STEPS, given_by=["coach"]),
            "2026-07-01",
            "2026-12-31",
        ),
        ["2026-07-01 2026-12-31 not owed after 2026-07-01, 1"],
    ),
    "an order": (
        early(
            "2026-07-10",
            agreement("2023-01-01", ORDERED),
            "2026-07-01",
            "2026-12-31",
            rows=[row("2026-07-03", "ordered"), row("2026-07-05")],
        ),
        ["2026-07-03 2026-07-05 met after 2026-07-03, 1"],
    ),
}


@pytest.mark.parametrize(("case", "expected"), AFTER.values(), ids=AFTER)
def test_a_window_after_an_event_says_which_event_and_step(case: Case, expected: list[str]) -> None:
    told = [
        f"{window.first} {window.last} {window.state} after {window.event}, {window.step}"
        for window in engine(case).windows
    ]

    assert told == expected


def test_those_late_now_are_told_by_service_and_member() -> None:
    case = make("2026-03-01", ROLLING, members=[stay("2026-01-01"), stay("2026-01-11", person="p-ben")])
    case.services["review"] = case.services["talk"]

    result = engine(case)

    assert sorted(result.late) == [
        LateMember(service, member, date(2026, 2, day), days)
        for service in ("review", "talk")
        for member, day, days in (("p-ada", 13, 17), ("p-ben", 23, 7))
    ]


def test_a_rolling_window_has_the_days_of_its_period() -> None:
    found = engine(make("2026-03-01", ROLLING, members=[stay("2026-01-01")]))

    (window,) = found.windows
    assert [window.first, window.last] == [date(2026, 1, 1), date(2026, 3, 31)]


WHY = {
    "somebody who is on no line": ({"member": "p-zoe"}, [UncountedReason.GUEST]),
    "before the stay": ({"date": "2026-06-30"}, [UncountedReason.OUTSIDE_STAY]),
    "on the last day of the stay": ({"date": "2026-09-30"}, []),
    "after the stay": ({"date": "2026-10-01"}, [UncountedReason.OUTSIDE_STAY]),
    "the receiver": ({"given_by": "p-ada"}, [UncountedReason.OWN_GIVER]),
    "somebody without a role": ({"given_by": "p-zoe"}, [UncountedReason.NOT_ENTITLED]),
    "nobody said": ({"given_by": ""}, [UncountedReason.NO_GIVER]),
    "in order": ({}, []),
}


@pytest.mark.parametrize(("said", "expected"), WHY.values(), ids=WHY)
def test_why_a_row_does_not_count(said: dict[str, str], expected: list[UncountedReason]) -> None:
    rows = [{**row("2026-07-20"), **said}]

    found = engine(early("2026-10-01", calendar("quarter"), "2026-07-01", "2026-09-30", rows=rows))

    assert found.uncounted == tuple(Uncounted(0, why) for why in expected)


def test_a_row_on_a_day_without_terms_does_not_count() -> None:
    later = agreement("2026-08-01", {"at_least": "1", "per": "quarter"})

    found = engine(early("2026-10-01", later, "2026-07-01", "2026-09-30", held="2026-07-20"))

    assert [one.state for one in found.windows] == [State.MISSED]
    assert found.uncounted == ()


def test_who_is_late_stays_late_whatever_terms_follow() -> None:
    tighter = {"from": "2026-03-20", "cadence": {"at_most_apart": "5 weeks"}}
    looser = {"from": "2026-03-25", "cadence": {"at_most_apart": "6 weeks", "grace": "1 day"}}
    agreed = ROLLING

    results = [
        engine(make("2026-04-01", agreed, *later, members=[stay("2026-01-01")])).late
        for later in ([], [tighter], [tighter, looser])
    ]

    assert [[late.since.isoformat() for late in result] for result in results] == [["2026-02-13"]] * 3

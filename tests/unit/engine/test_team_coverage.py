"""A team judged: rows by quarter, what was promised in each, and whose initiative it was."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from checks.engine.organisation_totals import (
    CoverageChange,
    OrganisationTotals,
    coverage_changes,
)
from checks.engine.team_coverage import (
    JudgedTeam,
    TouchpointCounts,
    evaluate_coverage,
    mix_quarters,
    promise_on,
)
from checks.model.agreed_terms import default_terms_by_day, default_terms_on
from checks.model.frequency import PromisedWorkload
from tests.support.judging import read_case
from tests.support.oracle.settled import QUARTERLY, agreement, make, row, stay
from tests.support.oracle.walk import Case

FOUR = [stay("2026-01-01", person=f"p-{name}") for name in ("ada", "ben", "cleo", "dan")]
LONG = [stay("2025-01-01", person=f"p-{name}") for name in ("ada", "ben", "cleo", "dan")]
AGREED = agreement("2025-01-01", QUARTERLY, coverage_at_least="75%")


def judged(case: Case) -> JudgedTeam:
    return evaluate_coverage(read_case(case), case.as_of)


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
def test_a_quarter_is_below_where_share_and_allowance_fail(
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


def test_a_promise_is_that_of_the_end_of_its_quarter() -> None:
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

    assert team.coverage.touchpoints == (
        TouchpointCounts("talk", "2026-Q1", held=2, outbound=1, inbound=1, receivers=1),
    )
    assert team.coverage.logged_to == date(2026, 2, 4)


def test_who_is_met_in_several_quarters_is_one_person() -> None:
    days = {"p-ada": ("2026-02-03", "2026-05-04", "2026-07-02"), "p-ben": ("2026-02-03",)}
    rows = [row(day, member=member) for member, of in days.items() for day in of]

    team = judged(make("2026-07-03", AGREED, members=FOUR, rows=rows))

    receivers = {one.period: (one.held, one.receivers) for one in team.coverage.touchpoints}
    assert receivers == {"2026-Q1": (2, 1), "2026-Q2": (1, 1), "2026-Q3": (1, 0)}


def test_members_count_on_the_first_and_last_day_of_a_stay() -> None:
    stays = [stay("2026-01-10", "2026-03-10"), *FOUR[1:]]

    days = ["2026-01-09", "2026-01-10", "2026-03-10", "2026-03-11"]
    assert [len(read_case(make(day, AGREED, members=stays)).present) for day in days] == [3, 4, 4, 3]


def test_what_is_known_of_a_team() -> None:
    leaders = [
        {"person": "p-grace", "from": "2024-01-01"},
        {"person": "p-hugo", "from": "2024-01-01", "to": "2026-04-01"},
        {"person": "p-ivan", "from": "2026-04-02"},
    ]
    coaches = [{"person": "p-kim", "from": "2026-04-03"}, {"person": "p-lea", "from": "2024-01-01"}]
    own = [{"from": "2026-01-01", "may_miss": "1"}]
    said = {"leaders": leaders, "coaches": coaches, "part_of": "quay", "agreements": {"talk": own}}

    team = judged(make("2026-04-02", AGREED, members=FOUR, team=said)).coverage

    assert (team.team, team.name, team.part_of) == ("harbour", "Harbour", "quay")
    assert (team.size, team.leaders, team.coaches, team.logged_to) == (4, 2, 1, None)
    assert [(one.service, one.team, one.may_miss) for one in team.own] == [("talk", "harbour", 1)]


def test_those_late_are_told_by_service_the_longest_first() -> None:
    weekly = agreement("2025-01-01", {"at_most_apart": "7 days"})
    rows = [row("2026-03-01", member="p-ben"), row("2026-03-02", member="p-dan")]
    case = make("2026-04-02", weekly, members=FOUR, rows=rows)
    case.services["review"] = case.services["talk"]

    team = judged(case)

    assert team.coverage.late == (("review", 4), ("talk", 4))
    assert [one.member for one in team.late("talk")] == ["p-ada", "p-cleo", "p-ben", "p-dan"]
    assert [one.member for one in team.late("review")] == ["p-ada", "p-ben", "p-cleo", "p-dan"]
    assert team.late("retro") == ()


QUARTERS = {
    "the last day of a quarter": ("2026-03-31", "january", ["2025-Q4"], ["2026-Q1"]),
    "the first day of the next": ("2026-04-01", "january", ["2026-Q1"], ["2026-Q2"]),
    "a year from February": ("2026-04-02", "february", ["FY2025-Q4"], ["FY2026-Q1"]),
}


@pytest.mark.parametrize(("as_of", "starts", "closed", "running"), QUARTERS.values(), ids=QUARTERS)
def test_rows_of_the_last_closed_and_of_the_running_quarter(
    as_of: str, starts: str, closed: list[str], running: list[str]
) -> None:
    team = judged(make(as_of, AGREED, playbook={"year_starts": starts}))

    assert [one.period.name for one in team.closed_rows()] == closed
    assert [one.period.name for one in team.running_rows()] == running
    assert [one.service for one in team.closed_rows()] == ["talk"]
    assert team.coverage.row("talk", closed[0]) == team.closed_rows()[0]
    assert team.coverage.row("review", closed[0]) is None


def test_a_window_that_ends_later_has_its_row_there() -> None:
    yearly = agreement("2025-01-01", {"at_least": "1", "per": "year"})

    team = judged(make("2026-04-02", yearly, members=FOUR, playbook={"year_starts": "february"}))

    (later,) = (one for one in team.coverage.rows if one.counts.running)
    assert (later.period.name, later.period.days, later.people) == ("FY2026-Q4", 92, 4)


def test_terms_for_a_group_alone_promise_what_they_say() -> None:
    group = agreement("2026-02-02", QUARTERLY, **{"for": "probation"}, coverage_at_least="75%", may_miss="2")
    groups = {"groups": [{"id": "probation", "title": "In probation"}]}
    members = [stay("2026-01-01", group="probation"), stay("2026-01-01", person="p-ben")]

    team = read_case(make("2026-04-02", group, members=members, playbook=groups))

    first = date(2026, 2, 2)
    assert promise_on(team, "talk", first - timedelta(days=1)) is None
    found = promise_on(team, "talk", first)
    assert found
    assert (found.share, found.may_miss, found.agreed.group) == (Fraction(3, 4), 2, "probation")


def test_a_promise_stands_where_it_was_last_said() -> None:
    later = {"from": "2026-04-01", "cadence": {"at_least": "2", "per": "quarter"}}
    latest = {"from": "2026-07-01", "coverage_at_least": "50%", "may_miss": "3"}
    team = read_case(make("2026-12-01", AGREED, later, latest))

    days = [date(2026, month, 1) for month in (1, 4, 7)]
    found = [one for one in (promise_on(team, "talk", day) for day in days) if one]

    assert [one.share for one in found] == [Fraction(3, 4), Fraction(3, 4), Fraction(1, 2)]
    assert [one.may_miss for one in found] == [0, 0, 3]
    assert found[0].place == found[1].place
    assert found[1].place.path == "playbook/services/talk.yaml"
    assert found[1].place.line < found[2].place.line
    assert [one.agreed.first for one in found] == [date(2025, 1, 1), *days[1:]]


def test_quarters_are_those_of_the_year_that_starts_in_february() -> None:
    case = make(
        "2026-05-02",
        AGREED,
        members=LONG,
        rows=[row("2026-02-03"), row("2025-12-03")],
        playbook={"year_starts": "february"},
    )

    team = judged(case)

    assert [one.period.name for one in team.closed_rows()] == ["FY2026-Q1"]
    assert [(one.period, one.held) for one in team.coverage.touchpoints] == [
        ("FY2025-Q4", 1),
        ("FY2026-Q1", 1),
    ]
    assert [quarter.name for quarter in mix_quarters(team.case.playbook, team.case.as_of)][-2:] == [
        "FY2025-Q4",
        "FY2026-Q1",
    ]


def test_quarters_are_compared_in_a_year_from_february() -> None:
    agreed = agreement("2025-01-01", QUARTERLY)
    case = make("2026-05-02", agreed, members=LONG, playbook={"year_starts": "february"}, rows=seen("ada"))

    ((service, rows),) = coverage_changes(judged(case))

    assert (service, rows.before.period.name, rows.after.period.name) == ("talk", "FY2025-Q4", "FY2026-Q1")
    assert CoverageChange(rows.before.counts, rows.after.counts).drop == Fraction(-1, 4)


def test_quarters_are_compared_from_the_first_judged_day_on() -> None:
    agreed = agreement("2025-01-01", QUARTERLY)
    days = {"2026-01-01": 1, "2026-01-02": 0}

    found = {
        first: len(list(coverage_changes(judged(make("2026-07-02", agreed, playbook={"logs_from": first})))))
        for first in days
    }

    assert found == days


def test_confirmations_and_chosen_coaches_are_counted() -> None:
    coaches = [{"person": name, "from": "2025-01-01"} for name in ("p-alan", "p-bea")]
    members = [stay("2026-01-05", "2026-03-05", coach="p-alan")]
    rows = [
        row("2026-01-05", given_by="p-alan", acknowledged="yes"),
        row("2026-02-05", given_by="p-bea"),
        row("2026-03-05", given_by="p-alan"),
        row("2026-02-06"),
    ]
    agreed = {**AGREED, "given_by": ["leader", "coach"]}

    team = judged(make("2026-04-02", agreed, members=members, rows=rows, team={"coaches": coaches}))

    (counted,) = team.coverage.touchpoints
    assert (counted.held, counted.acknowledged, counted.by_chosen, counted.by_another) == (4, 1, 2, 1)


def test_what_is_promised_is_added_up_for_all_who_give() -> None:
    organisation = OrganisationTotals()

    organisation.add(judged(make("2026-04-02", AGREED, members=FOUR)))

    assert organisation.promised == PromisedWorkload(Fraction(4 * 4 * 45, 60 * 52), 1)
    assert OrganisationTotals().promised == PromisedWorkload(Fraction(0), 0)


def test_a_day_before_the_first_terms_has_those() -> None:
    eras = default_terms_by_day(read_case(make("2026-04-02", AGREED, members=FOUR)).playbook.terms)

    terms = default_terms_on(eras, date(2020, 1, 1))

    assert terms.owed_when_present == Fraction(1, 2)
    assert terms.drop_place.path == "playbook/playbook.yaml"

"""`outbound plan`: in time, when both are there, and within the hours there are."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checks.cli import group
from tests.support.calling import replaced
from tests.support.rolling_repository import DAY, laid, rows, team


def plan(root: Path, *words: str) -> Result:
    return CliRunner().invoke(
        group, ["--root", str(root), "plan", "--as-of", DAY, *words], catch_exceptions=False
    )


def planned(root: Path) -> dict[str, dict[str, object]]:
    return {one["member"]: one for one in json.loads(plan(root, "--format", "json").output)["rows"]}


def capacity(hours: int) -> dict[str, str]:
    return replaced(
        "playbook/playbook.yaml",
        (
            "  smallest_group: 5\n",
            f"  smallest_group: 5\ncapacity: {{leader_hours_per_week: {hours}}}\n",
        ),
    )


def test_each_gets_a_working_day_before_the_last_one(tmp_path: Path) -> None:
    found = planned(laid(tmp_path))

    assert str(found["p-mia"]["day"]) <= "2026-12-03"
    assert found["p-ada"]["day"] == "2026-11-24"
    assert {one["giver"] for member, one in found.items() if member in ("p-ada", "p-mia")} == {"p-grace"}


def test_nothing_is_planned_while_one_of_both_is_away(tmp_path: Path) -> None:
    away = team(
        "absences:",
        "  - {person: p-grace, from: 2026-11-24, to: 2026-11-26}",
        "  - {person: p-ada, from: 2026-11-27, to: 2026-11-29}",
    )

    found = planned(laid(tmp_path, away))

    assert found["p-ada"]["day"] in ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")


def test_who_has_no_room_hands_on_and_no_week_is_overfull(tmp_path: Path) -> None:
    away = team("absences:", "  - {person: p-grace, from: 2026-11-24, to: 2026-12-31}")

    found = planned(laid(tmp_path, away, capacity(1)))

    assert found["p-ada"]["giver"] == "p-alan"
    assert found["p-ada"]["week"] != found["p-mia"]["week"]


def test_what_cannot_be_is_said_with_what_would_help(tmp_path: Path) -> None:
    away = team(
        "absences:",
        "  - {person: p-grace, from: 2026-11-24, to: 2026-12-31}",
        "  - {person: p-alan, from: 2026-11-24, to: 2026-12-31}",
    )

    found = plan(laid(tmp_path, away))

    assert (
        "no one who can give it is available in time. Options: a deputy or another coach, a waiver or"
        in " ".join(found.output.split())
    )
    assert "2 not possible." in found.output


def test_the_same_plan_for_the_same_input(tmp_path: Path) -> None:
    root = laid(tmp_path)

    assert plan(root, "--format", "markdown").output == plan(root, "--format", "markdown").output


def test_the_load_says_who_carries_how_much(tmp_path: Path) -> None:
    found = plan(laid(tmp_path, capacity(6)), "--load").output

    assert "leader or coach" in found
    assert "Each leader and coach has 6 hours a week for this." in found


def test_what_anyone_may_give_is_told_and_in_nobody_s_week(tmp_path: Path) -> None:
    anyone = replaced(
        "playbook/services/one-on-one.yaml",
        ("given_by: [leader, coach]", "given_by: [anyone]"),
        ("cadence: {at_least: 1, per: quarter}", "cadence: {at_most_apart: 4 weeks}"),
    )

    found = plan(laid(tmp_path, anyone)).output

    assert found.startswith("Anyone may give these\n")
    assert found.endswith("0 planned, 0 already booked, 4 that anyone may give.\n")


def monthly(*givers: str) -> dict[str, str]:
    return replaced(
        "playbook/services/one-on-one.yaml",
        ("cadence: {at_least: 1, per: quarter}", "cadence: {at_least: 1, per: month}"),
        ("given_by: [leader, coach]", f"given_by: [{', '.join(givers)}]"),
    )


NINE = replaced(
    "data/teams/harbour/team.yaml",
    ("members:\n", "members:\n" + "".join(f"  - {{person: p-m{at}, from: 2025-03-01}}\n" for at in range(7))),
)
AWAY_TO_THE_END = team("absences:", "  - {person: p-ada, from: 2026-11-20, to: 2026-12-31}")
BY_THE_QUARTER = replaced("playbook/services/one-on-one.yaml")
IMPOSSIBLE = {
    "the member is away": (
        (BY_THE_QUARTER, rows(), AWAY_TO_THE_END),
        ("--weeks", "6 weeks"),
        "p-ada, One-on-one, 45 min, by Thu 31 Dec: away for the whole period. Options: another date, a waiver",
        1,
    ),
    "a weekend is all there is": (
        (monthly("leader", "coach"), rows()),
        ("--as-of", "2027-01-29"),
        "p-ada, One-on-one, 45 min, by Sun 31 Jan: no working day is left in time. Options: a day that is not a working",
        2,
    ),
    "nobody has an hour left": (
        (monthly("leader", "coach"), rows(), NINE, capacity(1)),
        (),
        "no one who can give it has time. Options: 45 more minutes in one of the weeks, another coach",
        5,
    ),
    "the one who gives it has no hour left": (
        (monthly("leader"), rows(), NINE, capacity(1)),
        (),
        "p-grace has no time left. Options: 45 more minutes in one of the weeks, another coach",
        7,
    ),
}


@pytest.mark.parametrize(("changes", "options", "words", "number"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_why_something_is_not_possible_is_said(
    tmp_path: Path, changes: tuple[dict[str, str], ...], options: tuple[str, ...], words: str, number: int
) -> None:
    found = plan(laid(tmp_path, *changes), "--leader", "p-grace", "--weeks", "1 week", *options).output

    assert words in " ".join(found.split())
    assert f", {number} not possible." in found


@pytest.mark.parametrize(
    ("changes", "head"),
    [
        ((), "  Week of Mon 30 Nov: 1.8 hours, including 1 hour for other bookings"),
        ((capacity(3),), "  Week of Mon 30 Nov: 1.8 hours of 3, including 1 hour for other bookings"),
    ],
    ids=["no capacity", "a capacity"],
)
def test_what_is_booked_besides_takes_of_a_week(
    tmp_path: Path, changes: tuple[dict[str, str], ...], head: str
) -> None:
    booked = rows(
        "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
        "2026-11-24,health-check,,p-grace,outbound,booked,,",
        "2026-12-01,health-check,,p-grace,outbound,booked,,",
    )

    found = plan(laid(tmp_path, booked, *changes), "--leader", "p-grace").output

    assert head in found.splitlines()

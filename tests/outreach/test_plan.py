"""`outbound plan`: in time, when both are there, and within the hours there are."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from checks.cli import group
from tests.cli.calling import replaced
from tests.outreach.laying import DAY, laid, team


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
            "privacy:\n  smallest_group: 5\n",
            f"privacy:\n  smallest_group: 5\ncapacity: {{leader_hours_per_week: {hours}}}\n",
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


def test_who_has_no_room_hands_on_to_a_coach_and_no_week_is_over(tmp_path: Path) -> None:
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

    assert "nobody who may give it is there in time: a deputy or another coach, a waiver, or" in " ".join(
        found.output.split()
    )
    assert "2 not possible." in found.output


def test_the_same_plan_for_the_same_input(tmp_path: Path) -> None:
    root = laid(tmp_path)

    assert plan(root, "--format", "markdown").output == plan(root, "--format", "markdown").output


def test_the_load_says_who_carries_how_much(tmp_path: Path) -> None:
    found = plan(laid(tmp_path, capacity(6)), "--load").output

    assert "giver" in found
    assert "Each has 6 hours a week for what is promised." in found


def test_what_anyone_may_give_is_told_and_in_nobody_s_week(tmp_path: Path) -> None:
    anyone = replaced(
        "playbook/services/one-on-one.yaml",
        ("given_by: [leader, coach]", "given_by: [anyone]"),
        ("cadence: {at_least: 1, per: quarter}", "cadence: {at_most_apart: 4 weeks}"),
    )

    found = plan(laid(tmp_path, anyone)).output

    assert found.startswith("Anyone may give these\n")
    assert found.endswith("0 planned, 0 booked already, 4 that anyone may give.\n")

"""A case under the terms of one day, beside one in which those were agreed from the first day on."""

from datetime import date
from typing import Any

import pytest

from checks.engine.evaluation import evaluate_team
from checks.engine.trial_terms import with_terms_of
from tests.support.judging import read_case
from tests.support.oracle.settled import QUARTERLY, SIX_WEEKS, agreement, make, stay
from tests.support.oracle.walk import Case

AS_OF = "2026-11-20"
MONTHLY = {"at_least": "1", "per": "month"}
NEW = {"for": "new"}
HELD = "2026-01-10 2026-02-20 2026-05-05 2026-08-01 2026-09-30"
MEMBERS = [stay("2025-01-01"), stay("2025-06-01", person="p-ben", group="new")]


def of(*agreements: dict[str, Any], **said: Any) -> Case:
    return make(
        AS_OF,
        *agreements,
        held=HELD,
        members=MEMBERS,
        playbook={"groups": [{"id": "new", "title": "New"}]},
        **said,
    )


def own(first: str, cadence: dict[str, Any]) -> dict[str, Any]:
    return {"team": {"agreements": {"talk": [{"from": first, "cadence": cadence}]}}}


def of_both(first: str) -> list[dict[str, Any]]:
    of_group = {key: value for key, value in agreement(first, MONTHLY, **NEW).items() if key != "teams"}
    return [of_group, {"from": first, "cadence": SIX_WEEKS}]


# What was agreed, the day whose terms are supposed, and what would have to be agreed from the first day on.
CASES: dict[str, tuple[Case, str, Case]] = {
    "terms that have begun": (
        of(agreement("2025-01-01", QUARTERLY), {"from": "2026-07-01", "cadence": SIX_WEEKS}),
        AS_OF,
        of(agreement("2025-01-01", SIX_WEEKS)),
    ),
    "terms to come": (
        of(agreement("2025-01-01", QUARTERLY), {"from": "2027-01-01", "cadence": SIX_WEEKS}),
        "2027-01-01",
        of(agreement("2025-01-01", SIX_WEEKS)),
    ),
    "the day before they come": (
        of(agreement("2025-01-01", QUARTERLY), {"from": "2027-01-01", "cadence": SIX_WEEKS}),
        "2026-12-31",
        of(agreement("2025-01-01", QUARTERLY)),
    ),
    "terms with an end": (
        of(agreement("2025-01-01", QUARTERLY, to="2026-12-31")),
        "2026-12-31",
        of(agreement("2025-01-01", QUARTERLY)),
    ),
    "of a group": (
        of(agreement("2025-01-01", QUARTERLY), agreement("2026-10-01", MONTHLY, **NEW)),
        AS_OF,
        of(agreement("2025-01-01", QUARTERLY), agreement("2025-01-01", MONTHLY, **NEW)),
    ),
    "of one team": (
        of(agreement("2025-01-01", QUARTERLY, teams=["harbour"]), {"from": "2026-07-01", "cadence": SIX_WEEKS}),
        AS_OF,
        of(agreement("2025-01-01", SIX_WEEKS, teams=["harbour"])),
    ),
    "of another team": (
        of(agreement("2025-01-01", QUARTERLY), {"from": "2026-07-01", "teams": ["elsewhere"]}),
        AS_OF,
        of(agreement("2025-01-01", QUARTERLY, teams=["elsewhere"])),
    ),
    "what it does not say stays": (
        of(agreement("2025-01-01", MONTHLY, counts="outbound", obligation="offered"), {"from": "2026-07-01", "given_by": ["coach"]}),
        AS_OF,
        of(agreement("2025-01-01", MONTHLY, counts="outbound", obligation="offered", given_by=["coach"])),
    ),
    "a team's own": (
        of(agreement("2025-01-01", QUARTERLY), **own("2026-07-01", MONTHLY)),
        AS_OF,
        of(agreement("2025-01-01", QUARTERLY), **own("2025-01-01", MONTHLY)),
    ),
    "a team's own for a group and for everybody": (
        of(agreement("2025-01-01", QUARTERLY), team={"agreements": {"talk": [*of_both("2026-07-01")]}}),
        AS_OF,
        of(agreement("2025-01-01", QUARTERLY), team={"agreements": {"talk": [*of_both("2025-01-01")]}}),
    ),
    "a team's own to come": (
        of(agreement("2025-01-01", QUARTERLY), **own("2027-01-01", MONTHLY)),
        AS_OF,
        of(agreement("2025-01-01", QUARTERLY)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_terms_of_one_day_hold_all_along(name: str) -> None:
    agreed, day, along = CASES[name]

    found = evaluate_team(with_terms_of(read_case(agreed), date.fromisoformat(day)))

    assert found.windows == evaluate_team(read_case(along)).windows
    assert found.late == evaluate_team(read_case(along)).late


def test_nothing_agreed_on_the_day_is_nothing_agreed_at_all() -> None:
    case = read_case(of(agreement("2025-01-01", QUARTERLY, to="2026-06-30")))

    assert evaluate_team(with_terms_of(case, date(2026, 7, 1))).windows == ()

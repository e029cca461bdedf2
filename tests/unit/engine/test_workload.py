"""Hours a week that are promised, by who is to give them. The service takes 45 minutes."""

from fractions import Fraction
from typing import Any

import pytest

from checks.engine.evaluation import evaluate_team
from checks.engine.workload import hours_by_giver
from tests.support.judging import read_case
from tests.support.oracle.settled import JOINING, ORDERING, QUARTERLY, SIX_WEEKS, agreement, make, row, stay
from tests.support.oracle.walk import Case

AS_OF = "2026-11-20"
FOUR = [stay("2025-01-01", person=f"p-{name}") for name in ("ada", "ben", "cleo", "dan")]
COACH = {"coaches": [{"person": "p-alan", "from": "2025-01-01"}]}
MINUTES = Fraction(1, 60)


def case(cadence: dict[str, Any] | None, said: dict[str, Any] | None = None, **terms: Any) -> Case:
    agreed = agreement("2025-01-01", cadence or {}, **terms)
    if cadence is None:
        del agreed["cadence"]
    return make(AS_OF, agreed, **{"members": FOUR, **(said or {})})


CASES: dict[str, tuple[Case, dict[str, Fraction]]] = {
    "four a year each": (case(QUARTERLY), {"p-grace": 4 * 4 * 45 * MINUTES / 52}),
    "52 weeks by six": (case(SIX_WEEKS), {"p-grace": 4 * Fraction(52, 6) * 45 * MINUTES / 52}),
    "in two months a year": (
        case({"at_least": "3", "per": "month", "only": ["march", "september"]}),
        {"p-grace": 4 * 6 * 45 * MINUTES / 52},
    ),
    "shared evenly with a coach": (
        case(QUARTERLY, {"team": COACH}, given_by=["leader", "coach"]),
        {"p-grace": 2 * 4 * 45 * MINUTES / 52, "p-alan": 2 * 4 * 45 * MINUTES / 52},
    ),
    "a coach is not entitled": (case(QUARTERLY, {"team": COACH}), {"p-grace": 4 * 4 * 45 * MINUTES / 52}),
    "nobody gives to themselves": (
        case(
            QUARTERLY,
            {"team": COACH, "members": [*FOUR[:1], stay("2025-01-01", person="p-alan")]},
            given_by=["leader", "coach"],
        ),
        {"p-grace": (Fraction(1, 2) + 1) * 4 * 45 * MINUTES / 52, "p-alan": 2 * 45 * MINUTES / 52},
    ),
    "once for the team": (
        case(QUARTERLY, {"service": {"audience": "team"}}),
        {"p-grace": 4 * 45 * MINUTES / 52},
    ),
    "whoever has left or is owed none is left out": (
        case(
            QUARTERLY,
            {
                "members": [
                    FOUR[0],
                    stay("2025-01-01", "2026-11-19", person="p-ben"),
                    stay("2025-01-01", person="p-cleo", owed="none"),
                ]
            },
        ),
        {"p-grace": 4 * 45 * MINUTES / 52},
    ),
    "two joined within 52 weeks, three steps each": (
        case(
            JOINING,
            {
                "members": [
                    stay("2025-11-21", person="p-ben"),
                    stay("2025-11-22", person="p-ada"),
                    stay("2026-02-02", person="p-cleo"),
                ]
            },
        ),
        {"p-grace": 2 * 3 * 45 * MINUTES / 52},
    ),
    "as many orders as came in 52 weeks": (
        case(ORDERING, {"rows": [row("2025-10-01", "ordered"), row("2026-10-01", "ordered")]}, obligation="voluntary"),
        {"p-grace": 45 * MINUTES / 52},
    ),
    "on the first day of the terms and on the last": (
        make(AS_OF, agreement(AS_OF, QUARTERLY, to=AS_OF), members=FOUR),
        {"p-grace": 4 * 4 * 45 * MINUTES / 52},
    ),
    "the terms of the group one is in": (
        make(
            AS_OF,
            agreement("2025-01-01", QUARTERLY),
            agreement("2025-01-01", {"at_least": "1", "per": "month"}, **{"for": "new"}),
            members=[FOUR[0], stay("2025-01-01", person="p-ben", group="new")],
            playbook={"groups": [{"id": "new", "title": "New"}]},
        ),
        {"p-grace": (4 + 12) * 45 * MINUTES / 52},
    ),
    "only what one is owed": (
        case(QUARTERLY, {"members": [FOUR[0], stay("2025-01-01", person="p-ben", owed=["talk"])]}),
        {"p-grace": 2 * 4 * 45 * MINUTES / 52},
    ),
    "whoever has the role since today, or until today": (
        case(
            QUARTERLY,
            {
                "team": {
                    "leaders": [
                        {"person": "p-grace", "from": "2024-01-01", "to": AS_OF},
                        {"person": "p-hal", "from": AS_OF},
                        {"person": "p-ida", "from": "2024-01-01", "to": "2026-11-19"},
                    ]
                }
            },
        ),
        {"p-grace": 2 * 4 * 45 * MINUTES / 52, "p-hal": 2 * 4 * 45 * MINUTES / 52},
    ),
    "what is voluntary takes nothing": (case(QUARTERLY, obligation="voluntary"), {}),
    "without a cadence nothing is promised": (case(None), {}),
    "anyone is nobody in particular": (case(QUARTERLY, given_by=["anyone"]), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_hours_a_week_by_giver(name: str) -> None:
    given, expected = CASES[name]
    one = read_case(given)

    found = {giver: amount for giver, amount in hours_by_giver(one, evaluate_team(one)).items() if amount}

    assert found == expected

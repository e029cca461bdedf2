"""Events at the edges of `owed`, givers, terms and groups, as data: a case, and its counts by period.

What can never be missed can not be met either, and what is cut short before its last day is not owed.
The oracle and the engine are both held against them.
"""

from typing import Any

from tests.support.oracle.settled import (
    FROM_NEW_YEAR,
    MET,
    NOT_OWED,
    ORDERING,
    QUARTERLY,
    agreement,
    make,
    row,
    stay,
)
from tests.support.oracle.walk import Case, Counts

JOINING = {"after": "joining", "within": ["7 days", "30 days"]}
APRIL = "2026-04-10"
NOBODY_OWED = [stay("2026-01-01", owed="none")]
OWED_FROM_FEBRUARY = [stay("2026-01-01", "2026-01-31", owed="none"), stay("2026-02-01")]
OWED_UNTIL_THE_8TH = [stay("2026-01-01", "2026-01-08"), stay("2026-01-09", owed="none")]
MISSED_TWICE = Counts(due=2, missed=2)


def orders(as_of: str, *rows: dict[str, str], **said: Any) -> Case:
    """A case under terms after ordering, with these rows."""
    agreements = said.pop("agreements", [agreement("2025-01-01", ORDERING)])
    return make(as_of, *agreements, rows=list(rows), **said)


def ordered(when: str) -> dict[str, str]:
    return row(when, "ordered", initiative="inbound")


def joined(as_of: str, held: str = "", **said: Any) -> Case:
    """A case under terms after joining."""
    return make(as_of, agreement("2025-01-01", JOINING, **said.pop("terms", {})), held=held, **said)


EVENTS: dict[str, tuple[Case, dict[str, Counts]]] = {
    "an order in a stay without the service, answered": (
        orders(APRIL, ordered("2026-01-07"), row("2026-03-20"), members=NOBODY_OWED),
        {"2026-Q1": NOT_OWED},
    ),
    "an order in a stay without the service, unanswered": (
        orders(APRIL, ordered("2026-01-07"), members=NOBODY_OWED),
        {"2026-Q2": NOT_OWED},
    ),
    "an order in a stay without the service, then with it": (
        orders(APRIL, ordered("2026-01-07"), members=OWED_FROM_FEBRUARY),
        {"2026-Q1": Counts(due=1, missed=1)},
    ),
    "an order in a stay with the service, then without, unanswered": (
        orders(APRIL, ordered("2026-01-07"), members=OWED_UNTIL_THE_8TH),
        {"2026-Q2": NOT_OWED},
    ),
    "an order in a stay with the service, then without, answered": (
        orders(APRIL, ordered("2026-01-07"), row("2026-03-20"), members=OWED_UNTIL_THE_8TH),
        {"2026-Q1": MET},
    ),
    "joined without the service, met": (
        joined(APRIL, "2026-03-20", members=NOBODY_OWED),
        {"2026-Q1": NOT_OWED},
    ),
    "joined without the service, not met": (
        joined(APRIL, members=NOBODY_OWED),
        {"2026-Q2": NOT_OWED},
    ),
    "joined without the service, then with it": (
        joined(APRIL, members=OWED_FROM_FEBRUARY),
        {"2026-Q1": MISSED_TWICE},
    ),
    "joined for a day without the service": (
        joined(APRIL, members=[stay("2026-01-01", "2026-01-01", owed="none"), stay("2026-01-02")]),
        {"2026-Q1": MISSED_TWICE},
    ),
    "joined under voluntary terms": (
        joined(APRIL, terms={"obligation": "voluntary"}, members=FROM_NEW_YEAR),
        {"2026-Q1": Counts(not_owed=2)},
    ),
    "back in a stay without the service, met": (
        make(
            APRIL,
            agreement("2025-01-01", {"after": "returning", "within": ["3 days"]}),
            members=[stay("2025-01-01", owed="none")],
            absences=[("2026-01-01", "2026-02-05")],
            held="2026-02-20",
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "a calendar window met before the horizon alone": (
        make(
            APRIL,
            agreement("2025-01-01", QUARTERLY),
            playbook={"logs_from": "2026-01-15"},
            held="2026-01-10",
        ),
        {"2026-Q1": NOT_OWED, "2026-Q2": Counts(running=1)},
    ),
    "a calendar window in days to come without a giver": (
        make(
            "2026-02-10",
            agreement("2025-01-01", QUARTERLY, given_by=["leaders-leader"]),
            playbook={"terms": [{"from": "2025-01-01", "owed_when_present": "25%"}]},
            members=FROM_NEW_YEAR,
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "an order in days to come without a giver": (
        orders(
            "2026-02-10",
            ordered("2026-01-07"),
            agreements=[agreement("2025-01-01", ORDERING, given_by=["leaders-leader"])],
            members=FROM_NEW_YEAR,
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "a calendar window in which the only leader soon ends": (
        make(
            "2026-02-10",
            agreement("2025-01-01", QUARTERLY),
            members=FROM_NEW_YEAR,
            team={"leaders": [{"person": "p-grace", "from": "2024-01-01", "to": "2026-02-12"}]},
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "an order, and terms that move to other teams": (
        orders(
            APRIL,
            ordered("2026-01-28"),
            agreements=[
                agreement("2025-01-01", ORDERING),
                agreement("2026-02-01", ORDERING, teams=["haven"]),
            ],
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "an order withdrawn after the service ended": (
        orders(
            APRIL,
            ordered("2026-01-28"),
            row("2026-03-01", "cancelled", initiative="inbound"),
            agreements=[agreement("2025-01-01", ORDERING, to="2026-01-31")],
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "an order withdrawn in a gap of the terms": (
        orders(
            APRIL,
            ordered("2026-01-28"),
            row("2026-02-10", "cancelled", initiative="inbound"),
            agreements=[
                agreement("2025-01-01", ORDERING, to="2026-01-31"),
                agreement("2026-03-01", ORDERING),
            ],
        ),
        {},
    ),
    "an order of a group that is left for good": (
        orders(
            APRIL,
            ordered("2026-01-28"),
            agreements=[
                agreement("2025-01-01", ORDERING, to="2025-06-30"),
                {**agreement("2025-01-01", ORDERING), "for": "probation"},
            ],
            members=[stay("2026-01-01", "2026-01-31", group="probation"), stay("2026-02-01")],
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "orders in a stay without the service, answered again and again": (
        orders(
            APRIL,
            ordered("2026-01-07"),
            row("2026-01-30"),
            ordered("2026-02-02"),
            row("2026-03-20"),
            ordered("2026-03-21"),
            members=NOBODY_OWED,
        ),
        {"2026-Q1": Counts(not_owed=2), "2026-Q2": NOT_OWED},
    ),
    "an order that was not owed takes the answer": (
        orders(
            APRIL,
            ordered("2026-01-07"),
            ordered("2026-02-02"),
            row("2026-02-03"),
            members=OWED_FROM_FEBRUARY,
        ),
        {"2026-Q1": Counts(due=2, met=1, missed=1)},
    ),
}

"""What is owed around somebody's last day, as data: a case, and its counts by period, worked out by hand.

Unless it says otherwise: in the team since 1 January 2026, the last day is Tuesday 30 June, and the conversation is
owed from 14 days before it (16 June) to 30 days after it (30 July). Source: docs/adr/0036-after-leaving.md.
The oracle and the engine are both held against them.
"""

from typing import Any

from tests.support.oracle.settled import (
    FROM_NEW_YEAR,
    MET,
    MISSED,
    NOT_OWED,
    QUARTERLY,
    agreement,
    make,
    row,
    stay,
)
from tests.support.oracle.walk import Case, Counts

AROUND = {"after": "leaving", "before": "14 days", "within": ["30 days"]}
AFTER = {"after": "leaving", "within": ["30 days"]}
WORKING = {"after": "leaving", "within": ["5 working days"]}
LEFT = [stay("2026-01-01", "2026-06-30")]
AUTUMN = "2026-09-15"
OPEN = Counts(running=1)


def left(as_of: str, held: str = "", cadence: dict[str, Any] = AROUND, **said: Any) -> Case:
    """A case under terms after leaving, of somebody who left on 30 June."""
    terms = said.pop("terms", {})
    agreements = said.pop("agreements", [agreement("2025-01-01", cadence, **terms)])
    return make(as_of, *agreements, **{"members": LEFT, "held": held, **said})


def waiver(first: str, last: str) -> list[dict[str, Any]]:
    return [{"id": "w-a", "service": "talk", "member": "p-ada", "from": first, "to": last}]


LEAVING: dict[str, tuple[Case, dict[str, Counts]]] = {
    # which days count
    "left, on the first day of the window": (left(AUTUMN, "2026-06-16"), {"2026-Q2": MET}),
    "left, the day before the window": (left(AUTUMN, "2026-06-15"), {"2026-Q3": MISSED}),
    "left, on the last day in the team": (left(AUTUMN, "2026-06-30"), {"2026-Q2": MET}),
    "left, on the last day of the window": (left(AUTUMN, "2026-07-30"), {"2026-Q3": MET}),
    "left, the day after the window": (left(AUTUMN, "2026-07-31"), {"2026-Q3": MISSED}),
    "left, nothing held": (left(AUTUMN), {"2026-Q3": MISSED}),
    "left, without days before: held the day before the last": (
        left(AUTUMN, "2026-06-29", AFTER),
        {"2026-Q3": MISSED},
    ),
    "left, without days before: held on the last day": (left(AUTUMN, "2026-06-30", AFTER), {"2026-Q2": MET}),
    "left, 5 working days: held on the fifth": (left(AUTUMN, "2026-07-07", WORKING), {"2026-Q3": MET}),
    "left, 5 working days: held on the sixth": (left(AUTUMN, "2026-07-08", WORKING), {"2026-Q3": MISSED}),
    "left, a stay shorter than the days before": (
        left(AUTUMN, "2026-06-22", members=[stay("2026-06-22", "2026-06-30")]),
        {"2026-Q2": MET},
    ),
    # the as-of day
    "leaves, the window has not begun": (left("2026-06-15"), {}),
    "leaves, on the first day of the window": (left("2026-06-16"), {"2026-Q3": OPEN}),
    "left, in the middle of the window": (left("2026-07-10"), {"2026-Q3": OPEN}),
    "left, on the last day of the window as of": (left("2026-07-30"), {"2026-Q3": OPEN}),
    "left, the day after as of": (left("2026-07-31"), {"2026-Q3": MISSED}),
    "leaves, held ahead": (left("2026-06-20", "2026-06-18"), {"2026-Q2": MET}),
    "no end is known": (left(AUTUMN, members=FROM_NEW_YEAR), {}),
    "an end written down late": (left("2026-08-20"), {"2026-Q3": MISSED}),
    # absences, pauses, waivers
    "left, away for the last three weeks, held before": (
        left(AUTUMN, "2026-05-27", absences=[("2026-06-10", "2026-06-30")]),
        {"2026-Q2": MET},
    ),
    "left, away for the last three weeks, held too soon": (
        left(AUTUMN, "2026-05-26", absences=[("2026-06-10", "2026-06-30")]),
        {"2026-Q3": MISSED},
    ),
    "left, away without an end": (
        left(AUTUMN, team={"absences": [{"person": "p-ada", "from": "2026-03-01"}]}),
        {"2026-Q3": MISSED},
    ),
    "left, a pause after the last day": (
        left(
            AUTUMN,
            "2026-08-20",
            playbook={"pauses": [{"from": "2026-07-06", "to": "2026-07-26", "services": "all"}]},
        ),
        {"2026-Q3": MET},
    ),
    "left, a day too late after a pause": (
        left(
            AUTUMN,
            "2026-08-21",
            playbook={"pauses": [{"from": "2026-07-06", "to": "2026-07-26", "services": "all"}]},
        ),
        {"2026-Q3": MISSED},
    ),
    "left, waived from before the window on": (
        left(AUTUMN, waivers=waiver("2026-06-01", "2026-09-30")),
        {"2026-Q3": NOT_OWED},
    ),
    "left, waived for some days of the window": (
        left(AUTUMN, waivers=waiver("2026-06-20", "2026-09-30")),
        {"2026-Q3": MISSED},
    ),
    "left, the waiver is still in force": (
        left("2026-07-10", waivers=waiver("2026-06-01", "2026-09-30")),
        {"2026-Q3": OPEN},
    ),
    # stays
    "moved to another team": (
        left(AUTUMN, members=[stay("2026-01-01", "2026-06-30", moved_to="quay")]),
        {},
    ),
    "another stay follows without a gap": (
        left(AUTUMN, members=[stay("2026-01-01", "2026-06-30"), stay("2026-07-01", group="probation")]),
        {},
    ),
    "came back within the window": (
        left(AUTUMN, members=[stay("2026-01-01", "2026-06-30"), stay("2026-07-20")]),
        {"2026-Q3": NOT_OWED},
    ),
    "came back within the window, held before that": (
        left(AUTUMN, "2026-07-10", members=[stay("2026-01-01", "2026-06-30"), stay("2026-07-20")]),
        {"2026-Q3": MET},
    ),
    "came back, and left again": (
        left(
            "2026-12-31",
            "2026-07-10 2026-11-02",
            members=[stay("2026-01-01", "2026-06-30"), stay("2026-09-01", "2026-10-31")],
        ),
        {"2026-Q3": MET, "2026-Q4": MET},
    ),
    "left a team that did not owe it": (
        left(AUTUMN, "2026-07-10", members=[stay("2026-01-01", "2026-06-30", owed="none")]),
        {"2026-Q3": NOT_OWED},
    ),
    # terms
    "left, an offer that was declined afterwards": (
        left(
            AUTUMN,
            terms={"obligation": "offered"},
            rows=[row("2026-07-10", "declined")],
        ),
        {"2026-Q3": MET},
    ),
    "left, voluntary": (
        left(AUTUMN, "2026-07-10", terms={"obligation": "voluntary"}),
        {"2026-Q3": NOT_OWED},
    ),
    "left, the service ended within the window": (
        left(AUTUMN, terms={"to": "2026-07-15"}),
        {"2026-Q3": NOT_OWED},
    ),
    "left, the service ended on the last day, held before": (
        left(AUTUMN, "2026-06-20", terms={"to": "2026-06-30"}),
        {"2026-Q2": MET},
    ),
    "left before the first agreement": (
        left(AUTUMN, agreements=[agreement("2026-07-01", AROUND)]),
        {},
    ),
    "left before the first day that is judged": (
        left(AUTUMN, "2026-07-10", playbook={"logs_from": "2026-07-01"}),
        {},
    ),
    "leaves under terms to come": (
        left("2026-06-20", agreements=[agreement("2026-06-25", AROUND)]),
        {},
    ),
    "left, only what the leader starts counts": (
        left(
            AUTUMN,
            terms={"counts": "outbound"},
            rows=[row("2026-07-10", initiative="inbound")],
        ),
        {"2026-Q3": MISSED},
    ),
    "left, days after count for this alone": (
        left(
            AUTUMN,
            "2026-07-10",
            agreements=[
                agreement("2025-01-01", QUARTERLY, to="2026-06-29"),
                agreement("2026-06-30", AROUND),
            ],
        ),
        {"2026-Q1": MISSED, "2026-Q2": MISSED, "2026-Q3": MET},
    ),
    # givers
    "left, given by the leader of the last day, who has gone since": (
        left(
            AUTUMN,
            "2026-07-10",
            team={"leaders": [{"person": "p-grace", "from": "2024-01-01", "to": "2026-06-30"}]},
        ),
        {"2026-Q3": MET},
    ),
    "left, given by the leader who came after": (
        left(
            AUTUMN,
            rows=[row("2026-07-10", given_by="p-hugo")],
            team={
                "leaders": [
                    {"person": "p-grace", "from": "2024-01-01", "to": "2026-06-30"},
                    {"person": "p-hugo", "from": "2026-07-01"},
                ]
            },
        ),
        {"2026-Q3": MET},
    ),
    "left, given by the leader before the last": (
        left(
            AUTUMN,
            rows=[row("2026-07-10", given_by="p-hugo")],
            team={
                "leaders": [
                    {"person": "p-hugo", "from": "2024-01-01", "to": "2026-03-31"},
                    {"person": "p-grace", "from": "2026-04-01"},
                ]
            },
        ),
        {"2026-Q3": MISSED},
    ),
}

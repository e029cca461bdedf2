"""Clocks that go along to another team, as data: a case, and the first late day in the new team, worked out by hand.

Unless it says otherwise: six weeks (42 days), in quay from Thursday 1 January 2026 (day 0) to Saturday 31 January
(day 30), in harbour from Sunday 1 February (day 31) on. So the first late day is day 43, Friday 13 February. Where the
clock begins anew, 1 February is day 0 and day 43 is Monday 16 March. Source: docs/adr/0043-clocks-go-along.md.
"""

from typing import Any

from tests.support.oracle.settled import MET, MISSED, QUARTERLY, ROLLING, agreement, make, row, stay
from tests.support.oracle.walk import Case, Counts

Stays = list[dict[str, Any]]

THERE: Stays = [stay("2026-01-01", "2026-01-31", moved_to="harbour")]
HERE: Stays = [stay("2026-02-01", moved_from="quay")]
ANEW = "2026-03-16"
LATE_ALREADY: Stays = [stay("2025-12-01", "2026-01-31", moved_to="harbour")]
"""Day 42 is 12 January."""


def own(cadence: dict[str, Any]) -> dict[str, Any]:
    """A team's own terms, from long before."""
    terms = agreement("2025-01-01", cadence)
    del terms["teams"]
    return {"agreements": {"talk": [terms]}}


def moved(
    as_of: str = "2026-04-01",
    *,
    there: Stays = THERE,
    here: Stays = HERE,
    held_there: str = "",
    quay: dict[str, Any] | None = None,
    wharf: Stays | None = None,
    **said: Any,
) -> Case:
    """A case of harbour, to which somebody comes from quay, and perhaps of wharf."""
    case = make(as_of, ROLLING, members=here, **said)
    leaders = case.teams["harbour"]["leaders"]
    case.teams["quay"] = {"leaders": leaders, "members": there, **(quay or {})}
    case.rows["quay"] = [row(when) for when in held_there.split()]
    if wharf:
        case.teams["wharf"] = {"leaders": leaders, "members": wharf}
    return case


FIRST_LATE: dict[str, tuple[Case, str]] = {
    "the clock goes on": (moved(), "2026-02-13"),
    "seen there on 20 January": (moved(held_there="2026-01-20"), "2026-03-04"),
    "seen there on the last day": (moved(held_there="2026-01-31"), "2026-03-15"),
    "seen here on 5 February": (moved(held="2026-02-05"), "2026-03-20"),
    "a weekend between is not owed": (
        moved(
            there=[stay("2026-01-01", "2026-01-30", moved_to="harbour")],
            here=[stay("2026-02-02", moved_from="quay")],
        ),
        "2026-02-15",
    ),
    "31 days between": (moved(here=[stay("2026-03-03", moved_from="quay")]), "2026-03-15"),
    "32 days between": (moved(here=[stay("2026-03-04", moved_from="quay")]), "2026-04-16"),
    "away there for ten days": (
        moved(quay={"absences": [{"person": "p-ada", "from": "2026-01-11", "to": "2026-01-20"}]}),
        "2026-02-23",
    ),
    "away from before the move to after it": (
        moved(
            quay={"absences": [{"person": "p-ada", "from": "2026-01-22", "to": "2026-01-31"}]},
            absences=[("2026-02-01", "2026-02-10")],
        ),
        "2026-03-05",
    ),
    # one end alone, or another team's
    "without `moved_to`": (moved(there=[stay("2026-01-01", "2026-01-31")]), ANEW),
    "without `moved_from`": (moved(here=[stay("2026-02-01")]), ANEW),
    "moved to another one": (
        moved(there=[stay("2026-01-01", "2026-01-31", moved_to="wharf")], wharf=[stay("2025-01-01")]),
        ANEW,
    ),
    "from a team there is not": (moved(here=[stay("2026-02-01", moved_from="pier")]), ANEW),
    "former ids": (
        moved(
            there=[stay("2026-01-01", "2026-01-31", moved_to="port")],
            here=[stay("2026-02-01", moved_from="pier")],
            quay={"formerly": ["pier"]},
            team={"formerly": ["port"]},
        ),
        "2026-02-13",
    ),
    # no clock there
    "not owed there": (
        moved(there=[stay("2026-01-01", "2026-01-31", owed="none", moved_to="harbour")]),
        ANEW,
    ),
    "by the calendar there": (moved(quay=own(QUARTERLY)), ANEW),
    "judged from 11 January on there": (moved(quay={"logs_from": "2026-01-11"}), "2026-02-23"),
    "judged from 1 February on there": (moved(quay={"logs_from": "2026-02-01"}), ANEW),
    "judged from the first day here": (moved(team={"logs_from": "2026-02-01"}), "2026-02-13"),
    "judged from the second day here": (moved(team={"logs_from": "2026-02-02"}), "2026-03-17"),
    # other terms here: 12 days are left on 31 January
    "two weeks here, and 12 days are left": (moved(team=own({"at_most_apart": "2 weeks"})), "2026-02-13"),
    "two weeks here, and 42 days are left": (
        moved(team=own({"at_most_apart": "2 weeks"}), held_there="2026-01-31"),
        "2026-02-16",
    ),
    "ten weeks here": (moved(team=own({"at_most_apart": "10 weeks"})), "2026-03-13"),
    "a week of grace there, none here": (
        moved(quay=own({"at_most_apart": "6 weeks", "grace": "1 week"})),
        "2026-02-20",
    ),
    "a week of grace here, none there": (
        moved(team=own({"at_most_apart": "6 weeks", "grace": "1 week"})),
        "2026-02-20",
    ),
    # late already
    "late already": (moved(there=LATE_ALREADY), "2026-02-01"),
    "late already, ten weeks here": (
        moved(there=LATE_ALREADY, team=own({"at_most_apart": "10 weeks"})),
        "2026-02-10",
    ),
    # chains
    "by way of a third team": (
        moved(
            there=[stay("2026-01-11", "2026-01-31", moved_from="wharf", moved_to="harbour")],
            wharf=[stay("2026-01-01", "2026-01-10", moved_to="quay")],
        ),
        "2026-02-13",
    ),
    "there and back": (
        moved(
            there=[stay("2026-01-11", "2026-01-31", moved_from="harbour", moved_to="harbour")],
            here=[stay("2026-01-01", "2026-01-10", moved_to="quay"), *HERE],
        ),
        "2026-02-13",
    ),
    "stays in a row there": (
        moved(there=[stay("2026-01-01", "2026-01-10"), stay("2026-01-11", "2026-01-31", moved_to="harbour")]),
        "2026-02-13",
    ),
    "here already, without a gap": (moved(here=[stay("2026-01-20", "2026-01-31"), *HERE]), "2026-03-04"),
}

MENDED: dict[str, tuple[Case, Counts]] = {
    "late already, mended on the 14th day": (
        moved(there=LATE_ALREADY, held="2026-02-14 2026-03-01"),
        MET,
    ),
    "late already, mended on the 15th day": (moved(there=LATE_ALREADY, held="2026-02-15 2026-03-01"), MISSED),
    "late on the 13th day, mended on the 14th": (moved(held="2026-02-14 2026-03-01"), MET),
    "late on the 13th day, mended on the 15th": (moved(held="2026-02-15 2026-03-01"), MISSED),
    "anew, and in time": (moved(here=[stay("2026-02-01")], held="2026-02-15 2026-03-01"), MET),
}
"""What becomes of the first quarter of 2026 in harbour, with 59 of its 90 days owed."""

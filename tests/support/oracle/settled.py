"""The settled examples of design.md section 4, and a few corners, as data: a case, and its counts by period.

The oracle and the engine are both held against them.
"""

from datetime import date, timedelta
from typing import Any

from tests.support.oracle.walk import Case, Counts, day, span

QUARTERLY = {"at_least": "1", "per": "quarter"}
SIX_WEEKS = {"at_most_apart": "6 weeks"}
JOINING = {"after": "joining", "within": ["7 days", "30 days", "90 days"]}
ORDERING = {"after": "ordering", "within": ["5 working days"]}


def agreement(first: str, cadence: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {
        "from": first,
        "obligation": "compulsory",
        "given_by": ["leader"],
        "teams": "all",
        "cadence": cadence,
        "counts": "any",
        **said,
    }


def row(when: str, state: str = "held", member: str = "p-ada", **said: str) -> dict[str, str]:
    return {
        "date": when,
        "service": "talk",
        "member": member,
        "given_by": "p-grace",
        "initiative": "outbound",
        "state": state,
        "acknowledged": "",
        "uid": "",
        **said,
    }


def make(as_of: str, *agreements: dict[str, Any], held: str = "", **said: Any) -> Case:
    """A case of one team and one service; `held` names days, else `rows` are given.

    Other words: `members`, `absences`, `team`, `service`, `playbook`, `waivers`.
    """
    return Case(
        as_of=day(as_of),
        playbook={
            "logs_from": "2025-01-01",
            "terms": [{"from": "2025-01-01", "owed_when_present": "50%"}],
            "holidays": "FI",
            **said.get("playbook", {}),
        },
        services={"talk": {"audience": "member", "agreements": list(agreements), **said.get("service", {})}},
        teams={
            "harbour": {
                "leaders": [{"person": "p-grace", "from": "2024-01-01"}],
                "members": said.get("members", [stay("2025-01-01")]),
                "absences": [{"person": "p-ada", "from": a, "to": b} for a, b in said.get("absences", [])],
                **said.get("team", {}),
            }
        },
        waivers={"harbour": said.get("waivers", [])},
        rows={"harbour": said.get("rows", [row(when) for when in held.split()])},
    )


def stay(first: str, last: str | None = None, person: str = "p-ada", **said: Any) -> dict[str, Any]:
    return {"person": person, "from": first, **({"to": last} if last else {}), **said}


def weekly(first: str, last: str) -> str:
    return " ".join(str(when) for when in span(day(first), day(last))[::7])


def weekdays_of_ten_orders() -> list[dict[str, str]]:
    rows = [row("2026-01-05", "ordered")]
    for number in range(9):
        placed = date(2026, 2, 2) + timedelta(weeks=number)  # a Monday
        rows += [row(str(placed), "ordered"), row(str(placed + timedelta(days=2)))]
    return rows


MET = Counts(due=1, met=1)
MISSED = Counts(due=1, missed=1)
NOT_OWED = Counts(not_owed=1)
OLD = agreement("2025-01-01", QUARTERLY)
ROLLING = agreement("2025-01-01", SIX_WEEKS)
FROM_NEW_YEAR = [stay("2026-01-01")]
FIRST_WEEK = {"after": "joining", "within": ["7 days"]}
BACK = {"after": "returning", "within": ["14 days"]}
ORDERS = agreement("2025-01-01", ORDERING)
SEVEN = [stay("2026-01-01", person=f"p-{number}") for number in range(7)]

SETTLED = {
    "quarter, joined on its first day, touchpoint on its last": (
        make("2026-10-01", OLD, members=[stay("2026-07-01")], held="2026-09-30"),
        {"2026-Q3": MET, "2026-Q4": Counts(running=1)},
    ),
    "quarter, joined 20 days before its end": (
        make("2026-10-01", OLD, members=[stay("2026-09-11")]),
        {"2026-Q3": NOT_OWED, "2026-Q4": Counts(running=1)},
    ),
    "quarter, absent 40 of 92 days": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-09-30")],
            absences=[("2026-07-01", "2026-08-09")],
        ),
        {"2026-Q3": MISSED},
    ),
    "quarter, absent 60 of 92 days": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-09-30")],
            absences=[("2026-07-01", "2026-08-29")],
        ),
        {"2026-Q3": NOT_OWED},
    ),
    "6 weeks, nobody met": (
        make("2026-04-11", ROLLING, members=FROM_NEW_YEAR),
        {
            "2026-Q1": Counts(due=1, missed=1, days_due=90, days_overdue=47),
            "2026-Q2": Counts(running=1, days_due=11, days_overdue=11),  # together 101 and 58
        },
    ),
    "6 weeks, met on day 43": (
        make("2026-04-01", ROLLING, members=FROM_NEW_YEAR, held="2026-02-13 2026-03-20"),
        {
            "2026-Q1": Counts(due=1, missed=1, days_due=90, days_overdue=1),
            "2026-Q2": Counts(running=1, running_met=1, days_due=1),
        },
    ),
    "6 weeks, met on day 43, with grace": (
        make(
            "2026-04-01",
            agreement("2025-01-01", {**SIX_WEEKS, "grace": "3 days"}),
            members=FROM_NEW_YEAR,
            held="2026-02-13 2026-03-20",
        ),
        {
            "2026-Q1": Counts(due=1, met=1, days_due=90, days_overdue=1),
            "2026-Q2": Counts(running=1, running_met=1, days_due=1),
        },
    ),
    "6 weeks, absent 28 days from day 20: day 42": (
        make("2026-03-12", ROLLING, members=FROM_NEW_YEAR, absences=[("2026-01-21", "2026-02-17")]),
        {"2026-Q1": Counts(running=1, running_met=1, days_due=43)},
    ),
    "6 weeks, absent 28 days from day 20: day 43": (
        make("2026-03-13", ROLLING, members=FROM_NEW_YEAR, absences=[("2026-01-21", "2026-02-17")]),
        {"2026-Q1": Counts(running=1, days_due=44, days_overdue=1)},
    ),
    "6 weeks tightened to 2 on day 4: the 14th owed day after": (
        make(
            "2026-01-19",
            ROLLING,
            {"from": "2026-01-05", "cadence": {"at_most_apart": "2 weeks"}},
            members=FROM_NEW_YEAR,
        ),
        {"2026-Q1": Counts(running=1, running_met=1, days_due=19)},
    ),
    "6 weeks tightened to 2 on day 4: the 15th owed day after": (
        make(
            "2026-01-20",
            ROLLING,
            {"from": "2026-01-05", "cadence": {"at_most_apart": "2 weeks"}},
            members=FROM_NEW_YEAR,
        ),
        {"2026-Q1": Counts(running=1, days_due=20, days_overdue=1)},
    ),
    "seven members, six seen weekly, one never": (
        make(
            "2026-04-01",
            ROLLING,
            members=[{**one, "to": "2026-03-31"} for one in SEVEN],
            rows=[
                row(when, member=f"p-{number}")
                for number in range(6)
                for when in weekly("2026-01-01", "2026-03-31").split()
            ],
        ),
        {"2026-Q1": Counts(due=7, met=6, missed=1, days_due=630, days_overdue=47)},
    ),
    "6 weeks re-agreed unchanged every 40 days": (
        make(
            "2026-04-11",
            ROLLING,
            {"from": "2026-02-10", "cadence": SIX_WEEKS},
            {"from": "2026-03-22", "cadence": {"at_most_apart": "42 days"}},
            members=FROM_NEW_YEAR,
        ),
        {
            "2026-Q1": Counts(due=1, missed=1, days_due=90, days_overdue=47),
            "2026-Q2": Counts(running=1, days_due=11, days_overdue=11),
        },
    ),
    "quarter until 31 July, month from 1 August": (
        make(
            "2026-10-01",
            OLD,
            {"from": "2026-08-01", "cadence": {"at_least": "1", "per": "month"}},
            members=[stay("2026-07-01", "2026-09-30")],
            held="2026-08-20",
        ),
        {"2026-Q3": Counts(due=2, met=1, missed=1, not_owed=1)},
    ),
    "one a year, re-agreed unchanged": (
        make(
            "2026-01-01",
            agreement("2025-01-01", {"at_least": "1", "per": "year"}),
            {"from": "2025-07-01", "cadence": {"at_least": "1", "per": "year"}},
            members=[stay("2025-01-01", "2025-12-31")],
            held="2025-02-03",
        ),
        {"2025-Q4": MET},
    ),
    "order on a Thursday, held on the Thursday after": (
        make("2026-09-30", ORDERS, rows=[row("2026-09-03", "ordered"), row("2026-09-10")]),
        {"2026-Q3": MET},
    ),
    "order on a Thursday, held on the Friday after": (
        make("2026-09-30", ORDERS, rows=[row("2026-09-03", "ordered"), row("2026-09-11")]),
        {"2026-Q3": MISSED},
    ),
    "two orders, one held row, before the younger's last day is over": (
        make(
            "2026-09-11",
            ORDERS,
            rows=[row("2026-09-03", "ordered"), row("2026-09-04", "ordered"), row("2026-09-08")],
        ),
        {"2026-Q3": Counts(due=1, met=1, running=1)},
    ),
    "two orders, one held row, after it": (
        make(
            "2026-09-12",
            ORDERS,
            rows=[row("2026-09-03", "ordered"), row("2026-09-04", "ordered"), row("2026-09-08")],
        ),
        {"2026-Q3": Counts(due=2, met=1, missed=1)},
    ),
    "an order never answered, nine answered": (
        make("2026-04-30", ORDERS, rows=weekdays_of_ten_orders()),
        # eight of the nine in the first quarter, the ninth on 30 March and 1 April
        {"2026-Q1": Counts(due=9, met=8, missed=1), "2026-Q2": MET},
    ),
    "unseen in Q1, seen on 1 April and weekly after": (
        make(
            "2026-07-01",
            ROLLING,
            members=[stay("2026-01-01", "2026-06-30")],
            held=weekly("2026-04-01", "2026-06-30"),
        ),
        {
            "2026-Q1": Counts(due=1, missed=1, days_due=90, days_overdue=47),
            "2026-Q2": Counts(due=1, met=1, days_due=91, days_overdue=1),
        },
    ),
    "joined 1 July, nobody met": (
        make("2026-10-01", agreement("2025-01-01", JOINING), members=[stay("2026-07-01")]),
        {"2026-Q3": Counts(due=3, missed=3)},
    ),
    "joined 1 July, met on the last day of each step": (
        make(
            "2026-10-01",
            agreement("2025-01-01", JOINING),
            members=[stay("2026-07-01")],
            held="2026-07-08 2026-07-31 2026-09-29",
        ),
        {"2026-Q3": Counts(due=3, met=3)},
    ),
    "joined 1 July, met a day after the last step": (
        make(
            "2026-10-01",
            agreement("2025-01-01", JOINING),
            members=[stay("2026-07-01")],
            held="2026-07-09 2026-08-01 2026-09-30",
        ),
        {"2026-Q3": Counts(due=3, met=2, missed=1)},
    ),
    "everybody absent all quarter": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-09-30")],
            absences=[("2026-07-01", "2026-09-30")],
        ),
        {"2026-Q3": NOT_OWED},
    ),
    "the company pauses": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-09-30")],
            playbook={"pauses": [{"from": "2026-07-01", "to": "2026-09-30", "services": "all"}]},
        ),
        {"2026-Q3": NOT_OWED},
    ),
    "two members, one leaves at 60%": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-08-25", "p-alan"), stay("2026-07-01", "2026-09-30")],
            held="2026-07-14",
        ),
        {"2026-Q3": Counts(due=2, met=1, missed=1)},
    ),
}

CORNERS = {
    "a whole quarter waived": (
        make(
            "2026-10-01",
            OLD,
            members=[stay("2026-07-01", "2026-09-30")],
            waivers=[{"id": "w-a", "service": "talk", "from": "2026-07-01", "to": "2026-09-30"}],
        ),
        {"2026-Q3": Counts(waived=1)},
    ),
    "a calendar window that begins before the horizon, not met": (
        make("2025-04-01", OLD, members=[stay("2025-01-01", "2025-03-31")], team={"logs_from": "2025-01-15"}),
        {"2025-Q1": NOT_OWED},
    ),
    "a calendar window that begins before the horizon, met": (
        make(
            "2025-04-01",
            OLD,
            members=[stay("2025-01-01", "2025-03-31")],
            team={"logs_from": "2025-01-15"},
            held="2025-01-15",
        ),
        {"2025-Q1": MET},
    ),
    "an order withdrawn leaves no window": (
        make(
            "2026-09-30",
            ORDERS,
            rows=[row("2026-09-03", "ordered"), row("2026-09-04", "cancelled", initiative="inbound")],
        ),
        {},
    ),
    "a stay that ends cuts the second step, and leaves no third": (
        make(
            "2026-10-01",
            agreement("2025-01-01", JOINING),
            members=[stay("2026-07-01", "2026-07-20")],
            held="2026-07-05",
        ),
        {"2026-Q3": Counts(due=1, met=1, not_owed=1)},
    ),
    "back on a Monday after four weeks bridged by a weekend": (
        make(
            "2026-03-31",
            agreement("2025-01-01", {"after": "returning", "within": ["14 days"]}),
            absences=[("2026-02-02", "2026-02-13"), ("2026-02-16", "2026-03-01")],
        ),
        {"2026-Q1": MISSED},
    ),
    "back after 27 days": (
        make(
            "2026-03-31",
            agreement("2025-01-01", {"after": "returning", "within": ["14 days"]}),
            absences=[("2026-02-02", "2026-02-13"), ("2026-02-16", "2026-02-28")],
        ),
        {},
    ),
    "voluntary owes nothing": (
        make(
            "2026-10-01",
            agreement("2025-01-01", QUARTERLY, obligation="voluntary"),
            members=[stay("2026-07-01", "2026-09-30")],
        ),
        {"2026-Q3": NOT_OWED},
    ),
    "joined on the horizon": (
        make("2025-02-01", agreement("2025-01-01", FIRST_WEEK), members=[stay("2025-01-01")]),
        {"2025-Q1": MISSED},
    ),
    "joined before the horizon": (
        make("2025-02-01", agreement("2025-01-01", FIRST_WEEK), members=[stay("2024-12-31")]),
        {},
    ),
    "joined on the as-of day": (
        make("2026-02-02", agreement("2025-01-01", FIRST_WEEK), members=[stay("2026-02-02")]),
        {"2026-Q1": Counts(running=1)},
    ),
    "joined and met on the as-of day": (
        make(
            "2026-02-02", agreement("2025-01-01", FIRST_WEEK), members=[stay("2026-02-02")], held="2026-02-02"
        ),
        {"2026-Q1": MET},
    ),
    "joins the day after the as-of day": (
        make("2026-02-02", agreement("2025-01-01", FIRST_WEEK), members=[stay("2026-02-03")]),
        {},
    ),
    "joined for one day": (
        make("2026-03-02", agreement("2025-01-01", FIRST_WEEK), members=[stay("2026-02-02", "2026-02-02")]),
        {"2026-Q1": NOT_OWED},
    ),
    "joined as the terms begin": (
        make("2026-03-02", agreement("2026-02-02", FIRST_WEEK), members=[stay("2026-02-02")]),
        {"2026-Q1": MISSED},
    ),
    "joined the day before the terms begin": (
        make("2026-03-02", agreement("2026-02-03", FIRST_WEEK), members=[stay("2026-02-02")]),
        {},
    ),
    "joined on the last day of the terms": (
        make(
            "2026-03-02", agreement("2025-01-01", FIRST_WEEK, to="2026-02-02"), members=[stay("2026-02-02")]
        ),
        {"2026-Q1": NOT_OWED},
    ),
    "the second step begins on the last day of stay": (
        make(
            "2026-03-02",
            agreement("2025-01-01", {"after": "joining", "within": ["7 days", "30 days"]}),
            members=[stay("2026-02-02", "2026-02-10")],
        ),
        {"2026-Q1": Counts(due=1, missed=1, not_owed=1)},
    ),
    "the first step ends on the last day of stay": (
        make(
            "2026-03-02",
            agreement("2025-01-01", {"after": "joining", "within": ["7 days", "30 days"]}),
            members=[stay("2026-02-02", "2026-02-09")],
        ),
        {"2026-Q1": MISSED},
    ),
    "the second step begins on the last day of the terms": (
        make(
            "2026-03-02",
            agreement("2025-01-01", {"after": "joining", "within": ["7 days", "30 days"]}, to="2026-02-10"),
            members=[stay("2026-02-02")],
        ),
        {"2026-Q1": Counts(due=1, missed=1, not_owed=1)},
    ),
    "the second step begins on the as-of day": (
        make(
            "2026-02-10",
            agreement("2025-01-01", {"after": "joining", "within": ["7 days", "30 days"]}),
            members=[stay("2026-02-02")],
        ),
        {"2026-Q1": Counts(due=1, missed=1, running=1)},
    ),
    "terms that begin on the first day back": (
        make("2026-03-31", agreement("2026-03-02", BACK), absences=[("2026-02-02", "2026-03-01")]),
        {"2026-Q1": MISSED},
    ),
    "terms that begin the day after": (
        make("2026-03-31", agreement("2026-03-03", BACK), absences=[("2026-02-02", "2026-03-01")]),
        {},
    ),
    "back on the as-of day": (
        make("2026-03-02", agreement("2025-01-01", BACK), absences=[("2026-02-02", "2026-03-01")]),
        {"2026-Q1": Counts(running=1)},
    ),
    "never back": (
        make(
            "2026-03-31",
            agreement("2025-01-01", BACK),
            team={"absences": [{"person": "p-ada", "from": "2026-02-02"}]},
        ),
        {},
    ),
    "absences bridged by a holiday": (
        make(
            "2026-03-02",
            agreement("2025-01-01", BACK),
            absences=[("2025-12-08", "2025-12-23"), ("2025-12-29", "2026-01-09")],
        ),
        {"2026-Q1": MISSED},
    ),
    "absences with a workday between them": (
        make(
            "2026-03-02",
            agreement("2025-01-01", BACK),
            absences=[("2025-12-08", "2025-12-22"), ("2025-12-29", "2026-01-09")],
        ),
        {},
    ),
    "an order withdrawn on its own day, the first of the stay": (
        make(
            "2026-03-02",
            ORDERS,
            members=[stay("2026-02-02")],
            rows=[row("2026-02-02", "ordered"), row("2026-02-02", "cancelled", initiative="inbound")],
        ),
        {},
    ),
    "an order withdrawn on the horizon": (
        make(
            "2025-03-02",
            ORDERS,
            members=[stay("2024-02-02")],
            rows=[row("2025-01-01", "ordered"), row("2025-01-01", "cancelled", initiative="inbound")],
        ),
        {},
    ),
    "an order withdrawn on the as-of day": (
        make(
            "2026-02-04",
            ORDERS,
            rows=[row("2026-02-02", "ordered"), row("2026-02-04", "cancelled", initiative="inbound")],
        ),
        {},
    ),
    "an order withdrawn after the as-of day": (
        make(
            "2026-02-03",
            ORDERS,
            rows=[row("2026-02-02", "ordered"), row("2026-02-04", "cancelled", initiative="inbound")],
        ),
        {"2026-Q1": Counts(running=1)},
    ),
    "an order withdrawn on the last day of stay": (
        make(
            "2026-03-02",
            ORDERS,
            members=[stay("2026-01-01", "2026-02-03")],
            rows=[row("2026-02-02", "ordered"), row("2026-02-03", "cancelled", initiative="inbound")],
        ),
        {},
    ),
    "an order cancelled, planned with the leader stays open": (
        make("2026-03-02", ORDERS, rows=[row("2026-02-02", "ordered"), row("2026-02-03", "cancelled")]),
        {"2026-Q1": MISSED},
    ),
    "an order answered before it is withdrawn on the same day": (
        make(
            "2026-03-02",
            ORDERS,
            rows=[
                row("2026-02-02", "ordered"),
                row("2026-02-03"),
                row("2026-02-03", "cancelled", initiative="inbound"),
            ],
        ),
        {"2026-Q1": MET},
    ),
}

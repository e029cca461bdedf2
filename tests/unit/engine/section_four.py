"""A case for each sentence of design.md section 4 that judges, in its order, with its counts worked out by hand.

A name is the gist of the sentence. Each case would be judged otherwise if its sentence did not hold.
Unless said otherwise a case is about the third quarter of 2026, 92 days, and the last 46 of them are half of it.
"""

from typing import Any

from tests.support.oracle.settled import (
    JOINING,
    OLD,
    ORDERS,
    ROLLING,
    SIX_WEEKS,
    agreement,
    make,
    row,
    stay,
    weekly,
)
from tests.support.oracle.walk import Case, Counts

Table = dict[str, tuple[Case, dict[str, Counts]]]

MET, MISSED = Counts(due=1, met=1), Counts(due=1, missed=1)
NOT_OWED, WAIVED, RUNNING = Counts(not_owed=1), Counts(waived=1), Counts(running=1)
MONTHLY = {"at_least": "1", "per": "month"}
TWICE = agreement("2025-01-01", {"at_least": "2", "per": "quarter"})
OFFERED = {**OLD, "obligation": "offered"}
GRACE = agreement("2025-01-01", {**SIX_WEEKS, "grace": "1 week"})
WEEK_AFTER_JOINING = agreement("2025-01-01", {"after": "joining", "within": ["7 days"]})
AFTER_RETURNING = agreement("2025-01-01", {"after": "returning", "within": ["14 days"]})
GRACE_TO = [{"person": "p-grace", "from": "2024-01-01", "to": "2026-07-31"}]
NEW_LEADER = {"leaders": [*GRACE_TO, {"person": "p-hugo", "from": "2026-08-01"}]}


def quarter(*agreements: dict[str, Any], as_of: str = "2026-10-01", **said: Any) -> Case:
    """A member from 1 July to 30 September under quarterly terms, unless said otherwise."""
    return make(as_of, *(agreements or (OLD,)), **{"members": [stay("2026-07-01", "2026-09-30")], **said})


def rolling(as_of: str, *agreements: dict[str, Any], **said: Any) -> Case:
    """A member from New Year 2026 to 30 June under at most six weeks apart, unless said otherwise."""
    return make(as_of, *(agreements or (ROLLING,)), **{"members": [stay("2026-01-01", "2026-06-30")], **said})


def joined(*agreements: dict[str, Any], as_of: str = "2026-10-01", **said: Any) -> Case:
    """Somebody who joined on 1 July and is to be met within 7 days, unless said otherwise."""
    return make(as_of, *(agreements or (WEEK_AFTER_JOINING,)), **{"members": [stay("2026-07-01")], **said})


def ordered(
    *rows: dict[str, str], as_of: str = "2026-09-30", agreed: dict[str, Any] = ORDERS, **said: Any
) -> Case:
    """Orders to be answered in 5 working days: placed on Thursday 3 September, to the 10th."""
    return make(as_of, agreed, rows=list(rows), **said)


def clock(due: int, overdue: int = 0, *, late: bool = False, **said: int) -> dict[str, Counts]:
    """A rolling window of the first quarter that is running."""
    counts = {"running": 1, "running_met": 0 if late else 1, "days_due": due, "days_overdue": overdue}
    return {"2026-Q1": Counts(**{**counts, **said})}


def then(first: str, **said: Any) -> dict[str, Any]:
    return {"from": first, **said}


def waived(first: str, last: str) -> list[dict[str, str]]:
    return [{"id": "w-a", "service": "talk", "from": first, "to": last}]


def paused(first: str, last: str) -> dict[str, Any]:
    return {"pauses": [{"from": first, "to": last, "services": "all"}]}


def share(text: str, *later: tuple[str, str]) -> dict[str, Any]:
    """A playbook whose windows are owed from a share of their days on, and other shares from later days on."""
    entries = [("2025-01-01", text), *later]
    return {"terms": [{"from": first, "owed_when_present": one} for first, one in entries]}


def horizon(first: str) -> dict[str, Any]:
    return {"logs_from": first}


HORIZON: Table = {
    "nothing is judged that lies before the horizon": (
        quarter(members=[stay("2026-01-01", "2026-09-30")], playbook=horizon("2026-07-01")),
        {"2026-Q3": MISSED},
    ),
    "the horizon is the team's when that is later": (
        quarter(members=[stay("2026-01-01", "2026-09-30")], team=horizon("2026-07-01")),
        {"2026-Q3": MISSED},
    ),
    "the horizon is the playbook's when that is later": (
        quarter(
            members=[stay("2026-01-01", "2026-09-30")],
            playbook=horizon("2026-07-01"),
            team=horizon("2026-01-01"),
        ),
        {"2026-Q3": MISSED},
    ),
    "rows before the horizon count for nothing": (
        quarter(held="2026-07-10", playbook=horizon("2026-07-15")),
        {"2026-Q3": NOT_OWED},
    ),
    "a calendar window that begins before the horizon is judged when met": (
        quarter(held="2026-07-15", playbook=horizon("2026-07-15")),
        {"2026-Q3": MET},
    ),
    "else it is not owed": (quarter(playbook=horizon("2026-07-02")), {"2026-Q3": NOT_OWED}),
}

PROBATION = {"members": [stay("2026-07-01", "2026-09-30", group="probation")]}
GROUPS = {"groups": [{"id": "probation", "title": "In probation"}]}
FOR_GROUP = agreement("2025-01-01", {**MONTHLY, "only": ["july", "august"]}, **{"for": "probation"})
OWN = then("2026-01-01", cadence=MONTHLY)
OWN_FOR_GROUP = {
    "from": "2026-01-01",
    "for": "probation",
    "obligation": "voluntary",
    "given_by": ["leader"],
    "cadence": {"at_least": "1", "per": "quarter"},
}


def layers(*own: dict[str, Any], group: bool = True, **said: Any) -> Case:
    """Quarterly for everybody, July and August for those in probation, and a team's own terms."""
    agreements = [OLD, FOR_GROUP] if group else [OLD]
    team = {"agreements": {"talk": list(own)}} if own else {}
    return quarter(*agreements, team=team, playbook=GROUPS, **{**PROBATION, **said})


TEAM_SERVICE: dict[str, Any] = {"service": {"audience": "team"}}
ADA_AND_BEN = [stay("2026-07-01", "2026-09-30", person) for person in ("p-ada", "p-ben")]


def absent(*people: str, first: str = "2026-07-01", last: str = "2026-08-16") -> dict[str, Any]:
    return {"absences": [{"person": person, "from": first, "to": last} for person in people]}


OWED_DAYS: Table = {
    "a day from the horizon on": (
        rolling("2026-01-10", members=[stay("2025-07-01", "2026-06-30")], playbook=horizon("2026-01-01")),
        clock(10),
    ),
    "a day in a stay: 45 of 92 are too few": (
        quarter(members=[stay("2026-07-01", "2026-08-14")]),
        {"2026-Q3": NOT_OWED},
    ),
    "a stay whose owed takes it in": (
        quarter(members=[stay("2026-07-01", "2026-09-30", owed=["talk"])]),
        {"2026-Q3": MISSED},
    ),
    "and not one whose owed does not": (
        quarter(members=[stay("2026-07-01", "2026-09-30", owed="none")]),
        {"2026-Q3": NOT_OWED},
    ),
    "while an agreement is in force: 45 of 92 are too few": (
        quarter({**OLD, "to": "2026-08-14"}),
        {"2026-Q3": NOT_OWED},
    ),
    "an agreement for that team": (quarter({**OLD, "teams": ["quay"]}), {}),
    "of four agreements the team's for the group holds": (layers(OWN, OWN_FOR_GROUP), {"2026-Q3": NOT_OWED}),
    "of three agreements the team's holds": (layers(OWN), {"2026-Q3": Counts(due=3, missed=3)}),
    "of two agreements the playbook's for the group holds": (
        layers(),
        {"2026-Q3": Counts(due=2, missed=2)},
    ),
    "without others the playbook's holds": (layers(group=False), {"2026-Q3": MISSED}),
    "terms for a group hold for nobody outside it": (
        layers(members=[stay("2026-07-01", "2026-09-30")]),
        {"2026-Q3": MISSED},
    ),
    "what is offered is owed": (quarter(OFFERED), {"2026-Q3": MISSED}),
    "an absent day is not owed: 46 of 92 left are enough": (
        quarter(absences=[("2026-07-01", "2026-08-15")]),
        {"2026-Q3": MISSED},
    ),
    "an absent day is not owed: 45 of 92 left are too few": (
        quarter(absences=[("2026-07-01", "2026-08-16")]),
        {"2026-Q3": NOT_OWED},
    ),
    "a paused day is not owed": (
        quarter(playbook=paused("2026-07-01", "2026-08-16")),
        {"2026-Q3": NOT_OWED},
    ),
    "a waived day is not owed": (quarter(waivers=waived("2026-07-01", "2026-08-16")), {"2026-Q3": WAIVED}),
    "a service for the team is owed on days with a member": (
        quarter(members=[stay("2026-07-01", "2026-08-14")], **TEAM_SERVICE),
        {"2026-Q3": NOT_OWED},
    ),
    "whoever that member is, and once": (
        quarter(
            members=[stay("2026-07-01", "2026-08-14"), stay("2026-08-01", "2026-09-30", "p-ben")],
            **TEAM_SERVICE,
        ),
        {"2026-Q3": MISSED},
    ),
    "and not on days on which all members are absent": (
        quarter(members=ADA_AND_BEN, team=absent("p-ada", "p-ben"), **TEAM_SERVICE),
        {"2026-Q3": NOT_OWED},
    ),
    "one member who is there is enough": (
        quarter(members=ADA_AND_BEN, team=absent("p-ada"), **TEAM_SERVICE),
        {"2026-Q3": MISSED},
    ),
    "stays that begin after the as-of day do not exist yet": (
        quarter(members=[stay("2026-08-02", "2026-09-30")], as_of="2026-08-01"),
        {},
    ),
    "not either when one has been before": (
        quarter(
            members=[stay("2026-07-01", "2026-08-01"), stay("2026-08-03", "2026-09-30")], as_of="2026-08-01"
        ),
        {"2026-Q3": NOT_OWED},
    ),
    "unless they follow without a gap on one that does": (
        quarter(
            members=[stay("2026-07-01", "2026-08-01"), stay("2026-08-02", "2026-09-30")], as_of="2026-08-01"
        ),
        {"2026-Q3": RUNNING},
    ),
    "an end that is known counts at once": (
        quarter(members=[stay("2026-07-01", "2026-08-14")], as_of="2026-07-10"),
        {"2026-Q3": NOT_OWED},
    ),
    "voluntary services owe nothing": (quarter({**OLD, "obligation": "voluntary"}), {"2026-Q3": NOT_OWED}),
    "orders aside": (
        ordered(row("2026-09-03", "ordered"), agreed={**ORDERS, "obligation": "voluntary"}),
        {"2026-Q3": MISSED},
    ),
    "a change of leader loses nothing in a calendar window": (
        quarter(held="2026-07-20", team=NEW_LEADER),
        {"2026-Q3": MET},
    ),
    "a change of leader loses nothing on the clock": (
        quarter(ROLLING, held="2026-07-20", team=NEW_LEADER, as_of="2026-08-31"),
        {"2026-Q3": Counts(running=1, running_met=1, days_due=62)},
    ),
}


def states(*names: str) -> Table:
    return {
        f"a row in the state {name} is no presence": (
            quarter(rows=[row("2026-07-20", name)]),
            {"2026-Q3": MISSED},
        )
        for name in names
    }


def of_another_service() -> Case:
    case = quarter(rows=[{**row("2026-07-20"), "service": "walk"}])
    case.services["walk"] = {"audience": "member", "agreements": [{**OLD, "obligation": "voluntary"}]}
    return case


def logged_elsewhere() -> Case:
    case = quarter({**OLD, "teams": ["harbour"]})
    case.teams["quay"] = dict(case.teams["harbour"])
    case.rows["quay"] = [row("2026-07-20")]
    return case


COACHES = {"coaches": [{"person": person, "from": "2024-01-01"} for person in ("p-kim", "p-lea")]}
ADA_LEADS = {"person": "p-ada", "from": "2024-01-01"}
OUTBOUND = {**OLD, "counts": "outbound"}
OUTBOUND_FROM_AUGUST = [OLD, then("2026-08-01", counts="outbound")]


def inbound(when: str) -> dict[str, str]:
    return row(when, initiative="inbound")


WHAT_COUNTS: Table = {
    "a held row counts": (quarter(held="2026-07-20"), {"2026-Q3": MET}),
    **states("booked", "ordered", "declined", "cancelled", "missed", "withdrawn"),
    "a row of that service": (of_another_service(), {"2026-Q3": Counts(due=1, missed=1, not_owed=1)}),
    "a row of that member": (
        quarter(members=ADA_AND_BEN, held="2026-07-20"),
        {"2026-Q3": Counts(due=2, met=1, missed=1)},
    ),
    "for what is offered a no counts too": (
        quarter(OFFERED, rows=[row("2026-07-20", "declined")]),
        {"2026-Q3": MET},
    ),
    "a row acknowledged no does not count": (
        quarter(rows=[row("2026-07-20", acknowledged="no")]),
        {"2026-Q3": MISSED},
    ),
    "a row acknowledged yes does": (
        quarter(rows=[row("2026-07-20", acknowledged="yes")]),
        {"2026-Q3": MET},
    ),
    "a row on a day of no stay does not count": (
        quarter(
            members=[stay("2026-07-01", "2026-07-31"), stay("2026-08-15", "2026-09-30")], held="2026-08-05"
        ),
        {"2026-Q3": MISSED},
    ),
    "given by somebody who may not, it does not count": (
        quarter(rows=[row("2026-07-20", given_by="p-visitor")]),
        {"2026-Q3": MISSED},
    ),
    "given by somebody who might once, it does not count": (
        quarter(held="2026-08-05", team=NEW_LEADER),
        {"2026-Q3": MISSED},
    ),
    "given by its receiver, it does not count": (
        quarter(
            rows=[row("2026-07-20", given_by="p-ada")],
            team={"leaders": [ADA_LEADS, {"person": "p-grace", "from": "2024-01-01"}]},
        ),
        {"2026-Q3": MISSED},
    ),
    "any coach of the team counts, chosen or not": (
        quarter(
            {**OLD, "given_by": ["coach"]},
            members=[stay("2026-07-01", "2026-09-30", coach="p-kim")],
            rows=[row("2026-07-20", given_by="p-lea")],
            team=COACHES,
        ),
        {"2026-Q3": MET},
    ),
    "with the other initiative, it does not count": (
        quarter(OUTBOUND, rows=[inbound("2026-07-20")]),
        {"2026-Q3": MISSED},
    ),
    "where any counts, either does": (quarter(rows=[inbound("2026-07-20")]), {"2026-Q3": MET}),
    "the agreement of that day says which: before the change": (
        quarter(*OUTBOUND_FROM_AUGUST, rows=[inbound("2026-07-20")]),
        {"2026-Q3": MET},
    ),
    "the agreement of that day says which: after the change": (
        quarter(*OUTBOUND_FROM_AUGUST, rows=[inbound("2026-08-20")]),
        {"2026-Q3": MISSED},
    ),
    "two on one day count once": (
        quarter(TWICE, rows=[row("2026-07-20"), inbound("2026-07-20")]),
        {"2026-Q3": MISSED},
    ),
    "one held on an absent day counts": (
        quarter(held="2026-07-05", absences=[("2026-07-01", "2026-07-10")]),
        {"2026-Q3": MET},
    ),
    "one held on a paused day counts": (
        quarter(held="2026-07-05", playbook=paused("2026-07-01", "2026-07-10")),
        {"2026-Q3": MET},
    ),
    "one held on a waived day counts": (
        quarter(held="2026-07-05", waivers=waived("2026-07-01", "2026-07-10")),
        {"2026-Q3": MET},
    ),
    "rows after the as-of day count for nothing": (
        quarter(held="2026-09-25", as_of="2026-09-20"),
        {"2026-Q3": RUNNING},
    ),
    "only the team's own log is read": (logged_elsewhere(), {"2026-Q3": MISSED}),
    "rows of guests count for nobody": (
        quarter(rows=[row("2026-07-20", member="p-guest")]),
        {"2026-Q3": MISSED},
    ),
    "what nobody but the receiver may give is not owed": (
        quarter(team={"leaders": [ADA_LEADS]}),
        {"2026-Q3": NOT_OWED},
    ),
    "what nobody may give on 47 of 92 days is not owed on them": (
        quarter(team={"leaders": [{"person": "p-grace", "from": "2026-08-17"}]}),
        {"2026-Q3": NOT_OWED},
    ),
    "absence of those who give does not matter": (
        quarter(team=absent("p-grace", last="2026-09-30")),
        {"2026-Q3": MISSED},
    ),
}

WEEKLY = agreement("2025-01-01", {"at_least": "1", "per": "week"})
HALF_YEARLY = {"at_least": "1", "per": "half-year"}
THERE = [stay("2026-07-01", "2026-08-31")]  # 62 of 92 days
ABSENCE_TO_COME = {"absences": [("2026-07-11", "2026-09-30")]}

CALENDAR: Table = {
    "a window a month": (
        quarter(agreement("2025-01-01", MONTHLY), held="2026-07-31 2026-08-01"),
        {"2026-Q3": Counts(due=3, met=2, missed=1)},
    ),
    "weeks are ISO weeks, Monday to Sunday": (
        quarter(WEEKLY, members=[stay("2026-07-06", "2026-07-19")], held="2026-07-12 2026-07-13"),
        {"2026-Q3": Counts(due=2, met=2)},
    ),
    "quarters and longer are counted from the month the year starts in": (
        make(
            "2026-04-01",
            agreement("2025-01-01", HALF_YEARLY),
            members=[stay("2025-10-01", "2026-03-31")],
            playbook={"year_starts": "april"},
        ),
        {"FY2025-Q4": MISSED},
    ),
    "only the months named have a window": (
        quarter(agreement("2025-01-01", {**MONTHLY, "only": ["september"]})),
        {"2026-Q3": MISSED},
    ),
    "one window over all stays together": (
        quarter(members=[stay("2026-07-01", "2026-07-31"), stay("2026-09-01", "2026-09-30")]),
        {"2026-Q3": MISSED},
    ),
    "days under an equal cadence count together": (
        quarter(OLD, then("2026-08-16", cadence={"at_least": "1", "per": "quarter"}, may_miss="1")),
        {"2026-Q3": MISSED},
    ),
    "also with another cadence between them": (
        quarter(
            OLD,
            then("2026-08-01", cadence=MONTHLY),
            then("2026-09-01", cadence={"at_least": "1", "per": "quarter"}),
        ),
        {"2026-Q3": Counts(due=2, missed=2)},
    ),
    "the share of days is that in force on the window's last day": (
        quarter(members=THERE, playbook=share("50%", ("2026-09-30", "80%"))),
        {"2026-Q3": NOT_OWED},
    ),
    "and not one in force later": (
        quarter(members=THERE, playbook=share("50%", ("2026-10-01", "80%"))),
        {"2026-Q3": MISSED},
    ),
    "while it is running, that in force on the as-of day": (
        quarter(members=THERE, playbook=share("50%", ("2026-09-01", "80%")), as_of="2026-08-31"),
        {"2026-Q3": RUNNING},
    ),
    "and from the day on which another is in force, that one": (
        quarter(members=THERE, playbook=share("50%", ("2026-09-01", "80%")), as_of="2026-09-01"),
        {"2026-Q3": NOT_OWED},
    ),
    "at 0% one day is enough": (
        quarter(members=[stay("2026-09-30", "2026-09-30")], playbook=share("0%")),
        {"2026-Q3": MISSED},
    ),
    "at 0% no day is not": (
        quarter(absences=[("2026-07-01", "2026-09-30")], playbook=share("0%")),
        {"2026-Q3": NOT_OWED},
    ),
    "at 100% it is owed when every day is": (quarter(playbook=share("100%")), {"2026-Q3": MISSED}),
    "at 100% a day less is too few": (
        quarter(members=[stay("2026-07-02", "2026-09-30")], playbook=share("100%")),
        {"2026-Q3": NOT_OWED},
    ),
    "days to come count as owed whatever absence is known": (
        quarter(**ABSENCE_TO_COME, as_of="2026-07-10"),
        {"2026-Q3": RUNNING},
    ),
    "whatever pause is known": (
        quarter(playbook=paused("2026-07-11", "2026-09-30"), as_of="2026-07-10"),
        {"2026-Q3": RUNNING},
    ),
    "whatever waiver is known": (
        quarter(waivers=waived("2026-07-11", "2026-09-30"), as_of="2026-07-10"),
        {"2026-Q3": RUNNING},
    ),
    "days to come count in rolling windows too": (
        quarter(ROLLING, **ABSENCE_TO_COME, as_of="2026-07-10"),
        {"2026-Q3": Counts(running=1, running_met=1, days_due=10)},
    ),
    "days to come count in steps after an event too": (
        joined(absences=[("2026-07-03", "2026-07-31")], as_of="2026-07-02"),
        {"2026-Q3": RUNNING},
    ),
    "while the agreement lasts": (
        quarter({**OLD, "to": "2026-08-14"}, as_of="2026-07-10"),
        {"2026-Q3": NOT_OWED},
    ),
    "terms that begin after the as-of day open no window yet": (
        quarter(
            OLD,
            then("2026-09-01", cadence=HALF_YEARLY),
            members=[stay("2026-07-01", "2026-12-31")],
            as_of="2026-08-20",
        ),
        {"2026-Q3": RUNNING},
    ),
    "met with as many as agreed": (quarter(TWICE, held="2026-07-20 2026-07-21"), {"2026-Q3": MET}),
    "met with more": (quarter(TWICE, held="2026-07-20 2026-07-21 2026-09-30"), {"2026-Q3": MET}),
    "else missed": (quarter(TWICE, held="2026-07-20"), {"2026-Q3": MISSED}),
    "for a part of a window the number is not cut down": (
        quarter(TWICE, members=[stay("2026-08-01", "2026-09-30")], held="2026-08-20"),
        {"2026-Q3": MISSED},
    ),
    "a window is not over on its last day": (quarter(as_of="2026-09-30"), {"2026-Q3": RUNNING}),
    "it is over the day after": (quarter(as_of="2026-10-01"), {"2026-Q3": MISSED}),
}

# At most six weeks apart from 1 January, day 0: day 42 is 12 February, day 49 the 19th.
STAY_BEFORE = [stay("2026-01-01", "2026-01-20"), stay("2026-01-22", "2026-06-30")]
SINCE_OCTOBER = {"members": [stay("2025-10-01", "2026-06-30")]}
FIRST_QUARTER = {"members": [stay("2026-01-01", "2026-03-31")]}
UNTIL_JUNE = {"members": [stay("2026-01-01", "2026-06-30")], "as_of": "2026-07-01"}


def mended(first: str) -> Case:
    """Nobody met in the first quarter, and weekly touchpoints from a day of the second on."""
    return rolling("2026-07-01", held=weekly(first, "2026-06-30"))


def limit(text: str, first: str = "2025-01-01", **said: Any) -> dict[str, Any]:
    return agreement(first, {"at_most_apart": text, **said})


CARRIED = Counts(due=1, missed=1, days_due=90, days_overdue=47)

ROLLS: Table = {
    "the first owed day of a stay is day 0: day 42": (rolling("2026-02-12"), clock(43)),
    "the first owed day of a stay is day 0: day 43": (rolling("2026-02-13"), clock(44, 1, late=True)),
    "the clock counts owed days alone: day 42": (
        rolling("2026-02-22", absences=[("2026-01-11", "2026-01-20")]),
        clock(43),
    ),
    "the clock counts owed days alone: day 43": (
        rolling("2026-02-23", absences=[("2026-01-11", "2026-01-20")]),
        clock(44, 1, late=True),
    ),
    "the first owed day after a touchpoint is day 1: day 42": (
        rolling("2026-02-22", held="2026-01-11"),
        clock(53),
    ),
    "the first owed day after a touchpoint is day 1: day 43": (
        rolling("2026-02-23", held="2026-01-11"),
        clock(54, 1, late=True),
    ),
    "a touchpoint of another stay does not start the clock: day 42": (
        rolling("2026-03-05", members=STAY_BEFORE, held="2026-01-20"),
        clock(63),
    ),
    "a touchpoint of another stay does not start the clock: day 43": (
        rolling("2026-03-06", members=STAY_BEFORE, held="2026-01-20"),
        clock(64, 1, late=True),
    ),
    "a touchpoint under other terms does not start the clock": (
        rolling("2026-02-12", OLD, then("2026-01-01", cadence=SIX_WEEKS), held="2025-12-31", **SINCE_OCTOBER),
        {"2025-Q4": MET, **clock(43)},
    ),
    "a touchpoint before the horizon does not start the clock": (
        rolling("2026-02-12", held="2025-12-31", playbook=horizon("2026-01-01"), **SINCE_OCTOBER),
        clock(43),
    ),
    "overdue is a number greater than the limit, late one greater than limit and grace: day 49": (
        rolling("2026-02-19", GRACE),
        clock(50, 7),
    ),
    "overdue is a number greater than the limit, late one greater than limit and grace: day 50": (
        rolling("2026-02-20", GRACE),
        clock(51, 8, late=True),
    ),
    "a touchpoint stops that from the next day on": (
        rolling("2026-02-20", held="2026-02-13"),
        clock(51, 1, late=True),
    ),
    "a window is owed like a calendar window": (
        quarter(ROLLING, members=[stay("2026-07-01", "2026-08-14")]),
        {"2026-Q3": Counts(not_owed=1, days_due=45, days_overdue=2)},
    ),
    "met when no day is late": (
        rolling("2026-04-01", held="2026-02-12 2026-03-26", **FIRST_QUARTER),
        {"2026-Q1": Counts(due=1, met=1, days_due=90)},
    ),
    "missed when a day is late": (
        rolling("2026-04-01", held="2026-02-12 2026-03-27", **FIRST_QUARTER),
        {"2026-Q1": Counts(due=1, missed=1, days_due=90, days_overdue=1)},
    ),
    "late days up to a touchpoint on the 14th day are not held against a window": (
        mended("2026-04-14"),
        {"2026-Q1": CARRIED, "2026-Q2": Counts(due=1, met=1, days_due=91, days_overdue=14)},
    ),
    "late days up to one on the 15th day are": (
        mended("2026-04-15"),
        {"2026-Q1": CARRIED, "2026-Q2": Counts(due=1, missed=1, days_due=91, days_overdue=15)},
    ),
    "late days after the last touchpoint in the first 14 days are": (
        make(
            "2026-07-01",
            limit("2 days"),
            members=[stay("2026-04-01", "2026-06-30")],
            held=f"2026-04-14 {' '.join(f'2026-04-{number}' for number in range(17, 31))} "
            + " ".join(f"2026-{month:02}-{number:02}" for month in (5, 6) for number in range(1, 31)),
        ),
        # numbers 3 to 13 on 4 to 14 April let off, number 3 on the 17th not
        {"2026-Q2": Counts(due=1, missed=1, days_due=91, days_overdue=12)},
    ),
    "days due and overdue are counted in each period": (
        rolling("2026-04-11"),
        {"2026-Q1": CARRIED, "2026-Q2": Counts(running=1, days_due=11, days_overdue=11)},
    ),
    "a new agreement does not start the clock afresh": (
        rolling("2026-02-13", ROLLING, then("2026-01-20", cadence=SIX_WEEKS)),
        clock(44, 1, late=True),
    ),
    "a limit that grows adds its difference to what is left: day 70": (
        rolling("2026-03-12", ROLLING, then("2026-02-01", cadence={"at_most_apart": "10 weeks"})),
        clock(71),
    ),
    "a limit that grows adds its difference to what is left: day 71": (
        rolling("2026-03-13", ROLLING, then("2026-02-01", cadence={"at_most_apart": "10 weeks"})),
        clock(72, 1, late=True),
    ),
    "a limit that shrinks is counted from that day as day 0: its last day": (
        rolling("2026-01-19", ROLLING, then("2026-01-05", cadence={"at_most_apart": "2 weeks"})),
        clock(19),
    ),
    "a limit that shrinks is counted from that day as day 0: the day after": (
        rolling("2026-01-20", ROLLING, then("2026-01-05", cadence={"at_most_apart": "2 weeks"})),
        clock(20, 1, late=True),
    ),
    "unless less is left: day 42": (
        rolling("2026-02-12", ROLLING, then("2026-01-31", cadence={"at_most_apart": "4 weeks"})),
        clock(43),
    ),
    "unless less is left: day 43": (
        rolling("2026-02-13", ROLLING, then("2026-01-31", cadence={"at_most_apart": "4 weeks"})),
        clock(44, 1, late=True),
    ),
    "the same holds by itself with the grace, when it shrinks: day 49": (
        rolling("2026-02-19", GRACE, then("2026-01-31", cadence=SIX_WEEKS)),
        clock(50, 7),
    ),
    "the same holds by itself with the grace, when it shrinks: day 50": (
        rolling("2026-02-20", GRACE, then("2026-01-31", cadence=SIX_WEEKS)),
        clock(51, 8, late=True),
    ),
    "the same holds by itself with the grace, when it grows: day 49": (
        rolling("2026-02-19", ROLLING, then("2026-01-31", cadence={**SIX_WEEKS, "grace": "1 week"})),
        clock(50, 7),
    ),
    "the same holds by itself with the grace, when it grows: day 50": (
        rolling("2026-02-20", ROLLING, then("2026-01-31", cadence={**SIX_WEEKS, "grace": "1 week"})),
        clock(51, 8, late=True),
    ),
    # Seen on 31 January under six weeks; two weeks from 1 February, that day being day 0: to the 15th.
    "a touchpoint starts the clock under the terms of its own day: the last day": (
        rolling(
            "2026-02-15",
            ROLLING,
            then("2026-02-01", cadence={"at_most_apart": "2 weeks"}),
            held="2026-01-31",
        ),
        clock(46),
    ),
    "a touchpoint starts the clock under the terms of its own day: the day after": (
        rolling(
            "2026-02-16",
            ROLLING,
            then("2026-02-01", cadence={"at_most_apart": "2 weeks"}),
            held="2026-01-31",
        ),
        clock(47, 1, late=True),
    ),
    "coming from another kind of cadence the first owed day is day 0: day 42": (
        rolling("2026-03-15", OLD, then("2026-02-01", cadence=SIX_WEEKS)),
        clock(43, not_owed=1),
    ),
    "coming from another kind of cadence the first owed day is day 0: day 43": (
        rolling("2026-03-16", OLD, then("2026-02-01", cadence=SIX_WEEKS)),
        clock(44, 1, late=True, not_owed=1),
    ),
    "coming from a gap in the terms the first owed day is day 0: day 42": (
        rolling("2026-03-15", {**ROLLING, "to": "2026-01-20"}, then("2026-02-01")),
        clock(63),
    ),
    "coming from a gap in the terms the first owed day is day 0: day 43": (
        rolling("2026-03-16", {**ROLLING, "to": "2026-01-20"}, then("2026-02-01")),
        clock(64, 1, late=True),
    ),
}

THREE_STEPS = agreement("2025-01-01", JOINING)
TWO_STEPS = agreement("2025-01-01", {"after": "joining", "within": ["7 days", "30 days"]})
BACK_ON_2_MARCH = [("2026-02-02", "2026-03-01")]  # 28 days
PLACED, NEXT = row("2026-09-03", "ordered"), row("2026-09-04", "ordered")
BOTH = Counts(due=2, met=1, missed=1)


def back(absences: list[tuple[str, str]], agreed: dict[str, Any] = AFTER_RETURNING, **said: Any) -> Case:
    return make("2026-03-31", agreed, absences=absences, **said)


def withdrawal(when: str) -> dict[str, str]:
    return row(when, "cancelled", initiative="inbound")


# Joined on 1 July, to be met by the 8th; by the 11th when three of the days are not counted.
NOT_COUNTED = {
    "absent": joined(held="2026-07-11", absences=[("2026-07-03", "2026-07-05")]),
    "paused": joined(held="2026-07-11", playbook=paused("2026-07-03", "2026-07-05")),
    "waived": joined(held="2026-07-11", waivers=waived("2026-07-03", "2026-07-05")),
    "without an agreement": joined(
        {**WEEK_AFTER_JOINING, "to": "2026-07-02"}, then("2026-07-06"), held="2026-07-11"
    ),
    "without a giver": joined(
        held="2026-07-11",
        team={
            "leaders": [
                {"person": "p-grace", "from": "2024-01-01", "to": "2026-07-02"},
                {"person": "p-grace", "from": "2026-07-06"},
            ]
        },
    ),
    "not owed": joined(
        held="2026-07-11",
        members=[
            stay("2026-07-01", "2026-07-02"),
            stay("2026-07-03", "2026-07-05", owed="none"),
            stay("2026-07-06"),
        ],
    ),
}

AFTER_EVENT: Table = {
    "the first step begins on the event's own day": (
        joined(THREE_STEPS, held="2026-07-01"),
        {"2026-Q3": Counts(due=3, met=1, missed=2)},
    ),
    "each ends on its day: 8 July, 31 July, 29 September": (
        joined(THREE_STEPS, held="2026-07-08 2026-07-31 2026-09-29"),
        {"2026-Q3": Counts(due=3, met=3)},
    ),
    "the next begins on the day after": (
        joined(THREE_STEPS, held="2026-07-09 2026-08-01 2026-09-30"),
        {"2026-Q3": Counts(due=3, met=2, missed=1)},
    ),
    "owed days after the event's day are counted: the 7th": (joined(held="2026-07-08"), {"2026-Q3": MET}),
    "owed days after the event's day are counted: the 8th": (joined(held="2026-07-09"), {"2026-Q3": MISSED}),
    "working days are no weekend: five from Thursday to Thursday": (
        ordered(PLACED, row("2026-09-10")),
        {"2026-Q3": MET},
    ),
    "working days are no weekend: not to Friday": (ordered(PLACED, row("2026-09-11")), {"2026-Q3": MISSED}),
    # Friday 2 January; Tuesday the 6th is Epiphany.
    "working days are no holiday: five to the 12th": (
        ordered(row("2026-01-02", "ordered"), row("2026-01-12")),
        {"2026-Q1": MET},
    ),
    "working days are no holiday: not to the 13th": (
        ordered(row("2026-01-02", "ordered"), row("2026-01-13")),
        {"2026-Q1": MISSED},
    ),
    "a stay with one just before it is no joining": (
        joined(members=[stay("2026-07-01", "2026-07-31"), stay("2026-08-01")]),
        {"2026-Q3": MISSED},
    ),
    "a stay after a gap is": (
        joined(members=[stay("2026-07-01", "2026-07-31"), stay("2026-08-02")]),
        {"2026-Q3": Counts(due=2, missed=2)},
    ),
    "returning is the first day back: 14 days to 16 March": (
        back(BACK_ON_2_MARCH, held="2026-03-16"),
        {"2026-Q1": MET},
    ),
    "returning is the first day back: not to 17 March": (
        back(BACK_ON_2_MARCH, held="2026-03-17"),
        {"2026-Q1": MISSED},
    ),
    "from 28 days away on": (back([("2026-02-02", "2026-02-28")]), {}),
    "or from as many as agreed": (
        back(
            [("2026-02-02", "2026-02-11")],
            agreement(
                "2025-01-01", {"after": "returning", "within": ["14 days"], "away_at_least": "10 days"}
            ),
        ),
        {"2026-Q1": MISSED},
    ),
    "absences in a row with a weekend between are one": (
        back([("2026-02-02", "2026-02-13"), ("2026-02-16", "2026-03-01")]),
        {"2026-Q1": MISSED},
    ),
    "absences in a row with a holiday between are one": (
        back([("2025-12-15", "2026-01-05"), ("2026-01-07", "2026-01-14")]),
        {"2026-Q1": MISSED},
    ),
    "with a working day between they are two": (
        back([("2026-02-02", "2026-02-12"), ("2026-02-16", "2026-03-01")]),
        {},
    ),
    "a pause is no absence": (back([], playbook=paused("2026-02-02", "2026-03-01")), {}),
    "an order on a day of other terms is none": (
        quarter(
            OLD,
            then("2026-09-01", cadence={"after": "ordering", "within": ["5 working days"]}),
            rows=[row("2026-08-31", "ordered")],
        ),
        {"2026-Q3": MISSED},
    ),
    "an order is judged whatever the obligation": (
        ordered(PLACED, row("2026-09-10"), agreed={**ORDERS, "obligation": "voluntary"}),
        {"2026-Q3": MET},
    ),
    "either initiative counts": (
        ordered(
            inbound("2026-09-10"),
            {**PLACED, "initiative": "inbound"},
            agreed={**ORDERS, "counts": "outbound"},
        ),
        {"2026-Q3": MET},
    ),
    "an order is open until it is answered": (
        ordered(PLACED, row("2026-09-08"), NEXT, row("2026-09-09")),
        {"2026-Q3": Counts(due=2, met=2)},
    ),
    "an order is open until its last day is over": (
        ordered(PLACED, row("2026-09-10", "ordered"), row("2026-09-11")),
        {"2026-Q3": BOTH},
    ),
    "an order is open until the stay ends": (
        ordered(
            PLACED,
            row("2026-09-08", "ordered"),
            row("2026-09-09"),
            members=[stay("2026-01-01", "2026-09-05"), stay("2026-09-07")],
        ),
        {"2026-Q3": Counts(due=1, met=1, not_owed=1)},
    ),
    "a touchpoint answers the oldest open one": (
        ordered(PLACED, NEXT, row("2026-09-08"), as_of="2026-09-11"),
        {"2026-Q3": Counts(due=1, met=1, running=1)},
    ),
    "two on one day answer one": (
        ordered(PLACED, NEXT, row("2026-09-08"), inbound("2026-09-08")),
        {"2026-Q3": BOTH},
    ),
    "a withdrawal leaves no window": (ordered(PLACED, withdrawal("2026-09-07")), {}),
    "a withdrawal takes the oldest open one away": (
        ordered(PLACED, NEXT, withdrawal("2026-09-07"), row("2026-09-11")),
        {"2026-Q3": MET},
    ),
    "what the leader cancels is no withdrawal": (
        ordered(PLACED, row("2026-09-07", "cancelled")),
        {"2026-Q3": MISSED},
    ),
    "within a day orders come before touchpoints": (ordered(row("2026-09-03"), PLACED), {"2026-Q3": MET}),
    "within a day touchpoints come before withdrawals": (
        ordered(PLACED, withdrawal("2026-09-08"), row("2026-09-08")),
        {"2026-Q3": MET},
    ),
    "within a day orders come before withdrawals": (ordered(withdrawal("2026-09-03"), PLACED), {}),
    "the agreement of the event's day governs the cadence of all steps": (
        joined(
            TWO_STEPS,
            then("2026-07-05", cadence={"after": "joining", "within": ["60 days"]}),
            held="2026-07-31",
        ),
        {"2026-Q3": BOTH},
    ),
    "and their obligation: compulsory before voluntary": (
        joined(TWO_STEPS, then("2026-07-05", obligation="voluntary")),
        {"2026-Q3": Counts(due=2, missed=2)},
    ),
    "and their obligation: voluntary before compulsory": (
        joined({**TWO_STEPS, "obligation": "voluntary"}, then("2026-07-05", obligation="compulsory")),
        {"2026-Q3": Counts(not_owed=2)},
    ),
    **{
        f"a day that is {what} is not counted": (case, {"2026-Q3": MET}) for what, case in NOT_COUNTED.items()
    },
    "a voluntary day is counted": (
        joined(WEEK_AFTER_JOINING, then("2026-07-03", obligation="voluntary"), held="2026-07-09"),
        {"2026-Q3": MISSED},
    ),
    "events before the horizon owe nothing": (joined(playbook=horizon("2026-07-02")), {}),
    "events before the first agreement owe nothing": (
        joined(agreement("2026-07-02", {"after": "joining", "within": ["7 days"]})),
        {},
    ),
    "met on the day of the first touchpoint": (
        joined(held="2026-07-03", as_of="2026-07-03"),
        {"2026-Q3": MET},
    ),
    "not missed on the last day": (joined(as_of="2026-07-08"), {"2026-Q3": RUNNING}),
    "missed once the last day is before the as-of day": (joined(as_of="2026-07-09"), {"2026-Q3": MISSED}),
    "a step cut short by the end of the stay is not owed, nor are those after it": (
        joined(THREE_STEPS, members=[stay("2026-07-01", "2026-07-20")], held="2026-07-05"),
        {"2026-Q3": Counts(due=1, met=1, not_owed=1)},
    ),
    "a step cut short as the service is retired is not owed, nor are those after it": (
        joined({**THREE_STEPS, "to": "2026-07-20"}, held="2026-07-05"),
        {"2026-Q3": Counts(due=1, met=1, not_owed=1)},
    ),
    "a step cut short that is met counts": (
        joined(THREE_STEPS, members=[stay("2026-07-01", "2026-07-20")], held="2026-07-05 2026-07-15"),
        {"2026-Q3": Counts(due=2, met=2)},
    ),
    "it belongs to the period of the day on which it was met": (
        joined(
            TWO_STEPS,
            members=[stay("2026-09-20")],
            held="2026-09-25 2026-09-29 2026-10-05",
            as_of="2026-11-01",
        ),
        {"2026-Q3": Counts(due=2, met=2)},
    ),
    "or missed: its last day": (
        joined(TWO_STEPS, members=[stay("2026-09-20")], as_of="2026-11-01"),
        {"2026-Q3": MISSED, "2026-Q4": MISSED},
    ),
}

WAIVERS: Table = {
    "a waived day is no owed day for the clock: day 42": (
        rolling("2026-02-19", waivers=waived("2026-01-06", "2026-01-12")),
        clock(43),
    ),
    "a waived day is no owed day for the clock: day 43": (
        rolling("2026-02-20", waivers=waived("2026-01-06", "2026-01-12")),
        clock(44, 1, late=True),
    ),
    "a calendar window that would have been owed is waived": (
        quarter(waivers=waived("2026-07-01", "2026-08-16")),
        {"2026-Q3": WAIVED},
    ),
    "and counts neither as met nor as due": (
        quarter(held="2026-09-20", waivers=waived("2026-07-01", "2026-08-16")),
        {"2026-Q3": WAIVED},
    ),
    "a rolling window that would have been owed is waived": (
        quarter(ROLLING, waivers=waived("2026-07-01", "2026-09-30")),
        {"2026-Q3": WAIVED},
    ),
    "one that is owed still is not waived": (
        quarter(waivers=waived("2026-07-01", "2026-08-15")),
        {"2026-Q3": MISSED},
    ),
    "one that would not have been owed is not waived": (
        quarter(absences=[("2026-07-01", "2026-08-16")], waivers=waived("2026-08-17", "2026-09-30")),
        {"2026-Q3": NOT_OWED},
    ),
}

COVERAGE: Table = {
    "a calendar window belongs to the period its last day lies in": (
        make(
            "2026-07-01",
            agreement("2025-01-01", HALF_YEARLY),
            members=[stay("2026-01-01", "2026-06-30")],
            held="2026-01-02",
        ),
        {"2026-Q2": MET},
    ),
    "a week belongs to the quarter its Sunday lies in": (
        make("2026-07-06", WEEKLY, members=[stay("2026-06-29", "2026-07-05")], held="2026-06-29"),
        {"2026-Q3": MET},
    ),
}

SENTENCES: dict[str, Table] = {
    "horizon": HORIZON,
    "owed days": OWED_DAYS,
    "what counts": WHAT_COUNTS,
    "calendar": CALENDAR,
    "rolling": ROLLS,
    "after an event": AFTER_EVENT,
    "waivers": WAIVERS,
    "coverage": COVERAGE,
}

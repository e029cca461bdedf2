"""Changes to a case that change nothing it means, or nothing but its days: moved, doubled, split, shifted."""

import re
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.support.oracle.walk import Case, Document, day

DAY = timedelta(days=1)
LAST = date(2026, 12, 31)
ORDERS = ("ordered", "cancelled")


def shuffled(case: Case, dice: Random) -> Case:
    """Return the case with everything in another order that has none by its meaning: rows, people, files."""
    made = deepcopy(case)
    made.services = dict(dice.sample(list(made.services.items()), len(made.services)))
    made.teams = dict(dice.sample(list(made.teams.items()), len(made.teams)))
    of_teams = [
        team.get(key, [])
        for team in made.teams.values()
        for key in ("members", "absences", "leaders", "coaches")
    ]
    for entries in [*of_teams, made.playbook.get("pauses", []), *made.waivers.values(), *made.rows.values()]:
        dice.shuffle(entries)
    for team in made.teams.values():
        own = list(team.get("agreements", {}).items())
        team["agreements"] = dict(dice.sample(own, len(own)))
    return made


_YEAR = re.compile(r"\b20\d\d(?=-(\d\d|Q\d)|$)|(?<=FY)20\d\d")


def years_later(case: Case, years: int) -> Case:
    """Return the case with every day of it that many years later."""
    return Case(
        case.as_of.replace(year=case.as_of.year + years),
        *(later(part, years) for part in (case.playbook, case.services, case.teams, case.waivers, case.rows)),
    )


def later(value: Any, years: int) -> Any:
    """Return a value with each year in it, of days and of names of periods, that much later."""
    if isinstance(value, dict):
        return {key: later(one, years) for key, one in value.items()}
    if isinstance(value, list):
        return [later(one, years) for one in value]
    if isinstance(value, str):
        return _YEAR.sub(lambda found: str(int(found[0]) + years), value)
    return value


def rows_doubled(case: Case, dice: Random) -> Case:
    """Return the case with some rows logged twice, but for orders: each of their rows is one."""
    rows = {
        team: [row for row in own for _ in range(1 if row["state"] in ORDERS else dice.choice((1, 1, 2, 3)))]
        for team, own in case.rows.items()
    }
    made = deepcopy(case)
    made.rows = rows
    return made


def stays_split(case: Case, dice: Random) -> Case:
    """Return the case with some stays written as several that follow without a gap."""
    made = deepcopy(case)
    for team in made.teams.values():
        entries: list[Document] = team["members"]
        team["members"] = [part for entry in entries for part in split(entry, dice)]
        dice.shuffle(team["members"])
    return made


def agreements_renewed(case: Case, dice: Random) -> Case:
    """Return the case with some agreements agreed anew, unchanged, on a day on which they are in force."""
    made = deepcopy(case)
    sequences = [(service, "agreements") for service in made.services.values()]
    sequences += [
        (team["agreements"], service) for team in made.teams.values() for service in team["agreements"]
    ]
    for holder, key in sequences:
        entries: list[Document] = holder[key]
        groups = dict.fromkeys(one.get("for") for one in entries)
        parts = [part for group in groups for part in renewed(of(entries, group), dice)]
        holder[key] = sorted(parts, key=lambda one: day(one["from"]))
    return made


def split(entry: Document, dice: Random) -> list[Document]:
    """Return a stay in one, two or three parts."""
    first, last = day(entry["from"]), day(entry["to"]) if "to" in entry else LAST
    if last <= first or dice.random() < 0.3:
        return [entry]
    cut = first + timedelta(days=dice.randint(1, (last - first).days))
    before = {**entry, "to": str(cut - DAY)}
    return [before, *split({**entry, "from": str(cut)}, dice)]


def of(entries: list[Document], group: str | None) -> list[Document]:
    """Return the agreements for a group, or for everybody."""
    return [one for one in entries if one.get("for") == group]


def renewed(entries: list[Document], dice: Random) -> list[Document]:
    """Return a sequence of agreements in which some are followed by one that says nothing new."""
    made: list[Document] = []
    for at, entry in enumerate(entries):
        made.append(entry)
        following = day(entries[at + 1]["from"]) - DAY if at + 1 < len(entries) else LAST
        first, last = day(entry["from"]), min(day(entry.get("to", str(LAST))), following)
        if last <= first or dice.random() < 0.3:
            continue
        cut = first + timedelta(days=dice.randint(1, (last - first).days))
        made[-1] = {key: value for key, value in entry.items() if key != "to"}
        said: Document = {key: entry[key] for key in ("for", "to", "cadence") if key in entry}
        made.append({"from": str(cut), **said})
    return made

"""A seeded organisation of any size: rosters, absences, a change of terms, and two years of log."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 20)
FIRST = date(2024, 10, 1)
TEAM = 8
_RECORD = "record: https://git.example.org/playbook/pulls/1, review_by: 2026-12-31"
_AGREED = f"agreed_on: 2024-09-12, agreed_with: [members, leaders], {_RECORD}"
_SERVICES = {
    "one-on-one": (45, ("{at_least: 1, per: quarter}", "{at_most_apart: 6 weeks, grace: 1 week}")),
    "recognition": (10, ("{at_least: 1, per: month}", "{at_least: 1, per: month}")),
}


def lay(root: Path, people: int) -> int:
    """Write a playbook and its data below `root`; returns how many touchpoints were logged (129 a person)."""
    _policy(root / "playbook")
    rows = 0
    for number in range(-(-people // TEAM)):
        size = min(TEAM, people - number * TEAM)
        rows += _team(root / f"data/teams/team-{number:05}", number, size, Random(number))
    return rows


def _policy(folder: Path) -> None:
    (folder / "services").mkdir(parents=True)
    (folder / "playbook.yaml").write_text(
        "schema: 1\norganisation: Northlight\ntime_zone: Europe/Helsinki\nholidays: FI\nlogs_from: 2024-10-01\n"
        "principles:\n  - {id: seen-and-heard, title: Everyone is seen, text: Nobody is passed over.}\n"
        "terms:\n  - {from: 2024-10-01, owed_when_present: 50%, coverage_at_least: 50%, coverage_may_drop: 100%, "
        f"outbound_at_least: 0%, {_AGREED.rpartition(', review_by')[0]}}}\n"
        f"privacy: {{smallest_group: 5, {_AGREED.rpartition(', review_by')[0]}}}\n"
        "capacity: {leader_hours_per_week: 20}\ntoday: 2026-11-20\narchive: true\n",
        "utf-8",
    )
    for service, (minutes, cadences) in _SERVICES.items():
        agreements = "".join(
            f"  - {{from: {first}, obligation: compulsory, given_by: [leader], teams: all, cadence: {cadence}, {_AGREED}}}\n"
            for first, cadence in zip(("2024-10-01", "2026-01-01"), cadences, strict=True)
        )
        (folder / f"services/{service}.yaml").write_text(
            f"schema: 1\nid: {service}\ntitle: {service}\nsummary: A service.\npurpose: To care.\n"
            f"context: {{minutes: {minutes}, where: Here}}\nserves: [seen-and-heard]\naudience: member\n"
            "initiative: outbound\nmetrics:\n  - {id: useful, question: Was it useful?}\n"
            f"agreements:\n{agreements}",
            "utf-8",
        )


def _team(folder: Path, number: int, size: int, random: Random) -> int:
    (folder / "touchpoints").mkdir(parents=True)
    members = [f"p-{number}-{one}" for one in range(size)]
    away = [
        (one, day := FIRST + timedelta(random.randrange(700)), day + timedelta(random.randint(1, 30)))
        for one in members
        if random.random() < 0.5
    ]
    absences = (
        "absences:\n" + "".join(f"  - {{person: {one}, from: {a}, to: {b}}}\n" for one, a, b in away)
        if away
        else ""
    )
    (folder / "team.yaml").write_text(
        f"schema: 1\nid: {folder.name}\nname: Team {number}\nleaders:\n  - {{person: p-{number}-lead, from: 2024-01-01}}\n"
        "members:\n" + "".join(f"  - {{person: {one}, from: 2024-10-01}}\n" for one in members) + absences,
        "utf-8",
    )
    rows: dict[str, list[str]] = {}
    for one in members:
        for service, every, count in (("one-on-one", 7, 104), ("recognition", 30, 25)):
            for at in range(count):
                day = FIRST + timedelta(at * every + random.randrange(every))
                name = f"{day.year}-Q{(day.month + 2) // 3}"
                rows.setdefault(name, []).append(f"{day},{service},{one},p-{number}-lead,outbound,held\n")
    for name, lines in rows.items():
        text = "date,service,member,given_by,initiative,state\n" + "".join(sorted(lines))
        (folder / f"touchpoints/{name}.csv").write_text(text, "utf-8")
    return sum(map(len, rows.values()))

"""Real rosters and minutes, laid out as the files of a playbook's repository.

Read from ../shared/real beside the repository; its README.md says what each column means.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.support.paths import SHARED

REAL = SHARED / "real"
STATES = {"held": "held", "absent": "missed", "cancelled": "cancelled"}
HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid"


@dataclass(frozen=True)
class RealSet:
    """One committee as the tables have it: one team, one service."""

    name: str

    @property
    def folder(self) -> Path:
        return REAL / self.name

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def service(self) -> str:
        return self.rows("services")[0]["service"]

    def truth(self) -> dict[str, Any]:
        """Return the figures of the team's one service, worked out day by day."""
        whole = json.loads((self.folder / "ground_truth.json").read_text(encoding="utf-8"))
        figures: dict[str, Any] = whole["teams"][self.name][self.service]
        return figures


def person(person_id: str) -> str:
    """Return the id a person has in the playbook."""
    return f"p-{person_id}"


def files(real: RealSet, cadence: str, owed_when_present: str, may_drop: str = "") -> dict[str, str]:
    """Return path and text of each file; `cadence` is YAML in flow style, empty `may_drop` agrees on no limit."""
    team = f"data/teams/{real.name}"
    return {
        "playbook/playbook.yaml": _playbook(real, owed_when_present, may_drop),
        f"playbook/services/{real.service}.yaml": _service(real, cadence),
        f"{team}/team.yaml": _team(real),
        **{f"{team}/touchpoints/{quarter}.csv": text for quarter, text in _log(real).items()},
    }


def _playbook(real: RealSet, owed_when_present: str, may_drop: str) -> str:
    limit = f"coverage_may_drop: {may_drop}, " if may_drop else ""
    first = min(row["date"] for row in real.rows("touchpoints"))
    return f"""\
schema: 1
organisation: A committee
time_zone: UTC
logs_from: {first}
principles: [{{id: seen, title: Everyone is seen, text: Nobody is passed over.}}]
terms:
  - {{from: {first}, owed_when_present: {owed_when_present}, coverage_at_least: 90%, {limit}{_agreed(first)}}}
privacy: {{smallest_group: 5, keep_logs_for: 60 quarters}}
"""


def _agreed(first: str) -> str:
    return f"agreed_on: {first}, agreed_with: [members], record: 'https://git.example.org/records/1'"


def _service(real: RealSet, cadence: str) -> str:
    first = min(row["date"] for row in real.rows("touchpoints"))
    initiative = real.rows("services")[0]["initiative"]
    return f"""\
schema: 1
id: {real.service}
title: Meeting
summary: The committee meets.
purpose: So that nobody is passed over.
context: {{minutes: 60, where: By video}}
serves: [seen]
audience: member
initiative: {initiative}
agreements:
  - from: {first}
    obligation: compulsory
    given_by: [anyone]
    teams: all
    cadence: {cadence}
    agreed_on: {first}
    agreed_with: [members]
    record: https://git.example.org/records/1
    review_by: 2090-12-31
"""


def _team(real: RealSet) -> str:
    stays = "".join(f"  - {{{stay}}}\n" for stay in _stays(real))
    return f"schema: 1\nid: {real.name}\nname: Committee\nmembers:\n{stays}"


def _stays(real: RealSet) -> Iterator[str]:
    """Yield the stays; the table's `end` is the first day no longer in the team, ours the last day in it."""
    for row in real.rows("roster"):
        last = date.fromisoformat(row["end"]) - timedelta(days=1) if row["end"] else None
        if last and last < date.fromisoformat(row["start"]):
            continue
        ends = f", to: {last}" if last else ""
        yield f"person: {person(row['person_id'])}, from: {row['start']}{ends}"


def _log(real: RealSet) -> dict[str, str]:
    """Return a file a quarter; guests stay, and a meeting whose attendance nobody wrote down has no rows."""
    lines: dict[str, list[str]] = {}
    for row in real.rows("touchpoints"):
        if row["status"] == "no-list":
            continue
        day = date.fromisoformat(row["date"])
        who, state = person(row["person_id"]), STATES[row["status"]]
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        line = f"{day},{row['service']},{who},,{row['initiative']},{state},,"
        lines.setdefault(quarter, [HEADER]).append(line)
    return {quarter: "\n".join(found) + "\n" for quarter, found in lines.items()}

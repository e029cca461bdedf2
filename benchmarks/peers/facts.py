"""What the dataframe scripts share: rosters and absences as rows, and the calendar windows of the playbook laid out."""

from __future__ import annotations

import calendar
import json
from datetime import date
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AS_OF = date(2026, 11, 20)
FIRST = date(2024, 10, 1)
QUARTERLY_UNTIL = date(2025, 12, 31)
"""One-on-ones are one a quarter until then, and rolling after: these scripts count calendar windows alone."""


def windows() -> Iterator[tuple[str, str, date, date]]:
    """Yield service, reporting quarter, first and last day of each calendar window that is over."""
    for year in (2024, 2025, 2026):
        for month in range(1, 13):
            first = date(year, month, 1)
            last = date(year, month, calendar.monthrange(year, month)[1])
            quarter = f"{year}-Q{(month + 2) // 3}"
            if first >= FIRST and last < AS_OF:
                yield "recognition", quarter, first, last
            if month % 3 == 0:
                begins = date(year, month - 2, 1)
                if begins >= FIRST and last <= QUARTERLY_UNTIL:
                    yield "one-on-one", quarter, begins, last


def rosters(root: Path) -> Iterator[tuple[str, str, list[tuple[date, date]]]]:
    """Yield team, member and absences."""
    for path in sorted(root.glob("data/teams/*/team.yaml")):
        team = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        away: dict[str, list[tuple[date, date]]] = {}
        for absence in team.get("absences", ()):
            away.setdefault(absence["person"], []).append((absence["from"], absence["to"]))
        for member in team["members"]:
            yield team["id"], member["person"], away.get(member["person"], [])


def logs(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield team and file of each log."""
    for path in sorted(root.glob("data/teams/*/touchpoints/*.csv")):
        yield path.parts[-3], path


def tell(sums: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    """Print due and met by team, service and quarter, in order."""
    print(json.dumps([[*key, *counts] for key, counts in sorted(sums.items()) if counts[0]]))

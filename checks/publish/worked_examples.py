"""One worked example of each number of coverage, from the organisation's own counts, where they may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.counts import Counts
from checks.publish.suppression import Cell, Shown

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage
    from checks.model.periods import Period
    from checks.model.service import Service


@dataclass(frozen=True, slots=True)
class WorkedExamples:
    """A service in a quarter, all teams together, with its counts."""

    service: str
    quarter: str
    counts: Counts
    agreed: Cell


_CLOSED = ("due", "waived", "not owed", "days")
_RUNNING = ("running",)


def worked_examples(
    services: Sequence[Service],
    teams: Sequence[TeamCoverage],
    quarters: tuple[Period, Period],
    cells: Mapping[tuple[str | None, str, str], Cell],
    k: int,
) -> dict[str, WorkedExamples]:
    """Return for each number the first service that shows it, of the closed and the running quarter.

    Due, met and missed are taken where their cell is exact. Every other count is taken only when it
    is of twice the smallest group at the least, and what it is counted among as well: fewer would
    tell on those it counts.
    """
    closed, running = quarters
    found: dict[str, WorkedExamples] = {}
    for service in services:
        for quarter, numbers in ((closed.name, _CLOSED), (running.name, _RUNNING)):
            counts, people = _sum(teams, service.id, quarter)
            cell = cells.get((None, service.id, quarter), Cell(Shown.HIDDEN))
            for number in numbers:
                if number not in found and _tells(number, counts, people, cell, k):
                    found[number] = WorkedExamples(service.id, quarter, counts, cell)
    return found


def _sum(teams: Sequence[TeamCoverage], service: str, quarter: str) -> tuple[Counts, int]:
    rows = [row for team in teams if (row := team.row(service, quarter))]
    return sum((row.counts for row in rows), Counts()), sum(row.people for row in rows)


def _tells(number: str, counts: Counts, people: int, cell: Cell, k: int) -> bool:
    """Whether a service's counts show a number, and enough stand behind it."""
    if number == "due":
        return cell.shown is Shown.EXACT and 0 < counts.met < counts.due
    if number == "days":
        return cell.shown is Shown.EXACT and people >= 2 * k and counts.days_overdue > 0
    if number == "running":
        late = counts.running - counts.running_met
        return people >= 2 * k and min(counts.running_met, late) >= k
    return {"waived": counts.waived, "not owed": counts.not_owed}[number] >= 2 * k

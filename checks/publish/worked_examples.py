"""One worked example of each number of coverage, from the organisation's own counts, where they may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.engine.counts import Counts
from checks.engine.team_coverage import TeamCoverage
from checks.model.periods import Period
from checks.model.service import Service
from checks.publish.suppression import HIDDEN, Cell, Shown


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
    examples: dict[str, WorkedExamples] = {}
    for service in services:
        for quarter, numbers in ((closed.name, _CLOSED), (running.name, _RUNNING)):
            rows = [row for team in teams if (row := team.row(service.id, quarter))]
            counts, people = sum((row.counts for row in rows), Counts()), sum(row.people for row in rows)
            cell = cells.get((None, service.id, quarter), HIDDEN)
            for number in numbers:
                if number not in examples and _may_show(number, counts, people, cell, k):
                    examples[number] = WorkedExamples(service.id, quarter, counts, cell)
    return examples


def _may_show(number: str, counts: Counts, people: int, cell: Cell, k: int) -> bool:
    """Whether a service's counts show a number, and enough people stand behind it."""
    if number == "due":
        return cell.shown is Shown.EXACT and 0 < counts.met < counts.due
    if number == "days":
        return cell.shown is Shown.EXACT and people >= 2 * k and counts.days_overdue > 0
    if number == "running":
        late = counts.running - counts.running_met
        return people >= 2 * k and min(counts.running_met, late) >= k
    return {"waived": counts.waived, "not owed": counts.not_owed}[number] >= 2 * k

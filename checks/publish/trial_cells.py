"""What may be published of other lengths of a promise: how often each would have been kept, in steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.team_coverage import TeamCoverage
from checks.publish.suppression import Cell, Count, Shown, stepped

if TYPE_CHECKING:
    from checks.engine.cadence_trials import CadenceTrial

FEWEST_GIVERS = 3
"""People who give under whom nothing is said of their hours: it would tell of each."""


@dataclass(frozen=True, slots=True)
class TrialCells:
    """A service at most so many weeks apart: how often it would have been kept, and the hours a week it takes.

    `hours` are of all who give together, None where they are few.
    """

    service: str
    weeks: int
    kept: Cell
    hours: Fraction | None


def trial_hours(promised: PromisedWorkload) -> PromisedWorkload | None:
    """Return the hours promised a week, None where few give them."""
    return promised if promised.givers >= FEWEST_GIVERS else None


def trial_cells(teams: Sequence[TeamCoverage], promised: PromisedWorkload, k: int) -> tuple[TrialCells, ...]:
    """Return the lengths tried of each service, shortest first; none of a service of which one must be hidden."""
    by_length: dict[tuple[str, int], list[CadenceTrial]] = {}
    for team in teams:
        for trial in team.trials:
            by_length.setdefault((trial.service, trial.weeks), []).append(trial)
    many_givers = trial_hours(promised) is not None
    cells = []
    for (service, weeks), trials in sorted(by_length.items()):
        met, due, people = (
            sum(getattr(trial, name) for trial in trials) for name in ("met", "due", "people")
        )
        hours = sum((trial.hours for trial in trials), Fraction(0)) if many_givers else None
        cells.append(TrialCells(service, weeks, stepped(Count(met, due, people), k), hours))
    hidden = {cell.service for cell in cells if cell.kept.shown is not Shown.BAND}
    return tuple(cell for cell in cells if cell.service not in hidden)

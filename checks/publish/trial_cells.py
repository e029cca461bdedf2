"""What may be published of other lengths of a promise: how often each would have been kept, in steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.publish.suppression import Cell, Count, Shown, stepped

if TYPE_CHECKING:
    from checks.engine.cadence_trials import CadenceTrial
    from checks.engine.organisation_totals import PromisedWorkload
    from checks.engine.team_coverage import TeamCoverage

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
        for one in team.trials:
            by_length.setdefault((one.service, one.weeks), []).append(one)
    told = trial_hours(promised) is not None
    found = [_tried(trials, k, told=told) for _, trials in sorted(by_length.items())]
    hidden = {one.service for one in found if one.kept.shown is not Shown.BAND}
    return tuple(one for one in found if one.service not in hidden)


def _tried(trials: Sequence[CadenceTrial], k: int, *, told: bool) -> TrialCells:
    met, due, people = (sum(getattr(one, name) for one in trials) for name in ("met", "due", "people"))
    hours = sum((one.hours for one in trials), Fraction(0)) if told else None
    return TrialCells(trials[0].service, trials[0].weeks, stepped(Count(met, due, people), k), hours)

"""What a window is, and what the kinds of cadence need to make one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from checks.cadence.agreed import house_terms
from checks.calendar import period_of

if TYPE_CHECKING:
    from checks.cadence.lives import TeamCase
    from checks.calendar import Period
    from checks.model.cadences import PeriodUnit


class State(StrEnum):
    """What became of a window. `met` and `missed` were due; `open` and `kept` are running."""

    MET = "met"
    MISSED = "missed"
    WAIVED = "waived"
    NOT_OWED = "not owed"
    OPEN = "open"
    KEPT = "kept"


class Window(NamedTuple):
    """One member (None: the team), one service, `first` to `last`; counted in the reporting `period`.

    `days_due` and `days_overdue` are owed days up to the as-of day, of rolling cadences alone.
    `event` is the day of the event a window comes after, and `step` which of its steps it is, from 1.
    """

    service: str
    member: str | None
    period: str
    first: int
    last: int
    state: State
    days_due: int = 0
    days_overdue: int = 0
    event: int | None = None
    step: int = 0


class Late(NamedTuple):
    """Somebody late on the as-of day: since which day, and for how many owed days."""

    service: str
    member: str | None
    since: int
    days: int


@dataclass(frozen=True, slots=True)
class Judge:
    """The case, one service and the unit of the reporting period."""

    case: TeamCase
    service: str
    unit: PeriodUnit
    year_starts: int
    _fewest: dict[tuple[int, int], int] = field(default_factory=dict)

    def fewest_owed(self, period: Period) -> int:
        """Return how many days of a window must be owed, at least one; the share is taken from its last day."""
        key = (period.first, period.last)
        if key not in self._fewest:
            terms = house_terms(self.case.house, min(period.last, self.case.as_of))
            self._fewest[key] = max(1, ceil(terms.owed_when_present * period.days))
        return self._fewest[key]

    def reporting(self, day: int) -> str:
        """Return the name of the reporting period a day lies in."""
        return period_of(self.unit, day, self.year_starts).name

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


class Frame(NamedTuple):
    """How many days of a window must be owed, one at least; where it is counted, and whether it is still running.

    The share of days owed is that of the terms on the window's last day.
    """

    fewest_owed: int
    reporting: str
    running: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """The case, one service and the unit of the reporting period."""

    case: TeamCase
    service: str
    unit: PeriodUnit
    year_starts: int
    _frames: dict[tuple[int, int], Frame] = field(default_factory=dict)

    def frame(self, period: Period) -> Frame:
        """Return what is the same for all windows of a period, worked out once."""
        key = (period.first, period.last)
        if key not in self._frames:
            terms = house_terms(self.case.house, min(period.last, self.case.as_of))
            fewest = max(1, ceil(terms.owed_when_present * period.days))
            running = period.last >= self.case.as_of
            self._frames[key] = Frame(fewest, self.reporting(period.last), running)
        return self._frames[key]

    def reporting(self, day: int) -> str:
        """Return the name of the reporting period a day lies in."""
        return period_of(self.unit, day, self.year_starts).name

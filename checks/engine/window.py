"""What a window is, and what the kinds of cadence need to make one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.periods import period_of
from checks.model.agreed_terms import default_terms_on
from checks.model.cadences import MONTHS

if TYPE_CHECKING:
    from checks.engine.periods import Period
    from checks.engine.timeline import TeamCase
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


class LateMember(NamedTuple):
    """Somebody late on the as-of day: since which day, and for how many owed days."""

    service: str
    member: str | None
    since: int
    days: int


class PeriodInfo(NamedTuple):
    """How many days of a window must be owed, one at least; where it is counted, and whether it is still running.

    The share of days owed is that of the terms on the window's last day.
    """

    fewest_owed: int
    reporting: str
    running: bool


class StartedPeriods(NamedTuple):
    """Periods in order, each as its first and last day with its frame; the days before them, and their last days."""

    windows: tuple[tuple[int, int, PeriodInfo], ...]
    befores: tuple[int, ...]
    lasts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The case, one service and the unit of the reporting period."""

    case: TeamCase
    service: str
    unit: PeriodUnit
    year_starts: int
    _frames: dict[Period, PeriodInfo] = field(default_factory=dict)
    _begun: dict[tuple[tuple[Period, ...], tuple[str, ...] | None], StartedPeriods] = field(
        default_factory=dict
    )

    def framed(self, begun: tuple[Period, ...], only: tuple[str, ...] | None) -> StartedPeriods:
        """Return periods with their frames, of months those in `only`; worked out once for all who share them."""
        found = self._begun.get((begun, only))
        if found is None:
            periods = [one for one in begun if not only or MONTHS[_month(one)] in only]
            found = self._begun[begun, only] = StartedPeriods(
                tuple((one.first, one.last, self.frame(one)) for one in periods),
                tuple(one.first - 1 for one in periods),
                tuple(one.last for one in periods),
            )
        return found

    def frame(self, period: Period) -> PeriodInfo:
        """Return what is the same for all windows of a period, worked out once."""
        found = self._frames.get(period)
        if found is None:
            terms = default_terms_on(self.case.house, min(period.last, self.case.as_of))
            fewest = max(1, ceil(terms.owed_when_present * period.days))
            running = period.last >= self.case.as_of
            found = self._frames[period] = PeriodInfo(fewest, self.reporting(period.last), running)
        return found

    def reporting(self, day: int) -> str:
        """Return the name of the reporting period a day lies in."""
        return period_of(self.unit, day, self.year_starts).name


def _month(period: Period) -> int:
    return int(period.name.partition("-")[2]) - 1

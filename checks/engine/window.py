"""What a window is, and what the kinds of cadence need to make one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from checks.engine.policy_case import PeriodInfo, StartedPeriods
from checks.engine.spans import Days
from checks.engine.timeline import TeamCase
from checks.model.cadences import CalendarCadence, PeriodUnit
from checks.model.periods import Period, period_of


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
    first: date
    last: date
    state: State
    days_due: int = 0
    days_overdue: int = 0
    event: date | None = None
    step: int = 0


class LateMember(NamedTuple):
    """Somebody late on the as-of day: since which day, and for how many owed days."""

    service: str
    member: str | None
    since: date
    days: int


class CalendarPlan(NamedTuple):
    """A calendar cadence and its periods, as they are before any touchpoint is looked at.

    `counts` are the `owed` days of each period, and `states` what becomes of a window in it: when it is not
    met, and when it is.
    """

    cadence: CalendarCadence
    started: StartedPeriods
    owed: Days
    counts: tuple[int, ...]
    states: tuple[tuple[State, State], ...]


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The case, one service and the unit of the reporting period."""

    case: TeamCase
    service: str
    unit: PeriodUnit

    @property
    def year_starts(self) -> int:
        """The month the organisation's year starts in, from 1."""
        return self.case.shared.year_starts

    def started(self, periods: tuple[Period, ...], only: tuple[str, ...] | None) -> StartedPeriods:
        """Return periods that have begun, of months those named in `only`."""
        return self.case.shared.started(self.unit, periods, only)

    def info(self, period: Period) -> PeriodInfo:
        """Return what is the same for all windows of a period."""
        return self.case.shared.info(self.unit, period)

    def reporting(self, day: date) -> str:
        """Return the name of the reporting period a day lies in."""
        return period_of(self.unit, day, self.year_starts).name

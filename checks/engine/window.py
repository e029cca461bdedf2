"""What a window is, and what the kinds of cadence need to make one."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from checks.engine.timeline import TeamCase
from checks.model.agreed_terms import default_terms_on
from checks.model.cadences import MONTHS, PeriodUnit
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


class PeriodInfo(NamedTuple):
    """What is the same for all windows of one calendar period.

    `first` and `last` are its days as the engine counts. `fewest_owed` days of it must be owed for a window
    to be owed, one at least; the share is that of the terms on its last day. `reporting` is the name of the
    period it is counted in, and `running` says whether it is not over on the as-of day.
    """

    period: Period
    first: int
    last: int
    fewest_owed: int
    reporting: str
    running: bool


class StartedPeriods(NamedTuple):
    """Periods that have begun, in order, with the day before each and its last day as `Days.numbers` takes them."""

    infos: tuple[PeriodInfo, ...]
    days_before: tuple[int, ...]
    last_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The case, one service and the unit of the reporting period; what periods have in common is worked out once."""

    case: TeamCase
    service: str
    unit: PeriodUnit
    year_starts: int
    _infos: dict[Period, PeriodInfo] = field(default_factory=dict)
    _started: dict[tuple[tuple[Period, ...], tuple[str, ...] | None], StartedPeriods] = field(
        default_factory=dict
    )

    def started(self, periods: tuple[Period, ...], only: tuple[str, ...] | None) -> StartedPeriods:
        """Return periods that have begun, of months those named in `only`."""
        started = self._started.get((periods, only))
        if started is None:
            infos = tuple(
                self.info(period) for period in periods if not only or MONTHS[period.first.month - 1] in only
            )
            started = self._started[periods, only] = StartedPeriods(
                infos, tuple(info.first - 1 for info in infos), tuple(info.last for info in infos)
            )
        return started

    def info(self, period: Period) -> PeriodInfo:
        """Return what is the same for all windows of a period."""
        info = self._infos.get(period)
        if info is None:
            terms = default_terms_on(self.case.default_terms, min(period.last, self.case.as_of))
            info = self._infos[period] = PeriodInfo(
                period,
                period.first.toordinal(),
                period.last.toordinal(),
                max(1, ceil(terms.owed_when_present * period.days)),
                self.reporting(period.last),
                period.last >= self.case.as_of,
            )
        return info

    def reporting(self, day: date) -> str:
        """Return the name of the reporting period a day lies in."""
        return period_of(self.unit, day, self.year_starts).name

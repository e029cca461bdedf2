"""What all windows of one service of a team are judged in: the case, and the reporting periods."""

from dataclasses import dataclass
from datetime import date

from checks.engine.team_case import TeamCase
from checks.engine.window import PeriodInfo, StartedPeriods
from checks.model.cadences import PeriodUnit
from checks.model.periods import Period, period_of


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

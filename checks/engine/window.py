"""What a window is, and what the kinds of cadence need to make one."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from checks.engine.spans import Days
from checks.model.cadences import CalendarCadence
from checks.model.periods import Period


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

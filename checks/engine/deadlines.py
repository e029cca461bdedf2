"""What lies ahead of a rolling clock: the last day that is still in time."""

from collections.abc import Sequence
from datetime import date

from checks.engine.carried_clocks import clock_of_run
from checks.engine.rolling_windows import clock_input, overdue_intervals, rolling_cadence
from checks.engine.stays import Segment, owed_days
from checks.engine.team_case import TeamCase
from checks.engine.timeline import MemberTimeline
from checks.model.cadences import RollingCadence

_FAR = 3 * 366
"""Days ahead that are looked at; no limit is longer."""


def last_day_in_time(
    case: TeamCase, timeline: MemberTimeline, days: Sequence[int], *, grace: bool = False
) -> date | None:
    """Return the last day in time of the clock that runs on the as-of day, as if nothing more were held.

    With `grace` it is the last day that is not late. It lies before the as-of day where somebody is
    overdue, and before the stay where they came late from another team. Days to come count as owed, as in
    `timeline`; None where no clock runs or none runs out.
    """

    def limit(segment: Segment) -> int:
        cadence = rolling_cadence(segment)
        return cadence.limit_with_grace if grace else cadence.limit

    as_of = case.as_of_ordinal
    for run in reversed(timeline.runs):
        rolling = [segment for segment in run.segments if isinstance(segment.terms.cadence, RollingCadence)]
        if not rolling or not run.first <= as_of <= run.last:
            continue
        owed = owed_days(rolling, last=as_of + _FAR)
        inputs = clock_input(rolling, [day for day in days if day <= as_of], owed)
        carried = clock_of_run(case.carried, timeline.member, run, rolling)
        start = (carried.graced if grace else carried.plain) if carried else None
        clock = overdue_intervals(inputs, owed, limit, start)
        number = owed.until(as_of)
        over = next((begin for begin, end in clock.stretches if end > number or begin > number), None)
        if over is not None and over > 1:
            return date.fromordinal(owed.day(over - 1))
        if over is not None and carried:
            by = carried.by_with_grace if grace else carried.by
            return by or date.fromordinal(run.first - 1)
    return None

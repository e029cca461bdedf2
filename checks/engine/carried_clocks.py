"""The rolling clocks of a member who has come from another team: they go on where they stood there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from checks.engine.rolling_windows import ClockStart
from checks.engine.stays import Segment, StayRun


class ClockLeft(NamedTuple):
    """Where a clock stands at the end of a stay: its limit, and the owed days left until that limit.

    The same with the grace. What is left is negative where somebody is over the limit already. Where nothing is left,
    `by` is the last day that was in time, and `by_with_grace` the last that was not late.
    """

    limit: int
    left: int
    limit_with_grace: int
    left_with_grace: int
    by: date | None = None
    by_with_grace: date | None = None

    @property
    def plain(self) -> ClockStart:
        """The clock without the grace."""
        return ClockStart(self.limit, self.left)

    @property
    def graced(self) -> ClockStart:
        """The clock with the grace."""
        return ClockStart(self.limit_with_grace, self.left_with_grace)

    def under(self, limit: int, limit_with_grace: int) -> "ClockLeft":
        """Return the clock as if it had run under other limits since the last touchpoint.

        >>> ClockLeft(42, 30, 49, 37).under(14, 21) == ClockLeft(14, 2, 21, 9)
        True
        """
        return ClockLeft(
            limit,
            self.left + limit - self.limit,
            limit_with_grace,
            self.left_with_grace + limit_with_grace - self.limit_with_grace,
        )


ClocksLeft = Mapping[str, ClockLeft]
"""The clocks of one member by service."""

CarriedClocks = Mapping[tuple[str, date], ClocksLeft]
"""The clocks that go on in a team, by the member and the first day of the stay that goes on with them."""


def clock_of_run(
    carried: CarriedClocks, member: str | None, run: StayRun, rolling: Sequence[Segment]
) -> ClockLeft | None:
    """Return the clock a run of stays goes on with; None where it begins with other terms, or from zero.

    `rolling` are the run's segments under rolling terms, one at least.
    """
    if not carried or member is None or rolling[0].first != run.first:
        return None
    clocks = carried.get((member, date.fromordinal(run.first)))
    return clocks.get(rolling[0].terms.service) if clocks else None

"""What a rolling promise would have come to at other lengths: last year's log, tried on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.cadence.supposed import supposed
from checks.cadence.window import State
from checks.cadence.windows import lived
from checks.coverage.load import terms_on, touchpoints_a_year
from checks.model.cadences import RollingCadence
from checks.model.lengths import Length

if TYPE_CHECKING:
    from checks.cadence.lives import TeamCase
    from checks.calendar import Period
    from checks.model.service import Service

WEEKS = (2, 3, 4, 6, 8, 10, 13)
"""Lengths that are tried, in weeks."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One service at most so many weeks apart: windows due and met over some quarters, and the hours a week it takes.

    `people` had a window, and `hours` are those of all who would give it to the members of today.
    """

    service: str
    weeks: int
    met: int
    due: int
    people: int
    hours: Fraction


def trials(case: TeamCase, quarters: tuple[Period, ...]) -> Iterator[Trial]:
    """Yield each service for members with a rolling cadence on the as-of day, at each length.

    All terms but the length are those of that day, and as if they had held all along.
    """
    today = supposed(case, case.as_of)
    for service in today.services.values():
        agreed = terms_on(today, service, None)
        if agreed and service.audience == "member" and isinstance(agreed.cadence, RollingCadence):
            for weeks in WEEKS:
                yield _trial(today, service, agreed.cadence, weeks, {one.name for one in quarters})


def _trial(
    case: TeamCase, service: Service, cadence: RollingCadence, weeks: int, quarters: set[str]
) -> Trial:
    tried = cadence.model_copy(update={"at_most_apart": Length(weeks, "week")})
    entries = tuple(
        entry if entry.group else entry.model_copy(update={"cadence": tried}) for entry in service.agreements
    )
    made = service.model_copy(update={"agreements": entries})
    team = case.team.model_copy(update={"agreements": {}})
    found = lived(replace(case, services={service.id: made}, team=team)).windows
    due = [one for one in found if one.period in quarters and one.state in (State.MET, State.MISSED)]
    receivers = sum(case.owes(stay, service.id) for stay in case.present.values())
    minutes = receivers * touchpoints_a_year(tried) * service.context.minutes
    return Trial(
        service=service.id,
        weeks=weeks,
        met=sum(one.state is State.MET for one in due),
        due=len(due),
        people=len({one.member for one in due}),
        hours=minutes / (60 * 52),
    )

"""What a rolling promise would have come to at other lengths: last year's log, tried on each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from checks.engine.evaluation import evaluate_with_cadences
from checks.engine.team_case import TeamCase
from checks.engine.trial_terms import with_terms_of
from checks.engine.window import State
from checks.engine.workload import terms_on
from checks.model.cadences import RollingCadence
from checks.model.frequency import touchpoints_a_year
from checks.model.lengths import Length
from checks.model.periods import Period
from checks.model.service import Service

WEEKS = (2, 3, 4, 6, 8, 10, 13)
"""Lengths that are tried, in weeks."""


@dataclass(frozen=True, slots=True)
class CadenceTrial:
    """One service at most so many weeks apart: windows due and met over some quarters, and the hours a week it takes.

    `people` had a window, and `hours` are those of all who would give it to the members of today.
    """

    service: str
    weeks: int
    met: int
    due: int
    people: int
    hours: Fraction


def cadence_trials(case: TeamCase, quarters: tuple[Period, ...]) -> Iterator[CadenceTrial]:
    """Yield each service for members with a rolling cadence on the as-of day, at each length.

    All terms but the length are those of that day, and as if they had held all along.
    """
    today = with_terms_of(case, case.as_of)
    names = {quarter.name for quarter in quarters}
    for service in today.services.values():
        terms = terms_on(today, service, None)
        if terms and service.audience == "member" and isinstance(terms.cadence, RollingCadence):
            yield from _trials(today, service, terms.cadence, names)


def _trials(
    case: TeamCase, service: Service, cadence: RollingCadence, quarters: set[str]
) -> Iterator[CadenceTrial]:
    cadences = [cadence.model_copy(update={"at_most_apart": Length(weeks, "week")}) for weeks in WEEKS]
    entries = tuple(
        entry if entry.group else entry.model_copy(update={"cadence": cadence})
        for entry in service.agreements
    )
    alone = service.model_copy(update={"agreements": entries})
    team = case.team.model_copy(update={"agreements": {}})
    tried = replace(case, services={alone.id: alone}, team=team)
    windows_of = evaluate_with_cadences(tried, alone, cadences, quarters)
    receivers = sum(case.owes(stay, service.id) for stay in case.present.values())
    for weeks, length, windows in zip(WEEKS, cadences, windows_of, strict=True):
        due = [window for window in windows if window.state in (State.MET, State.MISSED)]
        minutes = receivers * touchpoints_a_year(length) * service.context.minutes
        yield CadenceTrial(
            service=service.id,
            weeks=weeks,
            met=sum(window.state is State.MET for window in due),
            due=len(due),
            people=len({window.member for window in due}),
            hours=minutes / (60 * 52),
        )

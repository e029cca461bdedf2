"""Members who go on in another team, and where their rolling clocks stand on their last day in this one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from checks.engine.carried_clocks import ClockLeft, ClocksLeft
from checks.engine.rolling_windows import (
    ClockInput,
    ClockStart,
    clock_after,
    clock_input,
    rolling_cadence,
)
from checks.engine.spans import Days
from checks.engine.stays import StayRun, owed_days
from checks.engine.team_case import TeamCase
from checks.engine.timeline import member_timeline
from checks.engine.touchpoints import Subjects, counting_touchpoints, rows_by_subject
from checks.model.cadences import RollingCadence
from checks.model.service import Service
from checks.model.team import Stay


class ClockPath(NamedTuple):
    """What a service's clock is wound along up to somebody's last day; `from_first` says that it begins with the stay."""

    segments: tuple[ClockInput, ...]
    owed: Days
    from_first: bool


class Departure(NamedTuple):
    """A run of stays that ends in a move: its days, the teams before and after, and the clocks by service.

    `moved_from` is None where the run begins before the horizon, or does not go on from another team.
    """

    person: str
    first: date
    last: date
    moved_from: str | None
    moved_to: str
    paths: Mapping[str, ClockPath]


def moves_out_of(case: TeamCase) -> Iterator[Departure]:
    """Yield who goes on in another team after the horizon; moves to come too, as if nothing more were held."""
    leaving = [stay for stay in case.team.members if stay.moved_to and stay.last_day >= case.horizon]
    if not leaving:
        return
    subjects = rows_by_subject(case)
    for last in sorted({stay.last_day for stay in leaving}):
        until = case if last <= case.as_of else replace(case, as_of=last)
        for stay in leaving:
            if stay.last_day == last and (departure := _departure(case, until, stay, subjects)):
                yield departure


def clocks_left(departure: Departure, carried: ClocksLeft) -> dict[str, ClockLeft]:
    """Return where the clocks of who leaves stand on the last day; `carried` are those the stay began with."""
    clocks = {}
    for service, path in departure.paths.items():
        start = carried.get(service) if path.from_first else None
        plain = clock_after(
            path.segments,
            path.owed,
            lambda segment: rolling_cadence(segment).limit,
            start.plain if start else None,
        )
        graced = clock_after(
            path.segments,
            path.owed,
            lambda segment: rolling_cadence(segment).limit_with_grace,
            start.graced if start else None,
        )
        if plain and graced:
            by = _day_in_time(path.owed, plain) or (start.by if start else None)
            graced_by = _day_in_time(path.owed, graced) or (start.by_with_grace if start else None)
            clocks[service] = ClockLeft(*plain, *graced, by, graced_by)
    return clocks


def _day_in_time(owed: Days, clock: ClockStart) -> date | None:
    """Return the last day in time of a clock with nothing left; None where it was before the stay, or is to come."""
    number = len(owed) + clock.left
    return date.fromordinal(owed.day(number)) if 1 <= number <= len(owed) else None


def _departure(case: TeamCase, until: TeamCase, stay: Stay, subjects: Subjects) -> Departure | None:
    """Return one departure; `until` is the case as of the last day, where that is still to come."""
    stays = until.people.get(stay.person, ())
    if stay not in stays or stay.moved_to is None:
        return None
    first = _first_in_a_row(stay, stays)
    goes_on = first.moved_from if first.first >= case.horizon else None
    services = (service for service in case.services.values() if service.audience == "member")
    paths = dict(_paths(case, until, stay, services, subjects))
    return Departure(
        stay.person, max(first.first, case.horizon), stay.last_day, goes_on, stay.moved_to, paths
    )


def _first_in_a_row(stay: Stay, stays: Iterable[Stay]) -> Stay:
    """Return the first of the stays that follow one another without a gap up to `stay`."""
    row: list[Stay] = []
    for entry in stays:
        follows = row and row[-1].last_day.toordinal() + 1 == entry.first.toordinal()
        row = [*row, entry] if follows else [entry]
        if entry == stay:
            break
    return row[0]


def _paths(
    case: TeamCase, until: TeamCase, stay: Stay, services: Iterable[Service], subjects: Subjects
) -> Iterator[tuple[str, ClockPath]]:
    last = stay.last_day.toordinal()
    for service in services:
        timeline = member_timeline(until, service, stay.person)
        run = next((run for run in timeline.runs if run.last == last), None)
        if run and any(isinstance(segment.terms.cadence, RollingCadence) for segment in run.segments):
            rows = subjects.get((service.id, stay.person), {})
            days = counting_touchpoints(until, timeline, rows).days
            path = _path(run, [day for day in days if day <= case.as_of_ordinal])
            if path:
                yield service.id, path


def _path(run: StayRun, days: list[int]) -> ClockPath | None:
    """Return the path of a run's clock; None where other terms, or none, hold on its last day."""
    rolling = [segment for segment in run.segments if isinstance(segment.terms.cadence, RollingCadence)]
    if rolling[-1].last != run.last:
        return None
    owed = owed_days(rolling, last=run.last)
    return ClockPath(clock_input(rolling, days, owed), owed, rolling[0].first == run.first)

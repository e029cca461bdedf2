"""Whether services reach the groups that describe members: figures of the whole organisation, and of no team."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.chance import Movement, allowed_means, judge_movement
from checks.engine.group_answers import felt_beside_others
from checks.engine.group_reach import GroupCounts, add_groups, beside_others
from checks.model.cadences import PeriodUnit
from checks.model.metrics import metrics_of
from checks.model.periods import period_of
from checks.model.playbook import Playbook, describing_groups
from checks.publish.cells import HIDDEN, NOTHING, Cell, exact_cell, range_cell
from checks.publish.ranges import ShareRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checks.engine.group_answers import GroupAnswers
    from checks.engine.group_reach import GroupBesideOthers
    from checks.engine.team_coverage import TeamCoverage
    from checks.model.periods import Period
    from checks.model.release_document import ReleaseDocument
    from checks.model.service import Metric, Service


@dataclass(frozen=True, slots=True)
class ServiceReach:
    """A service in the last closed quarter for a group, and for everyone else.

    `movement` says how the group's share lies beside theirs; None, and `others` nothing, in a release.
    """

    service: str
    cell: Cell
    others: Cell = NOTHING
    movement: Movement | None = None


class FeltSide(NamedTuple):
    """The mean of one side's answers, how many gave them, and how many were asked."""

    mean: Fraction
    given: int
    asked: int


@dataclass(frozen=True, slots=True)
class FeltReach:
    """What a group and everyone else answered to a question that groups count; None if too few answered.

    `is_beyond` says whether the means differ by more than chance explains. A release only has `lies_in`: the lowest
    mean of the group, and the score under which it is.
    """

    service: str
    metric: str
    sides: tuple[FeltSide, FeltSide] | None = None
    is_beyond: bool = False
    lies_in: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class GroupReach:
    """A group: its services in the last closed quarter, and who started its conversations in those of the mix.

    A group of too few people, or with too few outside it, has hidden cells. `felt` is about the calendar quarter.
    """

    group: str
    services: tuple[ServiceReach, ...]
    felt: tuple[FeltReach, ...] = field(default=(), kw_only=True)
    started: Cell = NOTHING
    others_started: Cell = NOTHING


def live_reach(
    playbook: Playbook,
    services: Sequence[Service],
    teams: Iterable[TeamCoverage],
    quarter: Period,
    mixed: Sequence[str],
    by_group: Sequence[GroupAnswers] = (),
) -> tuple[GroupReach, ...]:
    """Return the exact figures of each group, for those who hold the data."""
    metrics = metrics_of(playbook, {service.id: service for service in services})
    rows = [row for team in teams for row in team.groups]
    sums, few = add_groups(rows), playbook.privacy.smallest_group
    reached = []
    for group in describing_groups(playbook):
        cells = []
        for service in services:
            sides = beside_others(sums, service.id, quarter.name, group.id)
            if sides:
                cells.append(_service_reach(service.id, sides, few))
        is_shown = any(cell.cell is not HIDDEN for cell in cells)
        started = [_started(rows, mixed, group.id, inside=inside) for inside in (True, False)]
        felt = felt_reach(metrics, by_group, period_of(PeriodUnit.QUARTER, quarter.first).name, group.id, few)
        reached.append(GroupReach(group.id, tuple(cells), *(started if is_shown else ()), felt=tuple(felt)))
    return tuple(reached)


def felt_reach(
    metrics: Mapping[tuple[str, str], Metric],
    answers: Sequence[GroupAnswers],
    quarter: str,
    group: str,
    few: int,
) -> Iterator[FeltReach]:
    """Yield what a group and everyone else answered in a calendar quarter, withheld below `few` answers on a side.

    Means differ beyond chance if the ranges that their answers allow have no value in common.
    """
    for (service, metric_id), metric in metrics.items():
        sides = felt_beside_others(answers, (service, metric_id), quarter, group)
        if sides and min(side.given for side in sides) < few:
            yield FeltReach(service, metric_id)
        elif sides:
            (low, high), (least, most) = (
                allowed_means(side.mean or Fraction(0), side.given, metric.scale) for side in sides
            )
            means = [FeltSide(side.mean or Fraction(0), side.given, side.asked) for side in sides]
            yield FeltReach(service, metric_id, (means[0], means[1]), is_beyond=high < least or most < low)


def _service_reach(service: str, sides: GroupBesideOthers, few: int) -> ServiceReach:
    if min(sides.people, sides.others_people) < few:
        return ServiceReach(service, HIDDEN)
    movement = judge_movement(sides.others, sides.group)
    return ServiceReach(service, exact_cell(*sides.group), exact_cell(*sides.others), movement)


def _started(rows: Iterable[GroupCounts], quarters: Sequence[str], group: str, *, inside: bool) -> Cell:
    """Return the share of conversations that leaders or coaches started, with a group or with everyone else."""
    outbound = held = 0
    for row in rows:
        sign = {group: 1 if inside else -1, None: 0 if inside else 1}.get(row.group, 0)
        if row.quarter in quarters:
            outbound += sign * row.outbound
            held += sign * (row.outbound + row.inbound)
    return exact_cell(outbound, held)


def released_reach(
    playbook: Playbook, services: Sequence[Service], release: ReleaseDocument | None
) -> tuple[GroupReach, ...]:
    """Return the ranges of each group in a release; a group of which it says nothing has none."""
    metrics = metrics_of(playbook, {service.id: service for service in services})
    counted = [key for key, metric in metrics.items() if metric.by_group]
    return tuple(
        GroupReach(
            group.id,
            tuple(
                ServiceReach(cell.service, range_cell(ShareRange(cell.least, cell.below)))
                for cell in (release.groups if release else ())
                if cell.group == group.id
            ),
            _released_share(release, group.id),
            felt=tuple(_released_felt(release, group.id, counted)) if release else (),
        )
        for group in describing_groups(playbook)
    )


def _released_share(release: ReleaseDocument | None, group: str) -> Cell:
    """Return the range of the conversations with a group that leaders and coaches started."""
    cells = [cell for cell in (release.started if release else ()) if cell.group == group]
    return range_cell(ShareRange(cells[0].least, cells[0].below)) if cells else NOTHING


def _released_felt(
    release: ReleaseDocument, group: str, questions: Iterable[tuple[str, str]]
) -> Iterator[FeltReach]:
    """Yield the range of each question that groups count; without one where the release has none for the group."""
    ranges = {
        (cell.service, cell.metric): (cell.least, cell.below) for cell in release.felt if cell.group == group
    }
    for service, metric in questions:
        yield FeltReach(service, metric, lies_in=ranges.get((service, metric)))

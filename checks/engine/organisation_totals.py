"""What the teams add up to: sums that are kept while one team after the other is judged and let go."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.chance import Movement, Tally, judge_movement
from checks.engine.correction_approval import recent_corrections
from checks.engine.counts import Counts
from checks.engine.group_reach import GroupCounts, Key, add_groups
from checks.engine.team_coverage import TouchpointCounts, mix_quarters, promise_on
from checks.engine.workload import hours_by_giver, terms_on
from checks.model.cadences import PeriodUnit
from checks.model.findings import Place
from checks.model.frequency import PromisedWorkload
from checks.model.periods import Period, last_closed
from checks.model.playbook import starting_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.team_coverage import CoverageRow, JudgedTeam


@dataclass(slots=True)
class CoverageChange:
    """A service's counts in the two last closed quarters, of the teams whose terms were the same in both."""

    before: Counts
    after: Counts

    @property
    def drop(self) -> Fraction:
        """By how much the share fell, 0 to 1; negative when it rose, 0 where a quarter had nothing due."""
        before, after = self.before.share, self.after.share
        return before - after if before is not None and after is not None else Fraction(0)

    @property
    def movement(self) -> Movement:
        """Whether the share moved by more than chance explains."""
        return judge_movement(Tally(self.before.met, self.before.due), Tally(self.after.met, self.after.due))


@dataclass(slots=True)
class GiverLoad:
    """Hours a week that somebody is to give, and the teams they are given in."""

    hours: Fraction = Fraction(0)
    teams: list[str] = field(default_factory=list)


class ServicesOwed(NamedTuple):
    """What a team owes a member on the as-of day, and the line of the stay."""

    team: str
    services: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True)
class ServicesOwedByTeam:
    """What a team owes those of its members it owes the same services, with line and column of each stay.

    There is one a team and not one a member: of all that is kept, this alone grows with every person.
    """

    team: str
    services: frozenset[str]
    path: str
    members: tuple[str, ...]
    marks: array[int]

    def to(self, member: str) -> ServicesOwed:
        """Return what it owes one of the members."""
        at = 2 * self.members.index(member)
        return ServicesOwed(self.team, self.services, Place(self.path, self.marks[at], self.marks[at + 1]))


@dataclass(slots=True)
class OrganisationTotals:
    """Sums over the teams added so far.

    `touchpoints` are by service, over the quarters of the mix; `coverage_changes` by service; `loads` by who gives;
    `owed` by member what the first team owes, `owed_again` what others owe the same member. `corrections`
    are those of the last year, and `members` the memberships on the as-of day. `groups` count what reached the groups that describe members.
    """

    touchpoints: dict[str, TouchpointCounts] = field(default_factory=dict)
    changes: dict[str, CoverageChange] = field(default_factory=dict)
    loads: dict[str, GiverLoad] = field(default_factory=dict)
    owed: dict[str, ServicesOwedByTeam] = field(default_factory=dict)
    owed_again: dict[str, list[ServicesOwedByTeam]] = field(default_factory=dict)
    corrections: int = 0
    members: int = 0
    groups: dict[Key, GroupCounts] = field(default_factory=dict)

    @property
    def promised(self) -> PromisedWorkload:
        """What all who give are to give together, without saying who."""
        return PromisedWorkload(
            sum((load.hours for load in self.loads.values()), Fraction(0)), len(self.loads)
        )

    def add(self, judged: JudgedTeam) -> None:
        """Add a team's counts."""
        self.corrections += recent_corrections(judged.case)
        self.members += len(judged.case.present)
        quarters = {quarter.name for quarter in mix_quarters(judged.case.playbook, judged.case.as_of)}
        for counts in judged.coverage.touchpoints:
            if counts.period in quarters:
                self._add_touchpoints(counts)
        self.groups = add_groups((*self.groups.values(), *judged.coverage.groups))
        for service, change in coverage_changes(judged):
            self._add_change(service, change.before.counts, change.after.counts)
        for giver, hours in hours_by_giver(judged.case, judged.result).items():
            self._add_load(giver, hours, [judged.case.team.id])
        for owing in _owing(judged):
            for member in owing.members:
                self._add_owed(member, [owing])

    def join(self, other: OrganisationTotals) -> None:
        """Add the counts of teams that come after those added so far."""
        self.corrections += other.corrections
        self.members += other.members
        self.groups = add_groups((*self.groups.values(), *other.groups.values()))
        for counts in other.touchpoints.values():
            self._add_touchpoints(counts)
        for service, change in other.changes.items():
            self._add_change(service, change.before, change.after)
        for giver, load in other.loads.items():
            self._add_load(giver, load.hours, load.teams)
        for member, owing in other.owed.items():
            self._add_owed(member, [owing, *other.owed_again.get(member, ())])

    def owed_by_several(self) -> Iterator[tuple[str, tuple[ServicesOwed, ...]]]:
        """Yield the members whom several teams owe something, in order, with what each team owes."""
        for member in sorted(self.owed_again):
            several = (self.owed[member], *self.owed_again[member])
            yield member, tuple(owing.to(member) for owing in several)

    def _add_touchpoints(self, counts: TouchpointCounts) -> None:
        before = self.touchpoints.get(counts.service)
        self.touchpoints[counts.service] = before + counts if before else counts

    def _add_change(self, service: str, before: Counts, after: Counts) -> None:
        whole = self.changes.setdefault(service, CoverageChange(Counts(), Counts()))
        whole.before += before
        whole.after += after

    def _add_load(self, giver: str, hours: Fraction, teams: Sequence[str]) -> None:
        load = self.loads.setdefault(giver, GiverLoad())
        load.hours += hours
        load.teams += teams

    def _add_owed(self, member: str, owing: Sequence[ServicesOwedByTeam]) -> None:
        if member in self.owed:
            self.owed_again.setdefault(member, []).extend(owing)
        else:
            first, *others = owing
            self.owed[member] = first
            if others:
                self.owed_again[member] = others


@dataclass(frozen=True, slots=True)
class RowsByQuarter:
    """The rows of a service in the last closed quarter and in the one before it."""

    before: CoverageRow
    after: CoverageRow


def coverage_changes(judged: JudgedTeam) -> Iterator[tuple[str, RowsByQuarter]]:
    """Yield the two last closed quarters of each service, where both had something due under the same terms.

    A quarter under other terms is measured by another rule, so nothing is said across the change.
    """
    case = judged.case
    starts = starting_month(case.playbook)
    after = last_closed(PeriodUnit.QUARTER, case.as_of, starts)
    before = last_closed(PeriodUnit.QUARTER, after.first, starts)
    if before.first < case.horizon:
        return
    for service in case.services:
        first, second = (judged.coverage.row(service, quarter.name) for quarter in (before, after))
        due = first and first.counts.due and second and second.counts.due
        if first and second and due and _same_terms(judged, service, before, after):
            yield service, RowsByQuarter(first, second)


def _same_terms(judged: JudgedTeam, service: str, before: Period, after: Period) -> bool:
    days = (before.first, before.last, after.last)
    promises = [promise_on(judged.case, service, day) for day in days]
    all_terms = [promise.agreed if promise else None for promise in promises]
    # what decides whether a touchpoint counts and a window is met
    return len({a and (a.cadence, a.obligation, a.given_by, a.counts) for a in all_terms}) == 1


def _owing(judged: JudgedTeam) -> Iterator[ServicesOwedByTeam]:
    case = judged.case
    services: dict[tuple[str | None, object], frozenset[str]] = {}
    stays: dict[frozenset[str], list[tuple[str, Place]]] = {}
    for member, stay in case.present.items():
        key = (stay.group, stay.owed)
        if key not in services:
            services[key] = frozenset(
                service.id
                for service in case.services.values()
                if service.audience == "member"
                and case.owes(stay, service.id)
                and (agreed := terms_on(case, service, stay.group))
                and agreed.owes
                and agreed.cadence
            )
        if services[key]:
            stays.setdefault(services[key], []).append((member, stay.place()))
    for owed, owed_to in stays.items():
        marks = array("I", (number for _, place in owed_to for number in (place.line, place.column)))
        members = tuple(member for member, _ in owed_to)
        yield ServicesOwedByTeam(case.team.id, owed, owed_to[0][1].path, members, marks)

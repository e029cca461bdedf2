"""Compare what a people table describes with the rosters there are, and return what is to be changed.

The table adds, ends and moves memberships, changes leaders and the team above. What it doesn't say stays: coach,
group, `owed`, own terms, first days, ends in the past. Nobody is taken out because the table lacks them. Where a move
has no day of its own in the table, it takes place on the day the table is imported for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import NamedTuple

from checks.imports.team_structure import KnownTeams, PlannedStay, PlannedTeam, TeamStructure
from checks.model.base import FOREVER
from checks.model.team import Coach, Leader, Stay, Team
from checks.wording.measures import plural

_DAY = timedelta(days=1)
LEADERLESS = "the table names no leader"

_SHOWN = 3
"""Persons a note names."""


class DescribedDays(NamedTuple):
    """Days on which a member is in a group that describes them; without a last one it goes on."""

    group: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A membership, leader or absence to be added to a roster, by the table's line that says so; 0 for none.

    `extends` is the number, from 0, of the absence whose last day becomes this one's instead. `moved_from` is the
    team in which a member was until the day before; empty for all others. `described` is for members only.
    """

    team: str
    person: str
    first: date
    last: date | None
    line: int = 0
    extends: int | None = None
    moved_from: str = ""
    described: tuple[DescribedDays, ...] = ()


@dataclass(frozen=True, slots=True)
class DescriptionStart:
    """A group that describes the team's member number `at`, from 0, from a day on."""

    team: str
    person: str
    at: int
    group: str
    first: date


@dataclass(frozen=True, slots=True)
class DescriptionEnd:
    """A last day in a group: of the entry number `entry` of member number `at`, both from 0.

    Without a last day the entry is taken away, since it would end before it begins.
    """

    team: str
    person: str
    at: int
    entry: int
    last: date | None


@dataclass(frozen=True, slots=True)
class EntryEnd:
    """A last day to be set on the entry that is number `at`, from 0, of the team's members, leaders or absences.

    `moved_to` is the team in which a member goes on the day after; empty for all others.
    """

    team: str
    person: str
    at: int
    last: date
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class StayRemoval:
    """A stay that has not begun and is to be taken away: the team's member number `at`, from 0."""

    team: str
    person: str
    at: int


@dataclass(frozen=True, slots=True)
class TeamAbove:
    """Another team above a team."""

    team: str
    above: str


@dataclass(frozen=True, slots=True)
class RosterAddition:
    """A team that there is no roster of yet. `logs_from` is its first day judged, if later than the playbook's."""

    team: str
    name: str
    above: str
    logs_from: date | None


@dataclass(slots=True)
class RosterChange:
    """Everything that changes in rosters, and a line for each difference that is left as it is.

    `absence_ends` are last days of absences without one, `absence_cuts` earlier ones than the roster has.
    """

    new_teams: list[RosterAddition] = field(default_factory=list)
    joins: list[NewEntry] = field(default_factory=list)
    ends: list[EntryEnd] = field(default_factory=list)
    removals: list[StayRemoval] = field(default_factory=list)
    leaders: list[NewEntry] = field(default_factory=list)
    leader_ends: list[EntryEnd] = field(default_factory=list)
    above: list[TeamAbove] = field(default_factory=list)
    described: list[DescriptionStart] = field(default_factory=list)
    undescribed: list[DescriptionEnd] = field(default_factory=list)
    absences: list[NewEntry] = field(default_factory=list)
    absence_ends: list[EntryEnd] = field(default_factory=list)
    absence_cuts: list[EntryEnd] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of_team(self, team: str) -> "RosterChange":
        """Return what changes in one team, without notes."""
        parts = {
            part.name: [entry for entry in getattr(self, part.name) if entry.team == team]
            for part in fields(self)
            if part.name != "notes"
        }
        return RosterChange(**parts)

    def teams(self) -> list[str]:
        """Return the teams whose roster changes, in order."""
        parts = (getattr(self, part.name) for part in fields(self) if part.name != "notes")
        return sorted({entry.team for entries in parts for entry in entries})

    def counts(self) -> str:
        """Return what changes, in words."""
        ended = len(self.ends) + len(self.removals)
        longer = sum(absence.extends is not None for absence in self.absences)
        parts = (
            (len(self.new_teams), "team added", "teams added"),
            (len(self.joins), "membership added", "memberships added"),
            (ended, "membership ended", "memberships ended"),
            (len(self.leaders), "leader added", "leaders added"),
            (len(self.leader_ends), "leader ended", "leaders ended"),
            (len(self.above), "team above changed", "teams above changed"),
            (len(self.described), "group of a member added", "groups of members added"),
            (len(self.undescribed), "group of a member ended", "groups of members ended"),
            (len(self.absences) - longer, "absence added", "absences added"),
            (longer, "absence extended", "absences extended"),
            (len(self.absence_ends), "absence ended", "absences ended"),
            (len(self.absence_cuts), "absence shortened", "absences shortened"),
        )
        return ", ".join(plural(number, *words) for number, *words in parts if number)


@dataclass(frozen=True, slots=True)
class ImportDays:
    """The day a table is imported for, the first day that is kept, and the first day the playbook judges."""

    as_of: date
    kept_from: date
    logs_from: date


def compare_rosters(
    structure: TeamStructure,
    known: KnownTeams,
    days: ImportDays,
    only: str | None = None,
    *,
    with_managers: bool,
) -> RosterChange:
    """Return what a table changes in the rosters, of one team alone where `only` names it.

    Without managers in the table, leaders and the teams above stay as they are.
    """
    comparison = _Comparison(known, days, structure)
    comparison.compare_members()
    if with_managers:
        comparison.compare_leaders()
    change = comparison.change
    if only is not None:
        notes = change.notes
        change = change.of_team(only)
        change.notes = notes
    change.notes += _missing(structure, [team for team in known.rosters.values() if only in (None, team.id)])
    return change


class _Comparison:
    """Compares one structure with the rosters, person by person and team by team."""

    def __init__(self, known: KnownTeams, days: ImportDays, structure: TeamStructure) -> None:
        self.change = RosterChange()
        self._rosters = known.rosters
        self._days = days
        self._structure = structure
        self._there: defaultdict[str, list[tuple[str, int, Stay]]] = defaultdict(list)
        for roster in known.rosters.values():
            for at, stay in enumerate(roster.members):
                self._there[stay.person].append((roster.id, at, stay))
        self._ended: dict[tuple[str, int], date] = {}
        self._first_days: list[str] = []
        self._last_days: list[str] = []

    def compare_members(self) -> None:
        """Compare all memberships, and add the teams that are new."""
        by_person: defaultdict[str, list[PlannedStay]] = defaultdict(list)
        old = 0
        for stay in _joined(self._structure.stays):
            if (stay.last or date.max) < self._days.kept_from - _DAY:  # what follows without a gap is kept
                old += not self._there[stay.person]
                if not self._there[stay.person]:
                    continue
            by_person[stay.person].append(stay)
        for stays in by_person.values():
            for stay in stays:
                self._compare(stay, {other.team for other in stays if self._goes_on(other.last)})
        self._say_who_moved()
        self._add_teams()
        self._note(self._first_days, "start date", "start dates")
        self._note(self._last_days, "end date", "end dates")
        if old:
            words = "membership ended" if old == 1 else "memberships ended"
            self.change.notes.append(
                f"{old} {words} before {self._days.kept_from} and {'is' if old == 1 else 'are'} not added"
            )

    def _goes_on(self, last: date | None) -> bool:
        return last is None or last >= self._days.as_of

    def _compare(self, row: PlannedStay, desired: set[str]) -> None:
        """Compare a membership of the table with the stays its team has of its person."""
        touching = [
            (at, stay)
            for team, at, stay in self._there[row.person]
            if team == row.team
            and row.first <= (self._ended.get((team, at), stay.last) or date.max)
            and stay.first <= (row.last or date.max)
        ]
        going_on = any(self._goes_on(stay.last) for _, stay in touching)
        if not touching or (self._goes_on(row.last) and not going_on and self._leaves(row, desired)):
            self._join(row, desired)
            return
        at, latest = max(touching, key=lambda numbered: numbered[1].first)
        earliest = min(stay.first for _, stay in touching)
        hired = min(stay.first for _, _, stay in self._there[row.person])
        if row.first not in (earliest, hired):
            self._first_days.append(f"{row.person} in {row.team}: {earliest}, in the table {row.first}")
        self._end(row, at, latest)

    def _end(self, row: PlannedStay, at: int, latest: Stay) -> None:
        if latest.last == row.last:
            return
        future = latest.last is not None and latest.last >= self._days.as_of
        if row.last is not None and row.last >= latest.first and (latest.last is None or future):
            self.change.ends.append(EntryEnd(row.team, row.person, at, row.last))
            self._ended[row.team, at] = row.last
        else:
            known, other = latest.last or "none", row.last or "none"
            self._last_days.append(f"{row.person} in {row.team}: {known}, in the table {other}")

    def _leaves(self, row: PlannedStay, desired: set[str]) -> tuple[str, int, Stay] | None:
        """Return the stay somebody moves from: an open one in a team in which the table no longer has them."""
        open_stays = [
            (team, at, stay)
            for team, at, stay in self._there[row.person]
            if team != row.team
            and team not in desired
            and self._goes_on(stay.last)
            and (team, at) not in self._ended
        ]
        named = [stay for stay in open_stays if stay[0] in self._structure.teams]
        if len(open_stays) == 1:
            return open_stays[0]
        return named[0] if len(named) == 1 else None

    def _join(self, row: PlannedStay, desired: set[str]) -> None:
        left = self._leaves(row, desired) if self._goes_on(row.last) else None
        if left is None:
            if (row.last or date.max) >= self._days.kept_from - _DAY:
                self.change.joins.append(NewEntry(row.team, row.person, row.first, row.last, row.line))
            return
        team, at, stay = left
        if stay.first > self._days.as_of and row.first <= stay.first:
            self.change.removals.append(StayRemoval(team, row.person, at))
            self.change.joins.append(NewEntry(row.team, row.person, row.first, row.last, row.line))
            return
        first = row.first if row.first > stay.first else max(self._days.as_of, stay.first + _DAY)
        self.change.ends.append(EntryEnd(team, row.person, at, first - _DAY))
        self._ended[team, at] = first - _DAY
        if row.last is None or row.last >= first:
            self.change.joins.append(NewEntry(row.team, row.person, first, row.last, row.line))

    def _say_who_moved(self) -> None:
        """Say of each membership that ends the day before another begins in which team that is, and the other way."""
        begins = {(join.person, join.first): join.team for join in self.change.joins}
        self.change.ends = [
            replace(end, moved_to=begins.get((end.person, end.last + _DAY), "")) for end in self.change.ends
        ]
        ended = {(end.person, end.last + _DAY): end.team for end in self.change.ends if end.moved_to}
        self.change.joins = [
            replace(join, moved_from=team) if team and team != join.team else join
            for join in self.change.joins
            for team in [ended.get((join.person, join.first), "")]
        ]

    def _add_teams(self) -> None:
        inhabited = {join.team for join in self.change.joins} - set(self._rosters)
        late = self._days.as_of > self._days.logs_from
        for team in sorted(inhabited):
            planned = self._structure.teams[team]
            above = planned.above if planned.above in inhabited | set(self._rosters) else ""
            logs_from = self._days.as_of if late else None
            self.change.new_teams.append(RosterAddition(team, planned.name, above, logs_from))

    def compare_leaders(self) -> None:
        """Compare who leads each team of the table, and which team is above it."""
        spans = _spans_by_person(self._structure.stays)
        added = {addition.team for addition in self.change.new_teams}
        unled: list[str] = []
        for team, planned in self._structure.teams.items():
            roster = self._rosters.get(team)
            if roster is None and team not in added:
                continue
            if planned.leader:
                self._lead(planned, roster, *spans.get(planned.leader, (date.min, None)))
            elif roster is None or not (roster.leaders or roster.coaches):
                unled.append(team)
            if roster is not None and planned.above and planned.above != roster.part_of:
                self._put_below(planned, roster)
        if unled:
            self.change.notes.append(f"no one leads {_listed(unled)}, because {LEADERLESS}")

    def _lead(self, planned: PlannedTeam, roster: Team | None, first: date, last: date | None) -> None:
        begins = max(self._days.as_of, first)
        last = last if last and last >= begins else None
        if roster is None:
            self.change.leaders.append(NewEntry(planned.id, planned.leader, begins, last))
            return
        leading = [(at, entry) for at, entry in enumerate(roster.leaders) if self._goes_on(entry.last)]
        own = [(at, entry) for at, entry in leading if entry.person == planned.leader]
        if own:
            ending = ((at, entry) for at, entry in own if entry.last is None and last)
            self.change.leader_ends += (
                EntryEnd(roster.id, entry.person, at, last) for at, entry in ending if last
            )
            return
        self.change.leaders.append(NewEntry(roster.id, planned.leader, begins, last))
        for at, entry in leading:
            if entry.last is None:
                ends = max(entry.first, begins - _DAY)
                self.change.leader_ends.append(EntryEnd(roster.id, entry.person, at, ends))

    def _put_below(self, planned: PlannedTeam, roster: Team) -> None:
        """Put a team below another, unless the one it is below has the same leader, or it would be above itself."""
        above = self._structure.teams[planned.above].leader
        known = self._rosters.get(roster.part_of or "")
        if known and any(leader.person == above and self._goes_on(leader.last) for leader in known.leaders):
            return
        team: str | None = planned.above
        while team:
            planned_above = self._structure.teams.get(team)
            there = self._rosters.get(team)
            team = (planned_above.above if planned_above else "") or (there.part_of if there else None)
            if team == roster.id:
                self.change.notes.append(
                    f"the managers in the table put {roster.id} above itself, so its `part_of` stays as it is"
                )
                return
        self.change.above.append(TeamAbove(roster.id, planned.above))

    def _note(self, lines: Sequence[str], word: str, words: str) -> None:
        if lines:
            shown = "; ".join(lines[:_SHOWN]) + (
                f"; and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
            )
            number = (
                f"1 {word} differs and stays" if len(lines) == 1 else f"{len(lines)} {words} differ and stay"
            )
            self.change.notes.append(f"{number} as in team.yaml ({shown})")


def _joined(stays: Iterable[PlannedStay]) -> Iterator[PlannedStay]:
    """Yield memberships in order; those of a person in a team that follow without a gap are one: a new job is no new team."""
    before: PlannedStay | None = None
    for stay in sorted(stays, key=lambda stay: (stay.person, stay.team, stay.first, stay.line)):
        if before and _follows(before, stay):
            last = None if before.last is None or stay.last is None else max(before.last, stay.last)
            before = PlannedStay(before.line, before.person, before.team, before.first, last)
            continue
        if before:
            yield before
        before = stay
    if before:
        yield before


def _follows(before: PlannedStay, stay: PlannedStay) -> bool:
    """Whether a membership goes on where one of the same person in the same team ends, or overlaps it."""
    same = (before.person, before.team) == (stay.person, stay.team)
    return same and (before.last is None or stay.first <= before.last + _DAY)


def _spans_by_person(stays: Iterable[PlannedStay]) -> dict[str, tuple[date, date | None]]:
    """Return the first and the last day of everybody in the table, over all their memberships."""
    spans: dict[str, tuple[date, date | None]] = {}
    for stay in stays:
        first, last = spans.get(stay.person, (stay.first, stay.last))
        longer = None if last is None or stay.last is None else max(last, stay.last)
        spans[stay.person] = (min(first, stay.first), longer)
    return spans


def _missing(structure: TeamStructure, teams: Sequence[Team]) -> Iterator[str]:
    """Yield who is in a team by team.yaml, and in no row; a team the table does not name was not compared."""
    people, named = {stay.person for stay in structure.stays}, {stay.team for stay in structure.stays}
    leading = {team.leader for team in structure.teams.values()}
    unnamed = [team.id for team in teams if team.members and team.id not in named]
    if unnamed:
        compared = "this team was" if len(unnamed) == 1 else "these teams were"
        yield f"the table has no rows for {_listed(unnamed)}, so {compared} not compared"
    for team in teams:
        staying = {stay.person for stay in team.members if stay.last is None}
        if (lacking := sorted(staying - people - leading)) and team.id in named:
            yield (
                f"{plural(len(lacking), 'person is', 'people are')} in {team.id}, but not in the table: {_listed(lacking)}. "
                f"Nothing changed. If someone has left, add a `to` in data/teams/{team.id}/team.yaml"
            )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{', '.join(names[:8])}{more}"


def presence(
    rosters: Mapping[str, Team], change: RosterChange
) -> tuple[dict[tuple[str, str], list[tuple[date, date]]], dict[tuple[str, str], list[tuple[date, date]]]]:
    """Return the days of members, and of those who give, by team and person, with a change made."""
    members: defaultdict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    givers: defaultdict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    ended = {(end.team, end.at): end.last for end in change.ends}
    removed = {(gone.team, gone.at) for gone in change.removals}
    for team in rosters.values():
        for at, stay in enumerate(team.members):
            if (team.id, at) not in removed:
                members[team.id, stay.person].append((stay.first, ended.get((team.id, at), stay.last_day)))
        leading: tuple[Leader | Coach, ...] = (*team.leaders, *team.coaches)
        for giver in leading:
            givers[team.id, giver.person].append((giver.first, giver.last_day))
    for join in change.joins:
        members[join.team, join.person].append((join.first, join.last or FOREVER))
    for leader in change.leaders:
        givers[leader.team, leader.person].append((leader.first, leader.last or FOREVER))
    return members, givers

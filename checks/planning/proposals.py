"""Proposals for a calendar: when each takes place, and what is to be done so that the calendar shows them.

Nobody is asked here: what is known of the calendar is handed in. An entry that was written before, and that nobody has
changed since, is moved or withdrawn; one that somebody has changed is theirs. A proposal keeps its time as long as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from checks.planning.free_hours import Stretch, WorkingHours, free_start, is_free

if TYPE_CHECKING:
    from checks.planning.weeks import PlannedItem


@dataclass(frozen=True, slots=True)
class Proposal:
    """A touchpoint to propose; `days` are those of its week on which both are there, the planned one first."""

    uid: str
    item: PlannedItem
    days: tuple[date, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.item.invitation.service.context.minutes


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry that was written for a proposal before.

    `start` is None for one of whole days. It is `as_written` while nobody has changed it. Its title names people.
    """

    uid: str
    day: date
    start: datetime | None
    end: datetime | None
    as_written: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlacedProposal:
    """A proposal with its day and, where it is known who is free when, its start."""

    proposal: Proposal
    day: date
    start: datetime | None = None

    @property
    def end(self) -> datetime | None:
        """When it ends, None without a start."""
        return self.start + timedelta(minutes=self.proposal.minutes) if self.start else None


@dataclass(frozen=True, slots=True)
class Diary:
    """What is known of a leader's time: `busy` of the leader, None where nobody tells; `busy_of` a receiver likewise.

    Meetings lie within `hours` of `zone`; `today` is the day of the plan.
    """

    today: date
    zone: tzinfo
    hours: WorkingHours
    busy: Sequence[Stretch] | None
    busy_of: Callable[[Proposal], Sequence[Stretch] | None]


def placed_proposals(
    proposals: Sequence[Proposal], entries: Mapping[str, CalendarEntry], diary: Diary
) -> tuple[PlacedProposal, ...]:
    """Return when each takes place: where it was while that is possible, else in the first hour both are free.

    Without knowing when the leader is free, or where no hour is free in the week, it has a day and no hour. `entries`
    are those written before, by UID; what somebody has changed takes its time too.
    """
    taken = [entry for entry in entries.values() if not entry.as_written and entry.start and entry.end]
    times: list[Stretch] = [(entry.start, entry.end) for entry in taken if entry.start and entry.end]
    stayed: dict[str, PlacedProposal] = {}
    for proposal in proposals:
        entry = entries.get(proposal.uid)
        if entry and (kept := _kept(proposal, entry, diary, times)):
            stayed[proposal.uid] = kept
            times += _stretch(kept)
    placed = []
    for proposal in proposals:
        new = stayed.get(proposal.uid)
        if new is None:
            new = _new(proposal, diary, times)
            times += _stretch(new)
        placed.append(new)
    return tuple(placed)


def _kept(
    proposal: Proposal, entry: CalendarEntry, diary: Diary, times: Sequence[Stretch]
) -> PlacedProposal | None:
    """Return a proposal where it was, None where it must move."""
    if not entry.as_written or entry.day not in (*proposal.days, diary.today) or entry.day < diary.today:
        return None
    kept = PlacedProposal(proposal, entry.day, entry.start)
    if entry.start is None or entry.end is None:
        return kept if diary.busy is None else None
    if entry.end - entry.start != timedelta(minutes=proposal.minutes):
        return None
    if diary.busy is None:
        return kept
    first, last = diary.hours.on(entry.day, diary.zone)
    free = first <= entry.start and entry.end <= last
    return kept if free and is_free((entry.start, entry.end), _taken(proposal, diary, times)) else None


def _new(proposal: Proposal, diary: Diary, times: Sequence[Stretch]) -> PlacedProposal:
    if diary.busy is not None:
        taken = _taken(proposal, diary, times)
        for day in proposal.days:
            if start := free_start(day, proposal.minutes, diary.hours, diary.zone, taken):
                return PlacedProposal(proposal, day, start)
    return PlacedProposal(proposal, proposal.days[0])


def _taken(proposal: Proposal, diary: Diary, times: Sequence[Stretch]) -> list[Stretch]:
    return [*(diary.busy or ()), *(diary.busy_of(proposal) or ()), *times]


def _stretch(placed: PlacedProposal) -> list[Stretch]:
    return [(placed.start, placed.end)] if placed.start and placed.end else []


class ChangeKind(StrEnum):
    """What is done with an entry of a calendar."""

    ADDED = "added"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"
    LEFT = "left as it is"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One step: a proposal to write, or an entry to withdraw or to leave."""

    kind: ChangeKind
    placed: PlacedProposal | None = None
    entry: CalendarEntry | None = None


def calendar_changes(
    placed: Iterable[PlacedProposal],
    entries: Mapping[str, CalendarEntry],
    is_same: Callable[[PlacedProposal], bool],
    booked: Mapping[str, date],
    today: date,
    *,
    withdraw: bool = True,
) -> tuple[CalendarChange, ...]:
    """Return what makes a calendar show the proposals: what is withdrawn first.

    `is_same` says whether a proposal's entry is already as it would be written. `booked` are the days of touchpoints
    that are booked, by UID: the log may have got one from the very entry, which stays. What is over stays too. Nothing is
    withdrawn where `withdraw` is false, e.g. since not all of the plan could be read.
    """
    placed = tuple(placed)
    wanted = {proposal.proposal.uid for proposal in placed}
    over = [
        CalendarChange(ChangeKind.WITHDRAWN, entry=entry)
        for entry in entries.values()
        if withdraw and entry.uid not in wanted and _is_withdrawn(entry, booked, today)
    ]
    changes = [_change(proposal, entries.get(proposal.proposal.uid), is_same) for proposal in placed]
    return (*sorted(over, key=lambda change: _when(change.entry)), *changes)


def _is_withdrawn(entry: CalendarEntry, booked: Mapping[str, date], today: date) -> bool:
    return entry.as_written and entry.day >= today and booked.get(entry.uid) != entry.day


def _change(
    placed: PlacedProposal, entry: CalendarEntry | None, is_same: Callable[[PlacedProposal], bool]
) -> CalendarChange:
    if entry is None:
        kind = ChangeKind.ADDED
    elif not entry.as_written:
        kind = ChangeKind.LEFT
    else:
        kind = ChangeKind.UNCHANGED if is_same(placed) else ChangeKind.UPDATED
    return CalendarChange(kind, placed, entry)


def _when(entry: CalendarEntry | None) -> tuple[date, str]:
    return (entry.day, entry.uid) if entry else (date.min, "")


def without_booked(
    proposals: Sequence[Proposal], meetings: Iterable[tuple[str, str, date]]
) -> tuple[tuple[Proposal, ...], tuple[tuple[Proposal, date], ...]]:
    """Return the proposals that are still needed, and those for which a meeting is in the calendar, with its day.

    `meetings` are service, member (empty for the team's own) and day of each meeting to come that the log does not
    know. Each stands for one proposal, the earliest first.
    """
    days: dict[tuple[str, str], list[date]] = {}
    for service, member, day in sorted(set(meetings), key=lambda meeting: meeting[2]):
        days.setdefault((service, member), []).append(day)
    needed, met = [], []
    for proposal in proposals:
        owed = proposal.item.invitation.owed
        waiting = days.get((owed.service, owed.member or ""))
        if waiting:
            met.append((proposal, waiting.pop(0)))
        else:
            needed.append(proposal)
    return tuple(needed), tuple(met)

"""Touchpoints into weeks: each into one of the weeks of somebody who may give it, and nobody's week over its limit.

With touchpoints of equal length a plan is found whenever there is one, and as many as can be are placed
otherwise: placing one more is a path that moves others on, and where there is no such path there is no plan
(augmenting paths in a bipartite graph). Each giver's weeks are then as even as the touchpoints allow: the
fullest week as empty as can be, then the next (no path leads from a fuller to an emptier week; Harvey,
Ladner, Lovász and Tamir, Semi-matchings for bipartite graphs and load balancing, 2006). With lengths that
differ this is packing, which nobody solves quickly: no week is ever over its limit and touchpoints of one
length are placed as above beside the others, but a plan may be missed that exists.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Slot(NamedTuple):
    """A week, by its Monday, of somebody who gives."""

    giver: str
    week: date


@dataclass(frozen=True, slots=True)
class FittingJob:
    """A touchpoint to be placed: how long it takes, and where it may go; `first` are the slots of who should give it."""

    minutes: int
    first: tuple[Slot, ...]
    others: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All slots, the preferred ones first."""
        return self.first + self.others


def fit_into_weeks(
    jobs: Sequence[FittingJob], most: int, taken: Mapping[Slot, int]
) -> tuple[Slot | None, ...]:
    """Return where each job goes, None where it cannot; `most` minutes a week, `taken` of which are booked already.

    Jobs come in the order of their urgency: where not all can be placed, the first ones are.
    """
    by_urgency = _fitted(jobs, range(len(jobs)), most, taken)
    if None in by_urgency and len({job.minutes for job in jobs}) > 1:
        longest_first = sorted(range(len(jobs)), key=lambda number: -jobs[number].minutes)
        by_length = _fitted(jobs, longest_first, most, taken)
        if by_length.count(None) < by_urgency.count(None):
            return by_length
    return by_urgency


def _fitted(
    jobs: Sequence[FittingJob], order: Iterable[int], most: int, taken: Mapping[Slot, int]
) -> tuple[Slot | None, ...]:
    weeks = _Weeks(jobs, most, taken)
    for job in order:
        weeks.place(job)
    weeks.even_out()
    return tuple(weeks.placed.get(job) for job in range(len(jobs)))


_Path = list[tuple[int, Slot]]
"""Moves in order: the number of a job, and where it goes."""


class _Weeks:
    """The weeks while they are filled: minutes and jobs in each slot. A job is its number in `jobs`."""

    def __init__(self, jobs: Sequence[FittingJob], most: int, taken: Mapping[Slot, int]) -> None:
        self.jobs = jobs
        self.most = most
        self.load: defaultdict[Slot, int] = defaultdict(int, taken)
        self.held: defaultdict[Slot, set[int]] = defaultdict(set)
        self.placed: dict[int, Slot] = {}

    def place(self, job: int) -> None:
        """Place a job where there is most room, with who should give it if that can be; others may move on for it."""
        minutes = self.jobs[job].minutes
        for slots_of in (self._preferred, lambda other: self.jobs[other].slots):
            paths = self._paths(job, slots_of)
            fitting = [slot for slot in paths if self.load[slot] + minutes <= self.most]
            if fitting:
                self._move(paths[min(fitting, key=lambda slot: (self.load[slot], slot.week, slot.giver))])
                return

    def even_out(self) -> None:
        """Move jobs from fuller to emptier weeks of their givers until none can be moved."""
        queue = sorted(self.held, key=lambda slot: (-self.load[slot], slot))
        while queue:
            slot = queue.pop(0)
            path = self._lightening(slot)
            if path:
                self._move(path)
                # What was moved may let any other week of the giver be lightened, so all are looked at again.
                of_giver = {other for other in self.held if other.giver == slot.giver}
                queue = sorted(of_giver | set(queue), key=lambda other: (-self.load[other], other))

    def _lightening(self, slot: Slot) -> _Path:
        """Return the moves by which this week gets emptier and no other as full; none when there are none."""
        paths = [
            (self.load[end], end.week, path)
            for job in sorted(self.held[slot], key=lambda job: (self.jobs[job].minutes, job))
            for end, path in sorted(self._paths(job, self._same_giver).items())
            if self.load[end] + self.jobs[job].minutes < self.load[slot]
        ]
        return min(paths, key=lambda ranked: ranked[:2])[2] if paths else []

    def _paths(self, job: int, slots_of: Callable[[int], Iterable[Slot]]) -> dict[Slot, _Path]:
        """Return each slot a job can be brought to by moving others of its length on, with the moves.

        The search is breadth first, so that each path is a shortest one.
        """
        paths: dict[Slot, _Path] = {slot: [(job, slot)] for slot in slots_of(job)}
        queue = list(paths)
        for slot in queue:
            for other in sorted(self.held[slot]):
                if self.jobs[other].minutes == self.jobs[job].minutes and other != job:
                    for end in slots_of(other):
                        if end not in paths:
                            paths[end] = [*paths[slot], (other, end)]
                            queue.append(end)
        return paths

    def _preferred(self, job: int) -> Iterable[Slot]:
        placed, slots = self.placed.get(job), self.jobs[job].first
        return slots if placed is None or placed in slots else self._same_giver(job)

    def _same_giver(self, job: int) -> Iterable[Slot]:
        return (slot for slot in self.jobs[job].slots if slot.giver == self.placed[job].giver)

    def _move(self, path: _Path) -> None:
        for job, slot in path:
            before = self.placed.get(job)
            if before:
                self.held[before].discard(job)
                self.load[before] -= self.jobs[job].minutes
            self.placed[job] = slot
            self.held[slot].add(job)
            self.load[slot] += self.jobs[job].minutes

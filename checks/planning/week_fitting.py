"""Touchpoints into weeks: each into one of the weeks of somebody who may give it, and nobody's week over its limit.

With touchpoints of equal length a plan is found whenever there is one, and as many as can be are placed
otherwise: placing one more is a path that moves others on, and where there is no such path there is no plan
(augmenting paths in a bipartite graph). Each giver's weeks are then as even as the touchpoints allow: the
fullest week as empty as can be, then the next (no path leads from a fuller to an emptier week; Harvey,
Ladner, Lovász and Tamir, Semi-matchings for bipartite graphs and load balancing, 2006). With lengths that
differ this is packing, which nobody solves quickly: no week is ever over its limit and touchpoints of one
length are placed as above beside the others, but a plan may be missed that exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Slot(NamedTuple):
    """A week, by its Monday, of somebody who gives."""

    giver: str
    week: int


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
    found = _fitted(jobs, range(len(jobs)), most, taken)
    if None in found and len({job.minutes for job in jobs}) > 1:
        longest = sorted(range(len(jobs)), key=lambda one: -jobs[one].minutes)
        other = _fitted(jobs, longest, most, taken)
        if other.count(None) < found.count(None):
            return other
    return found


def _fitted(
    jobs: Sequence[FittingJob], order: Iterable[int], most: int, taken: Mapping[Slot, int]
) -> tuple[Slot | None, ...]:
    weeks = _Weeks(jobs, most, taken)
    for one in order:
        weeks.place(one)
    weeks.even_out()
    return tuple(weeks.placed.get(one) for one in range(len(jobs)))


_Path = list[tuple[int, Slot]]
"""Moves to be made: a job, and where it goes."""


class _Weeks:
    """The weeks while they are filled."""

    def __init__(self, jobs: Sequence[FittingJob], most: int, taken: Mapping[Slot, int]) -> None:
        self.jobs = jobs
        self.most = most
        self.load: defaultdict[Slot, int] = defaultdict(int, taken)
        self.held: defaultdict[Slot, set[int]] = defaultdict(set)
        self.placed: dict[int, Slot] = {}

    def place(self, one: int) -> None:
        """Place a job where there is most room, with who should give it if that can be; others may move on for it."""
        minutes = self.jobs[one].minutes
        for where in (self._first, self._all):
            ends = self._reached(one, where, minutes)
            fitting = [slot for slot in ends if self.load[slot] + minutes <= self.most]
            if fitting:
                best = min(fitting, key=lambda slot: (self.load[slot], slot.week, slot.giver))
                self._make(ends[best])
                return

    def even_out(self) -> None:
        """Move jobs from fuller to emptier weeks of their givers until none can be moved."""
        todo = sorted(self.held, key=lambda slot: (-self.load[slot], slot))
        while todo:
            slot = todo.pop(0)
            path = self._lighter(slot)
            if path:
                self._make(path)
                same = {one for one in self.held if one.giver == slot.giver}
                todo = sorted(same | set(todo), key=lambda one: (-self.load[one], one))

    def _lighter(self, slot: Slot) -> _Path:
        """Return the moves by which this week gets emptier and none as full; none when there are none."""
        best: tuple[int, int, _Path] | None = None
        lengths = {self.jobs[one].minutes for one in self.held[slot]}
        for minutes in sorted(lengths):
            for one in sorted(self.held[slot]):
                if self.jobs[one].minutes != minutes:
                    continue
                ends = self._reached(one, self._same_giver, minutes)
                for end in sorted(ends):
                    better = self.load[end] + minutes < self.load[slot]
                    if better and (best is None or (self.load[end], end.week) < best[:2]):
                        best = (self.load[end], end.week, ends[end])
        return best[2] if best else []

    def _reached(self, one: int, where: Callable[[int], Iterable[Slot]], minutes: int) -> dict[Slot, _Path]:
        """Return each slot a job of this length can be brought to by moving others on, with the moves."""
        found: dict[Slot, _Path] = {slot: [(one, slot)] for slot in where(one)}
        queue = list(found)
        for slot in queue:
            for other in sorted(self.held[slot]):
                if self.jobs[other].minutes == minutes and other != one:
                    for end in where(other):
                        if end not in found:
                            found[end] = [*found[slot], (other, end)]
                            queue.append(end)
        return found

    def _first(self, one: int) -> Iterable[Slot]:
        placed = self.placed.get(one)
        slots = self.jobs[one].first
        return slots if placed is None or placed in slots else self._same_giver(one)

    def _all(self, one: int) -> Iterable[Slot]:
        return self.jobs[one].slots

    def _same_giver(self, one: int) -> Iterable[Slot]:
        return (slot for slot in self.jobs[one].slots if slot.giver == self.placed[one].giver)

    def _make(self, path: _Path) -> None:
        for one, slot in path:
            before = self.placed.get(one)
            if before:
                self.held[before].discard(one)
                self.load[before] -= self.jobs[one].minutes
            self.placed[one] = slot
            self.held[slot].add(one)
            self.load[slot] += self.jobs[one].minutes

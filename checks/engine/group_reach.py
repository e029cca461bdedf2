"""Whether services reach the groups that describe members: their counts beside everyone's, and no person.

A window counts in the groups its member is in on its last day, or on the as-of day while it runs. A conversation
counts in those of its day. Nothing here is judged against terms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from checks.engine.chance import Movement, Tally, judge_movement
from checks.engine.counts import Counts, counts_of
from checks.engine.window import State
from checks.model.playbook import describing_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checks.engine.evaluation import TeamResult
    from checks.engine.team_case import TeamCase
    from checks.engine.window import Window
    from checks.model.periods import Period

_DUE = (State.MET, State.MISSED)

Key = tuple[str, str, str | None]
"""A service, the name of a quarter, and a group; None for everyone."""


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """A service in a quarter for members in a group; for everyone where `group` is None.

    `people` had a window that was due, counted once a team. `outbound` and `inbound` count conversations by who
    started them, each member and day once.
    """

    service: str
    quarter: str
    group: str | None
    counts: Counts = field(default_factory=Counts)
    people: int = 0
    outbound: int = 0
    inbound: int = 0

    @property
    def key(self) -> Key:
        """What it is the sum of."""
        return self.service, self.quarter, self.group

    @property
    def tally(self) -> Tally:
        """Met of due."""
        return Tally(self.counts.met, self.counts.due)

    def __add__(self, other: GroupCounts) -> GroupCounts:
        """Return the sum; it goes by the service, quarter and group of the first."""
        return GroupCounts(
            *self.key,
            self.counts + other.counts,
            self.people + other.people,
            self.outbound + other.outbound,
            self.inbound + other.inbound,
        )


def add_groups(counts: Iterable[GroupCounts]) -> dict[Key, GroupCounts]:
    """Return the sums by service, quarter and group."""
    sums: dict[Key, GroupCounts] = {}
    for each in counts:
        sums[each.key] = sums[each.key] + each if each.key in sums else each
    return sums


@dataclass(frozen=True, slots=True)
class GroupBesideOthers:
    """A group and everyone else, for a service in a quarter: what is compared shares no one.

    `people` and `others_people` are counted once a team.
    """

    group: Tally
    others: Tally
    people: int
    others_people: int

    @property
    def is_lower(self) -> bool:
        """Whether the group's coverage is lower by more than chance explains."""
        lower = self.group.share < self.others.share
        return lower and judge_movement(self.others, self.group) is Movement.BEYOND


def beside_others(
    sums: Mapping[Key, GroupCounts], service: str, quarter: str, group: str
) -> GroupBesideOthers | None:
    """Return a group beside everyone else; None where nothing was due for one of them."""
    whole, part = sums.get((service, quarter, None)), sums.get((service, quarter, group))
    if not whole or not part or not part.counts.due or part.counts.due == whole.counts.due:
        return None
    others = Tally(whole.counts.met - part.counts.met, whole.counts.due - part.counts.due)
    return GroupBesideOthers(part.tally, others, part.people, whole.people - part.people)


def groups_of_window(case: TeamCase, window: Window) -> Sequence[str]:
    """Return the groups that a window counts in."""
    return case.described_on(window.member, min(window.last, case.as_of))


def group_counts(case: TeamCase, result: TeamResult, quarters: Sequence[Period]) -> Iterator[GroupCounts]:
    """Yield a team's counts for everyone and for each group, by service and quarter; none without such groups.

    Only what members receive counts, not what a team receives as one.
    """
    if not describing_groups(case.playbook):
        return
    windows: dict[Key, list[Window]] = defaultdict(list)
    for window in result.windows:
        for group in (None, *groups_of_window(case, window)) if window.member else ():
            windows[window.service, window.period, group].append(window)
    held = _held(case, result, quarters)
    for key in sorted({*windows, *held}, key=lambda key: (key[0], key[1], key[2] or "")):
        counts = counts_of(windows.get(key, ()))
        outbound, inbound = held.get(key, (0, 0))
        if counts.due or outbound or inbound:
            people = len({window.member for window in windows.get(key, ()) if window.state in _DUE})
            yield GroupCounts(*key, counts, people, outbound, inbound)


def _held(case: TeamCase, result: TeamResult, quarters: Sequence[Period]) -> dict[Key, tuple[int, int]]:
    """Return how many conversations leaders and members started."""
    sums: dict[Key, list[int]] = {}
    first = quarters[0].first if quarters else case.as_of
    names = [(quarter.last.toordinal(), quarter.name) for quarter in quarters]
    for (service, member), touchpoints in result.touchpoints.items():
        for at, days in enumerate((touchpoints.outbound, touchpoints.inbound)) if member else ():
            for day in days:
                place = bisect_left(names, (day,))
                if place < len(names) and day >= first.toordinal():
                    groups = case.described_on(member, date.fromordinal(day))
                    for group in (None, *groups):
                        sums.setdefault((service, names[place][1], group), [0, 0])[at] += 1
    return {key: (outbound, inbound) for key, (outbound, inbound) in sums.items()}

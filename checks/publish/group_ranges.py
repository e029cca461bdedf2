"""Between which shares a group that describes members is published, beside the total it is part of.

Who is in such a group is as secret as who was met. A group is published from 30 people on, and only with 30 people
outside it, each of them on every day of the quarter. Its borders leave room on either side for all whom two readers
may know everything about and one person more: in the group, and in what is left of the total without it. So
subtracting the group from the total tells no more than the total. What was met only says in which range it lies.
Source: docs/adr/0051-reach.md.
"""

from __future__ import annotations

from typing import NamedTuple

from checks.publish.ranges import WHOLE, WHOLE_FROM, Part, ShareRange, ranges_between, total_borders

GROUP_FROM = WHOLE_FROM
"""People from whom on a group is published, and as many outside it."""

STEP = 10
"""Percent between two borders, at least."""


class Side(NamedTuple):
    """Those in a group, or those outside it: the teams as far as they are, and how many two readers may know of them."""

    parts: tuple[Part, ...]
    known: int

    @property
    def least(self) -> int:
        """How many people there are on each day of the quarter."""
        return sum(part.least for part in self.parts)

    @property
    def margin(self) -> int:
        """The hundredths of windows of all whom two readers may know, and of one person more."""
        return 100 * (self.known + 1) * max(part.heaviest for part in self.parts)

    def borders(self) -> tuple[int, ...]:
        """Return the borders that leave room on either side among these people."""
        return total_borders(self.parts, self.known, step=STEP)


def range_of_part(of_team: ShareRange, whole: int, part: int) -> ShareRange:
    """Return in which range the share of a part of a team can lie: `whole` windows at least, `part` at most of them."""
    if part >= whole:
        return of_team
    if not part:
        return WHOLE
    most = min(100, of_team.below * whole // part)
    least = 100 - min(100, (100 - of_team.least) * whole // part)
    return ShareRange(least, most)


def group_borders(inside: Side, outside: Side, total: ShareRange) -> tuple[int, ...]:
    """Return the borders of a group's ranges; none where nothing may be said of it.

    `total` is the range published of both sides together.
    """
    if min(inside.least, outside.least) < GROUP_FROM:
        return ()
    borders = [border for border in inside.borders() if border in outside.borders()]
    while borders:
        tight = next(
            (r for r in ranges_between(borders) if not _leaves_room(r, total, inside, outside)), None
        )
        if tight is None:
            break
        borders.remove(tight.least if tight.least in borders else tight.below)
    return tuple(borders)


def _leaves_room(lies_in: ShareRange, total: ShareRange, inside: Side, outside: Side) -> bool:
    """Whether those outside the group can still be met, and missed, if its share lies in a range."""
    whole = sum(part.windows * part.least for part in (*inside.parts, *outside.parts))
    group = sum(part.heaviest * part.most for part in inside.parts)
    can_be_met = total.below * whole - lies_in.least * group
    can_be_missed = (100 - total.least) * whole - (100 - lies_in.below) * group
    return min(can_be_met, can_be_missed) > outside.margin

"""Who started the conversations with a group that describes members, as a range in a release.

How many conversations somebody had is as secret as who started them, so people stand for conversations in the sizes
that decide the borders. The borders leave the same room as those of coverage: in the group, outside it, and in what
is left of everyone's range without the group. Source: docs/adr/0051-reach.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from checks.publish.group_ranges import GROUP_FROM, Side, group_borders
from checks.publish.quarter_sizes import DescribedPeople, TeamSizes, two_largest
from checks.publish.ranges import WHOLE, Part, ShareRange, range_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.group_reach import GroupCounts

_GIVERS = frozenset({"leader", "coach"})


class TeamGroups(NamedTuple):
    """A team's sizes in the quarter, and its counts by group."""

    sizes: TeamSizes
    counts: Sequence[GroupCounts]


def started_ranges(
    groups: Sequence[str], teams: Sequence[TeamGroups], quarter: str, everyone: ShareRange
) -> Iterator[tuple[str, ShareRange]]:
    """Yield the range of each group of which one may be given, by its id.

    `everyone` is the range that the release gives for all conversations.
    """
    for group in groups:
        described = [_described(team.sizes, group) for team in teams]
        inside = _side(teams, [(len(each.inside), len(each.touched)) for each in described])
        outside = _side(
            teams,
            [
                (len(each.outside), _most(team.sizes) - len(each.inside))
                for team, each in zip(teams, described, strict=True)
            ],
        )
        if min(inside.least, outside.least) < GROUP_FROM:
            continue
        if borders := group_borders(inside, outside, everyone):
            yield group, range_of(*_started(teams, quarter, group), borders)


def _described(sizes: TeamSizes, group: str) -> DescribedPeople:
    """Return who is in a group in a team, whichever service they are owed."""
    by_service = [each.described.get(group, DescribedPeople()) for each in sizes.services.values()]
    inside = frozenset[str]().union(*(each.inside for each in by_service))
    touched = frozenset[str]().union(*(each.touched for each in by_service))
    outside = frozenset[str]().union(*(each.outside for each in by_service))
    return DescribedPeople(inside, touched, outside - touched)


def _most(sizes: TeamSizes) -> int:
    """Return how many members a team had at most, on all days of the quarter together."""
    return max([sizes.members, *(each.most for each in sizes.services.values())])


def _side(teams: Sequence[TeamGroups], people: Sequence[tuple[int, int]]) -> Side:
    """Return those in a group, or outside it: `people` are the fewest and the most of each team."""
    parts = tuple(Part(WHOLE, least, most, 1, 1) for least, most in people)
    by_team = {team.sizes.team: most for team, (_, most) in zip(teams, people, strict=True)}
    return Side(parts, two_largest([team.sizes for team in teams], _GIVERS, by_team))


def _started(teams: Sequence[TeamGroups], quarter: str, group: str) -> tuple[int, int]:
    """Return how many conversations leaders and coaches started with a group, and how many there were."""
    rows = [row for team in teams for row in team.counts if row.quarter == quarter and row.group == group]
    outbound = sum(row.outbound for row in rows)
    return outbound, outbound + sum(row.inbound for row in rows)

"""An attacker who reads a release with a group in it, and knows all about the teams of two who give, or two members.

A world says of each team how many in the group, and how many outside it, were met, missed or away. Who was met had a
conversation that the leader started; who was missed, one that they started themselves. For what somebody was met, the attacker even knows who is in the group. For who is in it, they know no more than of those two.
"""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.counts import Counts
from checks.engine.group_reach import GroupCounts
from checks.engine.team_coverage import CoverageRow, TeamCoverage, TouchpointCounts
from checks.model.playbook import Group
from checks.publish.quarter_sizes import DescribedPeople, ServiceSizes, TeamSizes
from checks.publish.releases import QuarterTeam, release_of
from tests.support.release_attacker import AS_OF, QUARTER, SERVICE, STATES, policy_of_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GROUP = "remote"
Block = tuple[int, int, int]
"""How many were met, missed and away."""

NOBODY: Block = (0, 0, 0)

WORLDS_TRIED = 2_000
"""In how many worlds, not near to the true one, somebody is looked for on the other side."""


class TeamBlocks(NamedTuple):
    """The members of a team in the group, and outside it."""

    inside: Block
    outside: Block


GroupWorld = tuple[TeamBlocks, ...]
Ranges = dict[str | None, tuple[int, int]]
"""The ranges of teams, of the organisation (None), and of the group."""


def drawn(random: Random) -> GroupWorld:
    """Return a world, often with teams in which all or none were met, or all or none are in the group."""
    kept, remote = random.choices((0, 0.2, 0.5, 0.7, 0.85, 0.95, 1), k=2), random.choice((0.3, 0.5, 0.7))
    largest = random.choice((5, 9, 14))
    return tuple(
        _drawn_team(random, random.randint(3, largest), kept, remote) for _ in range(random.randint(8, 30))
    )


def _drawn_team(random: Random, size: int, kept: Sequence[float], remote: float) -> TeamBlocks:
    inside = random.choice((0, size, *(sum(random.random() < remote for _ in range(size)) for _ in range(4))))
    return TeamBlocks(_block(random, inside, kept[0]), _block(random, size - inside, kept[1]))


def _block(random: Random, size: int, kept: float) -> Block:
    away = random.randint(0, size // 2) if random.random() < 0.1 else 0
    due = size - away
    met = sum(random.random() < kept for _ in range(due))
    if random.random() < 0.05:
        met = random.choice((0, due))
    return met, due - met, away


def published(world: GroupWorld, show: str = "teams") -> str:
    """Return the release of a world at a level shown, as its bytes would be."""
    playbook, service = policy_of_example()
    group = Group.model_construct(id=GROUP, title="Remote", describes=True)
    playbook = playbook.model_copy(
        update={
            "groups": (group,),
            "metrics": (),
            "privacy": playbook.privacy.model_copy(update={"show": show}),
        }
    )
    teams = [_team(at, blocks) for at, blocks in enumerate(world)]
    document, _ = release_of(playbook, (service,), teams, QUARTER, AS_OF)
    return json.dumps(document)


def ranges_of(release: str) -> Ranges:
    """Return the ranges of a release."""
    document = json.loads(release)
    ranges: Ranges = {cell["team"]: (cell["from"], cell["below"]) for cell in document["coverage"]}
    return ranges | {cell["group"]: (cell["from"], cell["below"]) for cell in document.get("groups", ())}


def ranges_of_started(release: str) -> Ranges:
    """Return the ranges of who started conversations: of the organisation, and of the group."""
    document = json.loads(release)
    shares: Ranges = {
        unit: (cell["from"], cell["below"])
        for unit, cell in ((None, share) for share in document["shares"] if share["part"] == "outbound")
    }
    return shares | {cell["group"]: (cell["from"], cell["below"]) for cell in document.get("started", ())}


def _team(at: int, blocks: TeamBlocks) -> QuarterTeam:
    name, inside, outside = f"team-{at}", sum(blocks.inside), sum(blocks.outside)
    size = inside + outside
    people = frozenset(f"p-{at}-{number}" for number in range(size))
    group = frozenset(f"p-{at}-{number}" for number in range(inside))
    sizes = ServiceSizes(
        size,
        size,
        1,
        1,
        1,
        frozenset(),
        frozenset({"leader"}),
        Fraction(9, 10),
        {GROUP: DescribedPeople(group, group, people - group)},
    )
    whole = TeamSizes(
        name, name, None, size, frozenset({f"p-lead-{at}"}), frozenset(), frozenset(), 1, {SERVICE: sizes}
    )
    in_group, everyone = _counts(blocks.inside), _counts(blocks.inside) + _counts(blocks.outside)
    row = CoverageRow(SERVICE, QUARTER, everyone, size, None)
    groups = (
        GroupCounts(SERVICE, QUARTER.name, None, everyone, size, everyone.met, everyone.missed),
        GroupCounts(SERVICE, QUARTER.name, GROUP, in_group, inside, in_group.met, in_group.missed),
    )
    held = TouchpointCounts(SERVICE, QUARTER.name, everyone.due, everyone.met, everyone.missed)
    coverage = TeamCoverage(name, name, None, size, 1, 0, (row,), (held,), (), (), None, (), groups=groups)
    return QuarterTeam(whole, coverage, ())


def _counts(block: Block) -> Counts:
    met, missed, _ = block
    return Counts(due=met + missed, met=met, missed=missed)


def known_to(random: Random, world: GroupWorld) -> list[TeamBlocks]:
    """Return all that one or two people know of each team."""
    known = [TeamBlocks(NOBODY, NOBODY) for _ in world]
    for _ in range(2):
        at = random.randrange(len(world))
        if random.random() < 0.5:
            known[at] = world[at]
            continue
        some = [(side, state) for side, state, left in _unknown(world[at], known[at]) if left]
        if some:
            known[at] = _moved(known[at], *random.choice(some), 1)
    return known


def _unknown(team: TeamBlocks, known: TeamBlocks) -> Iterator[tuple[int, int, int]]:
    """Yield side, state, and how many of them the attacker doesn't know."""
    for side in range(2):
        for state in range(len(STATES)):
            yield side, state, team[side][state] - known[side][state]


def _moved(team: TeamBlocks, side: int, state: int, by: int) -> TeamBlocks:
    """Return a team with so many more of a side and state."""
    blocks = [list(block) for block in team]
    blocks[side][state] += by
    inside, outside = ((block[0], block[1], block[2]) for block in blocks)
    return TeamBlocks(inside, outside)


def certain_states(
    world: GroupWorld, known: Sequence[TeamBlocks], team: int, side: int, ranges: Ranges
) -> set[str]:
    """Return which states somebody of a team can't have been in, for who knows who is in the group."""
    return {
        state
        for state in STATES
        if not any(
            _exists(world, known, (team, side, state), ranges, keep_away=away) for away in (True, False)
        )
    }


def _exists(
    world: GroupWorld,
    known: Sequence[TeamBlocks],
    whose: tuple[int, int, str],
    ranges: Ranges,
    *,
    keep_away: bool,
) -> bool:
    """Whether a world exists: with those away who are, or with nobody unknown away.

    What teams allow of the group, of the rest and of both adds up to intervals, since each team allows all between.
    """
    sums, due_of_group, due_of_all = [[0, 0], [0, 0], [0, 0]], 0, 0
    for at, team in enumerate(world):
        sides = [
            _side(team[side], known[at][side], whose[2] if whose[:2] == (at, side) else None, keep_away)
            for side in range(2)
        ]
        (low_in, high_in, due_in), (low_out, high_out, due_out) = sides
        counts = _met(ranges.get(f"team-{at}", (0, 100)), due_in + due_out)
        least, most = max(counts.start, low_in + low_out), min(counts.stop - 1, high_in + high_out)
        if least > most:
            return False
        in_group = max(low_in, least - high_out), min(high_in, most - low_out)
        outside = max(low_out, least - high_in), min(high_out, most - low_in)
        for total, bounds in zip(sums, (in_group, outside, (least, most)), strict=True):
            total[0] += bounds[0]
            total[1] += bounds[1]
        due_of_group, due_of_all = due_of_group + due_in, due_of_all + due_in + due_out
    group, whole = (
        _met(ranges.get(GROUP, (0, 100)), due_of_group),
        _met(ranges.get(None, (0, 100)), due_of_all),
    )
    low, high = max(sums[0][0], group.start), min(sums[0][1], group.stop - 1)
    least = max(sums[2][0], whole.start, low + sums[1][0])
    return low <= high and least <= min(sums[2][1], whole.stop - 1, high + sums[1][1])


def _side(block: Block, known: Block, state: str | None, keep_away: bool) -> tuple[int, int, int]:  # noqa: FBT001 - one of two kinds of worlds that are tried
    """Return the fewest and the most met of a block, and how many were due."""
    others = sum(block) - sum(known) - (state is not None)
    away = min(others, block[2] - known[2]) if keep_away else 0
    low = known[0] + (state == STATES[0])
    due = known[0] + known[1] + (state in STATES[:2]) + others - away
    return low, low + others - away, due


def _met(share_range: tuple[int, int], due: int) -> range:
    least, below = share_range
    if not due:
        return range(int(below < 100), 1)
    return range(-(-least * due // 100), due + 1 if below == 100 else -(-below * due // 100))


def is_open(
    world: GroupWorld, known: Sequence[TeamBlocks], whose: tuple[int, int, int], release: str, show: str
) -> bool:
    """Whether somebody may as well be on the other side: another world with the same bytes has them there.

    `whose` is their team, side and state. The attacker knows of nobody else on which side they are, nor how many
    there are, but for those in `known`. A world that is found proves it; that none is found proves nothing.
    """
    return any(published(other, show) == release for other in _worlds_with_moved(world, known, whose))


def _worlds_with_moved(
    world: GroupWorld, known: Sequence[TeamBlocks], whose: tuple[int, int, int]
) -> Iterator[GroupWorld]:
    """Yield worlds in which somebody is on the other side: near ones first, then ones in which many others are too.

    The first move them alone, or let somebody else change sides with them. In the others, people of some teams
    change sides, a team as a whole or some of it. Nobody is met more or less than before.
    """
    team, side, state = whose
    fixed = list(known)
    fixed[team] = _moved(fixed[team], 1 - side, state, 1)
    moved = _changed(world, team, side, state)
    yield moved
    for at in (team, *(each for each in range(len(world)) if each != team)):
        for other_side, other_state, left in _unknown(moved[at], fixed[at]):
            if other_side != side and left:
                yield _changed(moved, at, other_side, other_state)
    random = Random(team)
    for _ in range(WORLDS_TRIED):
        yield _mixed_up(random, moved, fixed)


def _changed(world: GroupWorld, team: int, side: int, state: int) -> GroupWorld:
    """Return a world in which somebody of a team and state is on the other side."""
    other = list(world)
    other[team] = _moved(_moved(other[team], side, state, -1), 1 - side, state, 1)
    return tuple(other)


def _mixed_up(random: Random, world: GroupWorld, known: Sequence[TeamBlocks]) -> GroupWorld:
    """Return a world in which people of one to five teams are on other sides, but for those who are known."""
    other = list(world)
    for at in random.sample(range(len(world)), random.randint(1, min(5, len(world)))):
        to, part = random.randrange(2), random.choice((0.3, 1))
        for side, state, left in _unknown(other[at], known[at]):
            if side != to:
                number = sum(random.random() < part for _ in range(left))
                other[at] = _moved(_moved(other[at], side, state, -number), to, state, number)
    return tuple(other)

"""Nobody learns from a group in a release what somebody was met, or who is in the group."""

from __future__ import annotations

from random import Random

from tests.support.examples import many
from tests.support.group_attacker import (
    GROUP,
    NOBODY,
    TeamBlocks,
    certain_states,
    drawn,
    is_open,
    known_to,
    published,
    ranges_of,
)
from tests.support.release_attacker import STATES

SHOW = ("teams", "organisation")


def test_who_knows_the_group_learns_of_nobody() -> None:
    random, figures = Random(27), 0
    for _ in range(many(60, 4_000)):
        world = drawn(random)
        ranges = ranges_of(published(world, random.choice(SHOW)))
        figures += GROUP in ranges
        for _ in range(4):
            known = known_to(random, world)
            for team, blocks in enumerate(world):
                for side in range(2):
                    if sum(blocks[side]) > sum(known[team][side]):
                        assert certain_states(world, known, team, side, ranges) == set(), (
                            world,
                            known,
                            ranges,
                        )
    assert figures > many(10, 600)


def test_nobody_learns_who_is_in_the_group() -> None:
    random, figures = Random(28), 0
    for _ in range(many(10, 600)):
        world = drawn(random)
        show = random.choice(SHOW)
        release = published(world, show)
        if GROUP not in ranges_of(release):
            continue
        figures += 1
        known = known_to(random, world)
        for team, blocks in enumerate(world):
            for side in range(2):
                for state in range(len(STATES)):
                    if blocks[side][state] > known[team][side][state]:
                        assert is_open(world, known, (team, side, state), release, show), (world, known)
    assert figures


def test_a_group_needs_thirty_people_on_either_side() -> None:
    def world(inside: int, outside: int) -> tuple[TeamBlocks, ...]:
        team = TeamBlocks((inside - inside // 4, inside // 4, 0), (outside // 2, outside - outside // 2, 0))
        return (team, *(TeamBlocks(NOBODY, (1, 1, 0)) for _ in range(2)), team)

    shown = {
        sizes: GROUP in ranges_of(published(world(*sizes)))
        for sizes in ((14, 30), (15, 30), (30, 12), (30, 13))
    }

    assert shown[14, 30] is False
    assert shown[30, 12] is False

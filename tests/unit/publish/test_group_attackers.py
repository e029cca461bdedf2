"""Nobody learns from a group in a release what somebody was met, or who is in the group."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from checks.publish import group_ranges, releases
from tests.support.examples import many
from tests.support.group_attacker import (
    GROUP,
    NOBODY,
    GroupWorld,
    Ranges,
    TeamBlocks,
    certain_states,
    drawn,
    is_open,
    known_to,
    published,
    ranges_of,
    ranges_of_started,
)
from tests.support.release_attacker import STATES

if TYPE_CHECKING:
    import pytest

SHOW = ("teams", "organisation")


def assert_nobody_is_certain(random: Random, world: GroupWorld, ranges: Ranges) -> None:
    """Four times, for who knows one or two people's teams or members: each other person's state is open."""
    for _ in range(4):
        known = known_to(random, world)
        for team, blocks in enumerate(world):
            for side in range(2):
                if sum(blocks[side]) > sum(known[team][side]):
                    certain = certain_states(world, known, team, side, ranges)
                    assert certain == set(), (world, known, ranges)


def test_who_knows_the_group_learns_of_nobody() -> None:
    random, figures = Random(27), 0
    for _ in range(many(60, 4_000)):
        world = drawn(random)
        ranges = ranges_of(published(world, random.choice(SHOW)))
        figures += GROUP in ranges
        assert_nobody_is_certain(random, world, ranges)
    assert figures > many(10, 600)


def test_nobody_learns_who_started_a_conversation() -> None:
    """With one conversation each at most: more of them would leave more open."""
    random, figures = Random(29), 0
    for _ in range(many(60, 4_000)):
        world = drawn(random)
        ranges = ranges_of_started(published(world, "organisation"))
        figures += GROUP in ranges
        assert_nobody_is_certain(random, world, ranges)
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


def test_without_borders_that_leave_room_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would hold of any release."""
    monkeypatch.setattr(releases, "GROUP_FROM", 1)
    monkeypatch.setattr(releases, "group_borders", lambda *_: tuple(range(1, 100)))
    known = TeamBlocks((20, 10, 0), (10, 10, 0)), TeamBlocks((15, 15, 0), (10, 20, 0))
    world = (*known, TeamBlocks((0, 1, 0), NOBODY))

    release = published(world)

    assert GROUP in ranges_of(release)
    assert not is_open(world, [*known, TeamBlocks(NOBODY, NOBODY)], (2, 0, 1), release, "teams")


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


TeamsKnown = tuple[tuple[TeamBlocks, ...], list[TeamBlocks]]


def subtracted(border: int, more: int, outside: int, *, missed: bool) -> TeamsKnown:
    """Return twenty teams just above a border, with nobody met outside the group but in a team that is known."""
    left, teams = -(-border * 60 // 100) + more, []
    for at in range(20):
        met, other = min(3, left), outside if at == 0 else 0
        left -= met
        blocks = [(met, 3 - met, 0), (other, 3 - other, 0)]
        inside, rest = ((block[1], block[0], 0) if missed else block for block in blocks)
        teams.append(TeamBlocks(inside, rest))
    nothing = [TeamBlocks(NOBODY, NOBODY)] * 18
    return tuple(teams), [*teams[:2], *nothing]


CLOSE = [
    subtracted(border, more, outside, missed=missed)
    for border in range(30, 90, 10)
    for more in (0, 1)
    for outside in (0, 1, 2)
    for missed in (False, True)
]


def certain_of_close() -> list[tuple[int, int]]:
    """Return the teams and sides of which somebody is certain in a world close to a border."""
    return [
        (team, side)
        for world, known in CLOSE
        for ranges in (ranges_of(published(world, "organisation")),)
        for team in range(2, len(world))
        for side in range(2)
        if certain_states(world, known, team, side, ranges)
    ]


def test_subtracting_a_group_from_the_total_tells_of_nobody() -> None:
    assert certain_of_close() == []


def test_without_room_outside_the_group_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would hold of any borders."""
    monkeypatch.setattr(group_ranges, "_leaves_room", lambda *_: True)

    assert certain_of_close()

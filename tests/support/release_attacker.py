"""An attacker who knows how a release is made, all sizes and terms, and all about a few people; and tries every world.

A world says of each member whether they were met, missed or away in the quarter. Worlds that give the same release are
the same to everybody who reads it. Who knows all about two members, or about the teams of two who give, keeps the
worlds in keeping with that; what is the same of somebody else in all that are left is no secret any more.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.counts import Counts
from checks.engine.team_coverage import CoverageRow, TeamCoverage, TouchpointCounts
from checks.loading.repository import open_policy
from checks.model.periods import named_quarter
from checks.publish.quarter_sizes import ServiceSizes, TeamSizes
from checks.publish.releases import QuarterTeam, release_of
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.model.playbook import Playbook
    from checks.model.service import Service

QUARTER = named_quarter("2026-Q3")
AS_OF = date(2026, 10, 5)
SERVICE = "one-on-one"

MET, MISSED, AWAY = "met", "missed", "away"
STATES = (MET, MISSED, AWAY)


class Organisation(NamedTuple):
    """Teams by their sizes, the smallest group, the level shown, the share agreed, and who coaches where.

    Each team has a leader of its own; `coached` are the teams that share a coach, by their position.
    """

    sizes: tuple[int, ...]
    smallest_group: int = 3
    show: str = "teams"
    agreed: Fraction = Fraction(9, 10)
    coached: tuple[int, ...] = ()

    @property
    def blocks(self) -> list[tuple[int, ...]]:
        """The teams each of those who give knows everything about."""
        leaders = [(at,) for at in range(len(self.sizes))]
        return [*leaders, *([self.coached] if self.coached else [])]


TeamWorld = tuple[int, int, int]
"""How many of a team were met, missed and away."""

World = tuple[TeamWorld, ...]


@cache
def policy_of_example() -> tuple[Playbook, Service]:
    policy = open_policy(ROOT)
    assert policy.playbook is not None
    return policy.playbook, policy.services[SERVICE]


@lru_cache(maxsize=100_000)
def published(organisation: Organisation, world: World) -> str:
    """Return the release of a world, as its bytes would be."""
    playbook, service = policy_of_example()
    privacy = playbook.privacy.model_copy(
        update={"smallest_group": organisation.smallest_group, "show": organisation.show}
    )
    playbook = playbook.model_copy(update={"privacy": privacy, "metrics": ()})
    teams = [_team(organisation, at, team) for at, team in enumerate(world)]
    document, _ = release_of(playbook, (service,), teams, QUARTER, AS_OF)
    return json.dumps(document)


def _team(organisation: Organisation, at: int, world: TeamWorld) -> QuarterTeam:
    size, name = organisation.sizes[at], f"team-{at}"
    met, missed, _ = world
    coaches = frozenset({"p-coach"} if at in organisation.coached else ())
    sizes = TeamSizes(
        team=name,
        name=name,
        part_of="parent" if organisation.show == "parents" else None,
        members=size,
        leaders=frozenset({f"p-lead-{at}"}),
        coaches=coaches,
        above=frozenset(),
        hours=1,
        services={
            SERVICE: ServiceSizes(
                size, size, 1, 1, 1, frozenset(), frozenset({"leader", "coach"}), organisation.agreed
            )
        },
    )
    row = CoverageRow(SERVICE, QUARTER, Counts(due=met + missed, met=met, missed=missed), met + missed, None)
    held = TouchpointCounts(SERVICE, QUARTER.name, held=met, outbound=met, acknowledged=met)
    coverage = TeamCoverage(
        name, name, sizes.part_of, size, 1, len(coaches), (row,), (held,), (), (), None, ()
    )
    return QuarterTeam(sizes, coverage, ())


def worlds(organisation: Organisation) -> Iterator[World]:
    """Yield every world, by how many of each team were met, missed and away."""
    yield from itertools.product(*(tuple(_of_team(size)) for size in organisation.sizes))


def _of_team(size: int) -> Iterator[TeamWorld]:
    for met in range(size + 1):
        for missed in range(size - met + 1):
            yield met, missed, size - met - missed


def learned(organisation: Organisation) -> list[str]:
    """Return what somebody is certain of that they did not take part in; nothing where the release is safe."""
    alike: dict[str, list[World]] = defaultdict(list)
    for world in worlds(organisation):
        alike[published(organisation, world)].append(world)
    return [line for release, same in alike.items() for line in _certain(organisation, release, same)]


def _certain(organisation: Organisation, release: str, same: Sequence[World]) -> Iterator[str]:
    possible: dict[tuple[str, object], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for world in same:
        for attacker, known, others in _views(organisation, world):
            for team, counts in enumerate(others):
                if sum(counts):
                    possible[attacker, known][team] |= {
                        state for state, count in zip(STATES, counts, strict=True) if count
                    }
    for (attacker, known), by_team in possible.items():
        for team, states in by_team.items():
            if len(states) < len(STATES):
                yield f"{organisation}: {attacker} who knows {known} knows of team {team}: {states}; {release}"


def learned_in_a_row(quarters: Sequence[Organisation]) -> list[str]:
    """Return what somebody is certain of who reads the releases of several quarters, between which people come and go.

    A row that is logged late, or contested, is another world of a quarter that is released: its release stays.
    """
    alike: dict[tuple[str, ...], list[tuple[World, ...]]] = defaultdict(list)
    for in_each in itertools.product(*(tuple(worlds(quarter)) for quarter in quarters)):
        releases = tuple(published(quarter, world) for quarter, world in zip(quarters, in_each, strict=True))
        alike[releases].append(in_each)
    possible: dict[object, set[str]] = defaultdict(set)
    for releases, same in alike.items():
        for in_each in same:
            views = (_views(quarter, world) for quarter, world in zip(quarters, in_each, strict=True))
            for seen in itertools.product(*(tuple(of_quarter) for of_quarter in views)):
                known = tuple((attacker, facts) for attacker, facts, _ in seen)
                for at, (_, _, others) in enumerate(seen):
                    for team, counts in enumerate(others):
                        if sum(counts):
                            possible[releases, known, at, team] |= {
                                state for state, count in zip(STATES, counts, strict=True) if count
                            }
    return [f"{key}: {states}" for key, states in possible.items() if len(states) < len(STATES)]


def _views(organisation: Organisation, world: World) -> Iterator[tuple[str, object, World]]:
    """Yield each attacker with what they know of a world, and the others as they are in it."""
    teams = range(len(world))
    for first, second in itertools.combinations_with_replacement(teams, 2):
        for known, others in _two_members(world, first, second):
            yield f"members of {first} and {second}", known, others
    for blocks in itertools.combinations_with_replacement(organisation.blocks, 2):
        inside = set(blocks[0]) | set(blocks[1])
        others = tuple((0, 0, 0) if at in inside else team for at, team in enumerate(world))
        yield f"who give in {sorted(inside)}", tuple(world[at] for at in sorted(inside)), others


def _two_members(world: World, first: int, second: int) -> Iterator[tuple[object, World]]:
    for states in itertools.product(range(3), repeat=2):
        teams = [list(team) for team in world]
        teams[first][states[0]] -= 1
        teams[second][states[1]] -= 1
        if min(map(min, teams)) >= 0:
            yield states, tuple((met, missed, away) for met, missed, away in teams)


def all_sizes(people: int, teams: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to part so many people or fewer into so many teams or fewer; their order is the same."""

    def parts(left: int, most: int, slots: int) -> Iterator[tuple[int, ...]]:
        yield ()
        if slots:
            for size in range(min(left, most), 0, -1):
                for rest in parts(left - size, size, slots - 1):
                    yield (size, *rest)

    return (sizes for sizes in parts(people, people, teams) if sizes)


def certain_in(
    organisation: Organisation, world: World, known: Mapping[int, TeamWorld], team: int
) -> set[str]:
    """Return which states somebody of `team` can't have been in, for who knows some people of each team.

    For organisations too large to try every world: met people of teams add up to any number between the least and
    the most their ranges allow, so whether a world exists is a question of intervals.
    """
    cells = json.loads(published(organisation, world))["coverage"]
    ranges = {cell["team"]: (cell["from"], cell["below"]) for cell in cells if cell["service"] == SERVICE}
    return {
        state
        for state in STATES
        if not any(_exists(organisation, world, known, team, state, ranges, away) for away in (True, False))
    }


def _exists(
    organisation: Organisation,
    world: World,
    known: Mapping[int, TeamWorld],
    team: int,
    state: str,
    ranges: Mapping[str | None, tuple[int, int]],
    keep_away: bool,  # noqa: FBT001 - one of two kinds of worlds that are tried
) -> bool:
    """Whether a world exists: with those away who are, or with nobody unknown away."""
    least = most = whole = 0
    for at, (met, missed, away) in enumerate(world):
        known_met, known_missed, known_away = known.get(at, (0, 0, 0))
        others = met + missed + away - known_met - known_missed - known_away
        others -= at == team
        others_away = min(others, away - known_away) if keep_away else 0
        is_met, is_due = (int(at == team and state == MET), int(at == team and state != AWAY))
        due = known_met + known_missed + is_due + others - others_away
        low, high = known_met + is_met, known_met + is_met + others - others_away
        if range_of_team := ranges.get(f"team-{at}"):
            counts = _counts(range_of_team, due)
            low, high = max(low, counts.start), min(high, counts.stop - 1)
        if low > high:
            return False
        least, most, whole = least + low, most + high, whole + due
    total = _counts(ranges.get(None, (0, 100)), whole)
    return max(least, total.start) <= min(most, total.stop - 1)


def _counts(share_range: tuple[int, int], due: int) -> range:
    least, below = share_range
    if not due:
        return range(int(below < 100), 1)
    return range(-(-least * due // 100), due + 1 if below == 100 else -(-below * due // 100))

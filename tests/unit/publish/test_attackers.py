"""Nobody learns from a release what somebody else was met, missed or away."""

from __future__ import annotations

import itertools
from collections import defaultdict
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from checks.engine.pulse_answers import AnswerCounts
from checks.model.service import Metric
from checks.publish.releases import FEWEST_ANSWERS, published_mean
from tests.support.examples import NIGHTLY, many
from tests.support.release_attacker import (
    Organisation,
    TeamWorld,
    all_sizes,
    certain_in,
    learned,
    learned_in_a_row,
    published,
    worlds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = sorted(all_sizes(10, 3))
AGREED = (Fraction(1, 2), Fraction(4, 5), Fraction(85, 100), Fraction(9, 10), Fraction(1))


@pytest.mark.parametrize("sizes", ALL[:: many(11, 1)], ids=str)
def test_of_every_small_organisation_nothing_is_certain(sizes: tuple[int, ...]) -> None:
    for show in ("teams", "parents", "organisation"):
        assert learned(Organisation(sizes, show=show)) == []


@pytest.mark.parametrize("sizes", [(7,), (8,), (10,), (12,), (7, 3)], ids=str)
@pytest.mark.parametrize("agreed", AGREED, ids=str)
def test_whatever_was_agreed_nothing_is_certain(sizes: tuple[int, ...], agreed: Fraction) -> None:
    assert learned(Organisation(sizes, agreed=agreed)) == []


@pytest.mark.parametrize(
    "sizes",
    [
        ((7,), (8,)),
        ((8,), (7,)),
        *([((3,), (7,), (4,)), ((5, 3), (7, 1))] if NIGHTLY else []),
    ],
    ids=str,
)
def test_releases_in_a_row_leave_everything_open(sizes: tuple[tuple[int, ...], ...]) -> None:
    assert learned_in_a_row([Organisation(of_quarter) for of_quarter in sizes]) == []


def test_ranges_are_published_where_they_can_be() -> None:
    """Else the tests above would hold of releases that say nothing."""
    organisation = Organisation((10,))

    releases = {published(organisation, world) for world in worlds(organisation)}

    assert len(releases) == 2


def drawn(random: Random) -> tuple[Organisation, tuple[TeamWorld, ...]]:
    """Return an organisation and a world, often with teams in which all or none were met."""
    sizes = tuple(random.randint(1, 24) for _ in range(random.randint(1, 12)))
    show = random.choice(("teams", "teams", "parents", "organisation"))
    coached = tuple(sorted(random.sample(range(len(sizes)), k=min(len(sizes), random.randint(0, 2)))))
    organisation = Organisation(sizes, random.choice((3, 5)), show, random.choice(AGREED), coached)
    return organisation, tuple(_world(random, size) for size in sizes)


def _world(random: Random, size: int) -> TeamWorld:
    away = random.choice((0, 0, random.randint(0, size)))
    met = random.choice((0, size - away, random.randint(0, size - away)))
    return met, size - away - met, away


def known_to(
    random: Random, organisation: Organisation, world: tuple[TeamWorld, ...]
) -> dict[int, TeamWorld]:
    """Return all that one or two people know: members of themselves, those who give of their teams."""
    known: dict[int, TeamWorld] = {}
    for _ in range(2):
        if random.random() < 0.5:
            known |= {at: world[at] for at in random.choice(organisation.blocks)}
            continue
        at = random.randrange(len(world))
        left = [mine - theirs for mine, theirs in zip(world[at], known.get(at, (0, 0, 0)), strict=True)]
        if any(left):
            state = random.choice([state for state, count in enumerate(left) if count])
            counts = list(known.get(at, (0, 0, 0)))
            counts[state] += 1
            known[at] = (counts[0], counts[1], counts[2])
    return known


def test_of_larger_organisations_nothing_is_certain() -> None:
    random, figures = Random(20), 0
    for _ in range(many(40, 5_000)):
        organisation, world = drawn(random)
        figures += published(organisation, world).count('"below"')
        for _ in range(6):
            known = known_to(random, organisation, world)
            for team, counts in enumerate(world):
                if sum(counts) > sum(known.get(team, (0, 0, 0))):
                    assert certain_in(organisation, world, known, team) == set(), (organisation, world, known)
    assert figures > many(40, 5_000)


def answers(scale: tuple[int, int], given: int) -> Iterator[tuple[int, ...]]:
    """Yield how many gave each score, in every way so many can have answered."""
    scores = scale[1] - scale[0] + 1
    for borders in itertools.combinations(range(given + scores - 1), scores - 1):
        ends = (-1, *borders, given + scores - 1)
        yield tuple(second - first - 1 for first, second in itertools.pairwise(ends))


def scores_left_possible(scale: tuple[int, int], known: int) -> set[frozenset[int]]:
    """Return the sets of scores that others may have given, over all means that who knows `known` answers can read.

    The reader doesn't know how many answered, but for what the release says of it. A safe mean leaves all scores.
    """
    metric = Metric.model_construct(id="useful", question="Was it useful?", scale=scale, mean_at_least=None)
    possible: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for given in range(FEWEST_ANSWERS, 16):
        for counts in answers(scale, given):
            scores = tuple(enumerate(counts, start=scale[0]))
            published = tuple(sorted(published_mean(AnswerCounts(scores), metric).items()))
            for theirs in itertools.combinations_with_replacement(range(len(counts)), known):
                others = list(counts)
                for score in theirs:
                    others[score] -= 1
                if min(others) >= 0:
                    possible[published, theirs] |= {
                        score for score, count in enumerate(others, start=scale[0]) if count
                    }
    return {frozenset(scores) for scores in possible.values()}


@pytest.mark.parametrize("scale", [(1, 3), (1, 5)], ids=str)
def test_a_mean_leaves_each_answer_of_another_possible(scale: tuple[int, int]) -> None:
    """For who knows two answers, and for as many answers as the same words can stand for."""
    assert scores_left_possible(scale, 2) == {frozenset(range(scale[0], scale[1] + 1))}


@pytest.mark.parametrize("room", [-1, 0, 1])
def test_with_less_room_answers_would_be_known(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """The test above can fail: with room for fewer people at the ends of the scale, a mean tells of others."""
    monkeypatch.setattr("checks.publish.releases.PAIR", room)

    left = scores_left_possible((1, 3), 2)

    assert frozenset({1, 2, 3}) in left
    assert len(left) > 1

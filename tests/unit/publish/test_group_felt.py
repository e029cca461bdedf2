"""Nobody learns an answer from everyone's mean and the ranges of groups: for who knows two answers, all stay possible."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.pulse_answers import AnswerCounts
from checks.model.service import Metric
from checks.publish import group_felt
from checks.publish.group_felt import everyones_hundredths, felt_ranges, on_scale
from checks.publish.ranges import WHOLE, ShareRange
from checks.publish.releases import published_mean
from tests.support.examples import many

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

SCALES = ((1, 5), (1, 3), (0, 10))
REST = ""


class Released(NamedTuple):
    """What a release says of a question: everyone's mean, and the range of each group that has one."""

    mean: Fraction
    bound: str | None
    ranges: Mapping[str, ShareRange]


Answered = dict[str, list[int]]
"""The scores that each group gave, and the others."""


def drawn(random: Random, scale: tuple[int, int]) -> Answered:
    low, high = scale
    names = ["remote", "part-time", "night"][: random.choice((1, 1, 2, 2, 3))]

    def scores(number: int) -> list[int]:
        kind = random.choice(("any", "high", "low", "highest", "lowest"))
        likely = {
            "high": [high, high, high - 1],
            "low": [low, low, low + 1],
            "highest": [high],
            "lowest": [low],
        }
        return [random.choice(likely.get(kind, list(range(low, high + 1)))) for _ in range(number)]

    return {name: scores(random.randint(25, 90)) for name in names} | {
        REST: scores(random.choice((0, 3, 12, 30, 80)))
    }


def released(answered: Answered, scale: tuple[int, int]) -> Released:
    counts = {name: counted(scores) for name, scores in answered.items()}
    metric = Metric.model_construct(id="felt", question="Felt?", scale=scale, mean_at_least=None)
    everyone = sum(counts.values(), AnswerCounts())
    document = published_mean(everyone, metric)
    mean, bound = Fraction(document["mean"]), document.get("bound")
    total = everyones_hundredths(mean, bound, everyone.given, metric)
    groups = {name: answers for name, answers in counts.items() if name}
    return Released(mean, bound, dict(felt_ranges(groups, everyone.given, total, scale)))


def counted(scores: list[int]) -> AnswerCounts:
    return AnswerCounts(tuple((score, scores.count(score)) for score in sorted(set(scores))))


def possible_scores(
    answered: Answered, known: Answered, part: str, release: Released, scale: tuple[int, int]
) -> set[int]:
    """Return which scores somebody unknown in a part may have given, for who knows how many answered in each part."""
    return {
        score
        for score in range(scale[0], scale[1] + 1)
        if _fits(answered, {**known, part: [*known[part], score]}, release, scale)
    }


def _fits(answered: Answered, known: Answered, release: Released, scale: tuple[int, int]) -> bool:
    """Whether some scores of all others add up to what is released: of each part, all sums in a row are possible."""
    (low, high), sums = scale, [0, 0]
    for name, scores in answered.items():
        unknown = len(scores) - len(known[name])
        first, last = _sums(release.ranges.get(name, WHOLE), len(scores), scale)
        least = max(first, sum(known[name]) + unknown * low)
        most = min(last, sum(known[name]) + unknown * high)
        if least > most:
            return False
        sums = [sums[0] + least, sums[1] + most]
    given = sum(map(len, answered.values()))
    first = given * low if release.bound == "at most" else -int(-release.mean * given // 1)
    last = {"at most": int(release.mean * given), "at least": given * high}.get(
        release.bound or "", -int(-(release.mean + Fraction(1, 10)) * given // 1) - 1
    )
    return max(first, sums[0]) <= min(last, sums[1])


def _sums(lies_in: ShareRange, given: int, scale: tuple[int, int]) -> tuple[int, int]:
    """Return the lowest and the highest sum of scores whose mean lies in a range of the scale."""
    least, below = (on_scale(share, scale) * given for share in lies_in)
    return -int(-least // 1), int(below) if lies_in.below == 100 else -int(-below // 1) - 1


def certain_of(
    random: Random, answered: Answered, release: Released, scale: tuple[int, int]
) -> Iterator[str]:
    """Yield the parts of which some answer is not open any more for somebody who knows two answers."""
    for _ in range(4):
        known: Answered = {name: [] for name in answered}
        for _ in range(2):
            name = random.choice([name for name, scores in answered.items() if scores])
            known[name].append(random.choice((min, max))(answered[name]))
        for name, scores in answered.items():
            if len(scores) > len(known[name]):
                possible = possible_scores(answered, known, name, release, scale)
                if len(possible) <= scale[1] - scale[0]:
                    yield name


def findings(number: int) -> tuple[int, list[tuple[Answered, Released, str]]]:
    """Return how many ranges were released in drawn worlds, and where an answer was not open."""
    random, ranges, certain = Random(5), 0, []
    for _ in range(number):
        scale = random.choice(SCALES)
        answered = drawn(random, scale)
        release = released(answered, scale)
        ranges += len(release.ranges)
        certain += [(answered, release, name) for name in certain_of(random, answered, release, scale)]
    return ranges, certain


def test_every_answer_stays_open_for_who_knows_two() -> None:
    ranges, certain = findings(many(300, 20_000))

    assert certain == []
    assert ranges > many(100, 8_000)


def test_without_room_some_answers_would_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would hold of any ranges."""
    monkeypatch.setattr(group_felt, "leaves_room", lambda *_: True)

    _, certain = findings(300)

    assert any(release.ranges for _, release, _ in certain)


def test_a_group_needs_thirty_answers_on_either_side() -> None:
    def groups_shown(inside: int, outside: int) -> set[str]:
        scores = {"remote": [2, 3, 4] * inside, REST: [2, 3, 4] * outside}
        return set(released(scores, (1, 5)).ranges)

    assert groups_shown(10, 10) == {"remote"}
    assert groups_shown(9, 12) == groups_shown(12, 9) == set()


def test_the_range_holds_the_mean() -> None:
    scores = {"remote": [2, 3] * 40, REST: [4, 3] * 40}

    release = released(scores, (1, 5))

    low, high = (on_scale(share, (1, 5)) for share in release.ranges["remote"])
    assert low <= Fraction(5, 2) < high
    assert high - low <= 2


def test_no_more_than_four_groups_have_a_range() -> None:
    names = ["a", "b", "c", "d", "e"]

    release = released({name: [2, 3, 4] * (12 + at) for at, name in enumerate(names)} | {REST: []}, (1, 5))

    assert set(release.ranges) <= {"b", "c", "d", "e"}

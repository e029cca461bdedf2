"""What is published of answers: nothing of few, a border of few who agree, a mean of many."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from checks.engine.pulse_answers import AnswerCounts, PulseResult
from checks.engine.team_coverage import TeamCoverage
from checks.loading.repository import open_repository
from checks.publish.pulse_means import PulseCell, pulse_cells
from checks.publish.suppression import Shown
from tests.support.building import AS_OF, BASE

if TYPE_CHECKING:
    from checks.model.playbook import Playbook
    from checks.model.service import Service

POLICY = open_repository(BASE).policy
QUESTION = ("one-on-one", "useful")


def playbook() -> Playbook:
    assert POLICY.playbook
    return POLICY.playbook


def team(size: int, scores: dict[int, int], silent: int = 0, quarter: str = "2026-Q3") -> TeamCoverage:
    answers = AnswerCounts(tuple(scores.items()), silent)
    pulse = (PulseResult(*QUESTION, quarter, answers),)
    return TeamCoverage("harbour", "Harbour", None, size, 1, 1, (), (), pulse, (), None, ())


def published(*teams: TeamCoverage, target: str | None = None) -> tuple[PulseCell, ...]:
    services: dict[str, Service] = dict(POLICY.services)
    if target:
        (metric,) = services["one-on-one"].metrics
        one = metric.model_copy(update={"mean_at_least": Fraction(target)})
        services["one-on-one"] = services["one-on-one"].model_copy(update={"metrics": (one,)})
    return pulse_cells(playbook(), services, teams, AS_OF).get(QUESTION, ())


@pytest.mark.parametrize(
    ("teams", "shown", "mean"),
    [
        ([team(20, {4: 2, 3: 2})], Shown.HIDDEN, None),
        ([team(20, {4: 3, 3: 2})], Shown.EXACT, Fraction(18, 5)),
        ([team(20, {4: 2, 3: 2}), team(20, {4: 1})], Shown.EXACT, Fraction(18, 5)),
        ([team(4, {4: 10, 3: 10})], Shown.HIDDEN, None),
        ([team(20, {5: 9})], Shown.BAND, Fraction(46, 10)),
        ([team(20, {1: 5})], Shown.BAND, Fraction(14, 10)),
        ([team(20, {5: 3, 4: 2})], Shown.BAND, Fraction(46, 10)),
        ([team(20, {5: 10})], Shown.EXACT, Fraction(5)),
        ([team(20, {}, silent=20)], Shown.HIDDEN, None),
    ],
)
def test_what_is_shown_of_answers(teams: list[TeamCoverage], shown: Shown, mean: Fraction | None) -> None:
    (found,) = published(*teams)

    assert (found.shown, found.mean) == (shown, mean)
    assert shown is Shown.EXACT or (found.given, found.asked) == (0, 0)


def test_a_quarter_that_is_not_over_is_not_shown() -> None:
    assert published(team(20, {4: 10}, quarter="2026-Q4")) == ()


def test_nobody_asked_is_nothing_to_show() -> None:
    assert published(replace(team(20, {}), pulse=())) == ()


@pytest.mark.parametrize(("target", "kept"), [("3.6", True), ("3.7", False), (None, None)])
def test_the_mean_is_held_against_the_target_exactly(target: str | None, *, kept: bool | None) -> None:
    (found,) = published(team(20, {4: 3, 3: 2}, silent=5), target=target)

    assert (found.kept, found.given, found.asked) == (kept, 5, 10)

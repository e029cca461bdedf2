"""Answers counted: how many gave each score, how many were asked, and the mean, exact."""

from fractions import Fraction

import pytest

from checks.engine.pulse_answers import AnswerCounts, PulseResult, add_answers, pulse_results
from checks.model.findings import Place
from checks.model.metrics import metrics_of
from checks.model.touchpoint_log import PulseRow
from tests.support.oracle.memory import team_cases
from tests.support.oracle.settled import QUARTERLY, agreement, make

AGREED = agreement("2025-01-01", QUARTERLY)
OWN = [{"id": "support", "question": "Do you feel supported?", "scale": ["0", "10"]}]
CASE = make("2026-11-20", AGREED, service={"formerly": ["old-talk"]}, playbook={"metrics": OWN})
TEAM = next(team_cases(CASE))  # asks `useful`, from 1 to 5


def answered(
    score: int | None, count: int, service: str = "talk", metric: str = "useful", quarter: str = "2026-Q3"
) -> PulseRow:
    return PulseRow(Place("2026-Q3.csv"), quarter, service, metric, score, count)


def test_metrics_are_those_of_services_and_organisation() -> None:
    assert set(metrics_of(TEAM.playbook, TEAM.services)) == {("talk", "useful"), ("organisation", "support")}


COUNTED = {
    "nothing": ([], ()),
    "scores and silence": (
        [answered(5, 2), answered(None, 3), answered(4, 1)],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((4, 1), (5, 2)), 3)),),
    ),
    "a score twice": (
        [answered(5, 2), answered(5, 3)],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((5, 5),))),),
    ),
    "silence twice": (
        [answered(None, 2), answered(None, 3)],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts((), 5)),),
    ),
    "the ends of the scale, and beyond them": (
        [answered(0, 1), answered(1, 2), answered(5, 3), answered(6, 4)],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((1, 2), (5, 3)))),),
    ),
    "a former id": (
        [answered(5, 2, "old-talk")],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((5, 2),))),),
    ),
    "no such question": ([answered(5, 2, metric="kind"), answered(5, 2, "review")], ()),
    "an unknown question before a known one": (
        [answered(5, 2, metric="kind"), answered(6, 2), answered(4, 2)],
        (PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((4, 2),))),),
    ),
    "each question and quarter of its own, in order": (
        [answered(5, 2), answered(5, 2, quarter="2026-Q2"), answered(0, 1, "organisation", "support")],
        (
            PulseResult("organisation", "support", "2026-Q3", AnswerCounts(((0, 1),))),
            PulseResult("talk", "useful", "2026-Q2", AnswerCounts(((5, 2),))),
            PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((5, 2),))),
        ),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), COUNTED.values(), ids=COUNTED)
def test_answers_are_counted_by_question_and_quarter(
    rows: list[PulseRow], expected: tuple[PulseResult, ...]
) -> None:
    assert pulse_results(TEAM, rows) == expected


def test_the_mean_is_exact_and_of_those_who_answered() -> None:
    answers = AnswerCounts(((2, 1), (5, 2)), 4)

    assert (answers.given, answers.asked, answers.mean) == (3, 7, Fraction(4))
    assert (AnswerCounts(silent=4).given, AnswerCounts(silent=4).asked, AnswerCounts(silent=4).mean) == (
        0,
        4,
        None,
    )


def test_answers_of_teams_add_up() -> None:
    one = PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((5, 2),), 1))
    other = PulseResult("talk", "useful", "2026-Q3", AnswerCounts(((4, 1), (5, 1)), 2))
    before = PulseResult("talk", "useful", "2026-Q2", AnswerCounts(((1, 1),)))

    assert add_answers([one, before, other]) == {
        ("talk", "useful", "2026-Q3"): AnswerCounts(((4, 1), (5, 3)), 3),
        ("talk", "useful", "2026-Q2"): AnswerCounts(((1, 1),)),
    }

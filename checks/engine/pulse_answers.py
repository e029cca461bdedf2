"""The pulse: what those who received a service answered, counted. Source: design.md, sections 3 and 8."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from checks.engine.team_case import TeamCase
from checks.model.metrics import metrics_of
from checks.model.service import Metric
from checks.model.touchpoint_log import PulseRow


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Counted answers: how many gave each score, and how many were asked and did not answer."""

    scores: tuple[tuple[int, int], ...] = ()
    silent: int = 0

    @property
    def given(self) -> int:
        """How many answered."""
        return sum(count for _, count in self.scores)

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.given + self.silent

    @property
    def mean(self) -> Fraction | None:
        """The mean score, exact; None without answers."""
        total = sum(score * count for score, count in self.scores)
        return Fraction(total, self.given) if self.given else None

    def __add__(self, other: "AnswerCounts") -> "AnswerCounts":
        sums = dict(self.scores)
        for score, count in other.scores:
            sums[score] = sums.get(score, 0) + count
        return AnswerCounts(tuple(sorted(sums.items())), self.silent + other.silent)


class PulseResult(NamedTuple):
    """The answers to one question of a service in one calendar quarter."""

    service: str
    metric: str
    quarter: str
    answers: AnswerCounts


def pulse_results(case: TeamCase, rows: Sequence[PulseRow]) -> tuple[PulseResult, ...]:
    """Return a team's answers; rows of no known question, or with a score outside its scale, count for nothing."""
    metrics = metrics_of(case.playbook, case.services)
    sums: dict[tuple[str, str, str], AnswerCounts] = {}
    for row in rows:
        service = case.current(row.service)
        metric = metrics.get((service, row.metric))
        if metric is None or not answers_in(row, metric):
            continue
        counts = (
            AnswerCounts(silent=row.count) if row.score is None else AnswerCounts(((row.score, row.count),))
        )
        key = (service, row.metric, row.quarter)
        sums[key] = sums.get(key, AnswerCounts()) + counts
    return tuple(PulseResult(*key, answers) for key, answers in sorted(sums.items()))


def answers_in(row: PulseRow, metric: Metric) -> bool:
    """Whether a row's score lies on the question's scale; those who did not answer gave none."""
    low, high = metric.scale
    return row.score is None or low <= row.score <= high


def add_answers(results: Iterable[PulseResult]) -> dict[tuple[str, str, str], AnswerCounts]:
    """Return the sums by service, metric and quarter."""
    sums: dict[tuple[str, str, str], AnswerCounts] = {}
    for result in results:
        key = (result.service, result.metric, result.quarter)
        sums[key] = sums.get(key, AnswerCounts()) + result.answers
    return sums

"""What may be published of answers: the mean of a question for the whole organisation, never by team."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checks.engine.pulse_answers import AnswerCounts, add_answers, metrics_of
from checks.engine.team_coverage import TeamCoverage
from checks.model.cadences import PeriodUnit
from checks.model.periods import Period, periods
from checks.model.playbook import Playbook
from checks.model.service import Metric, Service
from checks.publish.suppression import Shown

NEAR_AN_END = Fraction(1, 10)
"""The part of a scale at either end in which a mean of few tells on each of them."""


@dataclass(frozen=True, slots=True)
class PulseCell:
    """What a question's answers in one calendar quarter come to.

    A hidden one carries nothing. A band says only that the mean lies within a tenth of the scale of
    its nearer end, `mean` being that border. `kept` says whether the mean agreed on was reached.
    """

    quarter: Period
    shown: Shown
    mean: Fraction | None = None
    given: int = 0
    asked: int = 0
    kept: bool | None = None


def pulse_cells(
    playbook: Playbook, services: Mapping[str, Service], teams: Sequence[TeamCoverage], as_of: date
) -> dict[tuple[str, str], tuple[PulseCell, ...]]:
    """Return by service and question a cell for each closed quarter in which somebody was asked."""
    answers = add_answers(result for team in teams for result in team.pulse)
    people: Counter[tuple[str, str, str]] = Counter()
    for team in teams:
        for result in team.pulse:
            people[result.service, result.metric, result.quarter] += team.size
    closed = periods(PeriodUnit.QUARTER, playbook.logs_from, as_of)[:-1]
    cells = {
        (service, question): tuple(
            _pulse_cell(answers[key], metric, quarter, people[key], playbook.privacy.smallest_group)
            for quarter in closed
            if (key := (service, question, quarter.name)) in answers and answers[key].asked
        )
        for (service, question), metric in metrics_of(playbook, services).items()
    }
    return {question: by_quarter for question, by_quarter in cells.items() if by_quarter}


def _pulse_cell(answers: AnswerCounts, metric: Metric, quarter: Period, people: int, k: int) -> PulseCell:
    mean = answers.mean
    if mean is None or min(answers.given, people) < k:
        return PulseCell(quarter, Shown.HIDDEN)
    kept = mean >= Fraction(metric.mean_at_least) if metric.mean_at_least is not None else None
    low, high = metric.scale
    edge = NEAR_AN_END * (high - low)
    if answers.given < 2 * k and not low + edge < mean < high - edge:
        border = high - edge if mean >= high - edge else low + edge
        return PulseCell(quarter, Shown.BAND, border, kept=kept)
    return PulseCell(quarter, Shown.EXACT, mean, answers.given, answers.asked, kept)

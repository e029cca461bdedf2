"""Kept promises beside felt support, by quarter: points of larger teams without their names, for the people team alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.counts import Counts
from checks.engine.pulse_answers import AnswerCounts
from checks.model.cadences import PeriodUnit
from checks.model.metrics import ORGANISATION
from checks.model.periods import period_of
from checks.model.playbook import first_asked_by_team

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checks.engine.team_coverage import TeamCoverage
    from checks.model.periods import Period
    from checks.model.playbook import Playbook


@dataclass(frozen=True, slots=True)
class KeptAndFelt:
    """A quarter: windows met and due of the larger teams together, the mean of their answers, and a point each.

    A point is the share met, and the mean answer. Points are in the order of their numbers, so that none is a team's
    by its place.
    """

    quarter: str
    counts: Counts
    answers: AnswerCounts
    points: tuple[tuple[Fraction, Fraction], ...]


def kept_and_felt(
    playbook: Playbook, teams: Iterable[TeamCoverage], quarters: Sequence[Period]
) -> tuple[KeptAndFelt, ...]:
    """Return the quarters in which a team of two smallest groups or more answered the organisation's first question.

    That is the first whose answers are counted by team. A team counts in a quarter if as many as the smallest group
    answered.
    """
    metric, few = first_asked_by_team(playbook), playbook.privacy.smallest_group
    larger = [team for team in teams if team.size >= 2 * few]
    return tuple(
        KeptAndFelt(
            quarter.name,
            sum((counts for counts, _ in pairs), Counts()),
            sum((answers for _, answers in pairs), AnswerCounts()),
            tuple(
                sorted(
                    (counts.share or Fraction(0), answers.mean or Fraction(0)) for counts, answers in pairs
                )
            ),
        )
        for quarter in quarters
        if metric and (pairs := list(_pairs(larger, metric.id, quarter, few)))
    )


def _pairs(
    teams: Iterable[TeamCoverage], metric: str, quarter: Period, few: int
) -> Iterator[tuple[Counts, AnswerCounts]]:
    asked_in = period_of(PeriodUnit.QUARTER, quarter.first).name
    for team in teams:
        counts = sum((row.counts for row in team.rows if row.period == quarter), Counts())
        answers = next(
            (
                result.answers
                for result in team.pulse
                if (result.service, result.metric, result.quarter) == (ORGANISATION, metric, asked_in)
            ),
            AnswerCounts(),
        )
        if counts.due and answers.given >= few:
            yield counts, answers

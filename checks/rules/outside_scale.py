"""DAT011 outside-scale: a survey score is not on the question's scale.

Each question has a scale, from 1 to 5 unless it says differently. A score outside it doesn't count
towards the mean. The other rows do.

To fix: correct the score, or the scale of the question.
"""

from collections.abc import Iterator

from checks.engine.pulse_answers import answers_in
from checks.model.findings import Problem, Severity
from checks.model.metrics import metrics_of
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the rows of known questions whose score lies off the scale."""
    case = facts.judged.case
    metrics = metrics_of(case.playbook, case.services) if facts.pulse else {}
    for row in facts.pulse:
        service = case.current(row.service)
        metric = metrics.get((service, row.metric))
        if metric and not answers_in(row, metric):
            low, high = metric.scale
            yield Problem(
                row.place,
                f"{case.team.id}: the score {row.score} is outside the scale of `{metric.id}` ({low} to {high}); "
                "it does not count",
                team=case.team.id,
                service=service,
                subject=f"{row.quarter} {row.metric} {row.score}",
            )


RULE = Rule("DAT011", "outside-scale", Severity.ERROR, __doc__, team=_check)

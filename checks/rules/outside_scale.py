"""DAT011 outside-scale: a survey score is not on the question's scale.

Each question has a scale, from 1 to 5 unless it says differently. A score outside it doesn't count
towards the mean. The other rows do.

To fix: correct the score, or the scale of the question.
"""

from collections.abc import Iterator, Mapping

from checks.engine.pulse_answers import answers_in
from checks.model.findings import Problem, Severity
from checks.model.metrics import metrics_of
from checks.model.service import Metric
from checks.model.touchpoint_log import PulseRow
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the rows of known questions whose score lies off the scale."""
    case = facts.judged.case
    metrics = metrics_of(case.playbook, case.services) if facts.pulse else {}
    for row in facts.pulse:
        yield from _outside(row, case.current(row.service), metrics, case.team.id)


def _of_groups(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report such rows of the answers counted by group."""
    metrics = metrics_of(facts.playbook, {service.id: service for service in facts.services})
    current = {former: service.id for service in facts.services for former in service.formerly}
    for row in facts.answers:
        yield from _outside(row, current.get(row.service, row.service), metrics)


def _outside(
    row: PulseRow, service: str, metrics: Mapping[tuple[str, str], Metric], team: str | None = None
) -> Iterator[Problem]:
    metric = metrics.get((service, row.metric))
    if metric and not answers_in(row, metric):
        low, high = metric.scale
        words = f"the score {row.score} is outside the scale of `{metric.id}` ({low} to {high}); it does not count"
        yield Problem(
            row.place,
            f"{team}: {words}" if team else words,
            team=team,
            service=service,
            subject=" ".join(filter(None, (row.quarter, row.group, row.metric, str(row.score)))),
        )


RULE = Rule("DAT011", "outside-scale", Severity.ERROR, __doc__, playbook=_of_groups, team=_check)

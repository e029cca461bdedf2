"""REF004 unknown-metric: survey answers name a question that the service doesn't ask.

A survey file names a metric that is not in the service's file.

To fix: write the metric's id as it is in the service's file, or add the question there.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the questions of the pulse; those of services nobody knows are reported as that."""
    team = facts.judged.case.team.id
    for row in facts.pulse:
        known = facts.known.metrics.get(row.service)
        if known is not None:
            what = f"metric of {row.service}"
            yield from unknown_reference(what, row.metric, known, row.place, team=team)


def _of_groups(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at the questions of the answers counted by group."""
    for row in facts.answers:
        known = facts.known.metrics.get(row.service)
        if known is not None:
            yield from unknown_reference(
                f"metric of {row.service}", row.metric, known, row.place, in_data=True
            )


RULE = Rule("REF004", "unknown-metric", Severity.ERROR, __doc__, playbook=_of_groups, team=_check)

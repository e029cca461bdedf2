"""SCH004 missing-key: a key that the file needs is not there.

The first agreement of a service says everything; later ones take over what they do not say, but
always name the day, the people and the record of the agreement.

To fix: write the key.
"""

from collections.abc import Iterator

from checks.model.agreed_terms import incomplete_entries
from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team's own terms that leave open what nobody above says."""
    case = facts.judged.case
    for service in case.services.values() if case.team.agreements else ():
        for entry in incomplete_entries(case.team, service):
            words = "`obligation` or `given_by` is missing, and no terms of the playbook say it on this day"
            yield Problem(
                entry.place(), words, team=case.team.id, service=service.id, subject=str(entry.first)
            )


RULE = Rule("SCH004", "missing-key", Severity.ERROR, __doc__, file=True, team=_check)

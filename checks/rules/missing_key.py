"""SCH004 missing-key: a required key is missing.

The first agreement of a service must be complete. Later agreements carry over what they leave out.
But each one needs its start date, the people who agreed to it, and a link to the record.

To fix: add the key that the message names.
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
            words = (
                "`obligation` or `given_by` is missing, and the playbook has none to carry over on this day"
            )
            yield Problem(
                entry.place(), words, team=case.team.id, service=service.id, subject=str(entry.first)
            )


RULE = Rule("SCH004", "missing-key", Severity.ERROR, __doc__, file=True, team=_check)

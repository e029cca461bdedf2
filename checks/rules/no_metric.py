"""POL005 no-metric: a compulsory service asks nobody whether it helps.

Coverage says that a service was given, not that it was any good. What everybody is made to give and
take is asked about, or it becomes a ritual that is kept for its own sake.

To fix: add a question to the service's `metrics`, such as whether it was useful.
"""

from collections.abc import Iterator

from checks.model.agreed_terms import terms_still_in_force
from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look for a question in each service that is compulsory, or will be."""
    for service in facts.services:
        terms = terms_still_in_force(service, facts.as_of)
        if not service.metrics and any(agreed.obligation == "compulsory" for agreed in terms):
            place = service.key_place("metrics") if service.says("metrics") else service.place("id")
            yield Problem(place, f"{service.id} is compulsory and has no metric", service=service.id)


RULE = Rule("POL005", "no-metric", Severity.WARNING, __doc__, playbook=_check)

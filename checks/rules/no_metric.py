"""POL005 no-metric: a compulsory service has no survey question.

Coverage shows that a service took place, not that it helped. If you don't ask, a compulsory service
can turn into a ritual.

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
            yield Problem(
                place, f"{service.id} is compulsory but has no question under `metrics`", service=service.id
            )


RULE = Rule("POL005", "no-metric", Severity.WARNING, __doc__, playbook=_check)

"""REF003 unknown-principle: a service names a principle that the playbook doesn't have.

To fix: write the principle's id as it is in playbook.yaml, or add the principle.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at what each service serves."""
    for service in facts.services:
        for index, principle in enumerate(service.serves):
            yield from unknown_reference(
                "principle", principle, facts.known.principles, service.place("serves", index)
            )


RULE = Rule("REF003", "unknown-principle", Severity.ERROR, __doc__, playbook=_check)

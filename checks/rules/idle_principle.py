"""POL004 idle-principle: a principle has no service, or a service has no principle.

A principle that no service supports has no effect. A service without a principle gives no reason
that people can discuss. The rule ignores retired services. If a service file can't be read, the
rule reports no principles.

To fix: add the principle to `serves` of a service that supports it, or remove it from the playbook.
"""

from collections.abc import Iterator

from checks.model.agreed_terms import terms_still_in_force
from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Compare the principles with what the services serve."""
    as_of = facts.as_of
    in_force = [service for service in facts.services if any(terms_still_in_force(service, as_of))]
    for service in in_force:
        if not service.serves:
            place = service.key_place("serves") if service.says("serves") else service.place("id")
            yield Problem(place, f"{service.id} names no principle under `serves`", service=service.id)
    if facts.known.services - {id_ for service in facts.services for id_ in (service.id, *service.formerly)}:
        return
    served = {principle for service in in_force for principle in service.serves}
    for principle in facts.playbook.principles:
        if principle.id not in served:
            words = f"no service serves the principle {principle.id}"
            yield Problem(principle.place("id"), words, subject=principle.id)


RULE = Rule("POL004", "idle-principle", Severity.WARNING, __doc__, playbook=_check)

"""POL004 idle-principle: a principle no service serves, or a service that serves none.

A principle nobody works for is a poster. A service that serves none has no reason that can be
talked about. Retired services neither count nor are reported; while a service cannot be read, no
principle is.

To fix: name the principle in the `serves` of a service that works for it, or take the one that is
idle out of the playbook.
"""

from collections.abc import Iterator

from checks.model.agreed_terms import terms_still_in_force
from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Hold the principles against what the services serve."""
    as_of = facts.as_of
    in_force = [service for service in facts.services if any(terms_still_in_force(service, as_of))]
    for service in in_force:
        if not service.serves:
            place = service.key_place("serves") if service.says("serves") else service.place("id")
            yield Problem(place, f"{service.id} serves no principle", service=service.id)
    if facts.known.services - {id_ for service in facts.services for id_ in (service.id, *service.formerly)}:
        return
    served = {principle for service in in_force for principle in service.serves}
    for principle in facts.playbook.principles:
        if principle.id not in served:
            words = f"no service serves the principle {principle.id}"
            yield Problem(principle.place("id"), words, subject=principle.id)


RULE = Rule("POL004", "idle-principle", Severity.WARNING, __doc__, playbook=_check)

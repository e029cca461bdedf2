"""POL001 no-cadence: a compulsory service does not say how often it takes place.

Everyone should get a compulsory service. The check needs to know how often, or it can't tell whether
they do. Without a `cadence`, nothing is ever due, and the service looks fine while no one gets it.
The rule looks at agreements that apply now or later.

To fix: add a `cadence` to the agreement, or make the service `offered` or `voluntary`.
"""

from collections.abc import Iterator

from checks.model.agreed_terms import AgreedTerms, terms_still_in_force
from checks.model.findings import Place, Problem, Severity
from checks.model.service import Service
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report each line that makes a service compulsory without a cadence, once."""
    for service in facts.services:
        reported: set[Place] = set()
        for agreed in terms_still_in_force(service, facts.as_of):
            place = _obligation_of(service, agreed)
            if agreed.obligation == "compulsory" and agreed.cadence is None and place not in reported:
                reported.add(place)
                whom = f" for {agreed.group}" if agreed.group else ""
                words = f"{service.id} is compulsory{whom} from {agreed.entry.first} but has no `cadence`"
                yield Problem(
                    place, words, service=service.id, subject=f"{agreed.group} {agreed.entry.first}"
                )


def _obligation_of(service: Service, agreed: AgreedTerms) -> Place:
    """Return the line that says the obligation, in the agreement itself or the one it took it over from."""
    entries = [
        entry
        for entry in service.agreements
        if entry.group == agreed.group and entry.first <= agreed.entry.first and entry.obligation
    ]
    return entries[-1].key_place("obligation")


RULE = Rule("POL001", "no-cadence", Severity.ERROR, __doc__, playbook=_check)

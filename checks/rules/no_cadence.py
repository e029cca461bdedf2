"""POL001 no-cadence: a compulsory service has no cadence that can be checked.

What is compulsory is owed to each member, and whether it was given can only be told where the
agreement says how often. Without a cadence nothing is ever due, and the service looks kept while
nobody gets it. Agreements that are in force or yet to come are looked at.

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
                words = f"{service.id} is compulsory{whom} from {agreed.entry.first} and has no cadence"
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

"""Where to start: a page for a team member, one for who leads or coaches, and one for who edits the policy."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from checks.model.agreed_terms import AgreedTerms
from checks.model.frequency import times_a_year
from checks.model.service import Service
from checks.site.promise_sentences import cadence_sentence, promise
from checks.site.site_data import Site
from checks.wording.language import Language
from checks.wording.measures import hours, iso


@dataclass(frozen=True, slots=True)
class OwedService:
    """A service as somebody meets it: its promise, how often, and the hours it takes in a year for each member."""

    service: Service
    promise: str
    often: str
    a_year: str


@dataclass(frozen=True, slots=True)
class StartView:
    """What the three pages draw from; `comes` is what comes to a member, `asked` what they order."""

    comes: tuple[OwedService, ...]
    asked: tuple[OwedService, ...]
    given: tuple[OwedService, ...]
    capacity: str
    next_first: str
    next_review: str


def start_page(site: Site) -> StartView:
    """Return what the pages for team members, leaders and editors say."""
    owed = [
        (service, terms, _owed(site.language, service, terms))
        for service in site.catalogue
        if (terms := site.terms_now(service.id))
    ]
    capacity = site.playbook.capacity
    begins = site.next_quarter
    return StartView(
        comes=tuple(entry for service, _, entry in owed if service.initiative != "inbound"),
        asked=tuple(entry for service, _, entry in owed if service.order is not None),
        given=tuple(entry for _, terms, entry in owed if terms.given_by & {"leader", "coach"}),
        capacity=hours(Fraction(capacity.leader_hours_per_week), site.language) if capacity else "",
        next_first=iso(begins),
        next_review=iso(begins + timedelta(days=364)),
    )


def _owed(language: Language, service: Service, agreed: AgreedTerms) -> OwedService:
    amount = times_a_year(agreed) * service.context.minutes / 60
    return OwedService(
        service,
        promise(language, service, agreed),
        cadence_sentence(language, agreed),
        hours(amount, language) if amount else language.say("when it comes up"),
    )

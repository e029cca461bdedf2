"""Where to start: a page for a team member, one for who leads or coaches, and one for who edits the policy."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.workload import times_a_year
from checks.site.promise_sentences import cadence_sentence, giver, promise
from checks.wording.measures import hours, iso, length_words

if TYPE_CHECKING:
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.service import Service
    from checks.site.site_data import Site
    from checks.wording.language import Language


@dataclass(frozen=True, slots=True)
class OwedService:
    """A service as somebody meets it: its promise, how often, who gives it, and for how long."""

    id: str
    title: str
    initiative: str
    promise: str
    often: str
    giver: str
    minutes: int
    a_year: str


@dataclass(frozen=True, slots=True)
class StartView:
    """What the three pages draw from; `comes` is what comes to a member, `asked` what they order."""

    comes: tuple[OwedService, ...]
    asked: tuple[OwedService, ...]
    given: tuple[OwedService, ...]
    capacity: str
    outbound: str
    keep: str
    example: str
    example_file: str
    today: str
    next_first: str
    next_review: str


def start_page(site: Site) -> StartView:
    """Return what the pages for team members, leaders and editors say."""
    owed = [
        (service, terms, _owed(site.language, service, terms))
        for service in site.catalogue
        if (terms := site.terms_now(service.id))
    ]
    playbook = site.playbook
    first = site.catalogue[0] if site.catalogue else None
    capacity = playbook.capacity
    begins = site.next_quarter
    return StartView(
        comes=tuple(entry for service, _, entry in owed if service.initiative != "inbound"),
        asked=tuple(entry for service, _, entry in owed if service.order is not None),
        given=tuple(entry for _, terms, entry in owed if terms.given_by & {"leader", "coach"}),
        capacity=hours(Fraction(capacity.leader_hours_per_week), site.language) if capacity else "",
        outbound=site.language.percent(site.default_terms.outbound_at_least),
        keep=length_words(playbook.privacy.keep_logs_for, site.language),
        example=first.title if first else "",
        example_file=first.place().path if first else "",
        today=iso(site.as_of),
        next_first=iso(begins),
        next_review=iso(begins + 364),
    )


def _owed(language: Language, service: Service, agreed: AgreedTerms) -> OwedService:
    amount = times_a_year(agreed) * service.context.minutes / 60
    return OwedService(
        id=service.id,
        title=service.title,
        initiative=service.initiative,
        promise=promise(language, service, agreed),
        often=cadence_sentence(language, agreed),
        giver=giver(language, agreed),
        minutes=service.context.minutes,
        a_year=hours(amount, language) if amount else language.say("when it comes up"),
    )

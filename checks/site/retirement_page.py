"""The page that ends a service: the agreement file of its last day, as `outbound retire service` would write it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checks.model.frequency import times_a_year
from checks.scaffold.editor_schemas import BY_NAME
from checks.site.new_service_page import blank
from checks.site.promise_sentences import promise
from checks.site.proposal_page import as_json, proposal_data
from checks.site.proposal_rules import agreement_shapes, proposal_sayings
from checks.site.proposal_words import PARTIES, proposal_words
from checks.site.safe_text import capital
from checks.site.sending import sending_links
from checks.wording.language import message, numbered
from checks.wording.measures import iso
from checks.wording.roles import party_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.agreements import TeamAgreement
    from checks.model.service import Service
    from checks.site.proposal_page import Choice
    from checks.site.sending import SendingLink
    from checks.site.site_data import Site

RETIREMENT = "services/retire.md"

END_SAYINGS = {
    "service": message("Choose a service."),
    "ends": message("{service} ends on {day}. From {next} on, it is no longer promised."),
    "end_title": message("End {service} on {day}"),
    "agreed": message("Agreed on {day} with {parties}."),
}
"""What is said of the end of a service, placeholders open."""

END_HOURS = numbered(
    "Today it takes about {number} hour of leaders’ and coaches’ time a week in total.",
    "Today it takes about {number} hours of leaders’ and coaches’ time a week in total.",
)
"""The hours a week that a service takes before it ends."""


@dataclass(frozen=True, slots=True)
class RetirementView:
    """What the page says: which services one new file ends, the `others` that need more, and the form's first values."""

    services: tuple[Choice, ...]
    others: tuple[str, ...]
    parties: tuple[Choice, ...]
    agreed_on: str
    ways: tuple[SendingLink, ...]
    data: Markup


def retirement_page(site: Site) -> RetirementView:
    """Return what the page says."""
    return RetirementView(
        services=tuple((service.id, service.title) for service in site.catalogue if _last(site, service)),
        others=tuple(
            service.title
            for service in site.catalogue
            if _going_on(site, service) and not _last(site, service)
        ),
        parties=tuple((party, capital(party_words([party], site.language))) for party in PARTIES),
        agreed_on=iso(site.as_of),
        ways=tuple(sending_links(site)),
        data=as_json(retirement_data(site)),
    )


def retirement_data(site: Site) -> dict[str, object]:
    """Return what the page's script works with."""
    language = site.language
    return {
        **common_data(site),
        "services": [
            _ending(site, service, last) for service in site.catalogue if (last := _last(site, service))
        ],
        "head": BY_NAME["agreement"].first_line,
        "shapes": agreement_shapes(),
        "says": {
            **proposal_sayings(language),
            **{key: language.text(words) for key, words in END_SAYINGS.items()},
        },
    }


def common_data(site: Site) -> dict[str, Any]:
    """Return what the script of a small form needs to say days, and which day it is."""
    words = proposal_words(site.language, blank("member", "outbound"))
    return {
        "today": iso(site.playbook.today) if site.playbook.today else None,
        "as_of": iso(site.as_of),
        "words": {key: words[key] for key in ("days", "listed", "parties")},
    }


def _going_on(site: Site, service: Service) -> list[TeamAgreement]:
    """Return the last agreement of everybody, and of each group, whose terms go on beyond the as-of day."""
    latest = {entry.group: entry for entry in service.agreements}
    return [entry for entry in latest.values() if entry.last_day > site.as_of]


def _last(site: Site, service: Service) -> TeamAgreement | None:
    """Return the agreement that one new file ends; None where it takes more files, or a change of one there is."""
    going_on = _going_on(site, service)
    return going_on[0] if len(going_on) == 1 and going_on[0].last is None else None


def _ending(site: Site, service: Service, last: TeamAgreement) -> dict[str, object]:
    return {
        "id": service.id,
        "title": service.title,
        "folder": service.place().path.removesuffix(".yaml"),
        "first": iso(last.first),
        "group": last.group,
        "promise": promise(site.language, service, site.terms_now(service.id)),
        "hours": _hours(site, service),
    }


def _hours(site: Site, service: Service) -> str:
    """Return the hours a week it takes today; empty where nothing is owed, or sizes are not known."""
    terms, receivers = site.terms_now(service.id), proposal_data(site, service)["receivers"]
    if terms is None or not terms.owes or not isinstance(receivers, dict):
        return ""
    sizes = receivers["teams"]
    people = receivers["all"] if terms.teams is None else sum(sizes.get(team, 0) for team in terms.teams)
    number = math.ceil(people * service.context.minutes * times_a_year(terms) / (60 * 52))
    return site.language.counted(*END_HOURS, number) if number else ""

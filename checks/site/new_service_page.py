"""The page of a new service: one of the catalogue or one's own, in the form of a proposal, as one whole new file.

Its script is that of a proposal, with its own part in the place of what compares terms with those before.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib.resources import files
from itertools import product, starmap
from typing import TYPE_CHECKING, Any

from checks.model.service import Service
from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.service_catalogue import Offer, load_catalogue
from checks.site.new_service_rules import new_service_sayings, taken_ids
from checks.site.proposal_page import ProposalView, as_json, proposal_data, proposal_page
from checks.site.proposal_words import proposal_words
from checks.store.yaml_splices import apply_edits, set_value
from checks.wording.language import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.site.proposal_page import Choice
    from checks.site.site_data import Site
    from checks.store.yaml_emitting import Scalar
    from checks.wording.language import Language

NEW_SERVICE = "services/propose.md"
NEW_SERVICE_SCRIPT = "assets/new-service.js"

_COMPARED = (
    "  // Whether one cadence keeps what another promises",
    "  // Whole hours a week of all who give it",
)
"""The lines of a proposal's script from which on, and up to which, terms are compared with those before."""

_AUDIENCES = {
    "member": message("Each team member"),
    "team": message("The whole team together"),
}
_INITIATIVES = {
    "outbound": message("The leader or coach"),
    "inbound": message("The team member"),
    "both": message("Either of them"),
}
_NOT_OFFERED = {"from", "review_by", "agreed_on", "agreed_with", "teams", "all_teams"}
"""Fields of a proposal that the catalogue says nothing of."""


@dataclass(frozen=True, slots=True)
class NewServiceView(ProposalView):
    """What the page of a new service says: the form of a proposal, and the service's own fields.

    `offers` are services of the catalogue that the playbook does not have.
    """

    offers: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    initiatives: tuple[Choice, ...]
    principles: tuple[Choice, ...]


def new_service_page(site: Site) -> NewServiceView:
    """Return what the page of a new service says."""
    alone, service = _with_only(site, blank("member", "outbound"))
    form, language = proposal_page(alone, service), site.language
    shared = {part.name: getattr(form, part.name) for part in fields(ProposalView)}
    start = {
        **form.start,
        "obligation": "offered",
        "given_by": ["leader", "coach"],
        "kind": "rolling",
        "minutes": "30",
        "audience": "member",
        "initiative": "outbound",
    }
    return NewServiceView(
        **shared | {"start": start, "data": as_json(new_service_data(site))},
        offers=tuple((offer.service.id, offer.service.title) for offer in _offers(site)),
        audiences=_said(language, _AUDIENCES),
        initiatives=_said(language, _INITIATIVES),
        principles=tuple((principle.id, principle.title) for principle in site.playbook.principles),
    )


def new_service_data(site: Site) -> dict[str, object]:
    """Return what the page's script works with: what that of a proposal does, for each kind of service."""
    language = site.language
    words = {key: proposal_words(language, service) for key, service in _kinds().items()}
    each, whole = (proposal_data(*_with_only(site, blank(audience, "both"))) for audience in _AUDIENCES)
    return {
        **each,
        "title": "",
        "folder": "playbook/services",
        "receivers": each["receivers"] and {"member": each["receivers"], "team": whole["receivers"]},
        "promises": {key: templates["promise"] for key, templates in words.items()},
        "promised": {audience: words[f"{audience} both"]["promised"] for audience in _AUDIENCES},
        "principles": len(site.playbook.principles),
        "taken": taken_ids(site.services),
        "head": BY_NAME["service"].first_line,
        "offers": [_offered(site, offer) for offer in _offers(site)],
        "says": new_service_sayings(language),
    }


def new_service_script() -> str:
    """Return the script of the page: that of a proposal, with the part of a new service in place of comparing."""
    assets = files("checks.site").joinpath("assets")
    text = assets.joinpath("propose.js").read_text("utf-8")
    own = assets.joinpath("new-service.js").read_text("utf-8")
    first, last = (text.index(mark) for mark in _COMPARED)
    return "".join(f"{line.strip()}\n" for line in (text[:first] + own + text[last:]).splitlines())


def blank(audience: str, initiative: str, order: str = "") -> Service:
    """Return a service that is nothing yet but who gets it and who starts it."""
    keys: dict[str, Any] = dict.fromkeys(("title", "summary", "purpose"), "-")
    keys |= {"schema": "1", "id": "new", "context": {"minutes": "30", "where": "-"}}
    keys |= {"audience": audience, "initiative": initiative} | ({"order": {"how": order}} if order else {})
    return Service.model_validate(keys)


def _kinds() -> dict[str, Service]:
    """Return a service of each kind that is promised in sentences of its own, as the script looks them up."""
    kinds = product(_AUDIENCES, _INITIATIVES, ("", "-"))
    return {_form(service): service for service in starmap(blank, kinds)}


def _form(service: Service) -> str:
    """Return which sentences a service is promised in, as the script looks them up."""
    asked = " asked" if service.order else ""
    return f"{service.audience} {service.initiative}{asked}"


def _with_only(site: Site, service: Service) -> tuple[Site, Service]:
    return replace(site, services=(service,)), service


def _said(language: Language, choices: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple((value, language.text(words)) for value, words in choices.items())


def _offers(site: Site) -> Iterator[Offer]:
    """Yield the services of the catalogue that the playbook does not have, in the page's language."""
    taken = set(taken_ids(site.services))
    for offer in load_catalogue().offers.values():
        if offer.service.id not in taken:
            yield replace(offer, service=offer.service.read_in(site.language.code))


def _offered(site: Site, offer: Offer) -> dict[str, object]:
    """Return a service of the catalogue as the script takes it, and what the form holds where it is chosen.

    Any first step counts, as where a command adds it.
    """
    service, known = offer.service, {principle.id for principle in site.playbook.principles}
    text = offer.text
    if not set(service.serves) <= known:
        serves: list[Scalar] = [*sorted(known)[:1]]
        text = apply_edits(text, [set_value(("serves",), serves)])
    form = proposal_page(*_with_only(site, service)).start
    start = {key: value for key, value in form.items() if key not in _NOT_OFFERED} | {"counts": "any"}
    return {
        "id": service.id,
        "title": service.title,
        "summary": service.summary,
        "minutes": service.context.minutes,
        "audience": service.audience,
        "initiative": service.initiative,
        "order": service.order.how if service.order else "",
        "text": f"{text}\n",
        "fields": dict(_flat(start)),
    }


def _flat(start: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the values of each field by its name, those of lengths and their units apart."""
    for name in ("at_most_apart", "grace", "before", "away_at_least"):
        count, unit = start.get(name, ("", "week"))
        yield name, [count]
        yield f"{name}_unit", [unit]
    steps = start.get("within", ())
    yield "within", [count for count, _ in steps]
    yield "within_unit", [unit for _, unit in steps]
    yield "only", start.get("only", [])
    for name in ("obligation", "given_by", "counts", "coverage_at_least", "may_miss", "kind"):
        value = start.get(name, "")
        yield name, value if isinstance(value, list) else [value]
    for name, usual in (("at_least", "1"), ("per", "quarter"), ("after", "joining")):
        yield name, [start.get(name, usual)]

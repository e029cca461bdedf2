"""The services that are shipped to choose from: those of the example, each with a first agreement."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import checks
from checks.loading.documents import read_document
from checks.loading.files import Folder, Tree
from checks.model.agreed_terms import AgreedTerms, agreed_by_playbook
from checks.model.cadences import cadence_keys
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.service import Service
from checks.store.yaml_emitting import HOUSE, Value, pair_text
from checks.store.yaml_splices import apply_edits, set_value
from checks.wording.measures import percent

_AGREEMENTS = "\nagreements:\n"
"""Where in a service's file its agreements begin; they stand last."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of the catalogue: as read, its text up to its agreements, and the terms it begins with."""

    service: Service
    text: str
    terms: AgreedTerms


@dataclass(frozen=True)
class Catalogue:
    """The services by id, the principles they serve, and how calendar entries are recognised."""

    offers: Mapping[str, Offer]
    playbook: Playbook
    rules: CalendarRules


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Return what is shipped: beside the package where it is installed, else the example it is made from."""
    shipped = Path(checks.__path__[0], "catalogue")
    folder = shipped if shipped.is_dir() else shipped.parents[1] / "playbook"
    tree = Tree(Folder(folder), "")
    offers = {offer.service.id: offer for offer in _offers(tree)}
    playbook, _ = read_document(tree.below("playbook.yaml"), Playbook)
    rules, _ = read_document(tree.below("calendar.yaml"), CalendarRules)
    if playbook is None or rules is None or not offers:
        raise RuntimeError(folder)  # a package that was built wrong
    return Catalogue(offers, playbook, rules)


def usual_rules(written: CalendarRules | None, services: Container[str]) -> CalendarRules:
    """Return how entries are usually recognised, of those services alone; `written` says what else is agreed."""
    rules = load_catalogue().rules
    usual = tuple(rule for rule in rules.rules if rule.service in services)
    return (written or CalendarRules.model_validate({"schema": "1"})).model_copy(update={"rules": usual})


def _offers(tree: Tree) -> Iterator[Offer]:
    folder = tree.below("services")
    for name in sorted(str(entry) for entry in folder.store.names(folder.steps)):
        service, _ = read_document(folder.below(name), Service)
        content = folder.below(name).content(1 << 20)
        if service and isinstance(content, bytes):
            head = content.decode().partition(_AGREEMENTS)[0]
            yield Offer(service, head, agreed_by_playbook(service, None)[-1])


def first_agreement(
    offer: Offer, first: date, record: str, counts: str = "any", teams: Sequence[str] = ()
) -> str:
    """Return a service's file with one agreement, from `first` on: the terms it has in the catalogue.

    Any first step counts, unless `counts` is outbound, as some services have it in the catalogue.
    It is agreed on that day and reviewed within a year. `agreed_with` is for the organisation to make true. Without
    `teams` it is for all of them.
    """
    terms = offer.terms
    least = terms.coverage_at_least
    fields: dict[str, Value | None] = {
        "from": first,
        "obligation": terms.obligation,
        "given_by": sorted(terms.given_by),
        "teams": list(teams) or "all",
        "cadence": cadence_keys(terms.cadence) if terms.cadence else None,
        "counts": terms.counts if counts == "outbound" else "any",
        "coverage_at_least": None if least is None else percent(least),
        "may_miss": terms.may_miss or None,
        "agreed_on": first,
        "agreed_with": ["members", "leaders"],
        "record": record,
        "review_by": year_after(first),
    }
    agreement: Value = {key: value for key, value in fields.items() if value is not None}
    style = replace(HOUSE, flow_items=False)
    return f"{offer.text}\n{pair_text('agreements', [agreement], style)}\n"


def serving(text: str, principle: str) -> str:
    """Return a service's file that serves one principle, in place of those it served."""
    return apply_edits(text, [set_value(("serves",), [principle])])


def year_after(day: date) -> date:
    """Return a day a year later, on the 28th at the latest: a day that every month has."""
    return day.replace(year=day.year + 1, day=min(day.day, 28))

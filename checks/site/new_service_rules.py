"""What the page of a new service says of its own fields, and which ids no new service may have."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from checks.site.proposal_rules import proposal_sayings
from checks.wording.language import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.model.service import Service
    from checks.wording.language import Language

_PAGES = ("index", "propose", "retire", "request")
"""Pages beside those of services: a service of that name would take their address."""
_FLAGS = ("true", "false", "yes", "no", "on", "off", "null")
"""What other readers of YAML take for a flag or for nothing."""
_DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{number}" for name in ("com", "lpt") for number in range(10)),
)
"""Names that Windows keeps for devices."""

_REFUSALS = {
    "empty": message("Write something here."),
    "long": message("This text is too long. Shorten it."),
    "hidden": message("This text has an invisible character. Delete the text, then type it again."),
    "id": message("Use 2 to 40 lowercase letters (a to z), digits and hyphens. Start with a letter."),
    "taken": message("This short name is taken. Choose a different one."),
    "minutes": message("Write a whole number of minutes, for example 30."),
    "serves": message("Choose at least one principle."),
    "title": message("New service: {service}, {often} from {day}"),
}


def new_service_sayings(language: Language) -> dict[str, object]:
    """Return what the script says of a new service's fields and of the whole, placeholders open."""
    own = {key: language.text(words) for key, words in _REFUSALS.items()}
    return {**proposal_sayings(language), **own}


def taken_ids(services: Iterable[Service]) -> list[str]:
    """Return the ids a new service may not have: those in use, former ones, and those that mean something else."""
    used = chain.from_iterable((service.id, *service.formerly) for service in services)
    return sorted({*used, *_PAGES, *_FLAGS, *_DEVICES})

"""The page for a request to those who hold the data: an exception or a correction, as a text to send.

What it is about is personal, so it goes into no policy and to no code host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.corrections import LONGEST_CORRECTION
from checks.model.waivers import LONGEST_WAIVER
from checks.site.proposal_page import as_json
from checks.site.proposal_rules import agreement_shapes, proposal_sayings
from checks.site.retirement_page import common_data
from checks.site.safe_text import capital
from checks.wording.language import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from checks.site.proposal_page import Choice
    from checks.site.site_data import Site

DATA_REQUEST = "services/request.md"

_REASONS = {
    "agreed-pause": message("an agreed pause"),
    "reorganisation": message("a reorganisation"),
    "secondment": message("a secondment"),
    "data-gap": message("missing data"),
}
_WHATS = {
    "absence": message("the days of an absence"),
    "membership": message("who was in the team, and when"),
    "giver": message("who led or coached the team, and when"),
    "row": message("a row of the log"),
}
_LABELS = {
    "team": message("Team"),
    "service": message("Service"),
    "whom": message("For"),
    "first": message("First day"),
    "last": message("Last day"),
    "reason": message("Reason"),
    "what": message("What is wrong"),
    "right": message("What is right"),
}
_SAYINGS = {
    "service": message("Choose a service."),
    "team": message("Choose a team."),
    "gone": message(
        "An exception can’t begin in the past. Choose {day} or later. For past days, ask for a correction."
    ),
    "before": message("The last day is before the first. Choose {day} or later."),
    "long": message("It may cover at most {number} days. Choose {day} or earlier."),
    "passed": message("A correction is about past days. Choose {day} or earlier."),
    "right": message("Write what the entry should be."),
    "subject_waiver": message("Request for an exception: {team}"),
    "subject_correction": message("Request for a correction: {team}"),
    "intro_waiver": message("I ask for an exception from a promise."),
    "intro_correction": message("I ask you to correct an entry."),
    "row": message("{term}: {words}"),
    "all": message("the whole team"),
    "alone": message("one person, with this id: …"),
    "approval": message("Someone who doesn’t benefit from it must approve it."),
    "command": message("If you hold the data, run this command. Replace the words in capital letters first."),
}
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
"""An address that a link to write a mail can have as it stands."""


@dataclass(frozen=True, slots=True)
class DataRequestView:
    """What the page says: what may be chosen, and the contact that the playbook names (empty without one)."""

    services: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    whats: tuple[Choice, ...]
    contact: str
    data: Markup


def data_request_page(site: Site) -> DataRequestView:
    """Return what the page says."""

    def said(choices: Mapping[str, str]) -> tuple[Choice, ...]:
        return tuple((value, capital(site.language.text(words))) for value, words in choices.items())

    return DataRequestView(
        services=tuple((service.id, service.title) for service in site.catalogue),
        teams=_teams(site),
        reasons=said(_REASONS),
        whats=said(_WHATS),
        contact=site.playbook.privacy.contact or "",
        data=as_json(data_request_data(site)),
    )


def data_request_data(site: Site) -> dict[str, object]:
    """Return what the page's script works with."""
    text, contact = site.language.text, site.playbook.privacy.contact or ""
    return {
        **common_data(site),
        "services": [{"id": service.id, "title": service.title} for service in site.catalogue],
        "teams": [{"id": team, "title": name} for team, name in _teams(site)],
        "reasons": {value: text(words) for value, words in _REASONS.items()},
        "whats": {value: text(words) for value, words in _WHATS.items()},
        "longest": {"waiver": LONGEST_WAIVER, "correction": LONGEST_CORRECTION},
        "mail": contact if _MAILBOX.fullmatch(contact) else "",
        "shapes": {"day": agreement_shapes()["day"]},
        "says": {
            **{key: proposal_sayings(site.language)[key] for key in ("day", "todo", "copied", "marked")},
            **{key: text(words) for key, words in _SAYINGS.items()},
            "labels": {key: text(words) for key, words in _LABELS.items()},
        },
    }


def _teams(site: Site) -> tuple[Choice, ...]:
    teams = ((team.team, team.name) for team in site.teams if team.size)
    return tuple(sorted(teams, key=lambda choice: choice[1].casefold()))

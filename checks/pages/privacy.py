"""The privacy page: what is logged, by whom, who sees it, how long, and how to get and contest one's own rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.pages.text import day, number, parties

if TYPE_CHECKING:
    from checks.pages.site import Site

_SHOWN = {
    "organisation": "all teams together, and no team alone",
    "parents": "groups of teams, and no team alone",
    "teams": "teams, and nobody in them",
}


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """What the privacy page says of this playbook's own settings."""

    organisation: str
    few: str
    twice: str
    keep: str
    shown: str
    apart: bool
    live: bool
    agreed: str
    record: str
    repository: str


def privacy_page(site: Site) -> PrivacyView:
    """Return the privacy page's content."""
    playbook = site.playbook
    k = playbook.privacy.smallest_group
    in_force = [one for one in playbook.terms if one.first.toordinal() <= site.as_of]
    terms = in_force[-1] if in_force else None
    return PrivacyView(
        organisation=playbook.organisation,
        few=number(k),
        twice=number(2 * k),
        keep=str(playbook.privacy.keep_logs_for),
        shown=_SHOWN[playbook.privacy.show],
        apart=playbook.data != "data",
        live=site.live,
        agreed=f"on {day(terms.agreed_on)} with {parties(terms)}" if terms else "",
        record=terms.record if terms else "",
        repository=playbook.repository or "",
    )

"""log.html: one page that makes rows of the log, by itself: no account, no network, nothing sent.

Names come from a person's own people.csv and stay in that browser; the page as published holds services alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.pages.site import Site

LOG_FORM = "log.html"


@dataclass(frozen=True, slots=True)
class LogService:
    """A service as it is chosen: whom it is for, and who starts it unless said otherwise."""

    id: str
    title: str
    audience: str
    initiative: str


@dataclass(frozen=True, slots=True)
class LogFormView:
    """What the page draws from; `back` and `member` are the pages it was reached from."""

    organisation: str
    services: tuple[LogService, ...]
    leader: str
    member: str


def log_form(site: Site) -> LogFormView:
    """Return what the page says; it lies at the top, as the home page does."""
    return LogFormView(
        organisation=site.playbook.organisation,
        services=tuple(
            LogService(one.id, one.title, one.audience, one.initiative)
            for one in sorted(site.catalogue, key=lambda one: one.title)
        ),
        leader=site.link("index.md", "start/leader.md"),
        member=site.link("index.md", "start/member.md"),
    )

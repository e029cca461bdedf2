"""What would you promise? Other lengths of a rolling promise, tried on last year's log of all teams together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.wording.measures import hours, iso
from checks.model.cadences import RollingCadence
from checks.site.heat_table import cell_words

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class TrialChoice:
    """A length: how often it would have been kept, the hours a week it takes, and the entry to propose."""

    weeks: int
    now: bool
    kept: str
    hours: str
    entry: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """The lengths to choose from, and the quarters they were tried on."""

    first: str
    last: str
    choices: tuple[TrialChoice, ...]


def promise_trials(site: Site, service: Service) -> TrialView | None:
    """Return the lengths tried; None where nothing rolls, or nothing of it may be shown."""
    agreed, tried = site.now(service.id), site.figures.mixed
    found = [one for one in site.figures.tried if one.service == service.id]
    if not found or not tried or agreed is None or not isinstance(agreed.cadence, RollingCadence):
        return None
    choices = [
        TrialChoice(
            weeks=one.weeks,
            now=one.weeks * 7 == agreed.cadence.limit,
            kept=cell_words(site.language, one.kept),
            hours=hours(one.hours, site.language) if one.hours is not None else "",
            entry=_entry(site, one.weeks, agreed.cadence),
        )
        for one in found
    ]
    return TrialView(tried[0].name, tried[-1].name, tuple(choices))


def _entry(site: Site, weeks: int, cadence: RollingCadence) -> str:
    grace = f", grace: {cadence.grace}" if cadence.grace else ""
    return "\n".join(
        [
            f"  - from: {iso(site.next_quarter)}",
            f"    cadence: {{at_most_apart: {weeks} weeks{grace}}}",
            f"    agreed_on: {iso(site.as_of)}",
            "    agreed_with: [members, leaders]",
            "    record: https://git.example.org/playbook/records/57",
            f"    review_by: {iso(site.next_quarter + 364)}",
        ]
    )

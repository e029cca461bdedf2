"""What would you promise? Other lengths of a rolling promise, tried on last year's log of all teams together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.coverage.wording import hours, iso
from checks.model.cadences import RollingCadence
from checks.pages.heat import cell_words
from checks.pages.organisation import FEWEST_GIVERS
from checks.privacy.suppression import Count, Shown, published

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.pages.site import Site


@dataclass(frozen=True, slots=True)
class Choice:
    """A length: how often it would have been kept, the hours a week it takes, and the entry to propose."""

    weeks: int
    now: bool
    kept: str
    hours: str
    entry: str


@dataclass(frozen=True, slots=True)
class Promising:
    """The lengths to choose from, and the quarters they were tried on."""

    first: str
    last: str
    choices: tuple[Choice, ...]


def promising(site: Site, service: Service) -> Promising | None:
    """Return the lengths tried; None where nothing rolls, or no share of it may be shown exactly."""
    agreed, tried = site.now(service.id), site.figures.mixed
    found = [one for team in site.teams for one in team.trials if one.service == service.id]
    if not found or not tried or agreed is None or not isinstance(agreed.cadence, RollingCadence):
        return None
    few = site.judgement.promised.givers < FEWEST_GIVERS
    choices = []
    for weeks in sorted({one.weeks for one in found}):
        here = [one for one in found if one.weeks == weeks]
        count = Count(
            sum(one.met for one in here), sum(one.due for one in here), sum(one.people for one in here)
        )
        _, cell = published({"": count}, site.figures.smallest_group)
        if cell.shown not in (Shown.EXACT, Shown.BAND):
            return None
        amount = sum((one.hours for one in here), Fraction(0))
        choices.append(
            Choice(
                weeks=weeks,
                now=weeks * 7 == agreed.cadence.limit,
                kept=cell_words(cell),
                hours="" if few else hours(amount),
                entry=_entry(site, weeks, agreed.cadence),
            )
        )
    return Promising(tried[0].name, tried[-1].name, tuple(choices))


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

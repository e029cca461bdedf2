"""What would you promise? Other lengths of a rolling promise, tried on last year's log of all teams together."""

from dataclasses import dataclass
from datetime import timedelta

from checks.model.cadences import RollingCadence
from checks.model.service import Service
from checks.site.heat_table import cell_words
from checks.site.site_data import Site
from checks.wording.measures import hours, iso


@dataclass(frozen=True, slots=True)
class TrialChoice:
    """A length: how often it would have been kept, the hours a week it takes, and the entry to propose."""

    weeks: int
    now: bool
    kept: str
    hours: str
    entry: str


def promise_trials(site: Site, service: Service) -> tuple[TrialChoice, ...]:
    """Return the lengths tried on the quarters of the mix; none where nothing rolls, or nothing may be shown."""
    terms = site.terms_now(service.id)
    if not site.figures.mixed or terms is None or not isinstance(terms.cadence, RollingCadence):
        return ()
    return tuple(
        TrialChoice(
            weeks=trial.weeks,
            now=trial.weeks * 7 == terms.cadence.limit,
            kept=cell_words(site.language, trial.kept),
            hours=hours(trial.hours, site.language) if trial.hours is not None else "",
            entry=_entry(site, trial.weeks, terms.cadence),
        )
        for trial in site.figures.tried
        if trial.service == service.id
    )


def _entry(site: Site, weeks: int, cadence: RollingCadence) -> str:
    """Return the entry of the service's file that would agree on a length, from the next quarter on."""
    grace = f", grace: {cadence.grace}" if cadence.grace else ""
    return "\n".join(
        [
            f"  - from: {iso(site.next_quarter)}",
            f"    cadence: {{at_most_apart: {weeks} weeks{grace}}}",
            f"    agreed_on: {iso(site.as_of)}",
            "    agreed_with: [members, leaders]",
            "    record: https://git.example.org/playbook/records/57",
            f"    review_by: {iso(site.next_quarter + timedelta(days=364))}",
        ]
    )

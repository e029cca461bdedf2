"""The home page: the idea in a minute, what was promised, and whether it is lived."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.publish.suppression import Shown
from checks.site.charts import above, mix_bar, spark
from checks.site.phrases import in_quarter, quarter, quarters
from checks.site.safe_text import lower
from checks.wording.measures import share_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class Mix:
    """Who took the initiative, promised and lived."""

    agreed: str
    share: str
    outbound: str
    inbound: str
    above: Markup
    picture: Markup
    since: str


@dataclass(frozen=True, slots=True)
class Headline:
    """Coverage of everything that was due, by quarter."""

    share: str
    counts: str
    quarter: str
    in_words: str
    first: str
    picture: Markup
    numbers: tuple[tuple[str, str], ...]
    changed: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the home page says."""

    outbound: int
    mix: Mix | None
    headline: Headline | None
    first_service: str
    first_team: str


def home_page(site: Site) -> HomeView:
    """Return the home page's content."""
    teams = {team.team for team in site.teams}
    return HomeView(
        outbound=sum(service.initiative == "outbound" for service in site.services),
        mix=mix_of(site, None),
        headline=_headline(site),
        first_service=site.catalogue[0].id if site.catalogue else "",
        first_team=next((unit.id for unit in site.figures.units if unit.id in teams), ""),
    )


def mix_of(site: Site, unit: str | None) -> Mix | None:
    """Return the mix of a unit over the last four closed quarters; None where it is not shown."""
    cell = site.figures.mix.of(unit)
    if cell.share is None:
        return None
    met, due = cell.met or 0, cell.due or 0
    agreed, language, mixed = site.default_terms.outbound_at_least, site.language, site.figures.mixed
    outbound, least = share_of(met, due, language), language.percent(agreed)
    title = language.say("Outbound {share}, agreed at least {agreed}", share=outbound, agreed=least)
    return Mix(
        agreed=least,
        share=language.percent(cell.share),
        outbound=outbound,
        inbound=language.number(due - met),
        above=above(agreed, language.say("at least {share}", share=least)),
        picture=mix_bar(cell.share, agreed, title),
        since=quarters(language, mixed[0].name, mixed[-1].name),
    )


def _headline(site: Site) -> Headline | None:
    """Return coverage over the services whose totals are exact, so that no hidden one can be reckoned."""
    sums: list[tuple[str, int, int]] = []
    for period in site.figures.quarters:
        cells = [site.figures.cell(None, service.id, period.name) for service in site.services]
        exact = [cell for cell in cells if cell.shown is Shown.EXACT]
        met, due = sum(cell.met or 0 for cell in exact), sum(cell.due or 0 for cell in exact)
        if due:
            sums.append((period.name, met, due))
    if len(sums) < 2:
        return None
    language = site.language
    shares = [Fraction(met, due) for _, met, due in sums]
    first, last = (
        f"{quarter(language, sums[at][0])}, {language.percent(shares[at])}" for at in (0, len(sums) - 1)
    )
    name, met, due = sums[-1]
    return Headline(
        share=language.percent(shares[-1]),
        counts=language.counted(
            "{met} of {number} window, {quarter}",
            "{met} of {number} windows, {quarter}",
            due,
            met=language.number(met),
            quarter=quarter(language, name),
        ),
        quarter=last,
        in_words=in_quarter(language, name),
        first=first,
        picture=spark(
            shares, language.say("Coverage by quarter from {first}, to {last}", first=first, last=last)
        ),
        numbers=tuple((quarter(language, name), share_of(met, due, language)) for name, met, due in sums),
        changed=_changed(site),
    )


def _changed(site: Site) -> str:
    """Return which services' terms changed last within the quarters shown."""
    latest = max((name for _, name in site.figures.changed), default="")
    titles = sorted(site.titles[service] for service, name in site.figures.changed if name == latest)
    if not titles:
        return ""
    language = site.language
    what = (
        language.listed([lower(title) for title in titles])
        if len(titles) <= 3
        else language.counted("{number} service", "{number} services", len(titles))
    )
    return language.say(
        "Terms changed in {quarter}: {services}.", quarter=quarter(language, latest), services=what
    )

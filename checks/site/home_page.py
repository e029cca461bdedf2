"""The home page: the idea in a minute, what was promised, and whether it is lived."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.publish.cells import Shown
from checks.site.charts import above, mix_bar, spark
from checks.site.heat_table import cell_words, is_below, is_figure, short_words
from checks.site.phrases import in_quarter, quarter, quarters
from checks.site.safe_text import capital, lower
from checks.wording.measures import share_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class Mix:
    """Who took the initiative, promised and lived; of a range there is no picture, and no number."""

    agreed: str
    share: str
    outbound: str
    inbound: str
    above: Markup | str
    picture: Markup | str
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
class BelowAgreed:
    """What a release says is below what was agreed: in words, and of which teams in which services."""

    words: str
    teams: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the home page says."""

    outbound: int
    mix: Mix | None
    headline: Headline | None
    below: BelowAgreed | None
    first_service: str
    first_team: str


def home_page(site: Site) -> HomeView:
    """Return the home page's content."""
    teams = {team.team for team in site.teams}
    return HomeView(
        outbound=sum(service.initiative == "outbound" for service in site.services),
        mix=mix_of(site, None),
        headline=_headline(site) if site.live else None,
        below=None if site.live else _below(site),
        first_service=site.catalogue[0].id if site.catalogue else "",
        first_team=next((unit.id for unit in site.figures.units if unit.id in teams), ""),
    )


def mix_of(site: Site, unit: str | None) -> Mix | None:
    """Return the mix of a unit over the quarters that are told; None where it is not shown."""
    cell = site.figures.mix.of(unit)
    agreed, language, mixed = site.default_terms.outbound_at_least, site.language, site.figures.mixed
    if cell.band:
        words = cell_words(language, cell)
        since = quarters(language, mixed[0].name, mixed[-1].name)
        return Mix(language.percent(agreed), words, short_words(language, cell), "", "", "", since)
    if cell.share is None:
        return None
    met, due = cell.met or 0, cell.due or 0
    outbound, least = share_of(met, due, language), language.percent(agreed)
    title = language.say("Outbound {share}, agreed: at least {agreed}", share=outbound, agreed=least)
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
        counts=language.say(
            "{met} of {due} due, {quarter}",
            met=language.number(met),
            due=language.number(due),
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


MOST_BELOW = 6
"""Lines of what is below that the home page has; the teams' page has them all."""


def _below(site: Site) -> BelowAgreed | None:
    """Return what the last release says is below what was agreed; None where it says nothing of teams."""
    figures, language, last = site.figures, site.language, site.figures.last.name
    cells = [
        (unit, service, figures.cell(unit.id, service.id, last))
        for unit in figures.units
        for service in site.catalogue
    ]
    with_figure = [(unit, service, cell) for unit, service, cell in cells if is_figure(cell)]
    if not with_figure:
        return None
    below = [(unit, service, cell) for unit, service, cell in with_figure if is_below(cell)]
    first = capital(language.spelled(len(below)) if below else language.say("none"))
    words = language.counted(
        "{below} of {spelled} team figure missed the agreed share.",
        "{below} of {spelled} team figures missed the agreed share.",
        len(with_figure),
        below=first,
    )
    teams = tuple(
        (
            f"teams/{unit.id}.md",
            f"{unit.name}, {lower(service.title)}",
            cell_words(language, cell),
            cell.standing.value,
        )
        for unit, service, cell in below[:MOST_BELOW]
    )
    return BelowAgreed(words, teams)


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
        "Agreements changed in {quarter}: {services}.", quarter=quarter(language, latest), services=what
    )

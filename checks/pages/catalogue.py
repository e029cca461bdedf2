"""The services: the catalogue, and a page for each that can be read on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checks.coverage.wording import cadence_words, percent, share_of
from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence
from checks.pages.acts import Order, invitation, order
from checks.pages.charts import Era, Point, columns, eras, mix_bar, steps_after, year_of_windows
from checks.pages.heat import cell_words, least
from checks.pages.promises import giver, obligation, often, promise, starts
from checks.pages.promising import Promising, promising
from checks.pages.questions import Question, question
from checks.pages.text import capital, day, ordinal_day, parties, quarter
from checks.privacy.suppression import Shown

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.cadence.agreed import Agreed
    from checks.model.service import Service
    from checks.pages.site import Site

_DAYS = {"week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "half-year": 365 / 2, "year": 365.0}


@dataclass(frozen=True, slots=True)
class Entry:
    """A service in the catalogue."""

    id: str
    title: str
    summary: str
    initiative: str
    starts: str
    obligation: str
    often: str
    agreed: str
    owed: bool
    serves: tuple[str, ...]
    year: Markup | None
    steps: Markup | None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """A part of the map: what its services have in common, and who they are."""

    phrase: str
    words: str
    symbol: str
    css: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """What the services' index says."""

    entries: tuple[Entry, ...]
    quadrants: tuple[Quadrant, ...]
    principles: tuple[tuple[str, str, str], ...]
    organisation: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement in the list of agreements."""

    symbol: str
    heading: str
    terms: str
    made: str
    record: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Coverage over time: the words, the picture, and the numbers as a table."""

    words: str
    quarter: str
    picture: Markup
    agreed: str
    numbers: tuple[tuple[str, str], ...]
    bands: bool


@dataclass(frozen=True, slots=True)
class ServiceView:
    """What one service's page says."""

    service: Service
    symbol: str
    kick: str
    promise: str
    facts: tuple[tuple[str, str], ...]
    principles: tuple[str, ...]
    coverage: CoverageView | None
    timeline: Markup | None
    agreements: tuple[AgreementView, ...]
    own_terms: tuple[tuple[str, str, str], ...]
    metrics: tuple[Question, ...]
    started: tuple[Markup, str, str] | None
    acknowledged: str
    edit_url: str
    order: Order | None
    calendar: bool
    promising: Promising | None
    as_of: str


def catalogue(site: Site) -> CatalogueView:
    """Return the index of all services."""
    entries = tuple(_entry(site, service) for service in site.catalogue)
    return CatalogueView(
        entries=entries,
        quadrants=_quadrants(entries),
        principles=tuple((one.id, one.title, one.text) for one in site.playbook.principles),
        organisation=site.playbook.organisation,
    )


def _entry(site: Site, service: Service) -> Entry:
    agreed = site.now(service.id)
    cadence = agreed.cadence if agreed else None
    owed = agreed is not None and agreed.owes
    year = None
    if owed and isinstance(cadence, CalendarCadence):
        year = year_of_windows(_DAYS[cadence.per.value])
    elif owed and isinstance(cadence, RollingCadence):
        year = year_of_windows(cadence.limit)
    steps = None
    if isinstance(cadence, EventCadence):
        days = [step.days * (7 if step.working else 5) // 5 for step in cadence.within]
        steps = steps_after(days, ordered=cadence.after == "ordering")
    return Entry(
        id=service.id,
        title=service.title,
        summary=service.summary,
        initiative=service.initiative,
        starts=starts(service),
        obligation=capital(obligation(agreed)),
        often=often(agreed) if agreed else "Not in force",
        agreed=_agreed_share(site, agreed),
        owed=agreed is not None and agreed.obligation == "compulsory",
        serves=service.serves,
        year=year,
        steps=steps,
    )


def _agreed_share(site: Site, agreed: Agreed | None) -> str:
    if agreed is None:
        return "–"
    if agreed.coverage_at_least is None and not agreed.owes:
        return "voluntary"
    return percent(
        agreed.coverage_at_least if agreed.coverage_at_least is not None else site.house.coverage_at_least
    )


def _quadrants(entries: tuple[Entry, ...]) -> tuple[Quadrant, ...]:
    layout = (
        ("Comes to you", "Outbound, compulsory", "outbound", "", ("outbound",), True),
        ("Answered when you ask", "Inbound, compulsory", "inbound", "e", ("inbound",), True),
        ("Yours to open, owed in the end", "Either, compulsory", "both", "x", ("both",), True),
        ("Offered to you", "Outbound, voluntary", "outbound", "m", ("outbound", "both"), False),
        ("There if you want it", "Inbound, voluntary", "inbound", "e m", ("inbound",), False),
    )
    return tuple(
        Quadrant(
            phrase,
            words,
            symbol,
            css,
            tuple(one for one in entries if one.initiative in initiatives and one.owed == owed),
        )
        for phrase, words, symbol, css, initiatives, owed in layout
    )


def service_page(site: Site, service: Service) -> ServiceView:
    """Return one service's page."""
    agreed = site.now(service.id)
    agreements = site.agreements[service.id]
    principles = {principle.id: principle.title for principle in site.playbook.principles}
    return ServiceView(
        service=service,
        symbol=service.initiative,
        kick=f"{starts(service)}, {obligation(agreed)}",
        promise=promise(service, agreed),
        facts=_facts(site, service, agreed),
        principles=tuple(principles[one] for one in service.serves if one in principles),
        coverage=_coverage(site, service),
        timeline=_timeline(site, agreements) if len(agreements) > 1 else None,
        agreements=tuple(_agreement(site, one) for one in reversed(agreements)),
        own_terms=tuple(
            (team.team, team.name, cadence_words(one.cadence))
            for team in site.teams
            for one in team.own
            if one.service == service.id and one.first <= site.as_of <= one.last
        ),
        metrics=tuple(question(site, service.id, metric) for metric in service.metrics),
        started=_started(site, service),
        acknowledged=_acknowledged(site, service),
        edit_url=site.edit_url(service.place().path),
        order=order(site, service),
        calendar=invitation(site, service) is not None,
        promising=promising(site, service),
        as_of=ordinal_day(site.as_of),
    )


def _started(site: Site, service: Service) -> tuple[Markup, str, str] | None:
    """Return who took the initiative, as a picture and in words; None where it is not shown."""
    cell = site.figures.mix.by_service.get(service.id)
    if cell is None or cell.shown is not Shown.EXACT or cell.share is None:
        return None
    met, due = cell.met or 0, cell.due or 0
    first, last = (quarter(one.name) for one in (site.figures.mixed[0], site.figures.mixed[-1]))
    words = f"Started by those who give it {share_of(met, due)}"
    return mix_bar(cell.share, None, words), words, f"{first} to {last}"


def _acknowledged(site: Site, service: Service) -> str:
    cell = site.figures.acknowledged.by_service.get(service.id)
    return cell_words(cell) if cell and cell.shown in (Shown.EXACT, Shown.BAND) else ""


def _facts(site: Site, service: Service, agreed: Agreed | None) -> tuple[tuple[str, str], ...]:
    facts = [("How long", f"{service.context.minutes} minutes"), ("Where", service.context.where)]
    if agreed is None:
        return tuple(facts)
    share = _agreed_share(site, agreed)
    return (
        ("Given by", capital(giver(agreed))),
        ("How often", often(agreed) + _grace(agreed)),
        *facts,
        ("Agreed coverage", "Voluntary, so never missed" if share == "voluntary" else share),
        ("To be reviewed by", day(agreed.entry.review_by)),
    )


def _grace(agreed: Agreed) -> str:
    cadence = agreed.cadence
    return f", {cadence.grace} of grace" if isinstance(cadence, RollingCadence) and cadence.grace else ""


def _coverage(site: Site, service: Service) -> CoverageView | None:
    cells = [(one.name, site.figures.cell(None, service.id, one.name)) for one in site.figures.quarters]
    shown = [(name, cell) for name, cell in cells if cell.shown in (Shown.EXACT, Shown.BAND)]
    if not shown:
        return None
    points = []
    year = ""
    for name, cell in shown:
        here = name.partition("-")[0]
        words = (
            str(cell.band) if cell.band else percent(least(cell)).partition(".")[0].removesuffix("%") + "%"
        )
        exact = cell.shown is Shown.EXACT
        points.append(
            Point(
                quarter(name).partition(" ")[0],
                least(cell),
                words,
                cell.standing,
                exact,
                here if here != year else "",
            )
        )
        year = here
    last_name, last = shown[-1]
    agreed = last.agreed
    return CoverageView(
        words=cell_words(last),
        quarter=quarter(last_name),
        picture=columns(
            points, agreed, f"Coverage by quarter; last, in {quarter(last_name)}: {cell_words(last)}"
        ),
        agreed=percent(agreed) if agreed is not None else "",
        numbers=tuple((quarter(name), cell_words(cell)) for name, cell in shown),
        bands=any(cell.shown is Shown.BAND for _, cell in shown),
    )


def _timeline(site: Site, agreements: tuple[Agreed, ...]) -> Markup:
    spans = [
        Era(
            one.first,
            min(one.last, one.entry.review_by.toordinal()),
            str(one.entry.first.year),
            cadence_words(one.cadence),
        )
        for one in agreements
    ]
    last = agreements[-1].entry.review_by.toordinal()
    said = "; ".join(f"from {day(one.entry.first)} {cadence_words(one.cadence)}" for one in agreements)
    return eras(
        spans, site.as_of, last, f"Agreements: {said}; reviewed by {day(agreements[-1].entry.review_by)}"
    )


def _agreement(site: Site, agreed: Agreed) -> AgreementView:
    current = agreed.first <= site.as_of <= agreed.last
    until = f" to {ordinal_day(agreed.last)}" if agreed.last < date(2091, 1, 1).toordinal() else ""
    share = _agreed_share(site, agreed)
    covered = "" if share == "voluntary" else f" Agreed coverage {share}."
    missed = f" A team may miss {agreed.may_miss}." if agreed.may_miss else ""
    review = f" To be reviewed by {day(agreed.entry.review_by)}." if current else ""
    counted = ", only what the leader starts counts" if agreed.counts == "outbound" else ""
    entry = agreed.entry
    return AgreementView(
        symbol="kept" if current else "earlier",
        heading=f"{often(agreed)}{_grace(agreed)}, {agreed.obligation}{counted}",
        terms=f"From {ordinal_day(agreed.first)}{until}.{covered}{missed}{review}",
        made=f"Agreed on {day(entry.agreed_on)} with {parties(entry)}.",
        record=entry.record,
    )

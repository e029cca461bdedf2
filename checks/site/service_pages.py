"""The services: the catalogue, and a page for each that can be read on its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.model.base import FOREVER
from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence
from checks.publish.cells import NOTHING, Shown
from checks.site.charts import Point, agreements_line, columns, mix_bar, steps_after, year_of_windows
from checks.site.heat_table import HeatCell, cell_words, heat_cell, is_figure, least, words_if_shown
from checks.site.phrases import AgreementView, agreement_words, quarter, quarter_alone, quarters
from checks.site.promise_sentences import cadence_sentence, giver, obligation, promise, starts
from checks.site.promise_trials import TrialChoice, promise_trials
from checks.site.pulse_questions import Question, question_view
from checks.site.safe_text import capital
from checks.site.service_actions import OrderAction, calendar_invitation, order_action
from checks.wording.language import message
from checks.wording.measures import cadence_words, share_of, with_grace
from checks.wording.terms import obligation_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from checks.model.agreed_terms import AgreedTerms
    from checks.model.service import Service
    from checks.site.site_data import Site
    from checks.wording.language import Language

_DAYS = {"week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "half-year": 365 / 2, "year": 365.0}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A service in the catalogue."""

    service: Service
    starts: str
    obligation: str
    often: str
    agreed: str
    owed: bool
    year: Markup | None
    steps: Markup | None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """A part of the map: what its services have in common, and who they are."""

    phrase: str
    words: str
    symbol: str
    css: str
    entries: tuple[CatalogueEntry, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """What the services' index says."""

    entries: tuple[CatalogueEntry, ...]
    quadrants: tuple[Quadrant, ...]
    principles: tuple[tuple[str, str, str], ...]


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
class ByTeam:
    """The last quarter by team: its name, where its page is, and its cell."""

    quarter: str
    teams: tuple[tuple[str, str, HeatCell], ...]


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
    by_team: ByTeam | None
    timeline: Markup | None
    agreements: tuple[AgreementView, ...]
    own_terms: tuple[tuple[str, str, str], ...]
    metrics: tuple[Question, ...]
    started: tuple[Markup, str, str] | None
    acknowledged: str
    edit_url: str
    order: OrderAction | None
    calendar: bool
    trials: tuple[TrialChoice, ...]


def catalogue_page(site: Site) -> CatalogueView:
    """Return the index of all services."""
    entries = tuple(_entry(site, service) for service in site.catalogue)
    return CatalogueView(
        entries=entries,
        quadrants=_quadrants(site.language, entries),
        principles=tuple(
            (principle.id, principle.title, principle.text) for principle in site.playbook.principles
        ),
    )


def _entry(site: Site, service: Service) -> CatalogueEntry:
    agreed, language = site.terms_now(service.id), site.language
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
    return CatalogueEntry(
        service=service,
        starts=starts(language, service),
        obligation=capital(obligation(language, agreed)),
        often=cadence_sentence(language, agreed) if agreed else language.say("Does not apply now"),
        agreed=_agreed_share(site, agreed),
        owed=agreed is not None and agreed.obligation == "compulsory",
        year=year,
        steps=steps,
    )


def _agreed_share(site: Site, agreed: AgreedTerms | None) -> str:
    if agreed is None:
        return "–"
    if _is_free(agreed):
        return site.language.say("voluntary")
    return site.language.percent(site.promised_share(agreed))


def _is_free(agreed: AgreedTerms) -> bool:
    """Whether nothing is owed, so that nothing can be missed. A request is owed, at the playbook's share if at no other."""
    return agreed.coverage_at_least is None and not agreed.owes and agreed.after != "ordering"


_QUADRANTS = (
    (
        message("Your leader comes to you"),
        message("Outbound, compulsory"),
        "outbound",
        "",
        ("outbound",),
        True,
    ),
    (message("Answered when you ask"), message("Inbound, compulsory"), "inbound", "e", ("inbound",), True),
    (
        message("Either of you can start; must happen"),
        message("Either, compulsory"),
        "both",
        "x",
        ("both",),
        True,
    ),
    (
        message("Optional; your leader offers it"),
        message("Outbound, voluntary"),
        "outbound",
        "m",
        ("outbound", "both"),
        False,
    ),
    (message("Optional, if you ask"), message("Inbound, voluntary"), "inbound", "e m", ("inbound",), False),
)


def _quadrants(language: Language, entries: tuple[CatalogueEntry, ...]) -> tuple[Quadrant, ...]:
    return tuple(
        Quadrant(
            language.say(phrase),
            language.say(words),
            symbol,
            css,
            tuple(
                entry for entry in entries if entry.service.initiative in initiatives and entry.owed == owed
            ),
        )
        for phrase, words, symbol, css, initiatives, owed in _QUADRANTS
    )


def service_page(site: Site, service: Service) -> ServiceView:
    """Return one service's page."""
    agreed, language = site.terms_now(service.id), site.language
    agreements = site.agreements[service.id]
    principles = {principle.id: principle.title for principle in site.playbook.principles}
    return ServiceView(
        service=service,
        symbol=service.initiative,
        kick=language.say(
            "{who_starts}, {obligation}",
            who_starts=starts(language, service),
            obligation=obligation(language, agreed),
        ),
        promise=promise(language, service, agreed),
        facts=_facts(site, service, agreed),
        principles=tuple(principles[name] for name in service.serves if name in principles),
        coverage=_coverage(site, service),
        by_team=_by_team(site, service),
        timeline=_timeline(site, agreements) if len(agreements) > 1 else None,
        agreements=tuple(_agreement(site, service, terms) for terms in reversed(agreements)),
        own_terms=tuple(
            (team.team, team.name, cadence_words(terms.cadence, language))
            for team in site.teams
            for terms in team.own
            if terms.service == service.id and terms.first <= site.as_of <= terms.last
        ),
        metrics=tuple(question_view(site, service.id, metric) for metric in service.metrics),
        started=_started(site, service),
        acknowledged=words_if_shown(language, site.figures.acknowledged.by_service.get(service.id, NOTHING)),
        edit_url=site.edit_url(service.place().path),
        order=order_action(site, service),
        calendar=calendar_invitation(site, service) is not None,
        trials=promise_trials(site, service),
    )


def _started(site: Site, service: Service) -> tuple[Markup, str, str] | None:
    """Return who took the initiative, as a picture and in words; None where it is not shown."""
    cell = site.figures.mix.by_service.get(service.id, NOTHING)
    if cell.share is None:
        return None
    met, due = cell.met or 0, cell.due or 0
    language, mixed = site.language, site.figures.mixed
    words = language.say("Started by the leader or coach: {share}", share=share_of(met, due, language))
    return mix_bar(cell.share, None, words), words, quarters(language, mixed[0].name, mixed[-1].name)


def _facts(site: Site, service: Service, agreed: AgreedTerms | None) -> tuple[tuple[str, str], ...]:
    language, say = site.language, site.language.say
    minutes = language.counted("{number} minute", "{number} minutes", service.context.minutes)
    facts = [(say("Duration"), minutes), (say("Where"), service.context.where)]
    if agreed is None:
        return tuple(facts)
    share = say("Optional, so it can’t be missed") if _is_free(agreed) else _agreed_share(site, agreed)
    return (
        (say("Given by"), capital(giver(language, agreed))),
        (say("How often"), _rhythm(language, agreed)),
        *facts,
        (say("Agreed coverage"), share),
        (say("Review by"), language.day(agreed.entry.review_by)),
    )


def _rhythm(language: Language, agreed: AgreedTerms) -> str:
    """Return how often, and with how much grace."""
    return with_grace(cadence_sentence(language, agreed), agreed.cadence, language)


def _coverage(site: Site, service: Service) -> CoverageView | None:
    cells = [
        (period.name, site.figures.cell(None, service.id, period.name)) for period in site.figures.quarters
    ]
    shown = [(name, cell) for name, cell in cells if is_figure(cell)]
    if not shown or shown[-1][0] != site.figures.last.name:
        return None  # an old quarter alone would look like the latest
    points, language, year_before = [], site.language, ""
    for name, cell in shown:
        year = name.partition("-")[0]
        words = (
            cell.band.sign(language) if cell.band else language.percent(Fraction(int(least(cell) * 100), 100))
        )
        points.append(
            Point(
                quarter_alone(language, name),
                least(cell),
                words,
                cell.standing,
                cell.shown is Shown.EXACT,
                year if year != year_before else "",
            )
        )
        year_before = year
    last_name, last = shown[-1]
    agreed = last.agreed
    words, when = cell_words(language, last), quarter(language, last_name)
    title = language.say("Coverage by quarter; last, in {quarter}: {coverage}", quarter=when, coverage=words)
    return CoverageView(
        words=words,
        quarter=when,
        picture=columns(points, agreed, title),
        agreed=language.percent(agreed) if agreed is not None else "",
        numbers=tuple((quarter(language, name), cell_words(language, cell)) for name, cell in shown),
        bands=any(cell.shown is Shown.BAND for _, cell in shown),
    )


def _by_team(site: Site, service: Service) -> ByTeam | None:
    """Return the last quarter's figures of teams; None where none is told."""
    last = site.figures.last.name
    pages = {team.team for team in site.teams}
    teams = tuple(
        (
            unit.name,
            f"teams/{unit.id}.md" if unit.id in pages else "",
            heat_cell(site, unit.id, service, last),
        )
        for unit in site.figures.units
        if is_figure(site.figures.cell(unit.id, service.id, last))
    )
    return ByTeam(quarter(site.language, last), teams) if teams else None


def _timeline(site: Site, agreements: tuple[AgreedTerms, ...]) -> Markup:
    """Return the agreements for everybody as a picture: each until it is to be reviewed, or another begins."""
    language, review = site.language, agreements[-1].entry.review_by
    spans = [(terms.first, min(terms.last, terms.entry.review_by)) for terms in agreements]
    words = "; ".join(
        language.say(
            "from {day} {often}",
            day=language.day(terms.entry.first),
            often=cadence_words(terms.cadence, language),
        )
        for terms in agreements
    )
    title = language.say(
        "Agreements: {agreements}; next review by {day}", agreements=words, day=language.day(review)
    )
    return agreements_line(spans, site.as_of, review, title)


def _agreement(site: Site, service: Service, agreed: AgreedTerms) -> AgreementView:
    current, language = agreed.first <= site.as_of <= agreed.last, site.language
    entry, path = agreed.entry, agreed.place.path
    return AgreementView(
        symbol="kept" if current else "earlier",
        heading=_heading(language, agreed),
        terms=" ".join(_terms(site, agreed, current=current)),
        agreement=agreement_words(language, entry),
        record=entry.record,
        edit_url=site.edit_url(path) if path != service.place().path else "",
    )


def _heading(language: Language, agreed: AgreedTerms) -> str:
    terms = {"often": _rhythm(language, agreed), "obligation": obligation_words(agreed, language)}
    if agreed.counts == "outbound":
        return language.say("{often}, {obligation}; counts only if the leader or coach starts it", **terms)
    return language.say("{often}, {obligation}", **terms)


def _terms(site: Site, agreed: AgreedTerms, *, current: bool) -> Iterator[str]:
    """Yield what else was agreed, a sentence each."""
    language, say = site.language, site.language.say
    first = language.day(agreed.first)
    if agreed.last != FOREVER:
        yield say("From {first} to {last}.", first=first, last=language.day(agreed.last))
    else:
        yield say("From {first}.", first=first)
    if not _is_free(agreed):
        yield say("Agreed coverage {share}.", share=_agreed_share(site, agreed))
    if agreed.may_miss:
        yield say("Up to {number} missed is still OK.", number=agreed.may_miss)
    if current:
        yield say("The next review is due by {day}.", day=language.day(agreed.entry.review_by))

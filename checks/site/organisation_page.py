"""The organisation as a whole: what it promises and lives, whether people feel supported, and the hours it takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.pulse_answers import ORGANISATION
from checks.wording.measures import hours, share_of
from checks.wording.language import message
from checks.site.open_answers import OpenAnswer, organisation_answers
from checks.site.charts import Point, bar, mix_bar, spark
from checks.site.heat_table import HeatCell, agreed_share_words, cell_words, heat_cell, is_below, least
from checks.site.home_page import Mix, mix_of
from checks.site.phrases import in_quarter, quarter, quarters, unit_name
from checks.site.pulse_questions import Question, question_view
from checks.site.safe_text import capital
from checks.publish.suppression import Cell, Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.wording.language import Language
    from checks.model.service import Service
    from checks.site.site_data import Site


_PROMISED = {
    "outbound": message("promised outbound"),
    "inbound": message("promised inbound"),
    "both": message("promised either"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """A service's coverage in the last closed quarter, and by quarter."""

    id: str
    title: str
    agreed: str
    cell: HeatCell
    picture: Markup | None
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Started:
    """Who starts a service."""

    id: str
    title: str
    promised: str
    words: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class Hours:
    """What is promised, in hours a week of all who give it, beside what they can give."""

    promised: str
    givers: int
    capacity: str
    each: str
    picture: Markup | None
    by_unit: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """What the organisation's page says."""

    name: str
    say: str
    quarter: str
    facts: tuple[tuple[str, str], ...]
    covered: tuple[Covered, ...]
    silent: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]
    quarters: tuple[str, ...]
    mix: Mix | None
    started: tuple[Started, ...]
    questions: tuple[Question, ...]
    acknowledged: str
    by_chosen: str
    hours: Hours | None
    answers: tuple[OpenAnswer, ...]
    smallest_group: int
    since: str


def organisation_page(site: Site) -> OrganisationView:
    """Return the organisation's page."""
    last, language = site.figures.last, site.language
    due = [one for one in site.catalogue if _cell(site, one, last.name).shown is not Shown.NOTHING]
    mixed = site.figures.mixed
    return OrganisationView(
        name=site.playbook.organisation,
        say=_say(site, due),
        quarter=quarter(language, last.name),
        facts=_facts(site),
        covered=tuple(_covered(site, service) for service in due),
        silent=tuple(one.title for one in site.catalogue if one not in due),
        numbers=tuple(
            (one.title, *(cell_words(language, _cell(site, one, q.name)) for q in site.figures.quarters))
            for one in site.catalogue
        ),
        quarters=tuple(quarter(language, one.name) for one in site.figures.quarters),
        mix=mix_of(site, None),
        started=tuple(one for service in site.catalogue if (one := _started(site, service))),
        questions=tuple(question_view(site, ORGANISATION, metric) for metric in site.playbook.metrics),
        acknowledged=_share(language, site.figures.acknowledged.of(None)),
        by_chosen=_share(language, site.figures.by_chosen.of(None)),
        hours=_hours(site),
        answers=organisation_answers(site),
        smallest_group=site.figures.smallest_group,
        since=quarters(language, mixed[0].name, mixed[-1].name) if mixed else "",
    )


def _cell(site: Site, service: Service, name: str) -> Cell:
    return site.figures.cell(None, service.id, name)


def _say(site: Site, due: list[Service]) -> str:
    cells = [_cell(site, service, site.figures.last.name) for service in due]
    judged = [cell for cell in cells if cell.standing is not Standing.UNKNOWN]
    language, name = site.language, site.playbook.organisation
    when = capital(in_quarter(language, site.figures.last.name))
    if not judged:
        return language.say("{when} nothing was due at {name}.", when=when, name=name)
    kept = sum(not is_below(cell) for cell in judged)
    if kept == len(judged) == 2:
        return language.say("{when} {name} as a whole kept both of its promises.", when=when, name=name)
    if kept == len(judged):
        return language.counted(
            "{when} {name} as a whole kept its promise.",
            "{when} {name} as a whole kept all {spelled} of its promises.",
            kept,
            when=when,
            name=name,
        )
    return language.counted(
        "{when} {name} as a whole kept {kept} of {spelled} promise.",
        "{when} {name} as a whole kept {kept} of {spelled} promises.",
        len(judged),
        when=when,
        name=name,
        kept=language.spelled(kept),
    )


def _facts(site: Site) -> tuple[tuple[str, str], ...]:
    with_members = sum(bool(team.size) for team in site.teams)
    say, number = site.language.say, site.language.number
    facts = [(say("Members"), number(site.figures.size)), (say("Teams"), number(with_members))]
    if site.judgement.unread:
        facts.append((say("Teams that could not be read"), number(len(site.judgement.unread))))
    return (
        *facts,
        (say("Services"), number(len(site.services))),
        (say("Principles"), number(len(site.playbook.principles))),
    )


def _covered(site: Site, service: Service) -> Covered:
    language = site.language
    cells = [(one.name, _cell(site, service, one.name)) for one in site.figures.quarters]
    exact = [(name, cell) for name, cell in cells if cell.shown is Shown.EXACT]
    points = [
        Point(
            quarter(language, name),
            least(cell),
            "",
            cell.standing,
            fresh=(service.id, name) in site.figures.changed,
        )
        for name, cell in exact
    ]
    ends = tuple(f"{quarter(language, name)}, {language.percent(least(cell))}" for name, cell in exact)
    title = (
        language.say("Coverage by quarter from {first}, to {last}", first=ends[0], last=ends[-1])
        if ends
        else ""
    )
    return Covered(
        service.id,
        service.title,
        agreed_share_words(site, service),
        heat_cell(site, None, service, site.figures.last.name),
        spark(points, title) if len(points) > 1 else None,
        (ends[0], ends[-1]) if ends else ("", ""),
    )


def _started(site: Site, service: Service) -> Started | None:
    cell = site.figures.mix.by_service.get(service.id)
    if cell is None or cell.shown is not Shown.EXACT or cell.share is None:
        return None
    words = share_of(cell.met or 0, cell.due or 0, site.language)
    promised = site.language.say(_PROMISED[service.initiative])
    title = site.language.say(
        "{service}, {promised}: started by those who give it {share}",
        service=service.title,
        promised=promised,
        share=words,
    )
    return Started(service.id, service.title, promised, words, mix_bar(cell.share, None, title))


def _share(language: Language, cell: Cell) -> str:
    return cell_words(language, cell) if cell.shown in (Shown.EXACT, Shown.BAND) else ""


def _hours(site: Site) -> Hours | None:
    promised = site.figures.hours
    if promised is None:
        return None
    language, capacity = site.language, site.playbook.capacity
    together = Fraction(capacity.leader_hours_per_week * promised.givers) if capacity else None
    return Hours(
        promised=hours(promised.hours, language),
        givers=promised.givers,
        capacity=hours(together, language) if together else "",
        each=hours(Fraction(capacity.leader_hours_per_week), language) if capacity else "",
        picture=_hours_picture(language, promised.hours, together) if together else None,
        by_unit=tuple(
            (
                unit_name(language, unit),
                language.number(unit.size),
                language.number(unit.givers),
                hours(unit.hours, language),
            )
            for unit in site.figures.units
            if unit.hours
        ),
    )


def _hours_picture(language: Language, promised: Fraction, together: Fraction) -> Markup:
    title = language.say(
        "{promised} a week promised, of {capacity}",
        promised=hours(promised, language),
        capacity=hours(together, language),
    )
    return bar(min(Fraction(1), promised / together), None, title)

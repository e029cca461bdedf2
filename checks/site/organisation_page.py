"""The organisation as a whole: what it promises and lives, whether people feel supported, and the hours it takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.model.cadences import PeriodUnit
from checks.model.metrics import ORGANISATION
from checks.model.periods import period_of
from checks.publish.cells import NOTHING, Cell, Shown
from checks.site.charts import bar, mix_bar, spark
from checks.site.control_chart import ControlChart, control_chart
from checks.site.heat_table import (
    HeatCell,
    KeptWords,
    agreed_share_words,
    cell_words,
    heat_cell,
    is_below,
    is_figure,
    kept_sentence,
    words_if_shown,
)
from checks.site.home_page import Mix, mix_of
from checks.site.open_problems import OpenProblem, organisation_problems
from checks.site.phrases import quarter, quarters
from checks.site.pulse_questions import Question, question_view
from checks.site.reach_view import ReachedGroup, reached_groups
from checks.site.support_view import WhatHelps, what_helps
from checks.wording.language import message, numbered
from checks.wording.measures import hours, share_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.service import Service
    from checks.site.site_data import Site


_PROMISED = {
    "outbound": message("agreed: leader starts"),
    "inbound": message("agreed: team member starts"),
    "both": message("agreed: either starts"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """A service's coverage in the last closed quarter, and by quarter."""

    service: Service
    agreed: str
    cell: HeatCell
    picture: Markup | None
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ToldByTeam:
    """A service in the last quarter: of how many teams something is told, and how many of them are below."""

    service: Service
    agreed: str
    teams: str
    below: str
    symbol: str


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

    say: str
    quarter: str
    facts: tuple[tuple[str, str], ...]
    covered: tuple[Covered, ...]
    charts: tuple[ControlChart, ...]
    by_team: tuple[ToldByTeam, ...]
    silent: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]
    quarters: tuple[str, ...]
    mix: Mix | None
    started: tuple[tuple[Service, str, str, Markup], ...]
    questions: tuple[Question, ...]
    acknowledged: str
    by_chosen: str
    hours: Hours | None
    attention: tuple[OpenProblem, ...]
    since: str
    reached: tuple[ReachedGroup, ...]
    felt_in: str
    helps: WhatHelps | None


def organisation_page(site: Site) -> OrganisationView:
    """Return the organisation's page."""
    last, language = site.figures.last, site.language
    due = [
        service for service in site.catalogue if _cell(site, service, last.name).shown is not Shown.NOTHING
    ]
    with_figure = [service for service in due if is_figure(_cell(site, service, last.name))]
    mixed = site.figures.mixed
    return OrganisationView(
        say=kept_sentence(
            language,
            _KEPT,
            last.name,
            site.playbook.organisation,
            (_cell(site, service, last.name) for service in with_figure),
        )
        if site.live
        else language.say(
            "This page shows what {name} has agreed and how its teams are doing.",
            name=site.playbook.organisation,
        ),
        quarter=quarter(language, last.name),
        facts=_facts(site),
        covered=tuple(_covered(site, service) for service in with_figure),
        charts=tuple(filter(None, (control_chart(site, service) for service in with_figure))),
        by_team=tuple(
            filter(None, (_by_team(site, service) for service in due if service not in with_figure))
        ),
        silent=tuple(service.title for service in site.catalogue if service not in due),
        numbers=tuple(
            (
                service.title,
                *(
                    cell_words(language, _cell(site, service, period.name))
                    for period in site.figures.quarters
                ),
            )
            for service in with_figure
        ),
        quarters=tuple(quarter(language, period.name) for period in site.figures.quarters),
        mix=mix_of(site, None),
        started=tuple(filter(None, (_started(site, service) for service in site.catalogue))),
        questions=tuple(question_view(site, ORGANISATION, metric) for metric in site.playbook.metrics),
        acknowledged=words_if_shown(language, site.figures.acknowledged.of(None)),
        by_chosen=words_if_shown(language, site.figures.by_chosen.of(None)),
        hours=_hours(site),
        attention=organisation_problems(site),
        since=quarters(language, mixed[0].name, mixed[-1].name) if mixed else "",
        reached=(reached := reached_groups(site)),
        felt_in=_felt_in(site) if any(group.felt for group in reached) else "",
        helps=what_helps(site),
    )


def _felt_in(site: Site) -> str:
    """Return the calendar quarter that answers by group are about, as words."""
    return quarter(site.language, period_of(PeriodUnit.QUARTER, site.figures.last.first).name)


def _cell(site: Site, service: Service, name: str) -> Cell:
    return site.figures.cell(None, service.id, name)


_KEPT = KeptWords(
    message("{when}, nothing was due at {name}."),
    message("{when}, {name} as a whole kept both of its agreements."),
    numbered(
        "{when}, {name} as a whole kept its agreement.",
        "{when}, {name} as a whole kept all {spelled} of its agreements.",
    ),
    numbered(
        "{when}, {name} as a whole kept {kept} of {spelled} agreement.",
        "{when}, {name} as a whole kept {kept} of {spelled} agreements.",
    ),
)


def _facts(site: Site) -> tuple[tuple[str, str], ...]:
    with_members = sum(bool(team.size) for team in site.teams)
    say, number = site.language.say, site.language.number
    facts = [(say("Members"), number(site.figures.size)), (say("Teams"), number(with_members))]
    if site.unread:
        facts.append((say("Teams that could not be read"), number(len(site.unread))))
    if site.live:  # inside alone: a published site says nothing of it
        corrected = say(
            "{number} in a year, for {members} members",
            number=number(site.corrections),
            members=number(site.figures.size),
        )
        facts.append((say("Corrections of past dates"), corrected))
    return (
        *facts,
        (say("Services"), number(len(site.services))),
        (say("Principles"), number(len(site.playbook.principles))),
    )


def _covered(site: Site, service: Service) -> Covered:
    language, figures = site.language, site.figures
    cells = [(period.name, _cell(site, service, period.name)) for period in figures.quarters]
    shares = [(name, cell.share) for name, cell in cells if cell.share is not None]
    ends, picture = ("", ""), None
    if shares:
        first, last = (
            f"{quarter(language, name)}, {language.percent(share)}" for name, share in (shares[0], shares[-1])
        )
        ends = (first, last)
    if len(shares) > 1:
        title = language.say("Coverage by quarter from {first}, to {last}", first=ends[0], last=ends[1])
        breaks = {at for at, (name, _) in enumerate(shares) if (service.id, name) in figures.changed}
        picture = spark([share for _, share in shares], title, breaks)
    return Covered(
        service,
        agreed_share_words(site, service),
        heat_cell(site, None, service, figures.last.name),
        picture,
        ends,
    )


def _by_team(site: Site, service: Service) -> ToldByTeam | None:
    """Return how the teams of a service stand of which no total is told; None where no team's is either."""
    language, last = site.language, site.figures.last.name
    cells = [site.figures.cell(unit.id, service.id, last) for unit in site.figures.units]
    with_figure = [cell for cell in cells if is_figure(cell)]
    below = sum(map(is_below, with_figure))
    if not with_figure:
        return None
    return ToldByTeam(
        service,
        agreed_share_words(site, service),
        language.counted("{number} team", "{number} teams", len(with_figure)),
        language.counted("{number} below", "{number} below", below) if below else language.say("none below"),
        "below" if below else "",
    )


def _started(site: Site, service: Service) -> tuple[Service, str, str, Markup] | None:
    """Return who starts a service: as promised, in words and as a picture; None where it is not shown."""
    cell = site.figures.mix.by_service.get(service.id, NOTHING)
    if cell.share is None:
        return None
    words = share_of(cell.met or 0, cell.due or 0, site.language)
    promised = site.language.say(_PROMISED[service.initiative])
    title = site.language.say(
        "{service}, {promised}: leaders and coaches started {share}",
        service=service.title,
        promised=promised,
        share=words,
    )
    return service, promised, words, mix_bar(cell.share, None, title)


def _hours(site: Site) -> Hours | None:
    promised = site.figures.hours
    if promised is None:
        return None
    language, capacity = site.language, site.playbook.capacity
    each = Fraction(capacity.leader_hours_per_week) if capacity else Fraction(0)
    together, picture = each * promised.givers, None
    if together:
        title = language.say(
            "{promised} a week needed, of {capacity} available",
            promised=hours(promised.hours, language),
            capacity=hours(together, language),
        )
        picture = bar(min(Fraction(1), promised.hours / together), None, title)
    return Hours(
        promised=hours(promised.hours, language),
        givers=promised.givers,
        capacity=hours(together, language) if together else "",
        each=hours(each, language) if capacity else "",
        picture=picture,
        by_unit=tuple(
            (
                unit.name,
                language.number(unit.size),
                language.number(unit.givers),
                hours(unit.hours, language),
            )
            for unit in site.figures.units
            if unit.hours
        ),
    )

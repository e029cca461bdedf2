"""One team: its coverage, what needs attention, what is running, its own terms. Never a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.cadences import CalendarCadence, RollingCadence
from checks.model.periods import period_of
from checks.model.playbook import starting_month
from checks.site.charts import running_bar
from checks.site.heat_table import (
    HeatLine,
    KeptWords,
    agreed_share_words,
    heat_cell,
    is_below,
    is_figure,
    kept_sentence,
    short_words,
)
from checks.site.home_page import Mix, mix_of
from checks.site.open_problems import OpenProblem, problems_of
from checks.site.phrases import AgreementView, agreement_words, in_quarter, quarter_heading
from checks.site.safe_text import capital
from checks.wording.language import message, numbered
from checks.wording.measures import cadence_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.agreed_terms import AgreedTerms
    from checks.model.service import Service
    from checks.publish.figure_units import FigureUnit, NamedTeam
    from checks.site.site_data import Site

QUARTERS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Running:
    """A service's windows that are not over yet."""

    title: str
    small: str
    picture: Markup
    until: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """What one team's page says."""

    id: str
    name: str
    part_of: str
    say: str
    facts: tuple[tuple[str, str], ...]
    shown: bool
    why_not: str
    quarters: tuple[str, ...]
    lines: tuple[HeatLine, ...]
    attention: tuple[OpenProblem, ...]
    running: tuple[Running, ...]
    own_terms: tuple[AgreementView, ...]
    mix: Mix | None


def team_page(site: Site, team: NamedTeam) -> TeamView:
    """Return one team's page; a team of which no figure is told shows its terms."""
    units = site.figures.units
    unit = next((unit for unit in units if unit.teams == (team.team,) and unit.id == team.team), None)
    quarters, last = site.figures.quarters[-QUARTERS_SHOWN:], site.figures.last.name
    names = {other.team: other.name for other in site.teams}
    return TeamView(
        id=team.team,
        name=team.name,
        part_of=names.get(team.part_of or "", ""),
        say=_say(site, team, last) if unit else _quiet_sentence(site, team),
        facts=_facts(site, team),
        shown=unit is not None,
        why_not=_why_not(site, team),
        quarters=tuple(
            quarter_heading(site.language, period, is_history=site.is_history(period.first))
            for period in quarters
        ),
        lines=tuple(
            HeatLine(
                service.title,
                f"services/{service.id}.md",
                agreed_share_words(site, service),
                tuple(heat_cell(site, team.team, service, period.name) for period in quarters),
            )
            for service in site.catalogue
            if unit
            and any(is_figure(site.figures.cell(unit.id, service.id, period.name)) for period in quarters)
        ),
        attention=problems_of(site, unit) if unit else (),
        running=tuple(filter(None, (_running(site, unit, service) for service in site.catalogue)))
        if unit
        else (),
        own_terms=tuple(_own_terms(site, terms) for terms in reversed(team.own)),
        mix=mix_of(site, team.team) if unit else None,
    )


def _say(site: Site, team: NamedTeam, last: str) -> str:
    """Return how many promises the team kept, or where ranges leave that open, in how many services it is below."""
    cells = [site.figures.cell(team.team, service.id, last) for service in site.catalogue]
    if site.live:
        return kept_sentence(site.language, _KEPT, last, team.name, cells)
    below, language = sum(map(is_below, cells)), site.language
    values = {"when": capital(in_quarter(language, last)), "name": team.name}
    if not below:
        return language.say("{when}, no figure of {name} fell below the agreed share.", **values)
    return language.counted(
        "{when}, {name} got less than agreed in {spelled} service.",
        "{when}, {name} got less than agreed in {spelled} services.",
        below,
        **values,
    )


_KEPT = KeptWords(
    message("{when}, nothing was due in {name}."),
    message("{when}, {name} kept both of its agreements."),
    numbered("{when}, {name} kept its one agreement.", "{when}, {name} kept all {spelled} agreements."),
    numbered(
        "{when}, {name} kept {kept} of {spelled} agreement.",
        "{when}, {name} kept {kept} of {spelled} agreements.",
    ),
)


def _quiet_sentence(site: Site, team: NamedTeam) -> str:
    """Return the sentence of a team without figures: what it is, or whose terms it is under."""
    below = [child.name for child in site.teams if child.part_of == team.team]
    language, name = site.language, team.name
    if (team.size or not below) and team.own:
        return language.say(
            "{name} follows the organisation-wide agreements and has some of its own.", name=name
        )
    if team.size or not below:
        return language.say("{name} follows the organisation-wide agreements.", name=name)
    return language.counted(
        "{teams} is part of {name}.",
        "{teams} are part of {name}.",
        len(below),
        teams=language.listed(below),
        name=name,
    )


def _why_not(site: Site, team: NamedTeam) -> str:
    if not team.size and any(child.part_of == team.team for child in site.teams):
        return site.language.say(
            "{name} is a parent team without members. In these teams, its leaders give the services that come from a leader’s leader.",
            name=team.name,
        )
    if not team.size:
        return site.language.say("{name} has no members at the moment, so nothing is due.", name=team.name)
    if site.playbook.privacy.finest != "teams":
        return site.language.say("This playbook shows figures only for groups larger than one team.")
    if not site.figures.quarters:
        return site.language.say("There is no release yet, so this page has no figures.")
    return site.language.counted(
        "{name} has {number} member. A figure for so few people could reveal something about one of them, so "
        "these pages show none. The team’s leaders and coaches see the exact figures.",
        "{name} has {number} members. A figure for so few people could reveal something about one of them, so "
        "these pages show none. The team’s leaders and coaches see the exact figures.",
        team.size,
        name=team.name,
    )


def _facts(site: Site, team: NamedTeam) -> tuple[tuple[str, str], ...]:
    language, say = site.language, site.language.say
    facts = [
        (say("Members"), f"{team.size}"),
        (say("Leaders"), f"{team.leaders}" if team.leaders else say("none; members choose coaches")),
    ]
    if team.coaches:
        facts.append((say("Coaches to choose from"), f"{team.coaches}"))
    if team.logged_to:
        facts.append((say("Latest log entry"), language.day(team.logged_to)))
    for name, shares in (
        (say("Confirmed by members"), site.figures.acknowledged),
        (say("Given by the chosen coach"), site.figures.by_chosen),
    ):
        cell = shares.of(team.team)
        if words := short_words(language, cell):
            facts.append((name, words))
    return tuple(facts)


def _running(site: Site, unit: FigureUnit, service: Service) -> Running | None:
    cell = site.figures.running.get((unit.id, service.id))
    agreed = site.terms_now(service.id)
    if cell is None or cell.share is None or agreed is None:
        return None
    kept = cell.met or 0
    rest = (cell.due or 0) - kept
    rolling = isinstance(agreed.cadence, RollingCadence)
    say = site.language.say
    words = (
        (say("{number} kept so far", number=kept), say("{number} late at least once", number=rest))
        if rolling
        else (say("{number} met", number=kept), say("{number} open", number=rest))
    )
    small = ", ".join(text for text, count in zip(words, (kept, rest), strict=True) if count)
    return Running(service.title, small, running_bar(cell.share), _until(site, agreed))


def _until(site: Site, agreed: AgreedTerms) -> str:
    starts = starting_month(site.playbook)
    if isinstance(agreed.cadence, CalendarCadence):
        last = period_of(agreed.cadence.per, site.as_of, starts).last
        return site.language.say("to do by {day}", day=site.language.day(last))
    return site.language.say("as of {day}", day=site.language.day(site.as_of))


def _own_terms(site: Site, terms: AgreedTerms) -> AgreementView:
    language, say, entry = site.language, site.language.say, terms.entry
    review = say("To be reviewed by {day}.", day=language.day(entry.review_by))
    sentences = [say("From {first}.", first=language.day(entry.first))]
    playbook = site.terms_on(terms.service, terms.first)
    if playbook:
        often = cadence_words(playbook.cadence, language)
        sentences.append(
            say(
                "The organisation-wide agreement is {often}. A team can agree on more, but not on less.",
                often=often,
            )
        )
    return AgreementView(
        symbol="kept",
        heading=say(
            "{service} {often}",
            service=site.titles[terms.service],
            often=cadence_words(terms.cadence, language),
        ),
        terms=" ".join(sentences),
        agreement=f"{agreement_words(language, entry)} {review}",
        record=entry.record,
    )

"""One team: its coverage, what needs an answer, what is running, its own terms. Never a member."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.model.periods import period_of
from checks.engine.team_coverage import starting_month
from checks.wording.measures import cadence_words
from checks.model.cadences import CalendarCadence, RollingCadence
from checks.site.open_answers import OpenAnswer, answers_of
from checks.site.charts import running_bar
from checks.site.heat_table import HeatLine, agreed_share_words, heat_cell, is_below
from checks.site.home_page import Mix, mix_of
from checks.site.phrases import in_quarter, made, quarter
from checks.site.safe_text import capital
from checks.publish.suppression import Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.agreed_terms import AgreedTerms
    from checks.engine.team_coverage import TeamCoverage
    from checks.model.service import Service
    from checks.site.site_data import Site
    from checks.publish.figure_units import FigureUnit

QUARTERS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Running:
    """A service's windows that are not over yet."""

    title: str
    small: str
    picture: Markup
    until: str


@dataclass(frozen=True, slots=True)
class TeamTerms:
    """Terms a team has agreed for itself."""

    heading: str
    terms: str
    made: str
    record: str


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
    answers: tuple[OpenAnswer, ...]
    running: tuple[Running, ...]
    own: tuple[TeamTerms, ...]
    mix: Mix | None
    as_of: str
    smallest_group: int


def team_page(site: Site, team: TeamCoverage) -> TeamView:
    """Return one team's page; a team under the smallest group shows its terms and no figures."""
    unit = next(
        (one for one in site.figures.units if one.teams == (team.team,) and one.id == team.team), None
    )
    shown = unit is not None and site.playbook.privacy.show == "teams"
    services = (
        [service for service in site.catalogue if unit and _ever_shown(site, unit, service)] if shown else []
    )
    quarters, language = site.figures.quarters[-QUARTERS_SHOWN:], site.language
    names = {one.team: one.name for one in site.teams}
    return TeamView(
        id=team.team,
        name=team.name,
        part_of=names.get(team.part_of or "", ""),
        say=_team_say(site, team, unit) if shown and unit else _quiet_say(site, team),
        facts=_facts(site, team),
        shown=shown,
        why_not=_why_not(site, team),
        quarters=tuple(quarter(language, one.name) for one in quarters),
        lines=tuple(
            HeatLine(
                service.title,
                f"services/{service.id}.md",
                agreed_share_words(site, service),
                tuple(heat_cell(site, team.team, service, one.name) for one in quarters),
            )
            for service in services
        ),
        answers=answers_of(site, unit) if shown and unit else (),
        running=_running(site, unit) if shown and unit else (),
        own=tuple(_own(site, one) for one in reversed(team.own)),
        mix=mix_of(site, team.team) if shown else None,
        as_of=language.ordinal_day(site.as_of),
        smallest_group=site.figures.smallest_group,
    )


def _ever_shown(site: Site, unit: FigureUnit, service: Service) -> bool:
    return any(
        site.figures.cell(unit.id, service.id, one.name).shown in (Shown.EXACT, Shown.BAND)
        for one in site.figures.quarters[-QUARTERS_SHOWN:]
    )


def _team_say(site: Site, team: TeamCoverage, unit: FigureUnit) -> str:
    last = site.figures.last.name
    cells = [site.figures.cell(unit.id, service.id, last) for service in site.catalogue]
    judged = [cell for cell in cells if cell.standing is not Standing.UNKNOWN]
    kept = sum(not is_below(cell) for cell in judged)
    language, say = site.language, site.language.say
    when, name = capital(in_quarter(language, last)), team.name
    if not judged:
        return say("{when} nothing was due in {name}.", when=when, name=name)
    if kept == len(judged) == 2:
        return say("{when} {name} kept both of its promises.", when=when, name=name)
    if kept == len(judged):
        return language.counted(
            "{when} {name} kept its one promise.",
            "{when} {name} kept all {spelled} promises.",
            kept,
            when=when,
            name=name,
        )
    return language.counted(
        "{when} {name} kept {kept} of {spelled} promise.",
        "{when} {name} kept {kept} of {spelled} promises.",
        len(judged),
        when=when,
        name=name,
        kept=language.spelled(kept),
    )


def _quiet_say(site: Site, team: TeamCoverage) -> str:
    """Return the sentence of a team without figures: what it is, or whose terms it is under."""
    below = [one.name for one in site.teams if one.part_of == team.team]
    language, name = site.language, team.name
    if (team.size or not below) and team.own:
        return language.say(
            "{name} is under what was agreed with everybody, and has agreed terms of its own.", name=name
        )
    if team.size or not below:
        return language.say("{name} is under what was agreed with everybody.", name=name)
    return language.counted(
        "{teams} is part of {name}.",
        "{teams} are part of {name}.",
        len(below),
        teams=language.listed(below),
        name=name,
    )


def _why_not(site: Site, team: TeamCoverage) -> str:
    if not team.size:
        return site.language.say(
            "{name} has no members of its own, so it is owed nothing. Its leaders give what a leader’s leader gives.",
            name=team.name,
        )
    if site.playbook.privacy.show != "teams":
        return site.language.say("This playbook shows figures for larger groups than a team alone.")
    return site.language.say(
        "{name} has fewer than {few} members. What is counted in so small a group would tell on "
        "its members, so it is added to that of the other small teams.",
        name=team.name,
        few=site.language.spelled(site.figures.smallest_group),
    )


def _facts(site: Site, team: TeamCoverage) -> tuple[tuple[str, str], ...]:
    small = 0 < team.size < site.figures.smallest_group
    language, say = site.language, site.language.say
    few = say("under {few}", few=site.figures.smallest_group)
    facts = [
        (say("Members"), few if small else f"{team.size}"),
        (say("Leaders"), f"{team.leaders}" if team.leaders else say("none, the members choose coaches")),
    ]
    if team.coaches:
        facts.append((say("Coaches to choose from"), f"{team.coaches}"))
    if team.logged_to and not small and site.playbook.privacy.show == "teams":
        facts.append((say("Log reaches to"), language.ordinal_day(team.logged_to)))
    for name, shares in (
        (say("Confirmed by the receiver"), site.figures.acknowledged),
        (say("Coached by the coach chosen"), site.figures.by_chosen),
    ):
        cell = shares.of(team.team)
        if not small and cell.share is not None:
            facts.append((name, language.percent(cell.share)))
        elif not small and cell.band:
            facts.append((name, cell.band.sign(language)))
    return tuple(facts)


def _running(site: Site, unit: FigureUnit) -> tuple[Running, ...]:
    return tuple(one for service in site.catalogue if (one := _running_one(site, unit, service)))


def _running_one(site: Site, unit: FigureUnit, service: Service) -> Running | None:
    cell = site.figures.running.get((unit.id, service.id))
    agreed = site.now(service.id)
    if cell is None or cell.shown is not Shown.EXACT or not cell.due or cell.met is None or agreed is None:
        return None
    rolling = isinstance(agreed.cadence, RollingCadence)
    kept, rest = cell.met, cell.due - cell.met
    say = site.language.say
    words = (
        (say("{number} kept so far", number=kept), say("{number} late at some time", number=rest))
        if rolling
        else (say("{number} met", number=kept), say("{number} open", number=rest))
    )
    small = ", ".join(said for said, count in zip(words, (kept, rest), strict=True) if count)
    return Running(service.title, small, running_bar(Fraction(cell.met, cell.due)), _until(site, agreed))


def _until(site: Site, agreed: AgreedTerms) -> str:
    starts = starting_month(site.playbook)
    if isinstance(agreed.cadence, CalendarCadence):
        last = period_of(agreed.cadence.per, site.as_of, starts).last
        return site.language.say("due by {day}", day=site.language.ordinal_day(last))
    return site.language.say("as the clocks stand on {day}", day=site.language.ordinal_day(site.as_of))


def _own(site: Site, agreed: AgreedTerms) -> TeamTerms:
    language, say, entry = site.language, site.language.say, agreed.entry
    own = cadence_words(agreed.cadence, language)
    review = say("To be reviewed by {day}.", day=language.day(entry.review_by))
    return TeamTerms(
        heading=say("{service} {often}", service=site.titles[agreed.service], often=own),
        terms=" ".join([say("From {first}.", first=language.day(entry.first)), *_beside(site, agreed)]),
        made=f"{made(language, entry)} {review}",
        record=entry.record,
    )


def _beside(site: Site, agreed: AgreedTerms) -> list[str]:
    """Return what the playbook says of the same service, in a sentence; nothing where it says nothing."""
    playbook = site.on(agreed.service, agreed.first)
    if playbook is None:
        return []
    often = cadence_words(playbook.cadence, site.language)
    return [
        site.language.say(
            "The playbook says {often}; a team may agree on tighter terms, not on looser ones.", often=often
        )
    ]

"""The teams: all in one heat table, and a page for each. Never a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.calendar import period_of
from checks.coverage.judged import starting_month
from checks.coverage.wording import cadence_words, percent
from checks.model.cadences import CalendarCadence, RollingCadence
from checks.pages.charts import running_bar
from checks.pages.heat import HeatCell, cell_words, heat_cell, is_below
from checks.pages.home import Mix, mix_of
from checks.pages.text import (
    capital,
    counted,
    day,
    listed,
    lower,
    number,
    ordinal_day,
    parties,
    quarter,
    quarter_in_words,
)
from checks.privacy.figures import SMALL, Unit
from checks.privacy.suppression import Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.cadence.agreed import Agreed
    from checks.coverage.judged import TeamCoverage
    from checks.model.service import Service
    from checks.pages.site import Site

QUARTERS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Column:
    """A service at the head of a heat table."""

    id: str
    title: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a heat table: its head, where it leads, and its cells."""

    title: str
    link: str
    small: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that needs an answer: a promise below what was agreed, or members waiting."""

    symbol: str
    heading: str
    words: str
    service: str
    title: str
    since: str
    check: str
    check_title: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class TeamsView:
    """What the teams' index says."""

    say: str
    quarter: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    small: tuple[str, ...]
    smallest_group: int
    silent: tuple[str, ...]
    answers: tuple[Answer, ...]
    unread: tuple[str, ...]
    unfigured: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Running:
    """A service's windows that are not over yet."""

    title: str
    small: str
    picture: Markup
    until: str


@dataclass(frozen=True, slots=True)
class OwnTerms:
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
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    running: tuple[Running, ...]
    own: tuple[OwnTerms, ...]
    mix: Mix | None
    as_of: str
    smallest_group: int


def teams_page(site: Site) -> TeamsView:
    """Return the index of all teams."""
    last = site.figures.last
    services = [service for service in site.catalogue if _due(site, service, last.name)]
    names = {team.team: team.name for team in site.teams}
    together = next((unit for unit in site.figures.units if unit.id == SMALL), None)
    lines = tuple(_line(site, unit, services) for unit in site.figures.units)
    total = Line(
        site.playbook.organisation,
        "",
        f"{site.figures.size} members",
        tuple(heat_cell(site, None, service, last.name) for service in services),
    )
    answers = tuple(
        answer for unit in site.figures.units for answer in answers_of(site, unit, prefix=f"{unit.name}: ")
    )
    return TeamsView(
        say=_say(site, answers),
        quarter=quarter(last.name),
        columns=tuple(Column(one.id, one.title, _agreed(site, one)) for one in services),
        lines=lines,
        total=total,
        small=tuple(names[team] for team in together.teams) if together else (),
        smallest_group=site.figures.smallest_group,
        silent=tuple(one.title for one in site.catalogue if one not in services),
        answers=answers,
        unread=site.judgement.unread,
        unfigured=tuple(
            (team.team, team.name)
            for team in site.teams
            if not any(line.link == f"teams/{team.team}.md" for line in lines)
        ),
    )


def _due(site: Site, service: Service, name: str) -> bool:
    units: list[str | None] = [None, *(unit.id for unit in site.figures.units)]
    return any(site.figures.cell(unit, service.id, name).shown is not Shown.NOTHING for unit in units)


def _agreed(site: Site, service: Service) -> str:
    agreed = site.now(service.id)
    share = (
        agreed.coverage_at_least
        if agreed and agreed.coverage_at_least is not None
        else site.house.coverage_at_least
    )
    return f"agreed {percent(share)}"


def _line(site: Site, unit: Unit, services: list[Service]) -> Line:
    small = counted(len(unit.teams), "team") if unit.id == SMALL else f"{unit.size} members"
    page = (
        "" if unit.id == SMALL or unit.id not in {team.team for team in site.teams} else f"teams/{unit.id}.md"
    )
    cells = tuple(heat_cell(site, unit.id, service, site.figures.last.name) for service in services)
    return Line(unit.name, page, small, cells)


def _say(site: Site, answers: tuple[Answer, ...]) -> str:
    units = [unit for unit in site.figures.units if unit.id != SMALL]
    if not units:
        return f"What {site.playbook.organisation}’s teams agreed, and whether it takes place."
    last = site.figures.last.name
    kept = [unit for unit in units if not _below(site, unit)]
    small = [unit for unit in site.figures.units if unit.id == SMALL and not _below(site, unit)]
    also = ", and so did the small teams together" if small and kept else ""
    waiting = (
        f" {capital(counted(len(answers), 'finding waits', 'findings wait'))} for an answer."
        if answers
        else ""
    )
    every = (
        "every team" if len(kept) == len(units) else f"{number(len(kept))} of {counted(len(units), 'team')}"
    )
    return f"In {quarter_in_words(last)} {every} kept every promise{also}.{waiting}"


def _below(site: Site, unit: Unit) -> list[Service]:
    last = site.figures.last.name
    return [one for one in site.catalogue if is_below(site.figures.cell(unit.id, one.id, last))]


def answers_of(site: Site, unit: Unit, prefix: str = "") -> tuple[Answer, ...]:
    """Return what needs an answer in a unit, from published cells alone."""
    found = [_broken(site, unit, service, prefix) for service in _below(site, unit)]
    found += [answer for service in site.catalogue if (answer := _late(site, unit, service, prefix))]
    return tuple(found)


def _broken(site: Site, unit: Unit, service: Service, prefix: str) -> Answer:
    figures = site.figures
    cell = figures.cell(unit.id, service.id, figures.last.name)
    words = f"{capital(cell_words(cell))}, in {quarter(figures.last.name)}."
    run = _quarters_below(site, unit, service)
    if len(run) > 1:
        words += f" It has been below since {quarter(run[0])}."
    if cell.met is not None and cell.due is not None:
        missed = cell.due - cell.met
        words += f" {capital(counted(missed, 'window was', 'windows were'))} missed."
    words += " Next: hold them now, and agree at the next team health check on what gets in the way."
    heading = f"{prefix}{lower(service.title)}" if prefix else f"{service.title} is below what was agreed"
    return _answer(site, unit, service, cell.standing.value, heading, words, "CAD001")


def _quarters_below(site: Site, unit: Unit, service: Service) -> list[str]:
    """Return the quarters in a row, up to the last closed one, in which a service was below."""
    run: list[str] = []
    for one in reversed(site.figures.quarters):
        cell = site.figures.cell(unit.id, service.id, one.name)
        if cell.shown is Shown.NOTHING:
            continue
        if not is_below(cell):
            break
        run.append(one.name)
    return run[::-1]


def _late(site: Site, unit: Unit, service: Service, prefix: str) -> Answer | None:
    """Return that members are waiting; how many only where the running windows are shown exactly."""
    late = sum(
        count
        for team in site.teams
        if team.team in unit.teams
        for one, count in team.late
        if one == service.id
    )
    cell = site.figures.running.get((unit.id, service.id))
    if not late or cell is None or cell.shown is Shown.HIDDEN:
        return None
    exact = cell.shown is Shown.EXACT and cell.due is not None and cell.met is not None
    who = capital(counted(late, "member is", "members are")) if exact else "Some members are"
    words = (
        f"{who} waiting longer than was agreed, on {ordinal_day(site.as_of)}. Next: invite them this week."
    )
    heading = (
        f"{prefix}{lower(service.title)}, waiting now" if prefix else f"{service.title}: members are waiting"
    )
    return _answer(site, unit, service, "running", heading, words, "CAD002")


def _answer(
    site: Site, unit: Unit, service: Service, symbol: str, heading: str, words: str, code: str
) -> Answer:
    agreed = site.now(service.id)
    titles = {rule.code: lower(rule.title) for rule in site.rules}
    return Answer(
        symbol=symbol,
        heading=heading,
        words=words,
        service=service.id,
        title=service.title,
        since=ordinal_day(agreed.first) if agreed else "",
        check=code,
        check_title=titles[code],
        team=unit.id,
    )


def team_page(site: Site, team: TeamCoverage) -> TeamView:
    """Return one team's page; a team under the smallest group shows its terms and no figures."""
    unit = next(
        (one for one in site.figures.units if one.teams == (team.team,) and one.id == team.team), None
    )
    shown = unit is not None and site.playbook.privacy.show == "teams"
    services = (
        [service for service in site.catalogue if unit and _ever_due(site, unit, service)] if shown else []
    )
    quarters = site.figures.quarters[-QUARTERS_SHOWN:]
    names = {one.team: one.name for one in site.teams}
    return TeamView(
        id=team.team,
        name=team.name,
        part_of=names.get(team.part_of or "", ""),
        say=_team_say(site, team, unit) if shown and unit else _quiet_say(team),
        facts=_facts(site, team),
        shown=shown,
        why_not=_why_not(site, team),
        quarters=tuple(quarter(one.name) for one in quarters),
        lines=tuple(
            Line(
                service.title,
                f"services/{service.id}.md",
                _agreed(site, service),
                tuple(heat_cell(site, team.team, service, one.name) for one in quarters),
            )
            for service in services
        ),
        answers=answers_of(site, unit) if shown and unit else (),
        running=_running(site, unit) if shown and unit else (),
        own=tuple(_own(site, one) for one in reversed(team.own)),
        mix=mix_of(site, team.team) if shown else None,
        as_of=ordinal_day(site.as_of),
        smallest_group=site.figures.smallest_group,
    )


def _ever_due(site: Site, unit: Unit, service: Service) -> bool:
    return any(
        site.figures.cell(unit.id, service.id, one.name).shown is not Shown.NOTHING
        for one in site.figures.quarters[-QUARTERS_SHOWN:]
    )


def _team_say(site: Site, team: TeamCoverage, unit: Unit) -> str:
    last = site.figures.last.name
    cells = [site.figures.cell(unit.id, service.id, last) for service in site.catalogue]
    judged = [cell for cell in cells if cell.standing is not Standing.UNKNOWN]
    kept = sum(not is_below(cell) for cell in judged)
    if not judged:
        return f"In {quarter_in_words(last)} nothing was due in {team.name}."
    if kept == len(judged):
        all_of = "both of its" if kept == 2 else f"all {number(kept)}"
        return (
            f"In {quarter_in_words(last)} {team.name} kept {all_of} promises."
            if kept > 1
            else (f"In {quarter_in_words(last)} {team.name} kept its one promise.")
        )
    return (
        f"In {quarter_in_words(last)} {team.name} kept {number(kept)} of {counted(len(judged), 'promise')}."
    )


def _quiet_say(team: TeamCoverage) -> str:
    return (
        f"What was agreed with {team.name}."
        if team.size
        else f"{team.name} is the team its teams are part of."
    )


def _why_not(site: Site, team: TeamCoverage) -> str:
    if not team.size:
        return f"{team.name} has no members of its own, so it is owed nothing. Its leaders give what a leader’s leader gives."
    if site.playbook.privacy.show != "teams":
        return "This playbook shows figures for larger groups than a team alone."
    few = site.figures.smallest_group
    return (
        f"{team.name} has fewer than {number(few)} members. What is counted in so small a group would tell on "
        "its members, so it is added to that of the other small teams."
    )


def _facts(site: Site, team: TeamCoverage) -> tuple[tuple[str, str], ...]:
    small = 0 < team.size < site.figures.smallest_group
    facts = [
        ("Members", f"under {site.figures.smallest_group}" if small else f"{team.size}"),
        ("Leaders", f"{team.leaders}" if team.leaders else "none, the members choose coaches"),
    ]
    if team.coaches:
        facts.append(("Coaches to choose from", f"{team.coaches}"))
    if team.logged_to and not small:
        facts.append(("Log reaches to", ordinal_day(team.logged_to)))
    return tuple(facts)


def _running(site: Site, unit: Unit) -> tuple[Running, ...]:
    return tuple(one for service in site.catalogue if (one := _running_one(site, unit, service)))


def _running_one(site: Site, unit: Unit, service: Service) -> Running | None:
    cell = site.figures.running.get((unit.id, service.id))
    agreed = site.now(service.id)
    if cell is None or cell.shown is not Shown.EXACT or not cell.due or cell.met is None or agreed is None:
        return None
    rolling = isinstance(agreed.cadence, RollingCadence)
    words = ("in time", "late") if rolling else ("met", "open")
    small = ", ".join(
        f"{count} {word}" for count, word in zip((cell.met, cell.due - cell.met), words, strict=True) if count
    )
    return Running(service.title, small, running_bar(Fraction(cell.met, cell.due)), _until(site, agreed))


def _until(site: Site, agreed: Agreed) -> str:
    starts = starting_month(site.playbook)
    if isinstance(agreed.cadence, CalendarCadence):
        last = period_of(agreed.cadence.per, site.as_of, starts).last
        return f"due by {day(date.fromordinal(last))}"
    return f"as the clocks stand on {ordinal_day(site.as_of)}"


def _own(site: Site, agreed: Agreed) -> OwnTerms:
    playbook = [one for one in site.agreements[agreed.service] if one.first <= agreed.first <= one.last]
    beside = (
        f" The playbook says {cadence_words(playbook[0].cadence)}; a team may agree on tighter terms, not on looser ones."
        if playbook
        else ""
    )
    entry = agreed.entry
    return OwnTerms(
        heading=f"{site.titles[agreed.service]} {cadence_words(agreed.cadence)}",
        terms=f"From {day(entry.first)}.{beside}",
        made=f"Agreed on {day(entry.agreed_on)} with {parties(entry)}. To be reviewed by {day(entry.review_by)}.",
        record=entry.record,
    )


def silent_words(titles: tuple[str, ...]) -> str:
    """Return in a clause which services had nothing due."""
    return listed([lower(title) for title in titles])

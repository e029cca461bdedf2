"""One team: its coverage, what needs an answer, what is running, its own terms. Never a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.calendar import period_of
from checks.coverage.judged import starting_month
from checks.coverage.wording import cadence_words, percent
from checks.model.cadences import CalendarCadence, RollingCadence
from checks.pages.answers import Answer, answers_of
from checks.pages.charts import running_bar
from checks.pages.heat import Line, agreed_words, heat_cell, is_below
from checks.pages.home import Mix, mix_of
from checks.pages.text import counted, day, listed, number, ordinal_day, parties, quarter, quarter_in_words
from checks.privacy.suppression import Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.cadence.agreed import Agreed
    from checks.coverage.judged import TeamCoverage
    from checks.model.service import Service
    from checks.pages.site import Site
    from checks.privacy.figures import Unit

QUARTERS_SHOWN = 6


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


def team_page(site: Site, team: TeamCoverage) -> TeamView:
    """Return one team's page; a team under the smallest group shows its terms and no figures."""
    unit = next(
        (one for one in site.figures.units if one.teams == (team.team,) and one.id == team.team), None
    )
    shown = unit is not None and site.playbook.privacy.show == "teams"
    services = (
        [service for service in site.catalogue if unit and _ever_shown(site, unit, service)] if shown else []
    )
    quarters = site.figures.quarters[-QUARTERS_SHOWN:]
    names = {one.team: one.name for one in site.teams}
    return TeamView(
        id=team.team,
        name=team.name,
        part_of=names.get(team.part_of or "", ""),
        say=_team_say(site, team, unit) if shown and unit else _quiet_say(site, team),
        facts=_facts(site, team),
        shown=shown,
        why_not=_why_not(site, team),
        quarters=tuple(quarter(one.name) for one in quarters),
        lines=tuple(
            Line(
                service.title,
                f"services/{service.id}.md",
                agreed_words(site, service),
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


def _ever_shown(site: Site, unit: Unit, service: Service) -> bool:
    return any(
        site.figures.cell(unit.id, service.id, one.name).shown in (Shown.EXACT, Shown.BAND)
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


def _quiet_say(site: Site, team: TeamCoverage) -> str:
    """Return the sentence of a team without figures: what it is, or whose terms it is under."""
    below = [one.name for one in site.teams if one.part_of == team.team]
    if team.size or not below:
        own = ", and has agreed terms of its own" if team.own else ""
        return f"{team.name} is under what was agreed with everybody{own}."
    return f"{listed(below)} {'is' if len(below) == 1 else 'are'} part of {team.name}."


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
    if team.logged_to and not small and site.playbook.privacy.show == "teams":
        facts.append(("Log reaches to", ordinal_day(team.logged_to)))
    for name, shares in (
        ("Confirmed by the receiver", site.figures.acknowledged),
        ("Coached by the coach chosen", site.figures.by_chosen),
    ):
        cell = shares.of(team.team)
        if not small and cell.shown in (Shown.EXACT, Shown.BAND):
            facts.append((name, percent(cell.share) if cell.share is not None else str(cell.band)))
    return tuple(facts)


def _running(site: Site, unit: Unit) -> tuple[Running, ...]:
    return tuple(one for service in site.catalogue if (one := _running_one(site, unit, service)))


def _running_one(site: Site, unit: Unit, service: Service) -> Running | None:
    cell = site.figures.running.get((unit.id, service.id))
    agreed = site.now(service.id)
    if cell is None or cell.shown is not Shown.EXACT or not cell.due or cell.met is None or agreed is None:
        return None
    rolling = isinstance(agreed.cadence, RollingCadence)
    words = ("kept so far", "late at some time") if rolling else ("met", "open")
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

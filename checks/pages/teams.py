"""All teams in one heat table, and what needs an answer. Never a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.pages.answers import Answer, answers_of, below
from checks.pages.heat import Column, Line, agreed_words, cell_words, heat_cell
from checks.pages.text import capital, counted, listed, lower, number, quarter, quarter_in_words
from checks.privacy.figures import SMALL, Unit
from checks.privacy.suppression import Shown

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.pages.site import Site


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
    rare: tuple[tuple[str, str, str], ...]
    silent: tuple[str, ...]
    answers: tuple[Answer, ...]
    unread: tuple[str, ...]
    unfigured: tuple[tuple[str, str], ...]


def teams_page(site: Site) -> TeamsView:
    """Return the index of all teams."""
    last = site.figures.last
    due = [service for service in site.catalogue if _due(site, service, last.name)]
    services = [service for service in due if _shown_by_unit(site, service, last.name)]
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
        columns=tuple(Column(one.id, one.title, agreed_words(site, one)) for one in services),
        lines=lines,
        total=total,
        small=tuple(names[team] for team in together.teams) if together else (),
        smallest_group=site.figures.smallest_group,
        rare=tuple(_rare(site, one, last.name) for one in due if one not in services),
        silent=tuple(one.title for one in site.catalogue if one not in due),
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


def _shown_by_unit(site: Site, service: Service, name: str) -> bool:
    """Whether some unit's cell is shown; a column of hidden ones says nothing."""
    cells = [site.figures.cell(unit.id, service.id, name) for unit in site.figures.units]
    return not cells or any(cell.shown in (Shown.EXACT, Shown.BAND) for cell in cells)


def _rare(site: Site, service: Service, name: str) -> tuple[str, str, str]:
    """Return a service too rare for the table: its id, its title, and what is shown of all teams together."""
    return service.id, lower(service.title), cell_words(site.figures.cell(None, service.id, name))


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
    kept = [unit for unit in units if not below(site, unit)]
    small = [unit for unit in site.figures.units if unit.id == SMALL and not below(site, unit)]
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


def silent_words(titles: tuple[str, ...]) -> str:
    """Return in a clause which services had nothing due."""
    return listed([lower(title) for title in titles])

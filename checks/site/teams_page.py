"""All teams in one heat table, and what needs attention. Never a member."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.model.service import Service
from checks.publish.cells import Shown, Standing
from checks.publish.figure_units import FigureUnit
from checks.site.heat_table import HeatLine, agreed_share_words, cell_words, heat_cell, is_figure
from checks.site.open_problems import OpenProblem, below_agreed, problems_of
from checks.site.phrases import in_quarter, quarter
from checks.site.safe_text import capital, lower
from checks.site.site_data import Site
from checks.wording.language import Language


@dataclass(frozen=True, slots=True)
class HeatQuarter:
    """A quarter as a heat table: a column a service with the share agreed, a line a unit, and the total.

    `rare` are services shown for all teams together, `silent` those with nothing due.
    """

    quarter: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[HeatLine, ...]
    total: HeatLine | None
    rare: tuple[tuple[str, str, str], ...]
    silent: tuple[str, ...]


QUARTERS_SHOWN, MOST_CELLS, LINKS_BESIDE, LINKS_A_CELL = 6, 500, 200, 4
"""Quarters that can be chosen, as far as their cells do not make the page too large to load; links weigh too, if many."""

MOST_LINES, MOST_PROBLEMS = 60, 25
"""Teams in the table and problems below it: of a large organisation the teams with the most problems."""


@dataclass(frozen=True, slots=True)
class TeamProblems:
    """What needs attention in one unit; `page` is empty where it has none of its own."""

    name: str
    page: str
    problems: tuple[OpenProblem, ...]


@dataclass(frozen=True, slots=True)
class TeamsView:
    """What the teams' index says; `quarters` has the last one first, `others` the teams that are in no table."""

    say: str
    quarters: tuple[HeatQuarter, ...]
    attention: tuple[TeamProblems, ...]
    more_problems: int
    unread: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    unfigured: tuple[tuple[str, str], ...]


def teams_page(site: Site) -> TeamsView:
    """Return the index of all teams."""
    figures = site.figures
    names = {team.team: team.name for team in site.teams}
    problems = {unit.id: problems_of(site, unit) for unit in figures.units}
    units = _units_shown(site, problems)
    last = _heat(site, units, figures.last.name)
    quarters = (last, *(_heat(site, units, name) for name in _earlier(site, last)))
    attention = tuple(_by_unit(site, units, problems))
    count = sum(map(len, problems.values()))
    return TeamsView(
        say=_say(site, count),
        quarters=quarters,
        attention=attention,
        more_problems=count - sum(len(team.problems) for team in attention),
        unread=site.unread,
        others=tuple((unit.id, unit.name) for unit in figures.units if unit not in units),
        unfigured=tuple((team, name) for team, name in names.items() if team not in problems),
    )


def _by_unit(
    site: Site, units: Sequence[FigureUnit], problems: Mapping[str, tuple[OpenProblem, ...]]
) -> Iterator[TeamProblems]:
    """Yield the problems of each unit that has any, up to as many as the page takes."""
    left = MOST_PROBLEMS
    for unit in units:
        if shown := problems[unit.id][:left]:
            left -= len(shown)
            yield TeamProblems(unit.name, _page(site, unit), shown)


def _page(site: Site, unit: FigureUnit) -> str:
    """Return the page of a unit; empty where it has none."""
    return f"teams/{unit.id}.md" if unit.id in {team.team for team in site.teams} else ""


def _units_shown(site: Site, problems: Mapping[str, tuple[OpenProblem, ...]]) -> list[FigureUnit]:
    """Return the units the tables show: all, or of very many those with most problems, in their usual order."""
    units = list(site.figures.units)
    if len(units) <= MOST_LINES:
        return units
    shown = sorted(units, key=lambda unit: -len(problems[unit.id]))[:MOST_LINES]
    return [unit for unit in units if unit in shown]


def quarters_that_fit(cells: int, links: int) -> int:
    """Return how many quarters' tables of so many cells each the page takes beside so many links; one at least."""
    left = MOST_CELLS - max(0, links - LINKS_BESIDE) // LINKS_A_CELL
    return max(1, min(QUARTERS_SHOWN, left // max(1, cells)))


def _earlier(site: Site, last: HeatQuarter) -> list[str]:
    """Return the quarters before the last that can be chosen, the latest first; none where they are too much."""
    cells = max(1, len(last.columns)) * (len(last.lines) + 1)
    names = [period.name for period in site.figures.quarters if period != site.figures.last]
    return names[::-1][: quarters_that_fit(cells, len(site.figures.units) - len(last.lines)) - 1]


def _heat(site: Site, units: Sequence[FigureUnit], name: str) -> HeatQuarter:
    """Return one quarter's table of these units, and of the organisation as a whole."""
    due = [service for service in site.catalogue if _due(site, service, name)]
    services = [service for service in due if _shown_by_unit(site, service, name)]
    return HeatQuarter(
        quarter=quarter(site.language, name),
        columns=tuple((service.title, agreed_share_words(site, service)) for service in services),
        lines=tuple(_line(site, unit, services, name) for unit in units),
        total=_total(site, services, name),
        rare=tuple(
            (
                service.id,
                lower(service.title),
                cell_words(site.language, site.figures.cell(None, service.id, name)),
            )
            for service in due
            if service not in services and is_figure(site.figures.cell(None, service.id, name))
        ),
        silent=tuple(service.title for service in site.catalogue if service not in due),
    )


def _total(site: Site, services: Sequence[Service], name: str) -> HeatLine | None:
    """Return the line of the organisation; None where something in it is not told."""
    if any(site.figures.cell(None, service.id, name).shown is Shown.HIDDEN for service in services):
        return None
    cells = tuple(heat_cell(site, None, service, name) for service in services)
    size = _members(site.language, site.figures.size)
    return HeatLine(site.playbook.organisation, "", size, cells)


def _due(site: Site, service: Service, name: str) -> bool:
    units: list[str | None] = [None, *(unit.id for unit in site.figures.units)]
    return any(site.figures.cell(unit, service.id, name).shown is not Shown.NOTHING for unit in units)


def _shown_by_unit(site: Site, service: Service, name: str) -> bool:
    """Whether some unit's cell is shown; a column of hidden ones says nothing."""
    cells = [site.figures.cell(unit.id, service.id, name) for unit in site.figures.units]
    return not cells or any(map(is_figure, cells))


def _line(site: Site, unit: FigureUnit, services: list[Service], name: str) -> HeatLine:
    size = _members(site.language, unit.size)
    cells = tuple(heat_cell(site, unit.id, service, name) for service in services)
    return HeatLine(unit.name, _page(site, unit), size, cells)


def _members(language: Language, size: int) -> str:
    return language.counted("{number} member", "{number} members", size, number=size)


def _say(site: Site, problems: int) -> str:
    language, say = site.language, site.language.say
    units = site.figures.units
    if not units:
        return say(
            "This page shows what the teams of {organisation} have agreed, and whether it takes place.",
            organisation=site.playbook.organisation,
        )
    waiting = language.counted(
        "{spelled} problem needs attention.", "{spelled} problems need attention.", problems
    )
    kept = _kept_words(site, units)
    return f"{kept} {capital(waiting)}" if problems else kept


def _kept_words(site: Site, units: Sequence[FigureUnit]) -> str:
    """Return how many teams kept every promise, or where ranges leave that open, how many are below in something."""
    language = site.language
    below = [unit for unit in units if below_agreed(site, unit)]
    kept = len(units) - len(below)
    when = capital(in_quarter(language, site.figures.last.name))
    if any(_leaves_open(site, unit) for unit in units):
        if not below:
            return language.say("{when}, no team’s figures fell below the agreed share.", when=when)
        return language.counted(
            "{when}, {below} of {spelled} team got less than agreed in at least one service.",
            "{when}, {below} of {spelled} teams got less than agreed in at least one service.",
            len(units),
            when=when,
            below=language.spelled(len(below)),
        )
    if not below:
        return language.say("{when}, every team kept every agreement.", when=when)
    return language.counted(
        "{when}, {kept} of {spelled} team kept every agreement.",
        "{when}, {kept} of {spelled} teams kept every agreement.",
        len(units),
        when=when,
        kept=language.spelled(kept) if kept else language.say("none"),
    )


def _leaves_open(site: Site, unit: FigureUnit) -> bool:
    """Whether a band of the last quarter leaves open whether a promise was kept."""
    cells = (site.figures.cell(unit.id, service.id, site.figures.last.name) for service in site.catalogue)
    return any(
        cell.shown in (Shown.BAND, Shown.HIDDEN) and cell.standing is Standing.UNKNOWN for cell in cells
    )

"""All teams in one heat table, and what needs an answer. Never a member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.model.service import Service
from checks.publish.figure_units import SMALL, FigureUnit
from checks.publish.suppression import Shown, Standing
from checks.site.heat_table import HeatLine, agreed_share_words, cell_words, heat_cell, is_figure
from checks.site.open_answers import OpenAnswer, answers_of, below_agreed
from checks.site.phrases import in_quarter, quarter, unit_name
from checks.site.safe_text import capital, lower
from checks.site.site_data import Site
from checks.wording.language import Language, message, numbered


@dataclass(frozen=True, slots=True)
class HeatQuarter:
    """A quarter as a heat table: a column a service with the share agreed, a line a unit, and the total.

    `rare` are services shown for all teams together, `silent` those with nothing due.
    """

    quarter: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[HeatLine, ...]
    total: HeatLine
    rare: tuple[tuple[str, str, str], ...]
    silent: tuple[str, ...]


QUARTERS_SHOWN, MOST_CELLS, LINKS_BESIDE, LINKS_A_CELL = 6, 500, 200, 4
"""Quarters that can be chosen, as far as their cells do not make the page too large to load; links weigh too, if many."""

MOST_LINES, MOST_ANSWERS = 60, 25
"""Teams in the table and findings below it: of a large organisation those that need an answer, worst first."""


@dataclass(frozen=True, slots=True)
class TeamsView:
    """What the teams' index says; `quarters` has the last one first, `others` the teams that are in no table."""

    say: str
    quarters: tuple[HeatQuarter, ...]
    small: tuple[str, ...]
    answers: tuple[OpenAnswer, ...]
    more_answers: int
    unread: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    unfigured: tuple[tuple[str, str], ...]


def teams_page(site: Site) -> TeamsView:
    """Return the index of all teams."""
    figures, language = site.figures, site.language
    names = {team.team: team.name for team in site.teams}
    together = next((unit for unit in figures.units if unit.id == SMALL), None)
    answers_by_unit = {
        unit.id: answers_of(site, unit, prefix=f"{unit_name(language, unit)}: ") for unit in figures.units
    }
    units = _units_shown(site, answers_by_unit)
    last = _heat(site, units, figures.last.name)
    quarters = (last, *(_heat(site, units, name) for name in _earlier(site, last)))
    answers = [answer for unit in units for answer in answers_by_unit[unit.id]][:MOST_ANSWERS]
    count = sum(map(len, answers_by_unit.values()))
    return TeamsView(
        say=_say(site, count),
        quarters=quarters,
        small=tuple(names[team] for team in together.teams) if together else (),
        answers=tuple(answers),
        more_answers=count - len(answers),
        unread=site.judgement.unread,
        others=tuple((unit.id, unit_name(language, unit)) for unit in figures.units if unit not in units),
        unfigured=tuple((team, name) for team, name in names.items() if team not in answers_by_unit),
    )


def _units_shown(site: Site, answers: Mapping[str, tuple[OpenAnswer, ...]]) -> list[FigureUnit]:
    """Return the units the tables show: all, or of very many those with most to answer, each group as it stands."""
    units = list(site.figures.units)
    if len(units) <= MOST_LINES:
        return units
    shown = sorted(units, key=lambda unit: (unit.id != SMALL, -len(answers[unit.id])))[:MOST_LINES]
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
        total=HeatLine(
            site.playbook.organisation,
            "",
            _members(site.language, site.figures.size),
            tuple(heat_cell(site, None, service, name) for service in services),
        ),
        rare=tuple(
            (
                service.id,
                lower(service.title),
                cell_words(site.language, site.figures.cell(None, service.id, name)),
            )
            for service in due
            if service not in services
        ),
        silent=tuple(service.title for service in site.catalogue if service not in due),
    )


def _due(site: Site, service: Service, name: str) -> bool:
    units: list[str | None] = [None, *(unit.id for unit in site.figures.units)]
    return any(site.figures.cell(unit, service.id, name).shown is not Shown.NOTHING for unit in units)


def _shown_by_unit(site: Site, service: Service, name: str) -> bool:
    """Whether some unit's cell is shown; a column of hidden ones says nothing."""
    cells = [site.figures.cell(unit.id, service.id, name) for unit in site.figures.units]
    return not cells or any(map(is_figure, cells))


def _line(site: Site, unit: FigureUnit, services: list[Service], name: str) -> HeatLine:
    if unit.id == SMALL:
        size, page = site.language.counted("{spelled} team", "{spelled} teams", len(unit.teams)), ""
    else:
        size = _members(site.language, unit.size)
        page = f"teams/{unit.id}.md" if unit.id in {team.team for team in site.teams} else ""
    cells = tuple(heat_cell(site, unit.id, service, name) for service in services)
    return HeatLine(unit_name(site.language, unit), page, size, cells)


def _members(language: Language, size: int) -> str:
    return language.counted("{number} member", "{number} members", size, number=size)


def _say(site: Site, answers: int) -> str:
    language, say = site.language, site.language.say
    units = [unit for unit in site.figures.units if unit.id != SMALL]
    if not units:
        return say(
            "What {organisation}’s teams agreed, and whether it takes place.",
            organisation=site.playbook.organisation,
        )
    waiting = language.counted(
        "{spelled} finding waits for an answer.", "{spelled} findings wait for an answer.", answers
    )
    kept = _kept_words(site, units)
    return f"{kept} {capital(waiting)}" if answers else kept


def _kept_words(site: Site, units: list[FigureUnit]) -> str:
    """Return how many teams kept every promise, as far as it is told, and whether the small ones did too."""
    language = site.language
    kept = [unit for unit in units if not below_agreed(site, unit)]
    small = [unit for unit in site.figures.units if unit.id == SMALL and not below_agreed(site, unit)]
    all_shown = not any(_leaves_open(site, unit) for unit in kept)
    values = {
        "when": capital(in_quarter(language, site.figures.last.name)),
        "kept": language.spelled(len(kept)) if kept else language.say("none"),
    }
    if len(kept) == len(units):
        return language.say(_EVERY_TEAM[all_shown, bool(small)], **values)
    return language.counted(*_SOME_TEAMS[all_shown, bool(small and kept)], len(units), **values)


_EVERY_TEAM = {
    (True, False): message("{when} every team kept every promise."),
    (True, True): message("{when} every team kept every promise, and so did the small teams together."),
    (False, False): message("{when} every team kept every promise that is told here."),
    (False, True): message(
        "{when} every team kept every promise that is told here, and so did the small teams together."
    ),
}
_SOME_TEAMS = {
    (True, False): numbered(
        "{when} {kept} of {spelled} team kept every promise.",
        "{when} {kept} of {spelled} teams kept every promise.",
    ),
    (True, True): numbered(
        "{when} {kept} of {spelled} team kept every promise, and so did the small teams together.",
        "{when} {kept} of {spelled} teams kept every promise, and so did the small teams together.",
    ),
    (False, False): numbered(
        "{when} {kept} of {spelled} team kept every promise that is told here.",
        "{when} {kept} of {spelled} teams kept every promise that is told here.",
    ),
    (False, True): numbered(
        "{when} {kept} of {spelled} team kept every promise that is told here, "
        "and so did the small teams together.",
        "{when} {kept} of {spelled} teams kept every promise that is told here, "
        "and so did the small teams together.",
    ),
}
"""By whether all of it is shown, and whether the small teams together kept every promise too."""


def _leaves_open(site: Site, unit: FigureUnit) -> bool:
    """Whether a band of the last quarter leaves open whether a promise was kept."""
    cells = (site.figures.cell(unit.id, service.id, site.figures.last.name) for service in site.catalogue)
    return any(
        cell.shown in (Shown.BAND, Shown.HIDDEN) and cell.standing is Standing.UNKNOWN for cell in cells
    )

"""Cells of the heat tables: symbol, share, trend and counts, in words as well as in colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from checks.engine.chance import Movement, Tally, judge_movement
from checks.model.service import Service
from checks.publish.cells import Cell, Shown, Standing
from checks.site.phrases import in_quarter
from checks.site.safe_text import capital
from checks.site.site_data import Site
from checks.wording.language import Language
from checks.wording.measures import against_agreed, moved_words, share_of

MOVED = 5
"""Points from which on a change since the quarter before is shown."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell as drawn: the symbol's name, the words in it, and those only a reader hears."""

    symbol: str
    main: str
    spoken: str
    trend: str = ""
    trend_spoken: str = ""
    small: str = ""


def heat_cell(site: Site, unit: str | None, service: Service, quarter: str) -> HeatCell:
    """Return what is shown of a service in a quarter, of a unit or (None) the organisation."""
    figures, language = site.figures, site.language
    cell, say = figures.cell(unit, service.id, quarter), site.language.say
    if cell.shown is Shown.NOTHING:
        return HeatCell("nothing due", "", say("nothing due"))
    if cell.shown is Shown.WAIVED:
        return HeatCell("waived", say("waived"), "")
    if cell.shown is Shown.HIDDEN:
        return HeatCell("few", say("not shown"), "")
    standing = cell.standing.value
    spoken = f" {cell.standing.spoken(language)}" if standing else ""
    if cell.band and cell.shown is Shown.BAND:
        return HeatCell(standing, cell.band.sign(language), spoken)
    if service.audience == "team" and cell.due == 1:
        return HeatCell(standing, say("held") if cell.met else say("not held"), "")
    trend, trend_spoken = _trend(site, unit, service, quarter, cell)
    share = language.percent(cell.share or Fraction(0))
    counts = {"met": language.number(cell.met or 0), "due": language.number(cell.due or 0)}
    of_teams = service.audience == "team"
    words = say("{met} of {due} teams", **counts) if of_teams else say("{met} of {due}", **counts)
    return HeatCell(standing, share, spoken, trend, trend_spoken, words)


def _trend(site: Site, unit: str | None, service: Service, quarter: str, cell: Cell) -> tuple[str, str]:
    """Return how a share moved, as a sign and in words; only between exact counts under the same terms.

    A range of a release tells no counts, so chance can't be judged and there is no mark.
    """
    before = site.figures.before(quarter)
    if before is None or (service.id, quarter) in site.figures.changed:
        return "", ""
    earlier = site.figures.cell(unit, service.id, before.name)
    if earlier.share is None or cell.share is None:
        return "", ""
    points = int((cell.share - earlier.share) * 100)
    if abs(points) < MOVED:
        return "", ""
    beyond = judge_movement(_tally(earlier), _tally(cell)) is Movement.BEYOND
    sign = f"{'↑' if points > 0 else '↓'}{abs(points)}" if beyond else "≈"
    return sign, f", {moved_words(earlier.share, cell.share, beyond=beyond, language=site.language)}"


def _tally(cell: Cell) -> Tally:
    return Tally(cell.met or 0, cell.due or 0)


def cell_words(language: Language, cell: Cell) -> str:
    """Return a published cell in a sentence: the share beside the one agreed, or the band."""
    if cell.shown is Shown.EXACT and cell.due is not None and cell.met is not None:
        if cell.agreed is None:
            return share_of(cell.met, cell.due, language)
        return against_agreed(cell.met, cell.due, cell.agreed, language)
    if cell.band:
        spoken = cell.band.spoken(language)
        if cell.agreed is None:
            return spoken
        return language.say("{share}, agreed {agreed}", share=spoken, agreed=language.percent(cell.agreed))
    words = {Shown.NOTHING: language.say("nothing due"), Shown.WAIVED: language.say("waived")}
    return words.get(cell.shown, language.say("not shown"))


def words_if_shown(language: Language, cell: Cell) -> str:
    """Return a published cell in a sentence, nothing where no figure of it is shown."""
    return cell_words(language, cell) if is_figure(cell) else ""


def is_figure(cell: Cell) -> bool:
    """Whether a cell shows a share, exact or as a band."""
    return cell.shown in (Shown.EXACT, Shown.BAND)


def short_words(language: Language, cell: Cell) -> str:
    """Return a cell's share as a table says it, `87.5%` or `≥90%`; nothing where none is shown."""
    if cell.band:
        return cell.band.sign(language)
    return "" if cell.share is None else language.percent(cell.share)


def least(cell: Cell) -> Fraction:
    """Return the share a chart draws: exact, or a band's least."""
    if cell.share is not None:
        return cell.share
    return cell.band.least if cell.band else Fraction(0)


def is_below(cell: Cell) -> bool:
    """Whether a shown cell is below what was agreed."""
    return cell.standing in (Standing.BELOW, Standing.FAR)


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A row of a heat table: its head, where it leads, and its cells."""

    title: str
    link: str
    small: str
    cells: tuple[HeatCell, ...]


def any_waived(lines: Iterable[HeatLine]) -> bool:
    """Whether a table has a cell that says waived, so that its key explains it."""
    return any(cell.symbol == "waived" for line in lines for cell in line.cells)


def agreed_share_words(site: Site, service: Service) -> str:
    """Return the share agreed for a service now."""
    share = site.promised_share(site.terms_now(service.id))
    return site.language.say("agreed {share}", share=site.language.percent(share))


class KeptWords(NamedTuple):
    """How it is said that promises were kept: nothing due, both kept, all kept, and some kept (one, many)."""

    nothing: str
    both: str
    every: tuple[str, str]
    some: tuple[str, str]


def kept_sentence(
    language: Language, words: KeptWords, quarter: str, name: str, cells: Iterable[Cell]
) -> str:
    """Return in how many of its cells, one a service, somebody called `name` kept the promise in a quarter."""
    judged = [cell for cell in cells if cell.standing is not Standing.UNKNOWN]
    kept, when = sum(not is_below(cell) for cell in judged), capital(in_quarter(language, quarter))
    if not judged:
        return language.say(words.nothing, when=when, name=name)
    if kept == len(judged) == 2:
        return language.say(words.both, when=when, name=name)
    forms = words.every if kept == len(judged) else words.some
    return language.counted(*forms, len(judged), when=when, name=name, kept=language.spelled(kept))

"""Cells of the heat tables: symbol, share, trend and counts, in words as well as in colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.coverage.wording import against, percent, share_of
from checks.privacy.suppression import Cell, Shown, Standing

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.pages.site import Site

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
    figures = site.figures
    cell = figures.cell(unit, service.id, quarter)
    if cell.shown is Shown.NOTHING:
        return HeatCell("nothing due", "", "nothing due")
    if cell.shown is Shown.WAIVED:
        return HeatCell("waived", "waived", "")
    if cell.shown is Shown.HIDDEN:
        return HeatCell("few", f"under {figures.smallest_group}" if unit else "not shown", "")
    standing = cell.standing.value
    if cell.shown is Shown.BAND:
        return HeatCell(standing, str(cell.band), f" {standing}" if standing else "")
    if service.audience == "team" and cell.due == 1:
        return HeatCell(standing, "held" if cell.met else "not held", "")
    trend, spoken = _trend(site, unit, service, quarter, cell)
    small = f"{cell.met:,} of {cell.due:,}" + (" teams" if service.audience == "team" else "")
    return HeatCell(standing, percent(cell.share or Fraction(0)), f" {standing}", trend, spoken, small)


def _trend(site: Site, unit: str | None, service: Service, quarter: str, cell: Cell) -> tuple[str, str]:
    """Return the points a share moved, only between exact shares under the same terms."""
    before = site.figures.before(quarter)
    if before is None or (service.id, quarter) in site.figures.changed:
        return "", ""
    earlier = site.figures.cell(unit, service.id, before.name)
    if earlier.share is None or cell.share is None:
        return "", ""
    points = int((cell.share - earlier.share) * 100)
    if abs(points) < MOVED:
        return "", ""
    way, arrow = ("up", "↑") if points > 0 else ("down", "↓")
    return f"{arrow}{abs(points)}", f", {way} {abs(points)} points"


def cell_words(cell: Cell) -> str:
    """Return a published cell in a sentence: the share beside the one agreed, or the band."""
    if cell.shown is Shown.EXACT and cell.due is not None and cell.met is not None:
        if cell.agreed is None:
            return share_of(cell.met, cell.due)
        return against(cell.met, cell.due, cell.agreed)
    if cell.band:
        agreed = f", agreed {percent(cell.agreed)}" if cell.agreed is not None else ""
        return f"{cell.band.spoken}{agreed}"
    words = {Shown.NOTHING: "nothing due", Shown.WAIVED: "waived"}
    return words.get(cell.shown, "too few to show")


def least(cell: Cell) -> Fraction:
    """Return the share a chart draws: exact, or a band's least."""
    if cell.share is not None:
        return cell.share
    return cell.band.least if cell.band else Fraction(0)


def is_below(cell: Cell) -> bool:
    """Whether a shown cell is below what was agreed."""
    return cell.standing in (Standing.BELOW, Standing.FAR)


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


def any_waived(lines: Iterable[Line]) -> bool:
    """Whether a table has a cell that says waived, so that its key explains it."""
    return any(cell.symbol == "waived" for line in lines for cell in line.cells)


def agreed_words(site: Site, service: Service) -> str:
    """Return the share agreed for a service now."""
    agreed = site.now(service.id)
    share = (
        agreed.coverage_at_least
        if agreed and agreed.coverage_at_least is not None
        else site.house.coverage_at_least
    )
    return f"agreed {percent(share)}"

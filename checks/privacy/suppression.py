"""Which figures are published: all cells of one column, and their total, are decided together.

A cell behind which fewer people stand than the smallest group is hidden, and one of few windows is
a band, since 0% and 100% of a few tell on everyone. Where a total would give a hidden cell away by
subtraction, another cell is hidden, or the total itself becomes a band.
Source: the smallest group and complementary suppression of docs/adr/0006-suppression.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Shown(StrEnum):
    """How much of a cell is published. Where `nothing` was due nothing is shown, or that it was `waived`."""

    EXACT = "exact"
    BAND = "band"
    HIDDEN = "hidden"
    NOTHING = "nothing"
    WAIVED = "waived"


class Standing(StrEnum):
    """Where a share stands beside what was agreed."""

    KEPT = "kept"
    BELOW = "below"
    FAR = "far below"
    UNKNOWN = ""


FAR_BELOW = Fraction(1, 10)
"""Points below the agreed share from which on it is far below."""

_BANDS = (
    (Fraction(9, 10), "≥90%"),
    (Fraction(1, 2), "50–90%"),
    (Fraction(1, 10), "10–50%"),
    (Fraction(0), "≤10%"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """What stands behind a cell: windows met and due, how many people had one, and for how many it was waived."""

    met: int
    due: int
    people: int
    agreed: Fraction | None = None
    flagged: bool | None = None
    waived: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.met + other.met,
            self.due + other.due,
            self.people + other.people,
            self.agreed or other.agreed,
            waived=self.waived + other.waived,
        )

    @property
    def standing(self) -> Standing:
        """Where it stands; `flagged` False keeps what misses no more than the promise allows."""
        if not self.due or self.agreed is None or self.flagged is False:
            return Standing.KEPT if self.due else Standing.UNKNOWN
        share = Fraction(self.met, self.due)
        if share >= self.agreed:
            return Standing.KEPT
        return Standing.FAR if share < self.agreed - FAR_BELOW else Standing.BELOW


@dataclass(frozen=True, slots=True)
class Cell:
    """A published figure. A hidden one carries nothing, a band neither `met` nor `due`."""

    shown: Shown
    met: int | None = None
    due: int | None = None
    band: str = ""
    standing: Standing = Standing.UNKNOWN
    agreed: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share, where it is published."""
        return Fraction(self.met or 0, self.due) if self.due else None


NOTHING = Cell(Shown.NOTHING)
HIDDEN = Cell(Shown.HIDDEN)
WAIVED = Cell(Shown.WAIVED)


def published(
    column: Mapping[str, Count], smallest_group: int, *, whole_teams: bool = False
) -> tuple[dict[str, Cell], Cell]:
    """Return the cells of one column, by unit, and their total.

    With `whole_teams` the windows are the teams' own (held or not held), so that people and not
    windows are what must be many.
    """
    few = smallest_group if not whole_teams else 1
    cells = {
        unit: _alone(count, smallest_group, few, whole_teams=whole_teams) for unit, count in column.items()
    }
    total = sum(column.values(), Count(0, 0, 0))
    if not total.due:
        return cells, NOTHING
    whole = _alone(total, smallest_group, few, whole_teams=whole_teams)
    if _safe(column, cells, whole, smallest_group):
        return cells, whole
    for unit in _smallest_first(column, cells):
        tried = {**cells, unit: HIDDEN}
        if _safe(column, tried, whole, smallest_group):
            return tried, whole
    banded = _band(total)
    return cells, banded if _safe(column, cells, banded, smallest_group) else HIDDEN


def _alone(count: Count, smallest_group: int, few: int, *, whole_teams: bool) -> Cell:
    """Return a cell by its own numbers alone."""
    if not count.due:
        return NOTHING
    if count.people < smallest_group or count.due < few:
        return HIDDEN
    if not whole_teams and (count.due < 2 * smallest_group or _tells_on_all(count, smallest_group)):
        return _band(count)
    return Cell(Shown.EXACT, count.met, count.due, standing=count.standing, agreed=count.agreed)


def _tells_on_all(count: Count, smallest_group: int) -> bool:
    """Whether few people stand behind a share so near 0% or 100% that it speaks of each of them."""
    share = Fraction(count.met, count.due)
    return count.people < 2 * smallest_group and not Fraction(1, 10) < share < Fraction(9, 10)


def _band(count: Count) -> Cell:
    share = Fraction(count.met, count.due)
    band = next(words for least, words in _BANDS if share >= least)
    return Cell(Shown.BAND, band=band, standing=count.standing, agreed=count.agreed)


def _safe(column: Mapping[str, Count], cells: Mapping[str, Cell], total: Cell, smallest_group: int) -> bool:
    """Whether `total` pins no hidden cell for somebody who knows all cells and how much was due in each.

    An exact total must besides leave two cells or more of enough people, neither all met nor all missed.
    """
    left = {unit: column[unit] for unit, cell in cells.items() if cell.shown in (Shown.HIDDEN, Shown.BAND)}
    if not left or total.shown is Shown.HIDDEN:
        return True
    rest = sum(left.values(), Count(0, 0, 0))
    if total.shown is Shown.EXACT and not (
        len(left) > 1 and rest.people >= 2 * smallest_group and 0 < rest.met < rest.due
    ):
        return False
    known = sum(cell.met or 0 for cell in cells.values() if cell.shown is Shown.EXACT)
    whole = sum(count.due for count in column.values())
    low, high = (part - known for part in _could_be(total, whole))
    # A band is taken for known: its standing and what may be missed can narrow it to one number.
    ranges = {
        unit: (0, count.due) if cells[unit].shown is Shown.HIDDEN else (count.met, count.met)
        for unit, count in left.items()
    }
    least, most = sum(one for one, _ in ranges.values()), sum(one for _, one in ranges.values())
    for unit, (begin, end) in ranges.items():
        if cells[unit].shown is Shown.HIDDEN:
            first = max(begin, low - (most - end))
            last = min(end, high - (least - begin))
            if first >= last:
                return False
    return True


def _could_be(cell: Cell, due: int) -> tuple[int, int]:
    """Return the fewest and the most that can have been met in a cell of so many due."""
    if cell.shown is Shown.EXACT and cell.met is not None:
        return cell.met, cell.met
    if cell.shown is Shown.HIDDEN:
        return 0, due
    at = next(at for at, (_, words) in enumerate(_BANDS) if words == cell.band)
    high = due if at == 0 else math.ceil(_BANDS[at - 1][0] * due) - 1
    return math.ceil(_BANDS[at][0] * due), high


def _smallest_first(column: Mapping[str, Count], cells: Mapping[str, Cell]) -> Sequence[str]:
    exact = [unit for unit, cell in cells.items() if cell.shown is Shown.EXACT]
    return sorted(exact, key=lambda unit: (column[unit].people, column[unit].due, unit))

"""Which figures are published: all cells of one column, and their total, are decided together.

A cell behind which fewer people stand than the smallest group is hidden, and one of few windows is
a band, since 0% and 100% of a few tell on everyone. Where an exact total would give a hidden cell
away by subtraction, the total becomes a band or is hidden: rather the total than a second team.

How much is shown depends on sizes, on what was due, and on cells that are themselves published, and
never on a number that is not: so who knows this module as well learns nothing from what is missing.
A hidden cell of few windows can be anything from none to all, and every other cell that is not exact
leaves two numbers of windows met or more.
Source: the smallest group and complementary suppression of docs/adr/0006-suppression.md.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from checks.wording.language import ENGLISH, Language, message


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

    def spoken(self, language: Language) -> str:
        """Return it in words; none where it is not known."""
        return language.say(_STANDINGS[self])


_STANDINGS = {
    Standing.KEPT: message("kept"),
    Standing.BELOW: message("below"),
    Standing.FAR: message("far below"),
    Standing.UNKNOWN: "",
}

FAR_BELOW = Fraction(1, 10)
"""Points below the agreed share from which on it is far below."""


@dataclass(frozen=True, slots=True)
class Band:
    """Shares from `least` to `most`, as far as they are published: `≥90%`, `50–90%`, `≤10%`."""

    least: Fraction
    most: Fraction

    def __str__(self) -> str:
        return self.sign(ENGLISH)

    def sign(self, language: Language) -> str:
        """Return the band as it stands in a table: `≥90%`, `50–90%`, `≤10%`."""
        least, most = (_cut(share, language) for share in (self.least, self.most))
        if self.most == 1:
            return f"≥{least}"
        return f"≤{most}" if not self.least else f"{int(self.least * 100)}–{most}"

    def spoken(self, language: Language) -> str:
        """Return the band in words."""
        least, most = (_cut(share, language) for share in (self.least, self.most))
        if self.most == 1:
            return language.say("at least {share}", share=least)
        if not self.least:
            return language.say("at most {share}", share=most)
        return language.say("between {least} and {most}", least=least, most=most)


def _cut(share: Fraction, language: Language) -> str:
    return language.percent(Fraction(int(share * 100), 100))


_BORDERS = ((10, 50, 90), (20, 80), (50,))
"""Borders of bands in percent, the finest first; a border up to one half belongs to the band below it."""

_STEPS = tuple(range(5, 100, 5))


@dataclass(frozen=True, slots=True)
class Count:
    """What stands behind a cell: windows met and due, how many people had one, and for how many it was waived.

    `may_miss` windows may be missed before it is below what was `agreed`; None where `flagged` says more
    than the numbers do.
    """

    met: int
    due: int
    people: int
    agreed: Fraction | None = None
    flagged: bool | None = None
    waived: int = 0
    may_miss: int | None = 0

    def __add__(self, other: "Count") -> "Count":
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


EMPTY = Count(0, 0, 0)
"""What nothing adds up to."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A published figure. A hidden one carries nothing, a band neither `met` nor `due`."""

    shown: Shown
    met: int | None = None
    due: int | None = None
    band: Band | None = None
    standing: Standing = Standing.UNKNOWN
    agreed: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share, where it is published."""
        return Fraction(self.met or 0, self.due) if self.due else None


NOTHING = Cell(Shown.NOTHING)
HIDDEN = Cell(Shown.HIDDEN)
WAIVED = Cell(Shown.WAIVED)


def publish_cells(
    column: Mapping[str, Count], smallest_group: int, *, whole_teams: bool = False
) -> tuple[dict[str, Cell], Cell]:
    """Return the cells of one column, by unit, and their total.

    With `whole_teams` the windows are the teams' own (held or not held), so that people and not
    windows are what must be many.
    """
    by_size = _BySize(smallest_group, whole_teams=whole_teams)
    cells = {unit: by_size.cell(count) for unit, count in column.items()}
    total = sum(column.values(), EMPTY)
    if not total.due:
        return cells, NOTHING
    open_cells = _open_cells(column, cells)
    if not open_cells:
        return cells, by_size.cell(total)
    return cells, _Total(by_size, total, open_cells).cell()


def stepped(count: Count, smallest_group: int) -> Cell:
    """Return a count that stands alone as a band of five points, or a wider one where that tells too much.

    Counts of almost the same windows stand beside it: between two exact ones a few people would be told apart.
    """
    if not count.due:
        return NOTHING
    if min(count.people, count.due) < smallest_group:
        return HIDDEN
    bands = _bands(count.due, (_STEPS, *_BORDERS))
    band = next((band for band, span in bands if _within(count.met, span)), None)
    return Cell(Shown.BAND, band=band) if band else HIDDEN


def beside_total(
    column: Mapping[str, Count], smallest_group: int, *, ends_tell: bool = True
) -> dict[str, Cell]:
    """Return the cells of a column whose total is published exactly elsewhere; none where that gives one away.

    The total cannot be withheld here, so exact cells are hidden, the smallest first, until it tells nothing.
    Without `ends_tell` 0% and 100% speak of nobody: that leaders begin all of a service is how it was agreed.
    """
    by_size = _BySize(smallest_group, whole_teams=not ends_tell)
    cells = {unit: by_size.cell(count) for unit, count in column.items()}
    total = sum(column.values(), EMPTY)
    exact = [unit for unit, cell in cells.items() if cell.shown is Shown.EXACT]
    exact.sort(key=lambda unit: (column[unit].people, column[unit].due, unit))
    for unit in ("", *exact):
        cells |= {unit: HIDDEN} if unit else {}
        open_cells = _open_cells(column, cells)
        if not open_cells:
            return cells
        over = _Total(by_size, total, open_cells)
        inner = over.inner()
        if inner:
            return cells if _within(over.rest.met, inner) else {}
    return {}


class _Span(NamedTuple):
    """Numbers of windows met, both ends included."""

    least: int
    most: int


class _Piece(NamedTuple):
    """A band with a standing, and the windows met that it stands for."""

    span: _Span
    cell: Cell


@dataclass(frozen=True, slots=True)
class _BySize:
    """How a cell is shown by its own numbers alone, whatever stands beside it."""

    smallest_group: int
    whole_teams: bool

    def cell(self, count: Count) -> Cell:
        """Return how a count is shown where nothing is added to it."""
        if not count.due:
            return NOTHING
        if count.people < self.smallest_group or (not self.whole_teams and count.due < self.smallest_group):
            return HIDDEN
        inner = self.exact(count)
        # So near 0% or 100% a share of few people speaks of each of them.
        if inner is None or not _within(count.met, inner):
            return next(piece.cell for piece in _pieces(count) if _within(count.met, piece.span))
        return Cell(Shown.EXACT, count.met, count.due, standing=count.standing, agreed=count.agreed)

    def exact(self, count: Count) -> _Span | None:
        """Return for which numbers of windows met a count of this size is shown exactly."""
        k = self.smallest_group
        if count.people < k or (not self.whole_teams and count.due < 2 * k):
            return None
        if self.whole_teams or count.people >= 2 * k:
            return _Span(0, count.due)
        spans = [span for _, span in _bands(count.due)]
        return _Span(spans[0].most + 1, spans[-1].least - 1) if spans else None


def _bands(due: int, finest_first: Sequence[tuple[int, ...]] = _BORDERS) -> Sequence[tuple[Band, _Span]]:
    """Return the finest bands of which each leaves two numbers of windows met or more, lowest first.

    Of fewer than three due there are none.
    """
    for borders in finest_first:
        shares = [Fraction(border, 100) for border in borders]
        ends = [
            math.floor(share * due) if share <= Fraction(1, 2) else math.ceil(share * due) - 1
            for share in shares
        ]
        begins = [0, *(end + 1 for end in ends)]
        spans = [_Span(*ends) for ends in zip(begins, [*ends, due], strict=True)]
        if all(span.most > span.least for span in spans):
            bands = [Band(*ends) for ends in zip([Fraction(0), *shares], [*shares, Fraction(1)], strict=True)]
            return list(zip(bands, spans, strict=True))
    return []


def _pieces(count: Count) -> Iterator[_Piece]:
    """Yield the bands in which a count of this size may be shown, split by standing beside what was agreed.

    A band is split only where every part leaves two numbers or more: else it says less of its standing.
    """
    for band, span in _bands(count.due):
        cell = Cell(Shown.BAND, band=band, agreed=count.agreed)
        for parts in (_split_by_standing(count, span, far=True), _split_by_standing(count, span, far=False)):
            if parts and all(part.most > part.least for _, part in parts):
                yield from (_Piece(part, replace(cell, standing=standing)) for standing, part in parts)
                break
        else:
            yield _Piece(span, cell)


def _split_by_standing(count: Count, span: _Span, *, far: bool) -> list[tuple[Standing, _Span]]:
    """Return the parts of a span, each with its standing, lowest first; none where numbers do not decide it.

    Without `far` all that is below what was agreed is one part.
    """
    if count.agreed is None or count.may_miss is None:
        return []
    kept = min(math.ceil(count.agreed * count.due), count.due - count.may_miss)
    below = min(math.ceil((count.agreed - FAR_BELOW) * count.due), kept) if far else -1
    begins = (
        (Standing.FAR, 0, below),
        (Standing.BELOW, max(below, 0), kept),
        (Standing.KEPT, kept, count.due + 1),
    )
    parts = [
        (standing, _Span(max(span.least, first), min(span.most, end - 1))) for standing, first, end in begins
    ]
    return [(standing, part) for standing, part in parts if part.least <= part.most]


def _open_cells(column: Mapping[str, Count], cells: Mapping[str, Cell]) -> Sequence[tuple[Count, _Span]]:
    """Return the cells that are not exact, and what everybody knows of each: what its band, or its size, allows."""
    open_cells = []
    for unit, cell in cells.items():
        count = column[unit]
        if cell.shown is Shown.HIDDEN:
            open_cells.append((count, _Span(0, count.due)))
        elif cell.shown is Shown.BAND:
            open_cells.append((count, next(piece.span for piece in _pieces(count) if piece.cell == cell)))
    return open_cells


@dataclass(frozen=True, slots=True)
class _Total:
    """A total over cells of which some are open, which means not exact.

    Whoever sees the total can take the exact cells from it, so an exact total publishes the `rest` as well.
    """

    by_size: _BySize
    total: Count
    open_cells: Sequence[tuple[Count, _Span]]

    @property
    def rest(self) -> Count:
        """What is left of the total after the exact cells."""
        return replace(sum((count for count, _ in self.open_cells), EMPTY), agreed=None)

    @property
    def known(self) -> int:
        """The windows met in the exact cells."""
        return self.total.met - self.rest.met

    @property
    def _range(self) -> _Span:
        """What the rest can come to, for who knows everything published but the total."""
        return _Span(
            sum(span.least for _, span in self.open_cells), sum(span.most for _, span in self.open_cells)
        )

    @property
    def _margin(self) -> int:
        """How far from either end the rest must be for hidden cells and bands to stay what they could be."""
        k = self.by_size.smallest_group
        return max([1, *(min(count.due, k) for count, span in self.open_cells if span == (0, count.due))])

    def cell(self) -> Cell:
        """Return the total as exact as it can be without giving an open cell away; hidden when few stand behind it."""
        if self.total.people < self.by_size.smallest_group:
            return HIDDEN
        inner = self.inner()
        if inner and _within(self.rest.met, inner):
            return self.by_size.cell(self.total)
        without_standing = (
            [
                _Piece(span, Cell(Shown.BAND, band=band))
                for band, span in _bands(self.total.due, _BORDERS[at:])
            ]
            for at in range(len(_BORDERS))
        )
        for pieces in (list(_pieces(self.total)), *without_standing):
            if all(self._tells_nothing(piece.span, inner) for piece in pieces):
                met = self.total.met
                return next((piece.cell for piece in pieces if _within(met, piece.span)), HIDDEN)
        return HIDDEN

    def inner(self) -> _Span | None:
        """Return for which numbers of the rest the total may be exact.

        Those for which the rest itself may be, and which leave the open cells what they could be without it.
        """
        if len(self.open_cells) < 2:
            return None
        low, high = self._range
        ends = _Span(low + self._margin, high - self._margin)
        for count, before in ((self.rest, 0), (self.total, self.known)):
            exact = self.by_size.exact(count)
            if exact is None:
                return None
            ends = _Span(max(ends.least, exact.least - before), min(ends.most, exact.most - before))
        return ends if ends.least <= ends.most else None

    def _tells_nothing(self, span: _Span, inner: _Span | None) -> bool:
        """Whether a total shown as `span` leaves each open cell, and each set of them, open.

        Whoever sees it knows that the rest lies in it and, since it is not exact, outside `inner`.
        """
        low, high = self._range
        begin, end = max(span.least - self.known, low), min(span.most - self.known, high)
        if inner and _within(begin, inner):
            begin = inner.most + 1
        if inner and _within(end, inner):
            end = inner.least - 1
        if begin > end:
            return True
        if end < low + self._margin or begin > high - self._margin:
            return False
        return begin < end or (len(self.open_cells) > 1 and self.rest.people >= self.by_size.smallest_group)


def _within(number: int, span: _Span) -> bool:
    return span.least <= number <= span.most

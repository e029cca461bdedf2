"""A figure as pages show it: exact for those who hold the data, a range in a release, or nothing."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from checks.publish.ranges import WHOLE, ShareRange
from checks.wording.language import ENGLISH, Language, message


class Shown(StrEnum):
    """How much of a figure is shown. Where `nothing` was due nothing is shown, or that it was `waived`."""

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
    Standing.KEPT: message("as agreed"),
    Standing.BELOW: message("below"),
    Standing.FAR: message("far below"),
    Standing.UNKNOWN: "",
}

FAR_BELOW = Fraction(1, 10)
"""Points below the agreed share from which on it is far below."""


@dataclass(frozen=True, slots=True)
class Band:
    """Shares from `least` to under `most`: `50–70%`, `≥90%`, `<50%`, or a whole percent, `87%`."""

    least: Fraction
    most: Fraction

    @classmethod
    def of(cls, share_range: ShareRange) -> "Band":
        """Return the band of a range in percent."""
        return cls(Fraction(share_range.least, 100), Fraction(share_range.below, 100))

    def __str__(self) -> str:
        return self.sign(ENGLISH)

    @property
    def is_percent(self) -> bool:
        """Whether it is one whole percent."""
        return self.most - self.least <= Fraction(1, 100)

    def sign(self, language: Language) -> str:
        """Return the band as it stands in a table: `50–70%`, `≥90%`, `<50%`, `87%`."""
        least, most = (language.percent(share) for share in (self.least, self.most))
        if self.most == 1:
            return f"≥{least}"
        if self.is_percent:
            return least
        return f"<{most}" if not self.least else f"{int(self.least * 100)}–{most}"

    def spoken(self, language: Language) -> str:
        """Return the band in words."""
        least, most = (language.percent(share) for share in (self.least, self.most))
        if self.most == 1:
            return language.say("{share} or more", share=least)
        if self.is_percent:
            return least
        if not self.least:
            return language.say("under {share}", share=most)
        return language.say("{least} to under {most}", least=least, most=most)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as shown. A hidden one carries nothing, a band neither `met` nor `due`."""

    shown: Shown
    met: int | None = None
    due: int | None = None
    band: Band | None = None
    standing: Standing = Standing.UNKNOWN
    agreed: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share, where it is shown."""
        return Fraction(self.met or 0, self.due) if self.due else None


NOTHING = Cell(Shown.NOTHING)
HIDDEN = Cell(Shown.HIDDEN)
WAIVED = Cell(Shown.WAIVED)


def exact_cell(met: int, due: int, agreed: Fraction | None = None, *, is_below: bool | None = None) -> Cell:
    """Return exact counts; `is_below` False keeps what misses no more than the promise allows."""
    if not due:
        return NOTHING
    return Cell(Shown.EXACT, met, due, standing=_standing(met, due, agreed, is_below=is_below), agreed=agreed)


def _standing(met: int, due: int, agreed: Fraction | None, *, is_below: bool | None) -> Standing:
    if agreed is None or is_below is False:
        return Standing.KEPT if is_below is False else Standing.UNKNOWN
    share = Fraction(met, due)
    if share >= agreed:
        return Standing.KEPT
    return Standing.FAR if share < agreed - FAR_BELOW else Standing.BELOW


def range_cell(share_range: ShareRange, agreed: Fraction | None = None) -> Cell:
    """Return a range with its mark beside what was agreed; none where the range allows both."""
    if share_range == WHOLE:
        return HIDDEN
    band = Band.of(share_range)
    standing = Standing.UNKNOWN
    if agreed is not None and band.least >= agreed:
        standing = Standing.KEPT
    elif agreed is not None and band.most <= agreed:
        standing = Standing.FAR if band.most <= agreed - FAR_BELOW else Standing.BELOW
    return Cell(Shown.BAND, band=band, standing=standing, agreed=agreed)

"""In what an agreement differs from the one before, and in which direction, in a language's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.engine.term_comparison import TermsInContext, looser_terms
from checks.model.agreed_terms import AgreedTerms, DefaultTerms
from checks.wording.language import Language
from checks.wording.terms import describe


class Direction(StrEnum):
    """Whether a term promises more than before, less, or neither: two that can't be compared, or a bit of both."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TermDirection:
    """A term that is agreed otherwise: its key in the file, the direction, and its words before and after.

    `sure` is False where the check can't compare the two, and warns.
    """

    key: str
    direction: Direction
    before: str
    after: str
    sure: bool = True


def term_directions(
    before: AgreedTerms,
    after: AgreedTerms,
    default_terms: Sequence[tuple[date, DefaultTerms]],
    year_starts: int,
    language: Language,
) -> Iterator[TermDirection]:
    """Yield each term of `after` that differs from `before`, on the days on which both would be in force.

    What is looser is what RAT003 reports of the same change; what is tighter is what it would report of the way back.
    """
    first, second = TermsInContext(after, default_terms), TermsInContext(before, default_terms)
    looser = {term.key: term.sure for term in looser_terms(first, second, year_starts)}
    tighter = {term.key: term.sure for term in looser_terms(second, first, year_starts)}
    looser, tighter = looser | _fewer(after, before), tighter | _fewer(before, after)
    old, new = (list(describe(terms, language).values()) for terms in (before, after))
    for key, was, now in zip(KEYS, old, new, strict=True):
        if was != now or key in looser or key in tighter:
            yield TermDirection(key, _direction(key, looser, tighter), was, now, looser.get(key, True))


KEYS = ("cadence", "obligation", "given_by", "counts", "coverage_at_least", "may_miss", "teams")
"""The terms by their keys in a file, in the order in which they are described."""


def _direction(key: str, looser: dict[str, bool], tighter: dict[str, bool]) -> Direction:
    if key not in looser:
        return Direction.TIGHTER if key in tighter else Direction.OTHER
    return Direction.LOOSER if looser[key] and not tighter.get(key) else Direction.OTHER


def _fewer(own: AgreedTerms, other: AgreedTerms) -> dict[str, bool]:
    """Return the key of teams where `own` leaves out a team that `other` is for, and the terms owe anything."""
    if own.teams is None or not (other.owes or other.after):
        return {}
    return {} if other.teams is not None and other.teams <= own.teams else {"teams": True}

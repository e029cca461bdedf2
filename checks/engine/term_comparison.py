"""In what one agreement promises less than another: the keys, and the terms of both in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.cadence_comparison import Outcome, compare
from checks.model.agreed_terms import house_terms
from checks.wording.measures import percent
from checks.wording.terms import terms_words

if TYPE_CHECKING:
    from checks.model.agreed_terms import Agreed, HouseTerms

_STRENGTH = {"voluntary": 0, "offered": 1, "compulsory": 2}


class Looser(NamedTuple):
    """A key of an agreement that promises less, in words; `sure` unless it cannot be compared."""

    key: str
    words: str
    sure: bool = True


class Under(NamedTuple):
    """An agreement, and the playbook's own terms it is read with."""

    agreed: Agreed
    house: Sequence[tuple[int, HouseTerms]]


def looser(own: Under, other: Under, year_starts: int) -> Iterator[Looser]:
    """Yield in what `own` promises less than `other` on the days on which both are in force."""
    yield from _words_looser(own.agreed, other.agreed)
    yield from _share(own, other)
    yield from _cadence(own.agreed, other.agreed, year_starts)


def _words_looser(own: Agreed, other: Agreed) -> Iterator[Looser]:
    if _STRENGTH[own.obligation] < _STRENGTH[other.obligation]:
        yield Looser("obligation", f"{own.obligation} instead of {other.obligation}")
    if "anyone" not in other.given_by and not own.given_by <= other.given_by:
        more = ", ".join(sorted(own.given_by - other.given_by))
        yield Looser("given_by", f"{more} may give it too")
    if own.counts == "any" and other.counts == "outbound":
        yield Looser("counts", "any initiative counts instead of outbound alone")
    if own.may_miss > other.may_miss:
        yield Looser("may_miss", f"may miss {own.may_miss} instead of {other.may_miss}")


def _share(own: Under, other: Under) -> Iterator[Looser]:
    """Compare the shares on each day on which either may change."""
    first = max(own.agreed.first, other.agreed.first)
    last = min(own.agreed.last, other.agreed.last)
    eras = {begins for begins, _ in (*own.house, *other.house) if first < begins <= last}
    for day in sorted({first, *eras}):
        mine, theirs = (
            house_terms(one.house, day).coverage_at_least
            if one.agreed.coverage_at_least is None
            else one.agreed.coverage_at_least
            for one in (own, other)
        )
        if mine < theirs:
            yield Looser("coverage_at_least", f"coverage {percent(mine)} instead of {percent(theirs)}")


def _cadence(own: Agreed, other: Agreed, year_starts: int) -> Iterator[Looser]:
    outcome = compare(own.cadence, other.cadence, year_starts)
    words = f"{terms_words(own.cadence)} instead of {terms_words(other.cadence)}"
    if outcome is not Outcome.AT_LEAST_AS_TIGHT:
        yield Looser("cadence", words, sure=outcome is Outcome.LOOSER)

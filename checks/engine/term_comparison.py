"""In what one agreement promises less than another: the keys, and the terms of both in words."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from checks.engine.cadence_comparison import CadenceOrder, compare_cadences
from checks.model.agreed_terms import AgreedTerms, DefaultTerms, default_terms_on
from checks.wording.measures import percent
from checks.wording.terms import terms_words

_STRENGTH = {"voluntary": 0, "offered": 1, "compulsory": 2}


class LooserTerm(NamedTuple):
    """A key of an agreement that promises less, in words; `sure` unless it cannot be compared."""

    key: str
    words: str
    sure: bool = True


class TermsInContext(NamedTuple):
    """An agreement, and the playbook's own terms it is read with."""

    agreed: AgreedTerms
    default_terms: Sequence[tuple[date, DefaultTerms]]


def looser_terms(own: TermsInContext, other: TermsInContext, year_starts: int) -> Iterator[LooserTerm]:
    """Yield in what `own` promises less than `other` on the days on which both are in force."""
    yield from _words_looser(own.agreed, other.agreed)
    yield from _share(own, other)
    outcome = compare_cadences(own.agreed.cadence, other.agreed.cadence, year_starts)
    if outcome is not CadenceOrder.AT_LEAST_AS_TIGHT:
        words = f"{terms_words(own.agreed.cadence)} instead of {terms_words(other.agreed.cadence)}"
        yield LooserTerm("cadence", words, sure=outcome is CadenceOrder.LOOSER)


def _words_looser(own: AgreedTerms, other: AgreedTerms) -> Iterator[LooserTerm]:
    if _STRENGTH[own.obligation] < _STRENGTH[other.obligation]:
        yield LooserTerm("obligation", f"{own.obligation} instead of {other.obligation}")
    if "anyone" not in other.given_by and not own.given_by <= other.given_by:
        more = ", ".join(sorted(own.given_by - other.given_by))
        yield LooserTerm("given_by", f"{more} may give it too")
    if own.counts == "any" and other.counts == "outbound":
        yield LooserTerm("counts", "any initiative counts instead of only outbound")
    if own.may_miss > other.may_miss:
        yield LooserTerm("may_miss", f"may miss {own.may_miss} instead of {other.may_miss}")


def _share(own: TermsInContext, other: TermsInContext) -> Iterator[LooserTerm]:
    """Compare the shares on each day on which either may change."""
    first = max(own.agreed.first, other.agreed.first)
    last = min(own.agreed.last, other.agreed.last)
    changes = {day for day, _ in (*own.default_terms, *other.default_terms) if first < day <= last}
    for day in sorted({first, *changes}):
        mine, theirs = _share_on(own, day), _share_on(other, day)
        if mine < theirs:
            yield LooserTerm("coverage_at_least", f"coverage {percent(mine)} instead of {percent(theirs)}")


def _share_on(terms: TermsInContext, day: date) -> Fraction:
    """Return the coverage promised on a day, by the agreement or else by the playbook's own terms."""
    if terms.agreed.coverage_at_least is not None:
        return terms.agreed.coverage_at_least
    return default_terms_on(terms.default_terms, day).coverage_at_least

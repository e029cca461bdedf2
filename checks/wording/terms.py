"""Terms in words, and in what those of one agreement differ from those of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.model.cadences import RollingCadence
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, length_words

if TYPE_CHECKING:
    from checks.model.agreed_terms import AgreedTerms, AnyCadence


_OBLIGATIONS = {
    "compulsory": message("compulsory"),
    "offered": message("offered"),
    "voluntary": message("voluntary"),
}
_ROLES = {
    "anyone": message("anyone"),
    "coach": message("coach"),
    "leader": message("leader"),
    "leaders-leader": message("leaders-leader"),
}


def terms_words(cadence: AnyCadence | None, language: Language = ENGLISH) -> str:
    """Return a cadence in words, with its grace."""
    words = cadence_words(cadence, language)
    grace = cadence.grace if isinstance(cadence, RollingCadence) else None
    if not grace:
        return words
    return language.say("{often} with {grace} of grace", often=words, grace=length_words(grace, language))


def obligation_words(agreed: AgreedTerms, language: Language) -> str:
    """Return the obligation as a language says it."""
    return language.say(_OBLIGATIONS[agreed.obligation])


def describe(agreed: AgreedTerms | None, language: Language = ENGLISH) -> dict[str, str]:
    """Return what is agreed in words, by what it is of (a message); nothing for nothing agreed."""
    if agreed is None:
        return {}
    share, say = agreed.coverage_at_least, language.say
    outbound = say("outbound alone") if agreed.counts == "outbound" else say("any initiative")
    promised = say("as the playbook's terms say") if share is None else language.percent(share)
    return {
        message("cadence"): terms_words(agreed.cadence, language),
        message("obligation"): obligation_words(agreed, language),
        message("given by"): language.listed([say(_ROLES[one]) for one in sorted(agreed.given_by)]),
        message("what counts"): outbound,
        message("coverage promised"): promised,
        message("may miss"): str(agreed.may_miss),
        message("teams"): say("all") if agreed.teams is None else language.listed(sorted(agreed.teams)),
    }


def diff(
    before: AgreedTerms | None, after: AgreedTerms | None, language: Language = ENGLISH
) -> Iterator[tuple[str, str, str]]:
    """Yield what is agreed otherwise: of what it is (a message), the words before, and those after."""
    was, will = describe(before, language), describe(after, language)
    nothing = language.say("nothing agreed")
    for key in was | will:
        words = was.get(key, nothing), will.get(key, nothing)
        if words[0] != words[1]:
            yield key, *words

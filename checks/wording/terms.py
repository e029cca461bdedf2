"""Agreed terms in words, and in what two of them differ."""

from collections.abc import Iterator

from checks.model.agreed_terms import AgreedTerms, AnyCadence
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, with_grace
from checks.wording.roles import ROLES, any_role

_OBLIGATIONS = {
    "compulsory": message("compulsory"),
    "offered": message("offered"),
    "voluntary": message("voluntary"),
}

_COUNTS = {
    "any": message("no matter who starts it"),
    "outbound": message("only if the leader or coach starts it"),
}
_DEFAULT_SHARE = message("the organisation’s default")
_ALL_TEAMS = message("all")
_WITH_GRACE = message("{often}, with a grace period of {grace}")


def terms_words(cadence: AnyCadence | None, language: Language = ENGLISH) -> str:
    """Return a cadence in words, with its grace."""
    words = cadence_words(cadence, language)
    return with_grace(words, cadence, language, _WITH_GRACE)


def obligation_words(agreed: AgreedTerms, language: Language) -> str:
    """Return the obligation as a language says it."""
    return language.say(_OBLIGATIONS[agreed.obligation])


def terms_templates(language: Language) -> dict[str, object]:
    """Return what terms are said with, besides cadences, for a page's script."""
    return {
        "obligation": {key: language.text(words) for key, words in _OBLIGATIONS.items()},
        "counts": {key: language.text(words) for key, words in _COUNTS.items()},
        "default_share": language.text(_DEFAULT_SHARE),
        "all_teams": language.text(_ALL_TEAMS),
        "grace": language.text(_WITH_GRACE),
    }


def describe(agreed: AgreedTerms | None, language: Language = ENGLISH) -> dict[str, str]:
    """Return what is agreed, in words, by the name of each term (a message); empty where nothing is agreed."""
    if agreed is None:
        return {}
    share, say = agreed.coverage_at_least, language.say
    promised = say(_DEFAULT_SHARE) if share is None else language.percent(share)
    return {
        message("cadence"): terms_words(agreed.cadence, language),
        message("obligation"): obligation_words(agreed, language),
        message("given by"): any_role(agreed.given_by, language, ROLES),
        message("what counts"): say(_COUNTS[agreed.counts]),
        message("coverage promised"): promised,
        message("may miss"): str(agreed.may_miss),
        message("teams"): say(_ALL_TEAMS) if agreed.teams is None else language.listed(sorted(agreed.teams)),
    }


def diff(
    before: AgreedTerms | None, after: AgreedTerms | None, language: Language = ENGLISH
) -> Iterator[tuple[str, str, str]]:
    """Yield each term that differs: its name (a message), the words before, and the words after."""
    old, new = describe(before, language), describe(after, language)
    nothing = language.say("no agreement")
    for term in old | new:
        words = old.get(term, nothing), new.get(term, nothing)
        if words[0] != words[1]:
            yield term, *words

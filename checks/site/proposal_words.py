"""What a proposal page's script says sentences with: the templates of the page's language, from where Python has them.

The script fills placeholders and chooses the form of a count. It joins no words of its own.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations

from checks.model.cadences import MONTHS
from checks.model.service import Service
from checks.site.promise_sentences import limit_templates, promise_by, promised_roles
from checks.wording.language import SPELLED, Language
from checks.wording.measures import cadence_templates
from checks.wording.roles import ROLES, any_role, party_words
from checks.wording.terms import terms_templates

PARTIES = ("members", "leaders", "coaches", "people-team", "works-council", "management")
"""Those who may agree, in the order of the form."""

_GIVER, _LIMIT = "x\ue000", "\ue001"
"""Stand for the giver and the limit while a sentence is made; the first letter shows whether it begins the sentence."""


def proposal_words(language: Language, service: Service) -> dict[str, object]:
    """Return the templates of a service's sentences, of its terms in words, and how the language writes numbers."""
    return {
        **terms_templates(language),
        "cadence": cadence_templates(language),
        "limit": limit_templates(language),
        "promise": {
            obligation: [_promise(language, service, obligation, limit) for limit in (_LIMIT, "")]
            for obligation in ("compulsory", "offered", "voluntary")
        },
        "promised": _roles(language, promised_roles(service)),
        "roles": _roles(language, ROLES),
        "parties": {party: party_words([party], language) for party in PARTIES},
        "months": {name: language.month(at) for at, name in enumerate(MONTHS, 1)},
        **_numbers(language),
    }


def _promise(language: Language, service: Service, obligation: str, limit: str) -> str:
    """Return the promise with `{giver}`, or `{Giver}` where it begins a sentence, and `{limit}` left open."""
    sentence = promise_by(language, service, obligation, _GIVER, limit)
    marks = {_GIVER.upper(): "{Giver}", _GIVER: "{giver}", _LIMIT: "{limit}"}
    for mark, placeholder in marks.items():
        sentence = sentence.replace(mark, placeholder)
    return sentence


def _roles(language: Language, words: Mapping[str, str]) -> dict[str, str]:
    """Return every choice of roles in words, by the roles with commas between, in the order of `ROLES`."""
    return {",".join(roles): any_role(roles, language, words) for roles in _choices()}


def _choices() -> Iterator[tuple[str, ...]]:
    for count in range(1, len(ROLES) + 1):
        yield from combinations(ROLES, count)


def _numbers(language: Language) -> dict[str, object]:
    """Return how numbers, shares, days and rows of words are written: what stands between their parts."""
    pair, three = language.listed(["\ue000", "\ue001"]), language.listed(["\ue000", "\ue001", "\ue002"])
    tenth = language.percent(Fraction(125, 1000))
    return {
        "spelled": [language.text(word) for word in SPELLED],
        "thousands": language.number(1234)[1:-3],
        "listed": [
            pair[1:-1],
            three[1 : three.index("\ue001")],
            three[three.index("\ue001") + 1 : -1],
        ],
        "decimal": tenth[2 : tenth.index("5")],
        "percent": tenth[tenth.index("5") + 1 :],
        "days": [_day_template(language, month) for month in range(1, 13)],
    }


def _day_template(language: Language, month: int) -> str:
    """Return how a day of a month is written: `{date} November {year}`."""
    return (
        language.day(date(2044, month, 30 if month != 2 else 29))
        .replace("2044", "{year}")
        .replace("30" if month != 2 else "29", "{date}")
    )

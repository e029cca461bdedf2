"""What a service promises, in sentences: to you, the giver as the subject, the limit last."""

from collections.abc import Mapping

from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence
from checks.model.lengths import Length
from checks.model.service import Service
from checks.site.safe_text import capital
from checks.wording.language import Language, message, numbered
from checks.wording.measures import cadence_words, months_words
from checks.wording.roles import ROLES_OF_TEAM, ROLES_PROMISED, any_role
from checks.wording.terms import obligation_words

_STARTS = {
    "outbound": message("Leader starts"),
    "inbound": message("Team member starts"),
    "both": message("Either starts"),
}
_LENGTHS = {
    "day": numbered("one day", "{spelled} days"),
    "week": numbered("one week", "{spelled} weeks"),
    "working day": numbered("one working day", "{spelled} working days"),
}
_EACH = {
    "week": numbered(", at least once each week", ", at least {times} each week"),
    "month": numbered(", at least once each month", ", at least {times} each month"),
    "quarter": numbered(", at least once each quarter", ", at least {times} each quarter"),
    "half-year": numbered(", at least once each half-year", ", at least {times} each half-year"),
    "year": numbered(", at least once each year", ", at least {times} each year"),
}
_IN_MONTHS = numbered(", at least once in {months}", ", at least {times} in {months}")
_AFTER = {
    "joining": message(" within {lengths} of the day you join"),
    "returning": message(" within {lengths} of the day you come back"),
    "ordering": message(" within {lengths} of your request"),
    "leaving": message(" within {lengths} after your last day"),
}
_LEAVING = message(" from {before} before to {lengths} after your last day")
_ROLLING = message(", never more than {length} after the last time")
_TWICE, _TIMES = message("twice"), numbered("once", "{spelled} times")


def giver(language: Language, agreed: AgreedTerms) -> str:
    """Return who gives it: `your leader or a coach you choose`."""
    return any_role(agreed.given_by, language, ROLES_PROMISED)


def starts(language: Language, service: Service) -> str:
    """Return who takes the first step."""
    return language.say(_STARTS[service.initiative])


def cadence_sentence(language: Language, agreed: AgreedTerms) -> str:
    """Return the cadence as a phrase of its own: `At most 6 weeks apart`."""
    words = cadence_words(agreed.cadence, language)
    return capital(language.say("offered {often}", often=words) if agreed.obligation == "offered" else words)


def promise(language: Language, service: Service, agreed: AgreedTerms | None) -> str:
    """Return the promise in one sentence."""
    if agreed is None:
        return language.say("No terms are in force for this service today.")
    who = any_role(agreed.given_by, language, promised_roles(service))
    return promise_by(language, service, agreed.obligation, who, _limit(language, agreed))


def promised_roles(service: Service) -> Mapping[str, str]:
    """Return the words for those who may give a service, in its promise."""
    return ROLES_OF_TEAM if service.audience == "team" else ROLES_PROMISED


def promise_by(language: Language, service: Service, obligation: str, who: str, limit: str) -> str:
    """Return the promise of a service with its giver and its limit, which are words already."""
    comes, also = _comes(language, service, obligation, who, limit), language.say("You can also ask for it.")
    return f"{comes} {also}" if service.order and service.initiative == "outbound" else comes


def _comes(language: Language, service: Service, obligation: str, who: str, limit: str) -> str:
    say = language.say
    if service.audience == "team":
        return say("{giver} brings the whole team together{limit}.", giver=capital(who), limit=limit)
    if obligation == "offered":
        return say("{giver} offers it to you{limit}. You may say no.", giver=capital(who), limit=limit)
    if service.initiative == "inbound":
        return say("You ask, and it takes place{limit}.", limit=limit or say(" as soon as you both can"))
    if service.initiative == "both":
        return say("You take the first step, or {giver} does{limit}.", giver=who, limit=limit)
    if obligation == "voluntary":
        return say(
            "{giver} may come to you{limit}. It is voluntary for both of you.",
            giver=capital(who),
            limit=limit,
        )
    return say("{giver} comes to you{limit}.", giver=capital(who), limit=limit)


def limit_templates(language: Language) -> dict[str, object]:
    """Return what limits are said with, placeholders open and of counts both forms, for a page's script to fill."""
    return {
        "lengths": language.templates(_LENGTHS),
        "each": language.templates(_EACH),
        "only": language.both_forms(*_IN_MONTHS),
        "after": {event: language.text(words) for event, words in _AFTER.items()},
        "rolling": language.text(_ROLLING),
        "leaving": language.text(_LEAVING),
        "twice": language.text(_TWICE),
        "times": language.both_forms(*_TIMES),
        "none": "",
    }


def _limit(language: Language, agreed: AgreedTerms) -> str:
    """Return by when, with what parts it from the sentence it closes; nothing where there is no rhythm."""
    cadence = agreed.cadence
    if isinstance(cadence, RollingCadence):
        length = _length(language, cadence.at_most_apart)
        return language.say(_ROLLING, length=length)
    if isinstance(cadence, CalendarCadence):
        forms = _IN_MONTHS if cadence.only else _EACH[cadence.per.value]
        months = language.listed(months_words(cadence, language))
        count = cadence.at_least
        times = language.say(_TWICE) if count == 2 else language.counted(*_TIMES, count)
        return language.counted(*forms, count, times=times, months=months)
    if isinstance(cadence, EventCadence):
        lengths = language.listed([_length(language, step) for step in cadence.within])
        if cadence.before:
            before = _length(language, cadence.before)
            return language.say(_LEAVING, before=before, lengths=lengths)
        return language.say(_AFTER[cadence.after], lengths=lengths)
    return ""


def _length(language: Language, length: Length) -> str:
    return language.counted(*_LENGTHS[length.unit], length.count)


def obligation(language: Language, agreed: AgreedTerms | None) -> str:
    """Return the obligation as the small line says it; an order binds whatever it says."""
    if agreed is None:
        return language.say("not in force")
    if agreed.obligation == "voluntary" and isinstance(agreed.cadence, EventCadence):
        return language.say("voluntary to ask for, answered in time")
    return obligation_words(agreed, language)


def order_of(service: Service, agreed: AgreedTerms | None) -> tuple[int, int, int, str]:
    """Return where a service stands in the catalogue: what is owed most often comes first."""
    ranks = {"compulsory": 0, "offered": 1, "voluntary": 2}
    if agreed is None:
        return 3, 0, 0, service.title
    cadence = agreed.cadence
    if isinstance(cadence, RollingCadence):
        return ranks[agreed.obligation], 0, cadence.limit, service.title
    if isinstance(cadence, CalendarCadence):
        days = {"week": 7, "month": 30, "quarter": 91, "half-year": 182, "year": 365}[cadence.per.value]
        return ranks[agreed.obligation], 1, days // cadence.at_least, service.title
    return ranks[agreed.obligation], 2, 0, service.title

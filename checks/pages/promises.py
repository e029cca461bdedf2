"""What a service promises, in sentences: to you, the giver as the subject, the limit last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.coverage.wording import cadence_words
from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence
from checks.pages.text import capital, listed, number

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed
    from checks.model.service import Service

_GIVERS = {
    "leader": "your leader",
    "coach": "a coach you choose",
    "leaders-leader": "your leader’s leader",
    "anyone": "anyone you work with",
}
_STARTS = {"outbound": "Leader starts", "inbound": "Team member starts", "both": "Either starts"}
_EVENTS = {"joining": "the day you join", "returning": "the day you come back", "ordering": "your order"}


def giver(agreed: Agreed) -> str:
    """Return who gives it: `your leader or a coach you choose`."""
    return listed([words for role, words in _GIVERS.items() if role in agreed.given_by], "or")


def starts(service: Service) -> str:
    """Return who takes the first step."""
    return _STARTS[service.initiative]


def often(agreed: Agreed) -> str:
    """Return the cadence as a phrase of its own: `At most 6 weeks apart`."""
    words = cadence_words(agreed.cadence)
    return capital(f"offered {words}" if agreed.obligation == "offered" else words)


def promise(service: Service, agreed: Agreed | None) -> str:
    """Return the promise in one sentence."""
    if agreed is None:
        return "No terms are in force for this service today."
    also = " You can also order one." if service.order and service.initiative == "outbound" else ""
    return f"{_comes(service, agreed)}{also}"


def _comes(service: Service, agreed: Agreed) -> str:
    who = capital(giver(agreed))
    limit = _limit(agreed)
    if service.audience == "team":
        return f"{who.replace('Your', 'The').replace(' you choose', '')} gathers the whole team{limit}."
    if agreed.obligation == "offered":
        return f"{who} offers it to you{limit}. You may say no."
    if service.initiative == "inbound":
        return f"You ask, and it takes place{limit or ' as soon as you both can'}."
    if service.initiative == "both":
        return f"You or {giver(agreed)} take the first step{limit}."
    if agreed.obligation == "voluntary":
        return f"{who} may come to you{limit}. It is voluntary for both of you."
    return f"{who} comes to you{limit}."


def _limit(agreed: Agreed) -> str:
    cadence = agreed.cadence
    if isinstance(cadence, RollingCadence):
        return f", never more than {_length(str(cadence.at_most_apart))} after the last time"
    if isinstance(cadence, CalendarCadence):
        times = {1: "once", 2: "twice"}.get(cadence.at_least, f"{number(cadence.at_least)} times")
        months = f" in {listed([month.capitalize() for month in cadence.only])}" if cadence.only else ""
        return (
            f", at least {times} each {cadence.per}{months}" if not months else f", at least {times}{months}"
        )
    if isinstance(cadence, EventCadence):
        steps = listed([_length(str(step)) for step in cadence.within])
        return f" within {steps} of {_EVENTS[cadence.after]}"
    return ""


def _length(text: str) -> str:
    count, _, unit = text.partition(" ")
    return f"{number(int(count))} {unit}"


def obligation(agreed: Agreed | None) -> str:
    """Return the obligation as the small line says it; an order binds whatever it says."""
    if agreed is None:
        return "not in force"
    if agreed.obligation == "voluntary" and isinstance(agreed.cadence, EventCadence):
        return "voluntary to order, answered in time"
    return agreed.obligation


def order_of(service: Service, agreed: Agreed | None) -> tuple[int, int, int, str]:
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

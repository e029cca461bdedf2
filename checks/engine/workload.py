"""What is promised, in hours of those who give it. Source: design.md, section 8, POL007."""

from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction

from checks.engine.evaluation import TeamResult
from checks.engine.team_case import TeamCase
from checks.engine.window import State
from checks.model.agreed_terms import AgreedTerms
from checks.model.frequency import WEEKS, times_a_year
from checks.model.service import Service


def hours_by_giver(case: TeamCase, result: TeamResult) -> dict[str, Fraction]:
    """Return the hours a week each person is to give in a team on the as-of day, by id.

    Receivers × minutes × touchpoints a year / 52, split evenly among those who may give it to the
    receiver; after an event as many as in the last 52 weeks. What anyone may give is on nobody's week.
    """
    hours: dict[str, Fraction] = defaultdict(Fraction)
    events = _events_last_year(case, result)
    for service in case.services.values():
        minutes = _minutes_a_year(case, service, events[service.id])
        for (given_by, receiver), amount in minutes.items():
            givers = [giver for giver in case.givers_on(given_by, case.as_of) if giver != receiver]
            for giver in givers:
                hours[giver] += amount / (60 * WEEKS * len(givers))
    return dict(hours)


def hours_of_team(case: TeamCase) -> Fraction:
    """Return the hours a week a team's members are promised together, by its size and what was agreed alone.

    Groups, second teams and events are left out: a figure by team must not tell how many are in them.
    """
    minutes = Fraction(0)
    for service in case.services.values():
        agreed = terms_on(case, service, None)
        if agreed and case.present:
            receivers = 1 if service.audience == "team" else len(case.present)
            minutes += receivers * times_a_year(agreed) * service.context.minutes
    return minutes / (60 * WEEKS)


_Share = tuple[frozenset[str], str | None]
"""Who may give it, and the receiver where that is somebody who gives."""


def _minutes_a_year(case: TeamCase, service: Service, events: int) -> dict[_Share, Fraction]:
    minutes: dict[_Share, Fraction] = defaultdict(Fraction)
    if service.audience == "team":
        agreed = terms_on(case, service, None)
        if agreed and case.present:
            minutes[agreed.given_by, None] += times_a_year(agreed) * service.context.minutes
        return minutes
    for (giver, _, _), members in case.present_alike.items():
        stay = case.present[members[0]]
        agreed = terms_on(case, service, stay.group)
        if agreed and case.owes(stay, service.id):
            minutes[agreed.given_by, giver] += len(members) * times_a_year(agreed) * service.context.minutes
    agreed = terms_on(case, service, None)
    if agreed:
        minutes[agreed.given_by, None] += Fraction(events * service.context.minutes)
    return minutes


def terms_on(case: TeamCase, service: Service, group: str | None) -> AgreedTerms | None:
    """Return the terms in force on the as-of day, None when there are none or they owe nothing."""
    for terms in case.terms_by_day(service, group):
        if terms.first <= case.as_of <= terms.last:
            return terms if terms.owes or terms.after == "ordering" else None
    return None


def _events_last_year(case: TeamCase, result: TeamResult) -> Counter[str]:
    """Return how many events of each service there were in the last 52 weeks."""
    since = case.as_of - timedelta(weeks=WEEKS)
    return Counter(
        window.service
        for window in result.windows
        if window.event is not None and window.event > since and window.state is not State.NOT_OWED
    )

"""Whom a survey asks about what: those who received a service in a quarter, or were owed it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from checks.engine.evaluation import evaluate_team
from checks.engine.team_case import TeamCase
from checks.engine.window import State
from checks.model.metrics import ORGANISATION
from checks.model.periods import Period

_DUE = (State.MET, State.MISSED)


def survey_receivers(case: TeamCase, quarter: Period) -> Mapping[str, frozenset[str]]:
    """Return the members by what they are asked about: services by id, and the organisation's own questions.

    They are members on the as-of day who were in the team on a day of the quarter. What its receiver contested was
    not received. A service for the team as one was received by all who were there on that day.
    """
    members = {person for person in case.present if _was_there(case, person, quarter)}
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for service, person in (*_received(case, quarter), *_owed(case, quarter)):
        asked[service] |= {person} if person else members
    asked[ORGANISATION] = members
    return {service: frozenset(people & members) for service, people in asked.items()}


def _was_there(case: TeamCase, person: str, quarter: Period) -> bool:
    stays = case.people.get(person, ())
    return any(stay.first <= quarter.last and stay.last_day >= quarter.first for stay in stays)


def _received(case: TeamCase, quarter: Period) -> Iterator[tuple[str, str]]:
    """Yield each service that was held in the quarter with its receiver; empty where that is the team."""
    log = case.log
    for row, day in enumerate(log.days):
        held = log.states[row] == "held" and log.acknowledged[row] != "no"
        service = case.current(log.services[row])
        if not held or not quarter.has(day) or service not in case.services:
            continue
        if log.members[row]:
            yield service, log.members[row]
            continue
        for person, stays in case.people.items():
            if any(stay.has(day) for stay in stays):
                yield service, person


def _owed(case: TeamCase, quarter: Period) -> Iterator[tuple[str, str]]:
    """Yield each service that was due in the quarter with whom it was owed to; empty where that is the team."""
    for window in evaluate_team(case).windows:
        if window.state in _DUE and quarter.has(window.last):
            yield window.service, window.member or ""

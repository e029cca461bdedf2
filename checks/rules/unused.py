"""WVR003 unused: a waiver ended without having any effect.

The service was not due on any of its days. The people it was for were not in the team or were
absent, or there was no agreement. Usually you meant another service, another person or other dates.
The rule reports a waiver only after it has ended, and none for a service that ended before it.

To fix: correct the service, the person or the dates, or remove the waiver.
"""

from collections.abc import Iterator
from dataclasses import replace

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.engine.timeline import timelines_of
from checks.model.findings import Problem, Severity
from checks.model.waivers import Waiver
from checks.rules.rule import Rule, TeamFacts
from checks.rules.waiver_problems import waiver_problem


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the waivers that are over and took no owed day away.

    Nothing is said of those that begin before the horizon, and of unknown services and members.
    """
    case = facts.judged.case
    unwaived = replace(case, waivers=()) if facts.waivers else case
    members = {None, *(stay.person for stay in case.team.members)}
    for waiver in facts.waivers:
        known = case.current(waiver.service) in case.services and waiver.member in members
        over = case.horizon <= waiver.first and waiver.last_day < case.as_of
        if known and over and not _takes_away(unwaived, waiver) and not _has_ended(case, waiver):
            words = f"ended on {waiver.last} without having any effect: the service was not due on any of its days"
            yield waiver_problem(
                facts,
                waiver,
                "id",
                words,
                help_words="Correct the service, the person or the dates, or remove it.",
            )


def _takes_away(unwaived: TeamCase, waiver: Waiver) -> bool:
    """Whether any day of the waiver is owed without waivers, or counted for the answer to an order."""
    service = unwaived.services[unwaived.current(waiver.service)]
    return any(
        timeline.days_that_count() & DateSpans.of([waiver])
        for timeline in timelines_of(unwaived, service)
        if waiver.member in (None, timeline.member)
    )


def _has_ended(case: TeamCase, waiver: Waiver) -> bool:
    """Whether the service ended before the waiver began: it may have been right when it was written."""
    terms = case.terms_by_day(case.services[case.current(waiver.service)], None)
    return bool(terms) and all(agreed.last < waiver.first for agreed in terms)


RULE = Rule("WVR003", "unused", Severity.ERROR, __doc__, team=_check)

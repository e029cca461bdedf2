"""WVR002 lapsed: a waiver has ended, and the service has been missed since or is late.

The notice appears if the members the waiver was for have missed the service since, or if it is late now.
It stays until the end of the next quarter at most. People often don't notice when an exception ends.

To fix: invite those the waiver was for. If the reason still applies, agree on a new waiver with
them.
"""

from collections.abc import Iterator
from datetime import timedelta

from checks.engine.window import State
from checks.model.cadences import PeriodUnit
from checks.model.findings import Problem, Severity
from checks.model.periods import period_of
from checks.model.playbook import starting_month
from checks.model.waivers import Waiver
from checks.rules.rule import Rule, TeamFacts
from checks.rules.waiver_problems import waiver_problem
from checks.wording.measures import plural


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the waivers over for a quarter at most whose member and service is missed or late again."""
    case = facts.judged.case
    starts = starting_month(case.playbook)
    for waiver in facts.waivers:
        following = period_of(PeriodUnit.QUARTER, waiver.last_day, starts).last + timedelta(days=1)
        if waiver.last_day < case.as_of <= period_of(PeriodUnit.QUARTER, following, starts).last:
            again = _again(facts, waiver)
            if again:
                words = f"ended on {waiver.last}; since then, {again}"
                yield waiver_problem(
                    facts,
                    waiver,
                    "to",
                    words,
                    help_words="Invite those it was for, or agree on a new waiver with them.",
                )


def _again(facts: TeamFacts, waiver: Waiver) -> str:
    """Return what has gone wrong since the waiver, in words; nothing when nothing has."""
    service, result = facts.judged.case.current(waiver.service), facts.judged.result
    missed = sum(
        window.state is State.MISSED and window.service == service and window.last > waiver.last_day
        for window in result.windows
        if waiver.member in (None, window.member)
    )
    late = sum(late.service == service for late in result.late if waiver.member in (None, late.member))
    parts = [plural(missed, "was missed", "were missed")] if missed else []
    parts += ["it is late now"] if late == 1 else [f"{late:,} are late now"] if late else []
    return " and ".join(parts)


RULE = Rule("WVR002", "lapsed", Severity.NOTICE, __doc__, team=_check)

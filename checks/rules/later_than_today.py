"""DAT001 later-than-today: a row for a future date is not marked as booked.

Only rows with the state `booked` or `withdrawn` may have a future date. If you log a conversation
before it takes place, the log could hide that it never did.

To fix: correct the date, or set the state to `booked`.
"""

from collections.abc import Iterator

from checks.engine.date_spans import identity_of
from checks.model.findings import Problem, Severity
from checks.rules.row_problems import row_problem
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Look at rows later than today."""
    judged = facts.judged
    log = judged.case.log
    if not log.days or max(log.days) <= judged.today:
        return
    for row, day in enumerate(log.days):
        state = log.states[row]
        if day > judged.today and state not in ("booked", "withdrawn"):
            words = (
                f"this row has a future date and the state `{state}`; until that day it can only be `booked`"
            )
            yield row_problem(
                judged, row, words, f"{identity_of(day)} {log.services[row]} {log.members[row]} {state}"
            )


RULE = Rule("DAT001", "later-than-today", Severity.ERROR, __doc__, team=_check)

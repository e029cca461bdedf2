"""DAT001 later-than-today: a row says that something took place on a day that has not come.

Only a `booked` row may lie ahead. A touchpoint logged before it is held would hide that it never was.

To fix: mend the date, or log the row as `booked`.
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
            words = f"this row is `{state}` on a day later than today; only `booked` may be"
            yield row_problem(
                judged, row, words, f"{identity_of(day)} {log.services[row]} {log.members[row]} {state}"
            )


RULE = Rule("DAT001", "later-than-today", Severity.ERROR, __doc__, team=_check)

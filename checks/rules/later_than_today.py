"""DAT001 later-than-today: a row says that something took place on a day that has not come.

Only a `booked` row may lie ahead. A touchpoint logged before it is held would hide that it never was.

To fix: mend the date, or log the row as `booked`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.row_problems import service_of_row
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Look at rows later than today."""
    judged = facts.judged
    log, team = judged.case.log, judged.case.team.id
    if max(log.days, default=0) <= judged.today:
        return
    for row, day in enumerate(log.days):
        if day > judged.today and log.states[row] not in ("booked", "withdrawn"):
            words = f"{team}: this row is `{log.states[row]}` on a day later than today; only `booked` may be"
            yield Problem(
                log.place(row),
                words,
                team=team,
                service=service_of_row(judged, row),
                subject=_subject(facts, row),
            )


def _subject(facts: TeamFacts, row: int) -> str:
    log = facts.judged.case.log
    return f"{log.days[row]} {log.services[row]} {log.members[row]} {log.states[row]}"


RULE = Rule("DAT001", "later-than-today", Severity.ERROR, __doc__, team=_check)

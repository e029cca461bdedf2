"""DAT006 wrong-quarter: a row stands in the file of another quarter.

One file holds one calendar quarter, whatever month the organisation's year starts in, so that
everybody finds a row where they look for it.

To fix: move the row to the file named.
"""

from collections.abc import Iterator

from checks.model.cadences import PeriodUnit
from checks.model.findings import Problem, Severity
from checks.model.periods import named_quarter, period_of
from checks.rules.row_problems import row_problem
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Hold the days of each file against its name."""
    log = facts.judged.case.log
    ends = [*(first for first, _ in log.files[1:]), len(log)] if log.files else []
    for (begin, path), end in zip(log.files, ends, strict=True):
        quarter = named_quarter(path.rpartition("/")[2].removesuffix(".csv"))
        days = log.days[begin:end]
        if quarter.first <= min(days) and max(days) <= quarter.last:
            continue
        for row, day in enumerate(days, start=begin):
            if not quarter.first <= day <= quarter.last:
                words = f"this row belongs into {period_of(PeriodUnit.QUARTER, day).name}.csv"
                subject = f"{day} {log.services[row]} {log.members[row]}"
                yield row_problem(facts.judged, row, words, subject)


RULE = Rule("DAT006", "wrong-quarter", Severity.ERROR, __doc__, team=_check)

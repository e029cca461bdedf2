"""DAT006 wrong-quarter: a row is in the file of another quarter.

Each file holds one calendar quarter, so that people find a row where they expect it. This is so even
if the organisation's year starts in another month.

To fix: move the row to the file that the message names.
"""

from collections.abc import Iterator

from checks.model.cadences import PeriodUnit
from checks.model.findings import Problem, Severity
from checks.model.periods import named_quarter, period_of
from checks.rules.row_problems import row_problem
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Compare the days of each file with its name."""
    log = facts.judged.case.log
    ends = [*(first for first, _ in log.files[1:]), len(log)] if log.files else []
    for (begin, path), end in zip(log.files, ends, strict=True):
        quarter = named_quarter(path.rpartition("/")[2].removesuffix(".csv"))
        days = log.days[begin:end]
        if quarter.first <= min(days) and max(days) <= quarter.last:
            continue
        for row, day in enumerate(days, start=begin):
            if not quarter.first <= day <= quarter.last:
                words = f"move this row to {period_of(PeriodUnit.QUARTER, day).name}.csv"
                subject = f"{day} {log.services[row]} {log.members[row]}"
                yield row_problem(facts.judged, row, words, subject)


RULE = Rule("DAT006", "wrong-quarter", Severity.ERROR, __doc__, team=_check)

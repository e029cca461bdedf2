"""DAT002 duplicate-row: the log has one touchpoint twice.

Two rows are the same if their first six values agree, or if service, member and uid agree. Two on
one day count only once, so this doesn't raise coverage. But the log no longer shows what took place.

To fix: set one of the rows to `withdrawn`. Don't delete it, so that the correction stays visible.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.engine.date_spans import identity_of
from checks.engine.team_case import TeamCase
from checks.model.findings import Problem, Severity
from checks.rules.row_problems import row_problem
from checks.rules.rule import Rule, TeamFacts

if TYPE_CHECKING:
    from datetime import date


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the later of two equal rows."""
    if not _any_twice(facts.judged.case):
        return
    log = facts.judged.case.log
    rows = zip(log.days, log.services, log.members, log.givers, log.initiatives, log.states, strict=True)
    seen: dict[object, int] = {}
    for row, values in enumerate(rows):
        if values[-1] == "withdrawn":
            continue
        keys: list[object] = [values]
        if log.uids[row]:
            keys.append((log.uids[row], values[1], values[2]))
        first = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, row)
        if first is not None:
            where = log.place(first)
            words = f"this touchpoint is already logged in {where.path}, line {where.line}"
            yield row_problem(facts.judged, row, words, repr((identity_of(values[0]), *values[1:])))


def _any_twice(case: TeamCase) -> bool:
    """Whether any two rows can be the same; it is quick to see that none are, and nearly always so."""
    days: defaultdict[tuple[str, ...], list[date]] = defaultdict(list)
    for kind, rows in case.rows_by_key.items():
        if kind.state != "withdrawn":
            days[kind[:-1]].extend(map(case.log.days.__getitem__, rows))
    uids = [uid for uid in case.log.uids if uid]
    return len(set(uids)) < len(uids) or any(len(set(same)) < len(same) for same in days.values())


RULE = Rule("DAT002", "duplicate-row", Severity.ERROR, __doc__, team=_check)

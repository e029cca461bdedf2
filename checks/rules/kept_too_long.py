"""PRV003 kept-too-long: a log is kept for longer than was agreed.

The playbook says for how many quarters logs are kept (`keep_logs_for`), besides the running one.
Who met whom is about people, and what is no longer needed is let go. The figures that were
published stay.

To fix: run `outbound prune`, which moves `logs_from` on and removes what is older.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from checks.coverage.judged import kept_from
from checks.coverage.wording import iso
from checks.findings import Place, Problem, Severity
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.rules.rule import TeamFacts


def check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each file of the log that lies wholly before the quarters kept, from its first day that counts."""
    case = facts.judged.case
    first = kept_from(case.playbook, case.as_of)
    kept = case.playbook.privacy.keep_logs_for
    for _, path in case.log.files:
        name = path.rpartition("/")[2].removesuffix(".csv")
        if _last_day(name) < first:
            words = f"{case.team.id}: the log of {name} is kept, and logs are kept for {kept}, so from {iso(first)} on; run `outbound prune`"
            yield Problem(Place(path), words, team=case.team.id, subject=path)


def _last_day(name: str) -> int:
    """Return the last day of a calendar quarter, by its name."""
    year, quarter = int(name[:4]), int(name[-1])
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1).toordinal() - 1


RULE = Rule("PRV003", "kept-too-long", Severity.ERROR, __doc__, team=check)

"""PRV003 kept-too-long: a log is kept for longer than was agreed.

The playbook says for how many quarters logs are kept (`keep_logs_for`), besides the running one.
Who met whom is about people, and what is no longer needed is let go. The figures that were
published stay.

To fix: run `outbound prune`, which moves `logs_from` on and removes what is older.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import kept_from
from checks.model.findings import Place, Problem, Severity
from checks.model.periods import named_quarter
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import iso


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each file of the log that lies wholly before the quarters kept, from its first day that counts."""
    case = facts.judged.case
    first = kept_from(case.playbook, case.as_of)
    keep_for = case.playbook.privacy.keep_logs_for
    for _, path in case.log.files:
        name = path.rpartition("/")[2].removesuffix(".csv")
        if named_quarter(name).last < first:
            words = f"{case.team.id}: the log of {name} is kept, and logs are kept for {keep_for}, so from {iso(first)} on; run `outbound prune`"
            yield Problem(Place(path), words, team=case.team.id, subject=path)


RULE = Rule("PRV003", "kept-too-long", Severity.ERROR, __doc__, team=_check)

"""CAD004 late-orders: members did not get an answer to their requests in time.

A request is a promise of its own, even if the service is optional: the member took the first step
and is waiting. The rule looks at the last full quarter and the current one. It reports a service if
fewer requests got an answer in time than agreed, and the team missed more than the agreement allows.
Requests that the member took back don't count.

If a leader or coach records a plan in answers.yaml, the error becomes a notice.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: answer open requests, oldest first. Log answers that are missing from the log. If the agreed
time is unrealistic, agree on another one together.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.missed_promises import missed_promises
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import cadence_words, percent, share_of

_NEXT_STEP = "Answer the open requests, oldest first, log answers that are not in the log, or record a plan"


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report orders of the last closed quarter and of the running one."""
    team = facts.judged.case.team.id
    for row in (*facts.judged.closed_rows(), *facts.judged.running_rows()):
        if row.below and row.promise and row.promise.agreed.after == "ordering":
            share = share_of(row.counts.met, row.counts.due)
            agreed = f"{percent(row.promise.share)} {cadence_words(row.promise.agreed.cadence)}"
            words = f"{team}: {row.service} in {row.period.name}: {share} answered in time, agreed {agreed}"
            yield missed_promises(facts, row, words, _NEXT_STEP)


RULE = Rule("CAD004", "late-orders", Severity.ERROR, __doc__, team=_check, others=(Severity.NOTICE,))

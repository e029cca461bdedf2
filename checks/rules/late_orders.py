"""CAD004 late-orders: what members ordered was not answered in time.

An order is a promise of its own, whatever the obligation of the service: somebody took the
initiative, and waits. Reported when, in the last closed quarter or since, fewer orders were answered
in time than was agreed, and more missed than may be. An order that its member has taken back counts
for nothing.

To fix: answer what is open, oldest first; log what was answered; or agree on a time that can be
kept.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.missed_promises import NextAct, missed_promises
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import cadence_words, percent, share_of

_ACT = NextAct("fulfil or log", "late order", "late orders")


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report orders of the last closed quarter and of the running one."""
    team = facts.judged.case.team.id
    for row in (*facts.judged.closed_rows(), *facts.judged.running_rows()):
        if row.below and row.promise and row.promise.agreed.after == "ordering":
            share = share_of(row.counts.met, row.counts.due)
            agreed = f"{percent(row.promise.share)} {cadence_words(row.promise.agreed.cadence)}"
            words = f"{team}: {row.service} in {row.period.name}: {share} answered in time, agreed {agreed}"
            yield missed_promises(facts, row, words, _ACT)


RULE = Rule("CAD004", "late-orders", Severity.ERROR, __doc__, team=_check)

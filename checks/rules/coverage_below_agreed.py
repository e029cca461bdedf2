"""CAD001 coverage-below-agreed: a team got less of a service than was agreed.

The rule reports a service if, in the last full quarter, the team's coverage was below the agreed
share and it missed more than the agreement allows. Example: agreed 90%, but 5 of 10 people had a
one-on-one. The finding points to the line of the agreement.

Why it matters: the people who miss out are often the ones who would not ask. The share shows
whether the service also reaches them.

If a leader or coach records a plan in answers.yaml, the error becomes a notice until the next
quarter ends.

The rule skips quarters in which nothing was due, and earlier quarters. It counts groups with their
own terms separately. CAD004 reports late requests.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: log what took place but is not in the log; late entries count. For the rest, record a plan
in answers.yaml. Conversations you hold now count for this quarter, not for the last one. If the
agreement is unrealistic, change it together, by pull request.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import CoverageRow
from checks.model.cadences import EventCadence
from checks.model.findings import Problem, Severity
from checks.rules.missed_promises import missed_promises
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import against_agreed


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the services below their promise in the last closed quarter."""
    team = facts.judged.case.team.id
    for row in (part for whole in facts.judged.closed_rows() for part in whole.promises):
        if row.below and row.promise and row.promise.agreed.after != "ordering":
            share = against_agreed(row.counts.met, row.counts.due, row.promise.share)
            whom = f" for {row.group}" if row.group else ""
            words = f"{team}: {row.service}{whom} in {row.period.name}: {share}"
            yield missed_promises(facts, row, words, _next_step(row))


def _next_step(row: CoverageRow) -> str:
    """Return what can still be done about a quarter that is over."""
    event = row.promise and isinstance(row.promise.agreed.cadence, EventCadence)
    late = "catch up with anyone who was missed, and" if event else "or"
    return f"Log any that took place but are not in the log, {late} record a plan"


RULE = Rule(
    "CAD001", "coverage-below-agreed", Severity.ERROR, __doc__, team=_check, others=(Severity.NOTICE,)
)

"""CAD002 late-now: members are waiting longer than was agreed, today.

A rolling promise, such as at most six weeks apart, is broken on the day after its limit and grace
are used up. Days of absence, of a pause and of a waiver do not count. This is the earliest sign,
long before a quarter closes, and the easiest to mend: an invitation this week.

To fix: invite those who are late. A conversation that was held and not logged is logged.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import promise_on
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import cadence_words, iso, plural, with_grace


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report, for each service, how many are late on the as-of day and since when."""
    judged = facts.judged
    team = judged.case.team
    for service in dict.fromkeys(late.service for late in judged.result.late):
        late = judged.late(service)
        promise = promise_on(judged.case, service, judged.case.as_of)
        if promise is None:
            continue
        cadence = promise.agreed.cadence
        terms = with_grace(cadence_words(cadence), cadence, form="{often} and {grace} of grace")
        people = [receiver for receiver in late if receiver.member]
        who = plural(len(people), "member is", "members are") if people else "the team is"
        late_now = f"{team.id}: {service}: {who} late now"
        first, longest_first = ("the first ", ", the longest waiting first") if len(late) > 1 else ("", "")
        more = f", {first}since {iso(late[0].since)}; agreed {terms}; invite this week{longest_first}"
        named = ", ".join(f"{receiver.member} since {iso(receiver.since)}" for receiver in people)
        yield Problem(
            promise.agreed.cadence_place,
            f"{late_now}{more}",
            named=f"{late_now} ({named}){more}" if named else "",
            help="What was held and is not in the log is logged instead.",
            team=team.id,
            service=service,
            related=(Related(team.place("name"), "the roster"),),
        )


RULE = Rule("CAD002", "late-now", Severity.WARNING, __doc__, team=_check)

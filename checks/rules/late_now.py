"""CAD002 late-now: members have been waiting longer than agreed.

The rule looks at services that set a longest gap, such as at most six weeks apart. A member is late
from the day after the gap and the grace period end. Days of absence, of a pause and of a waiver
don't count. This is the earliest sign, long before the quarter ends, and the easiest to act on.

To fix: invite those who are late this week. If a conversation took place but is not in the log, log
it.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import promise_on
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import iso, plural
from checks.wording.terms import terms_words


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report, for each service, how many are late on the as-of day and since when."""
    judged = facts.judged
    team = judged.case.team
    for service in dict.fromkeys(late.service for late in judged.result.late):
        late = judged.late(service)
        promise = promise_on(judged.case, service, judged.case.as_of)
        if promise is None:
            continue
        terms = terms_words(promise.agreed.cadence)
        people = [receiver for receiver in late if receiver.member]
        who = plural(len(people), "member is", "members are") if people else "the team is"
        late_now = f"{team.id}: {service}: {who} late now"
        more = f", {'the first ' if len(late) > 1 else ''}since {iso(late[0].since)}; agreed {terms}"
        named = ", ".join(f"{receiver.member} since {iso(receiver.since)}" for receiver in people)
        yield Problem(
            promise.agreed.cadence_place,
            f"{late_now}{more}",
            named=f"{late_now} ({named}){more}" if named else "",
            help=_next_step(len(people)),
            team=team.id,
            service=service,
            related=(Related(team.place("name"), "the roster"),),
        )


def _next_step(late: int) -> str:
    """Return what to do for members who are late, or for the team as a whole."""
    invite = {0: "Hold it this week.", 1: "Invite them this week."}
    step = invite.get(late, "Invite them this week, longest wait first.")
    return f"{step} If it took place but is not in the log, log it."


RULE = Rule("CAD002", "late-now", Severity.WARNING, __doc__, team=_check)

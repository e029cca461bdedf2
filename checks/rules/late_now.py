"""CAD002 late-now: members have been waiting longer than agreed.

The rule looks at services that set a longest gap, such as at most six weeks apart. The service is
late from the day after the gap and the grace period end. Days of absence, of a pause and of a waiver
don't count. This is the earliest sign, long before the quarter ends, and the easiest to act on.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: this week, invite the members who have waited too long. If a conversation took place but is
not in the log, log it.
"""

from collections.abc import Iterator

from checks.engine.team_coverage import JudgedTeam, Promise, promise_on
from checks.engine.window import LateMember
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
        who = plural(len(people), "member has", "members have") if people else "the team has"
        waited = f"{team.id}: {service}: {who} waited too long"
        more = f", {'the first ' if len(late) > 1 else ''}since {iso(late[0].since)}; agreed {terms}"
        named = ", ".join(f"{receiver.member} since {iso(receiver.since)}" for receiver in people)
        yield Problem(
            promise.agreed.cadence_place,
            f"{waited}{more}",
            named=f"{waited} ({named}){more}" if named else "",
            help=_next_step(len(people)) + _why_asking_is_not_enough(judged, promise, people),
            team=team.id,
            service=service,
            related=(Related(team.place("name"), "the roster"),),
        )


def _next_step(late: int) -> str:
    """Return what to do for members who are late, or for the team as a whole."""
    invite = {0: "Hold it this week.", 1: "Invite them this week."}
    step = invite.get(late, "Invite them this week, longest wait first.")
    return f"{step} Log any that took place but are not in the log."


def _why_asking_is_not_enough(judged: JudgedTeam, promise: Promise, late: list[LateMember]) -> str:
    """Return how many of those who are late have met on their own initiative since, where that does not count."""
    if promise.agreed.counts != "outbound":
        return ""
    asked = 0
    for receiver in late:
        touchpoints = judged.result.touchpoints[receiver.service, receiver.member]
        asked += max(touchpoints.inbound, default=0) > max(touchpoints.days, default=0)
    if not asked:
        return ""
    who = plural(asked, "of them has met because they asked", "of them have met because they asked")
    return f" {who}. Only conversations that the leader or coach starts count here."


RULE = Rule("CAD002", "late-now", Severity.WARNING, __doc__, team=_check, others=(Severity.NOTICE,))

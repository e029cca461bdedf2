"""DAT010 coach-over-limit: more members have chosen a coach than the coach takes.

A coach says with `at_most` how many they can do well by. Counted are the members on the day that is
judged whose stay names that coach.

To fix: ask who would choose another coach, or ask the coach for a higher number.
"""

from collections import Counter
from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import plural


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report the coaches on duty whom more members have chosen than they take."""
    case = facts.judged.case
    chosen = Counter(stay.coach for stay in case.present.values())
    for coach in case.team.coaches:
        many = chosen[coach.person]
        on_duty = coach.has(case.as_of)
        if on_duty and coach.at_most is not None and many > coach.at_most:
            words = (
                f"{case.team.id}: {plural(many, 'member has', 'members have')} chosen {{who}}, "
                f"who takes {coach.at_most} at most"
            )
            yield Problem(
                coach.place("at_most"),
                words.format(who="a coach"),
                named=words.format(who=coach.person),
                team=case.team.id,
                member=coach.person,
                subject=coach.person,
            )


RULE = Rule("DAT010", "coach-over-limit", Severity.WARNING, __doc__, team=_check)

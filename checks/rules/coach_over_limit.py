"""DAT010 coach-over-limit: more members have chosen a coach than the coach can take.

A coach sets a limit with `at_most`: how many members they can coach well. The rule counts the
members whose current entry in team.yaml names this coach.

To fix: ask whether a member would like another coach, or ask the coach to raise the limit.
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
                f"but the limit is {coach.at_most}"
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

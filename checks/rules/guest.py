"""REF007 guest: the log has rows for someone who is not on the team's roster.

Guests are allowed but don't count towards coverage. If the person is a member, their entry in
team.yaml is missing, and the team's coverage leaves them out.

To fix: add the person to team.yaml with a start date, or correct the id in the log.
"""

from collections.abc import Iterator

from checks.engine.touchpoints import UncountedReason
from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each guest once, at the first row."""
    judged = facts.judged
    team, log = judged.case.team.id, judged.case.log
    rows_by_guest: dict[str, list[int]] = {}
    for uncounted in judged.result.uncounted:
        if uncounted.why is UncountedReason.GUEST:
            rows_by_guest.setdefault(log.members[uncounted.row], []).append(uncounted.row)
    for member, rows in sorted(rows_by_guest.items()):
        many, count = ("rows are", "they do not") if len(rows) > 1 else ("row is", "it does not")
        words = f"{team}: {len(rows)} {many} for {{who}} who is not on the roster; {count} count"
        yield Problem(
            log.place(min(rows)),
            words.format(who="someone"),
            named=words.format(who=f"{member},"),
            team=team,
            member=member,
            subject=member,
        )


RULE = Rule("REF007", "guest", Severity.WARNING, __doc__, team=_check)

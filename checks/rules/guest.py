"""REF007 guest: rows of the log are of somebody who is not on the team's roster.

Guests are welcome and are not counted: they are owed nothing here. If they are members, they lack
an entry in the roster, and their coverage is missing from the team's.

To fix: add the person to the roster with the days of the stay, or mend the id in the log.
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
        many = f"{len(rows)} rows are" if len(rows) > 1 else "a row is"
        words = f"{team}: {many} of {{who}} who is not on the roster, and not counted"
        yield Problem(
            log.place(min(rows)),
            words.format(who="somebody"),
            named=words.format(who=member),
            team=team,
            member=member,
            subject=member,
        )


RULE = Rule("REF007", "guest", Severity.WARNING, __doc__, team=_check)

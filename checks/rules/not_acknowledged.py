"""DAT007 not-acknowledged: the receiver says that a touchpoint did not take place.

If a row with the state `held` has `acknowledged: no`, the receiver disputes it. Their word counts,
and the row doesn't. Someone should talk to them; that may be all they need.

To fix: talk to the receiver. Then set the row to `withdrawn`, or `acknowledged` to `yes`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.row_problems import service_of_row
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report held rows the receiver has answered with no."""
    case = facts.judged.case
    log, team = case.log, case.team.id
    if "no" not in log.acknowledged:
        return
    for row, answer in enumerate(log.acknowledged):
        if answer == "no" and log.states[row] == "held" and case.horizon <= log.days[row] <= case.as_of:
            service = service_of_row(facts.judged, row)
            what = service or "touchpoint"
            words = f"{team}: a {what} is logged as held, but {{who}} says that it did not take place; it does not count"
            member = log.members[row]
            yield Problem(
                log.place(row),
                words.format(who="the receiver"),
                named=words.format(who=member or "the team"),
                team=team,
                service=service,
                member=member or None,
                subject=str(log.days[row]),
            )


RULE = Rule("DAT007", "not-acknowledged", Severity.WARNING, __doc__, team=_check)

"""REF009 moved-nowhere: someone has moved to a team, but is not a member there.

`moved_to` says that a person goes on in another team. Then nothing is due after leaving. The other
team's roster has no membership of theirs that begins within 31 days after their last day. Either
that membership is missing, or the person has left. A move ahead is reported too, since one of its
two files is missing.

To fix: add the membership in the other team, or remove `moved_to`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such membership."""
    team = facts.judged.case.team.id
    for stay in facts.moved_nowhere:
        is_over = stay.last_day < facts.judged.case.as_of
        moves = "has moved" if is_over else f"moves after {stay.last_day}"
        words = f"{team}: {{who}} {moves} to {stay.moved_to}, but is not a member there"
        yield Problem(
            stay.place("moved_to"),
            words.format(who="a member"),
            named=words.format(who=stay.person),
            help="Add the membership in the other team, or remove `moved_to`.",
            team=team,
            member=stay.person,
            subject=f"{stay.person} {stay.last_day}",
        )


RULE = Rule("REF009", "moved-nowhere", Severity.WARNING, __doc__, team=_check)

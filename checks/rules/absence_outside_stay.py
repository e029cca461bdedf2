"""DAT009 absence-outside-stay: somebody is entered as away on days on which they are not in the team.

An absence takes away days on which somebody is owed a service or gives it. Wholly outside a stay,
and outside the days of a leader or coach, it takes nothing away: most often a day or a person is
written wrong, and the absence that was meant is missing.

To fix: correct the days or the person, or take the absence out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.model.team import Coach, Leader, Stay
    from checks.rules.rule import TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report absences no day of which lies in a stay or role; people on no line are another finding."""
    team = facts.judged.case.team
    spans: dict[str, list[tuple[int, int]]] = {}
    roles: tuple[Stay | Leader | Coach, ...] = (*team.members, *team.leaders, *team.coaches)
    for entry in roles:
        spans.setdefault(entry.person, []).append((entry.first_number, entry.last_number))
    for absence in team.absences:
        here = spans.get(absence.person)
        if here and not any(
            first <= absence.last_number and absence.first_number <= last for first, last in here
        ):
            words = f"{team.id}: {{who}} is entered as away from {absence.first}, and not in the team then"
            yield Problem(
                absence.place(),
                words.format(who="somebody"),
                named=words.format(who=absence.person),
                team=team.id,
                member=absence.person,
                subject=f"{absence.person} {absence.first}",
            )


RULE = Rule(
    "DAT009",
    "absence-outside-stay",
    Severity.WARNING,
    __doc__,
    outline="an absence lies outside every stay",
    team=_check,
)

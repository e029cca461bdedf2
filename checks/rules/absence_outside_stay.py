"""DAT009 absence-outside-stay: somebody is entered as away on days on which they are not in the team.

An absence takes away days on which somebody is owed a service or gives it. Wholly outside a stay,
and outside the days of a leader or coach, it takes nothing away: most often a day or a person is
written wrong, and the absence that was meant is missing.

To fix: correct the days or the person, or take the absence out.
"""

from collections.abc import Iterable, Iterator

from checks.engine.spans import clip, union
from checks.model.findings import Problem, Severity
from checks.model.team import Coach, Leader, Stay
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report absences no day of which lies in a stay or role; people on no line are another finding."""
    team = facts.judged.case.team
    days = _days_by_person((*team.members, *team.leaders, *team.coaches))
    for absence in team.absences:
        spans = days.get(absence.person)
        if spans and not clip(union(spans), absence.first_number, absence.last_number):
            words = f"{team.id}: {{who}} is entered as away from {absence.first}, and not in the team then"
            yield Problem(
                absence.place(),
                words.format(who="somebody"),
                named=words.format(who=absence.person),
                team=team.id,
                member=absence.person,
                subject=f"{absence.person} {absence.first}",
            )


def _days_by_person(entries: Iterable[Stay | Leader | Coach]) -> dict[str, list[tuple[int, int]]]:
    days: dict[str, list[tuple[int, int]]] = {}
    for entry in entries:
        days.setdefault(entry.person, []).append((entry.first_number, entry.last_number))
    return days


RULE = Rule(
    "DAT009",
    "absence-outside-stay",
    Severity.WARNING,
    __doc__,
    outline="an absence lies outside every stay",
    team=_check,
)

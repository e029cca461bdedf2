"""DAT009 absence-outside-stay: somebody is entered as away on days on which they are not in the team.

An absence takes away days on which somebody is owed a service or gives it. Wholly outside a stay,
and outside the days of a leader or coach, it takes nothing away: most often a day or a person is
written wrong, and the absence that was meant is missing.

To fix: correct the days or the person, or take the absence out.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.engine.date_spans import DateSpans
from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts

if TYPE_CHECKING:
    from checks.model.base import Span
    from checks.model.team import Coach, Leader, Stay


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report absences no day of which lies in a stay or role; people on no line are another finding."""
    team = facts.judged.case.team
    entries: defaultdict[str, list[Span]] = defaultdict(list)
    present: tuple[Stay | Leader | Coach, ...] = (*team.members, *team.leaders, *team.coaches)
    for entry in present:
        entries[entry.person].append(entry)
    for absence in team.absences:
        days = DateSpans.of(entries.get(absence.person, ()))
        if days and not days & DateSpans.of([absence]):
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
    team=_check,
)

"""Who gains from a correction, whether it is about past days alone, and how many there have been lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from checks.engine.team_case import TeamCase
    from checks.model.corrections import Correction
    from checks.model.team import Coach, Leader

LATELY = timedelta(days=365)
"""How far back corrections are counted. Source: docs/adr/0038-corrections.md."""

FEW = 3
"""So many corrections are never too many. Source: docs/adr/0038-corrections.md."""

PEOPLE_PER_CORRECTION = 10
"""One correction for so many members is not too many. Source: docs/adr/0038-corrections.md."""


def gainers(case: TeamCase, correction: Correction) -> frozenset[str]:
    """Return who gains from a correction: the person, and who leads or coaches the team on days it covers.

    From a corrected row whoever gave it gains too.
    """
    first, last = correction.first, correction.last
    roles: tuple[Leader | Coach, ...] = (*case.team.leaders, *case.team.coaches)
    people = {role.person for role in roles if role.first <= last and role.last_day >= first}
    if correction.what == "row":
        people |= {case.log.givers[row] for row in corrected_rows(case, correction)}
    if correction.person:
        people.add(correction.person)
    return frozenset(people)


def corrected_rows(case: TeamCase, correction: Correction) -> list[int]:
    """Return the rows of the log that a correction names: of its person, on its days."""
    if correction.what != "row":
        return []
    member = correction.person or ""
    log = case.log
    return [row for row, day in enumerate(log.days) if log.members[row] == member and correction.has(day)]


def is_ahead(correction: Correction, today: date) -> bool:
    """Whether a correction is about a day to come, or known from one on: it would excuse what is not over."""
    return max(correction.last, correction.known_since) > today


def recent_corrections(case: TeamCase) -> int:
    """Return how many corrections became known, or are about days, within the last year."""
    since = case.as_of - LATELY
    return sum(
        since < max(correction.last, correction.known_since) <= case.as_of for correction in case.corrections
    )


def too_many(corrections: int, members: int) -> bool:
    """Whether there are more corrections in a year than mistakes alone explain, for so many members."""
    return corrections > max(FEW, members // PEOPLE_PER_CORRECTION)

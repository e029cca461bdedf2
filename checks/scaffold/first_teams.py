"""The teams a new playbook begins with: those that are named, or those that a table from HR holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checks.loading.naming import slug


@dataclass(frozen=True, slots=True)
class FirstStay:
    """Somebody in a team, leading it or away, by id, from a day on; without a last day until further notice.

    `moved_from` is the team a member was in until the day before, empty for all others. `described` are the groups that
    describe a member, each with its first and last day.
    """

    person: str
    first: date
    last: date | None = None
    moved_from: str = ""
    described: tuple[tuple[str, date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A first team; `part_of` is the id of the team above, empty without one, and `logs_from` a day of its own."""

    id: str
    name: str
    leaders: tuple[FirstStay, ...]
    members: tuple[FirstStay, ...]
    part_of: str = ""
    absences: tuple[FirstStay, ...] = ()
    logs_from: date | None = None


def named_teams(
    names: Sequence[str], leaders: Sequence[str], members: Sequence[str], first: date
) -> tuple[NewTeam, ...]:
    """Return a team for each name, all led by `leaders`; the members belong to the first."""
    leading, stays = (tuple(FirstStay(person, first) for person in people) for people in (leaders, members))
    return tuple(
        NewTeam(slug(name), name, leading, stays if at == 0 else ()) for at, name in enumerate(names)
    )

"""The teams as pages name them, without a person: sizes, what they are part of, and their own terms."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checks.model.agreed_terms import AgreedTerms


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """A team that has a page: its name, its size, and who gives in it, counted.

    `own` are the terms it has agreed itself. `late` counts members by service who are late now, and
    `logged_to` is the day of its last held row: both for those who hold the data alone.
    """

    team: str
    name: str
    part_of: str | None
    size: int
    leaders: int
    coaches: int
    own: tuple[AgreedTerms, ...] = ()
    late: tuple[tuple[str, int], ...] = ()
    logged_to: date | None = None


@dataclass(frozen=True, slots=True)
class FigureUnit:
    """A row of the tables: a team, or a parent with its teams.

    `hours` a week are promised to it, by its size and what was agreed alone, and `givers` lead or coach it.
    """

    id: str
    name: str
    size: int
    teams: tuple[str, ...]
    hours: Fraction = field(default=Fraction(0))
    givers: int = 0

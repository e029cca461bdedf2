"""`data/teams/<team>/team.yaml`: who leads, who coaches, who is in the team, and who is away."""

from __future__ import annotations

from pydantic import Field

from checks.model.agreements import TeamAgreement
from checks.model.base import AllNoneOr, Day, Id, Line, Placed, Positive, SchemaVersion, Span


class Leader(Span):
    """Somebody who leads the team on these days; several at once, deputies with a `to`."""

    person: Id


class Coach(Span):
    """Somebody members may choose as their coach."""

    person: Id
    at_most: Positive | None = None


class Stay(Span):
    """A stretch of days somebody is in the team."""

    person: Id
    coach: Id | None = None
    group: Id | None = None
    owed: AllNoneOr = "all"


class Absence(Span):
    """Days somebody is away. There is no reason, and no place for one."""

    person: Id


class Team(Placed):
    """The whole of team.yaml."""

    version: SchemaVersion = Field(alias="schema")
    id: Id
    formerly: tuple[Id, ...] = ()
    name: Line
    part_of: Id | None = None
    logs_from: Day | None = None
    leaders: tuple[Leader, ...] = ()
    coaches: tuple[Coach, ...] = ()
    members: tuple[Stay, ...] = ()
    absences: tuple[Absence, ...] = ()
    agreements: dict[Id, tuple[TeamAgreement, ...]] = {}

"""`playbook/published/<period>.json`: figures frozen for the public site."""

import re
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.model.base import Count, Day, Flag, Id, Line, Placed, parse_count, parse_id, parse_share, refusal
from checks.model.source import Quoted

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def _team(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, Quoted):
        raise refusal("a team's id in quotes, or null for the total")
    return parse_id(str(value))


def _version(value: object) -> Literal[1]:
    if parse_count(value) != 1:
        raise refusal('this version reads `"schema": 1`')
    return 1


def _number(value: object) -> Fraction:
    text = str(value) if isinstance(value, Quoted) else ""
    if not _NUMBER.fullmatch(text):
        raise refusal('a number in quotes is expected here, for example "4.1020"')
    return Fraction(text)


def _share(value: object) -> Fraction:
    if not isinstance(value, Quoted):
        raise refusal('a share in quotes is expected here, for example "90%"')
    return parse_share(value)


Number = Annotated[Fraction, PlainValidator(_number)]


class ReleaseFigure(Placed):
    """How much of a figure is published; a hidden one and a band carry no counts."""

    due: Count | None = None
    met: Count | None = None
    shown: Literal["exact", "band", "hidden"]
    band: tuple[Count, Count] | None = None
    standing: Literal["kept", "below", "far below"] | None = None
    agreed: Annotated[Fraction, PlainValidator(_share)] | None = None

    @model_validator(mode="after")
    def _counts_where_exact(self) -> Self:
        counts = (self.due, self.met)
        if self.band and not self.band[0] < self.band[1] <= 100:
            raise refusal("a band's first number is less than its second, which is 100 at the most")
        if self.shown == "exact" and None in counts:
            raise refusal("an exact cell carries `due` and `met`")
        if self.shown != "exact" and counts != (None, None):
            raise refusal(f"a {'band' if self.shown == 'band' else 'hidden cell'} carries no counts")
        if self.due is not None and self.met is not None and self.met > self.due:
            raise refusal("`met` is more than `due`")
        return self


class ReleaseCell(ReleaseFigure):
    """A service of a team, of the small teams together, or (null) of all teams."""

    team: Annotated[str | None, PlainValidator(_team)]
    service: Id


class HeldShare(ReleaseFigure):
    """A share of what was held over the last four closed quarters: of a team, of a service, or of all."""

    part: Literal["outbound", "acknowledged", "by_chosen"]
    team: Id | None = None
    service: Id | None = None


class Answered(Placed):
    """What was answered to a question: the mean, or the border it lies beyond, or nothing."""

    service: Id
    metric: Id
    shown: Literal["exact", "band", "hidden"]
    mean: Number | None = None
    given: Count | None = None
    asked: Count | None = None
    kept: Flag | None = None


class TriedLength(ReleaseFigure):
    """Another length of a rolling promise, and the hours a week it takes."""

    service: Id
    weeks: Count
    hours: Number | None = None


class PromisedHours(Placed):
    """Hours a week promised by all who give, and how many they are."""

    givers: Count
    promised: Number


class KnownTeam(Placed):
    """A team that has a page; `members` null where it is smaller than the smallest group."""

    id: Id
    name: Line
    part_of: Id | None = None
    members: Count | None = None
    leaders: Count
    coaches: Count


class CountedUnit(Placed):
    """A row of the tables: a team, a parent, or the small teams together."""

    id: Id
    name: Line
    members: Count
    teams: tuple[Id, ...]
    hours: Number | None = None
    givers: Count = 0


class ReleaseDocument(Placed):
    """The whole of a published period.

    Figures that are counted over more than the period, and what is known of teams, stand in the file of the
    quarter that was the last when it was written.
    """

    version: Annotated[Literal[1], PlainValidator(_version)] = Field(alias="schema")
    period: Line
    as_of: Day
    smallest_group: Count = 5
    show: Literal["organisation", "parents", "teams"] = "teams"
    members: Count | None = None
    cells: tuple[ReleaseCell, ...] = ()
    answers: tuple[Answered, ...] = ()
    held: tuple[HeldShare, ...] = ()
    tried: tuple[TriedLength, ...] = ()
    hours: PromisedHours | None = None
    teams: tuple[KnownTeam, ...] = ()
    units: tuple[CountedUnit, ...] = ()

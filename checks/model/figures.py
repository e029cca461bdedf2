"""`playbook/published/<period>.json`: figures frozen for the public site."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.model.base import Count, Day, Id, Line, Placed, parse_count, parse_id, refusal
from checks.model.source import Quoted


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


class Cell(Placed):
    """One published figure; a hidden one and a band carry no counts."""

    team: Annotated[str | None, PlainValidator(_team)]
    service: Id
    due: Count | None = None
    met: Count | None = None
    shown: Literal["exact", "band", "hidden"]

    @model_validator(mode="after")
    def _counts_where_exact(self) -> Self:
        counts = (self.due, self.met)
        if self.shown == "exact" and None in counts:
            raise refusal("an exact cell carries `due` and `met`")
        if self.shown == "hidden" and counts != (None, None):
            raise refusal("a hidden cell carries no counts")
        if self.due is not None and self.met is not None and self.met > self.due:
            raise refusal("`met` is more than `due`")
        return self


class Figures(Placed):
    """The whole of a published period."""

    version: Annotated[Literal[1], PlainValidator(_version)] = Field(alias="schema")
    period: Line
    as_of: Day
    cells: tuple[Cell, ...] = ()

"""`waivers.yaml` and `answers.yaml`: what a team has agreed to leave out, and what it has taken on."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from checks.model.base import Day, Id, Placed, SchemaVersion, Span, Url, refusal

_QUARTER = re.compile(r"(FY)?20[0-9]{2}-Q[1-4]")
LONGEST_WAIVER = 183
"""Days a waiver may last. Source: design.md, section 3."""


def _quarter(value: object) -> str:
    if not isinstance(value, str) or not _QUARTER.fullmatch(value):
        raise refusal("a quarter is written 2026-Q3")
    return str(value)


class Waiver(Span):
    """An agreed exception with an approver and a last day."""

    id: Id
    service: Id
    member: Id | None = None
    last: Day = Field(alias="to")
    reason: Literal["agreed-pause", "reorganisation", "secondment", "data-gap"]
    approved_by: Id
    agreed_with_people: tuple[Id, ...] = ()


class Waivers(Placed):
    """The whole of waivers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    waivers: tuple[Waiver, ...] = ()


class Answer(Placed):
    """Somebody has taken a broken promise on, with a plan."""

    service: Id
    period: Annotated[str, PlainValidator(_quarter)]
    by: Id
    answered_on: Day
    plan: Url


class Answers(Placed):
    """The whole of answers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    answers: tuple[Answer, ...] = ()

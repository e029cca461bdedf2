"""`waivers.yaml` and `answers.yaml`: what a team has agreed to leave out, and what it has taken on."""

import re
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from checks.model.base import Day, Id, Placed, SchemaVersion, Span, Url, refusal
from checks.model.references import PersonId, ServiceId
from checks.model.shapes import spelled

_QUARTER = re.compile(r"(FY)?20[0-9]{2}-Q[1-4]")
_QUARTER_WORDS = "a quarter is written 2026-Q3"
LONGEST_WAIVER = 183
"""Days a waiver may last. Source: design.md, section 3."""


def _quarter(value: object) -> str:
    if not isinstance(value, str) or not _QUARTER.fullmatch(value):
        raise refusal(_QUARTER_WORDS)
    return str(value)


class Waiver(Span):
    """An agreed exception with an approver and a last day."""

    id: Id = Field(description="The waiver's own id, once in the file.", examples=["w-2026-pause"])
    service: ServiceId = Field(description="The service that is not owed on these days.")
    member: PersonId | None = Field(default=None, description="For whom, by id. Left out: the whole team.")
    last: Day = Field(alias="to", description="The last day, included; at most 183 days in all.")
    reason: Literal["agreed-pause", "reorganisation", "secondment", "data-gap"] = Field(
        description="Why. There is no place for more."
    )
    approved_by: PersonId = Field(
        description="Who approves it, by id: nobody who gains by it. They need not be on a roster."
    )
    agreed_with_people: tuple[PersonId, ...] = Field(
        default=(), description="With which members it was agreed, by id."
    )


class WaiversFile(Placed):
    """The whole of waivers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    waivers: tuple[Waiver, ...] = Field(default=(), description="The exceptions that were agreed.")


class Answer(Placed):
    """Somebody has taken a broken promise on, with a plan."""

    service: ServiceId = Field(description="The service whose promise was broken.")
    period: Annotated[
        str, PlainValidator(_quarter), spelled(_QUARTER.pattern, _QUARTER_WORDS, "2026-Q3", "FY2026-Q1")
    ] = Field(description="The quarter it was broken in, as findings name it.")
    by: PersonId = Field(description="Who answers, by id: a leader or coach of the team on that day.")
    answered_on: Day = Field(description="The day of the answer.")
    plan: Url = Field(description="Where the plan to mend it can be read.")


class AnswersFile(Placed):
    """The whole of answers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    answers: tuple[Answer, ...] = Field(
        default=(), description="Broken promises somebody has taken on: the finding becomes a notice."
    )

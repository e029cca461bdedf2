"""`waivers.yaml` and `answers.yaml`: what a team has agreed to leave out, and what it has taken on."""

import re
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from checks.model.base import Day, Id, Placed, SchemaVersion, Span, Url, refusal
from checks.model.references import PersonId, ServiceId
from checks.model.shapes import spelled

_QUARTER = re.compile(r"(FY)?20[0-9]{2}-Q[1-4]")
_QUARTER_WORDS = "not a valid quarter. Write it as 2026-Q3"
LONGEST_WAIVER = 183
"""Days a waiver may last. Source: design.md, section 3."""


def _quarter(value: object) -> str:
    if not isinstance(value, str) or not _QUARTER.fullmatch(value):
        raise refusal(_QUARTER_WORDS)
    return str(value)


class Waiver(Span):
    """An agreed exception with an approver and an end date."""

    id: Id = Field(
        description="The waiver's own id. Use it only once in the file.", examples=["w-2026-pause"]
    )
    service: ServiceId = Field(description="The service that is not due on these days.")
    member: PersonId | None = Field(
        default=None, description="The member's id. Leave it out for the whole team."
    )
    last: Day = Field(alias="to", description="The last day. It counts too. A waiver lasts at most 183 days.")
    reason: Literal["agreed-pause", "reorganisation", "secondment", "data-gap"] = Field(
        description="The reason, one of these values. Free text is not possible."
    )
    approved_by: PersonId = Field(
        description="Id of the approver, who must not benefit from the waiver. The approver doesn't need to be on a roster."
    )
    agreed_with_people: tuple[PersonId, ...] = Field(default=(), description="Ids of the members who agreed.")


class WaiversFile(Placed):
    """The contents of waivers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    waivers: tuple[Waiver, ...] = Field(default=(), description="The agreed exceptions.")


class Answer(Placed):
    """A leader's or coach's plan for a missed promise."""

    service: ServiceId = Field(description="The service with the missed promise.")
    period: Annotated[
        str, PlainValidator(_quarter), spelled(_QUARTER.pattern, _QUARTER_WORDS, "2026-Q3", "FY2026-Q1")
    ] = Field(description="The quarter of the missed promise, as the finding shows it.")
    by: PersonId = Field(
        description="The id of the person with the plan: a leader or coach of the team on that day."
    )
    answered_on: Day = Field(description="The date of the plan.")
    plan: Url = Field(description="A link to the plan.")


class AnswersFile(Placed):
    """The contents of answers.yaml."""

    version: SchemaVersion = Field(alias="schema")
    answers: tuple[Answer, ...] = Field(
        default=(), description="Plans for missed promises. With a plan, the finding becomes a notice."
    )

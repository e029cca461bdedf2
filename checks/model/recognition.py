"""`playbook/calendar.yaml`: how entries of a calendar are recognised as touchpoints."""

from typing import Literal, Self

from pydantic import Field, model_validator

from checks.model.base import Count, Line, Placed, SchemaVersion, refusal
from checks.model.references import ServiceId


class Attendees(Placed):
    """How many people an entry has, the organiser included; rooms, and strangers who only invite, are not."""

    at_least: Count | None = Field(default=None, description="At least so many people.", examples=[2])
    at_most: Count | None = Field(default=None, description="At most so many people.", examples=[2])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise refusal("`at_most` is less than `at_least`")
        return self


class CalendarRule(Placed):
    """An entry that fits every key given is a touchpoint of the service; the first rule that fits wins."""

    service: ServiceId = Field(description="The service that an entry is a touchpoint of, where it fits.")
    category: Line | None = Field(
        default=None, description="The category the entry has in the calendar.", examples=["Leadership"]
    )
    title: Line | None = Field(
        default=None, description="A part of the entry's title, whatever its case.", examples=["1:1"]
    )
    attendees: Attendees | None = Field(
        default=None,
        description="How many people the entry has, the organiser included.",
        examples=[{"at_least": 2, "at_most": 2}],
    )
    present: tuple[Literal["giver", "member"], ...] = Field(
        default=(),
        alias="with",
        description="Who must be among them: somebody who gives the service, a member of the team.",
        examples=[["giver", "member"]],
    )


class CalendarRules(Placed):
    """The whole of calendar.yaml."""

    version: SchemaVersion = Field(alias="schema")
    rules: tuple[CalendarRule, ...] = Field(
        default=(),
        description="How entries are recognised: the first rule that fits says which service it is.",
    )

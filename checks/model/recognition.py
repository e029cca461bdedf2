"""`playbook/calendar.yaml`: how entries of a calendar are recognised as touchpoints."""

from typing import Literal, Self

from pydantic import Field, model_validator

from checks.model.base import Count, Line, Placed, SchemaVersion, refusal
from checks.model.references import ServiceId


class Attendees(Placed):
    """The number of people in an entry. The organiser counts. Rooms don't, and neither do strangers who only send the invitation."""

    at_least: Count | None = Field(default=None, description="The smallest number of people.", examples=[2])
    at_most: Count | None = Field(default=None, description="The largest number of people.", examples=[2])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise refusal("`at_most` is less than `at_least`. Correct one of them")
        return self


class CalendarRule(Placed):
    """An entry that fits every key of a rule is a touchpoint of its service. The first rule that fits applies."""

    service: ServiceId = Field(description="The service, for entries that fit.")
    category: Line | None = Field(
        default=None, description="The entry's category in the calendar.", examples=["Leadership"]
    )
    title: Line | None = Field(
        default=None,
        description="A part of the entry's title, in any mix of upper and lower case.",
        examples=["1:1"],
    )
    attendees: Attendees | None = Field(
        default=None,
        description="The number of people in the entry, including the organiser.",
        examples=[{"at_least": 2, "at_most": 2}],
    )
    present: tuple[Literal["giver", "member"], ...] = Field(
        default=(),
        alias="with",
        description="Roles that must be among them: `giver` for someone who may give the service, `member` for a member of the team.",
        examples=[["giver", "member"]],
    )


class CalendarRules(Placed):
    """The contents of calendar.yaml."""

    version: SchemaVersion = Field(alias="schema")
    rules: tuple[CalendarRule, ...] = Field(
        default=(),
        description="Rules that match calendar entries with services. The first rule that fits applies.",
    )

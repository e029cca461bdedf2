"""`playbook/calendar.yaml`: how entries of a calendar are recognised as touchpoints."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from checks.model.base import Count, Id, Line, Placed, SchemaVersion, refusal


class Attendees(Placed):
    """How many people an entry has, the organiser included; rooms, and strangers who only invite, are not."""

    at_least: Count | None = None
    at_most: Count | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise refusal("`at_most` is less than `at_least`")
        return self


class CalendarRule(Placed):
    """An entry that fits every key given is a touchpoint of the service; the first rule that fits wins."""

    service: Id
    category: Line | None = None
    title: Line | None = None
    attendees: Attendees | None = None
    present: tuple[Literal["giver", "member"], ...] = Field(default=(), alias="with")


class CalendarRules(Placed):
    """The whole of calendar.yaml."""

    version: SchemaVersion = Field(alias="schema")
    rules: tuple[CalendarRule, ...] = ()

"""`playbook/calendar.yaml`: how entries of a calendar are recognised as touchpoints."""

from typing import Literal, Self

from pydantic import Field, model_validator

from checks.model.base import Address, Count, Line, LineOrLines, Placed, SchemaVersion, refusal
from checks.model.references import PersonId, ServiceId, TeamId


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
    title: LineOrLines | None = Field(
        default=None,
        description="A part of the entry's title, or several of which one is enough, whatever their case. In `A / B` "
        "the letters are the names of two people in it; `A` alone is a title that is only a name.",
        examples=["1:1", ["1:1", "A / B"]],
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

    @property
    def titles(self) -> tuple[str, ...]:
        """The parts of a title of which an entry has one; none where the title doesn't matter."""
        return () if self.title is None else (self.title,) if isinstance(self.title, str) else self.title


class Assistant(Placed):
    """Somebody who sends invitations for somebody else."""

    assistant: PersonId = Field(description="Who sends the invitation.")
    acts_for: PersonId = Field(description="Whose invitation it is, where that person is in the entry.")


class TeamList(Placed):
    """A distribution list of everybody in a team."""

    address: Address = Field(description="The address of the list.")
    team: TeamId = Field(description="The team. Its members are in each entry that invites the list.")


class CalendarRules(Placed):
    """The whole of calendar.yaml."""

    version: SchemaVersion = Field(alias="schema")
    rules: tuple[CalendarRule, ...] = Field(
        default=(),
        description="How entries are recognised: the first rule that fits says which service it is.",
    )
    not_people: tuple[Address, ...] = Field(
        default=(),
        description="Addresses of rooms, distribution lists and bots: they are not counted. Never a person's.",
    )
    team_lists: tuple[TeamList, ...] = Field(
        default=(), description="Distribution lists that stand for all members of a team."
    )
    on_behalf_of: tuple[Assistant, ...] = Field(
        default=(),
        description="Assistants: an entry they organise counts as organised by the person they act for.",
    )

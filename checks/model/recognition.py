"""`playbook/calendar.yaml`: how entries of a calendar are recognised as touchpoints."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from checks.model.base import Address, Count, Line, LineOrLines, Placed, SchemaVersion, refusal
from checks.model.references import PersonId, ServiceId, TeamId


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
    title: LineOrLines | None = Field(
        default=None,
        description="A part of the entry's title, in any mix of upper and lower case, or a list of such parts. In "
        "`A / B`, A and B stand for the names of two people in the entry. `A` stands for a title that is only a name.",
        examples=["1:1", ["1:1", "A / B"]],
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

    @property
    def titles(self) -> tuple[str, ...]:
        """The parts of a title of which an entry has one; none where the title doesn't matter."""
        return () if self.title is None else (self.title,) if isinstance(self.title, str) else self.title

    def as_data(self) -> dict[str, Any]:
        """Return the rule by the keys of its file, those that are written; a single title is a text."""
        bounds = self.attendees.model_dump(exclude_none=True) if self.attendees else {}
        title = self.titles[0] if len(self.titles) == 1 else list(self.titles)
        keys = {"category": self.category, "title": title, "attendees": bounds, "with": list(self.present)}
        return {"service": self.service} | {key: value for key, value in keys.items() if value}


class Assistant(Placed):
    """An assistant who sends invitations for someone else."""

    assistant: PersonId = Field(description="The assistant who sends the invitation.")
    acts_for: PersonId = Field(description="The person the invitation comes from, if they are in the entry.")


class TeamList(Placed):
    """A distribution list of all members of a team."""

    address: Address = Field(description="The address of the list.")
    team: TeamId = Field(description="The team. All its members are in an entry that invites the list.")


class CalendarRules(Placed):
    """The contents of calendar.yaml."""

    version: SchemaVersion = Field(alias="schema")
    rules: tuple[CalendarRule, ...] = Field(
        default=(),
        description="Rules that match calendar entries with services. The first rule that fits applies.",
    )
    not_people: tuple[Address, ...] = Field(
        default=(),
        description="Addresses of rooms, distribution lists and bots. They don't count as people. Never write a person's address here.",
    )
    team_lists: tuple[TeamList, ...] = Field(
        default=(), description="Distribution lists that stand for all members of a team."
    )
    on_behalf_of: tuple[Assistant, ...] = Field(
        default=(),
        description="Assistants. An entry they organise counts as organised by the person they act for.",
    )

"""`data/teams/<team>/team.yaml`: who leads, who coaches, who is in the team, and who is away."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from checks.model.agreements import TeamAgreement
from checks.model.base import AllNoneOr, Day, Id, Line, Placed, Positive, SchemaVersion, Span, refusal
from checks.model.references import GroupId, PersonId, ServiceId, TeamId

FormerIds = Annotated[
    tuple[Id, ...],
    Field(
        description="Former ids of this person, for the check that compares a change with its base. Remove it once "
        "the change is merged.",
        examples=[["p-a1b2"]],
    ),
]


class Leader(Span):
    """Someone who leads the team on these days. There can be several at once. Give deputies a `to`."""

    person: PersonId = Field(description="The leader's id. Never write a name.")
    formerly: FormerIds = ()


class Coach(Span):
    """Someone whom members may choose as their coach."""

    person: PersonId = Field(description="The coach's id. Never write a name.")
    formerly: FormerIds = ()
    at_most: Positive | None = Field(
        default=None,
        description="Maximum number of members who can choose this coach at the same time.",
        examples=[8],
    )


class Description(Span):
    """Days on which a member is in a group that describes them, such as remote."""

    group: GroupId = Field(
        description="A group of playbook.yaml with `describes: true`.", examples=["remote"]
    )


class Stay(Span):
    """A membership: the days on which someone is in the team."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"moved_to": ["to"]}})

    person: PersonId = Field(description="The member's id. Never write a name.")
    formerly: FormerIds = ()
    coach: PersonId | None = Field(default=None, description="The id of the chosen coach, one of `coaches`.")
    group: GroupId | None = Field(
        default=None, description="A group of playbook.yaml with its own terms.", examples=["probation"]
    )
    described_as: tuple[Description, ...] = Field(
        default=(),
        description="Groups that describe the member, with dates. They change no terms. They show whether services reach everyone.",
    )
    owed: AllNoneOr[ServiceId] = Field(
        default="all",
        description="The services they get in this team: `all`, `none` or a list. Use it if, for example, another team holds their one-on-ones.",
    )
    moved_from: TeamId | None = Field(
        default=None,
        description="The team they were in before `from`. The time since their last conversation goes on counting. The entry there says `moved_to`.",
        examples=["quay"],
    )
    moved_to: TeamId | None = Field(
        default=None,
        description="The team they are in after `to`. They have not left the organisation, so nothing is due after leaving.",
        examples=["harbour"],
    )

    @model_validator(mode="after")
    def _moved_on_a_day(self) -> Self:
        if self.moved_to and self.last is None:
            raise refusal("`moved_to` needs `to`: their last day in this team. Add it, or remove `moved_to`")
        return self


class Absence(Span):
    """Days on which someone is away. There is no field for a reason."""

    person: PersonId = Field(description="The person's id. Never write a name.")


class Team(Placed):
    """The contents of team.yaml."""

    version: SchemaVersion = Field(alias="schema")
    id: Id = Field(description="The team's id. The folder has the same name.", examples=["harbour"])
    formerly: tuple[Id, ...] = Field(default=(), description="Former ids of the team.", examples=[["port"]])
    name: Line = Field(description="The name of the team.", examples=["Harbour"])
    part_of: TeamId | None = Field(
        default=None, description="The team above this one. Its leaders are the leaders' leaders."
    )
    logs_from: Day | None = Field(
        default=None,
        description="The first day that counts for this team, if it is later than the playbook's.",
    )
    leaders: tuple[Leader, ...] = Field(
        default=(), description="The team's leaders, with dates. A team without a leader has coaches."
    )
    coaches: tuple[Coach, ...] = Field(default=(), description="The coaches whom members may choose.")
    members: tuple[Stay, ...] = Field(
        default=(),
        description="The members, with dates: one entry per membership. Memberships of one person must not overlap.",
    )
    absences: tuple[Absence, ...] = Field(
        default=(), description="Days on which members, leaders or coaches are away. No reason is stored."
    )
    agreements: dict[ServiceId, tuple[TeamAgreement, ...]] = Field(
        default={},
        description="The team's own terms, by service. They may promise more than the playbook's terms, but not less.",
    )

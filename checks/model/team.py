"""`data/teams/<team>/team.yaml`: who leads, who coaches, who is in the team, and who is away."""

from pydantic import Field

from checks.model.agreements import TeamAgreement
from checks.model.base import AllNoneOr, Day, Id, Line, Placed, Positive, SchemaVersion, Span
from checks.model.references import GroupId, PersonId, ServiceId, TeamId


class Leader(Span):
    """Somebody who leads the team on these days; several at once, deputies with a `to`."""

    person: PersonId = Field(description="Who leads, by id; never a name.")


class Coach(Span):
    """Somebody members may choose as their coach."""

    person: PersonId = Field(description="Who coaches, by id; never a name.")
    at_most: Positive | None = Field(
        default=None, description="The most members who may choose them at a time.", examples=[8]
    )


class Stay(Span):
    """A stretch of days somebody is in the team."""

    person: PersonId = Field(description="Who is in the team, by id; never a name.")
    coach: PersonId | None = Field(default=None, description="The coach they have chosen, one of `coaches`.")
    group: GroupId | None = Field(
        default=None, description="A group of playbook.yaml with terms of its own.", examples=["probation"]
    )
    owed: AllNoneOr[ServiceId] = Field(
        default="all",
        description="What this team owes them: `all`, `none` or a list of services. For somebody whose one-on-ones are another team's.",
    )


class Absence(Span):
    """Days somebody is away. There is no reason, and no place for one."""

    person: PersonId = Field(description="Who is away, by id; never a name.")


class Team(Placed):
    """The whole of team.yaml."""

    version: SchemaVersion = Field(alias="schema")
    id: Id = Field(description="The team's id: the name of its folder.", examples=["harbour"])
    formerly: tuple[Id, ...] = Field(default=(), description="Ids the team had before.", examples=[["port"]])
    name: Line = Field(description="What the team is called.", examples=["Harbour"])
    part_of: TeamId | None = Field(
        default=None, description="The team above; its leaders are the leaders' leaders."
    )
    logs_from: Day | None = Field(
        default=None, description="The first day that is judged, where it is later than the playbook's."
    )
    leaders: tuple[Leader, ...] = Field(
        default=(), description="Who leads the team and when. A team without a leader has coaches."
    )
    coaches: tuple[Coach, ...] = Field(default=(), description="Whom members may choose as their coach.")
    members: tuple[Stay, ...] = Field(
        default=(),
        description="Who is in the team and when: an entry a stay. Stays of one person do not overlap.",
    )
    absences: tuple[Absence, ...] = Field(
        default=(), description="Days somebody is away, members and those who give. No reason is stored."
    )
    agreements: dict[ServiceId, tuple[TeamAgreement, ...]] = Field(
        default={},
        description="The team's own terms, by service, from their first day on. They may tighten the playbook's, and not loosen them.",
    )

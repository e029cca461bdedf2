"""`data/columns.yaml`: what the columns and teams of a table from HR are called. Source: design.md, section 8."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from checks.model.base import Id, Line, Placed
from checks.model.references import TeamId

_DATES = "The part that comes first in dates such as 03/04/2026."


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


DateOrderName = Annotated[Literal["day-first", "month-first"], BeforeValidator(_plain)]


class MeetingColumns(Placed):
    """What each of our columns is called in a sheet of meetings; `none` for one that the sheet doesn't have."""

    date: Line | None = Field(default=None, description="The column of dates.", examples=["Held on"])
    service: Line | None = Field(default=None, description="The column of services.", examples=["Type"])
    member: Line | None = Field(
        default=None, description="The column of members, by id, address or name.", examples=["Employee"]
    )
    given_name: Line | None = Field(default=None, description="The column of members' first names.")
    family_name: Line | None = Field(default=None, description="The column of members' last names.")
    given_by: Line | None = Field(
        default=None, description="The column of leaders and coaches.", examples=["Manager"]
    )
    initiative: Line | None = Field(default=None, description="The column that says who started it.")
    state: Line | None = Field(
        default=None, description="The column that says what happened.", examples=["Status"]
    )
    acknowledged: Line | None = Field(default=None, description="The column in which the member confirms it.")
    uid: Line | None = Field(default=None, description="The column of calendar uids.")
    team: Line | None = Field(default=None, description="The column of teams.")
    dates: DateOrderName | None = Field(default=None, description=_DATES)

    def names(self) -> dict[str, str]:
        """Return the names in the sheet by ours, those that are written."""
        named = {name: getattr(self, name) for name in type(self).model_fields if name != "dates"}
        return {ours: theirs for ours, theirs in named.items() if theirs}


class Columns(Placed):
    """What each of our columns is called in the table; `none` for one that the table doesn't have."""

    person: Line | None = Field(default=None, description="The column of ids.", examples=["Employee ID"])
    name: Line | None = Field(default=None, description="The column of full names.", examples=["Full name"])
    given_name: Line | None = Field(default=None, description="The column of first names.")
    family_name: Line | None = Field(default=None, description="The column of last names.")
    address: Line | None = Field(
        default=None, description="The column of mail addresses.", examples=["Email"]
    )
    team: Line | None = Field(default=None, description="The column of teams.", examples=["Department"])
    manager: Line | None = Field(
        default=None, description="The column of managers, by id, address or name.", examples=["Manager ID"]
    )
    first: Line | None = Field(
        default=None, alias="from", description="The column of first days.", examples=["Hire date"]
    )
    last: Line | None = Field(
        default=None, alias="to", description="The column of last days.", examples=["Termination date"]
    )
    leave_from: Line | None = Field(default=None, description="The column of first days of leave.")
    leave_to: Line | None = Field(default=None, description="The column of last days of leave.")
    status: Line | None = Field(default=None, description="The column that says who has left, or is refused.")
    leave_status: Line | None = Field(
        default=None, description="The column that says which leave is granted."
    )
    groups: Line | None = Field(
        default=None,
        description="The column of groups that describe people, by id or title. Several have a semicolon between them.",
        examples=["Work model"],
    )
    leader: Line | None = Field(default=None, description="An earlier name of `manager`.")
    days: Line | None = Field(
        default=None, description="The column that says how many days an absence takes."
    )

    def names(self) -> dict[str, str]:
        """Return the names in the table by ours, those that are written."""
        named = {field.alias or name: getattr(self, name) for name, field in type(self).model_fields.items()}
        named["manager"] = named["manager"] or named.pop("leader")
        return {ours: theirs for ours, theirs in named.items() if theirs and ours != "leader"}


class ColumnsFile(Placed):
    """The whole of it: columns of people, absences and meetings, what tables call teams and services, and the order of dates."""

    columns: Columns = Field(
        default_factory=Columns, description="The names of our columns in the table of people."
    )
    absences: Columns = Field(default_factory=Columns, description="The same for a table of absences.")
    teams: dict[Line, TeamId] = Field(default={}, description="Our teams, by what the table calls them.")
    groups: dict[Line, Id] = Field(
        default={},
        description="Our groups that describe members, by what the table calls them. Write `none` for a value that is no group.",
        examples=[{"Home office": "remote", "On-site": "none"}],
    )
    meetings: MeetingColumns = Field(
        default_factory=MeetingColumns, description="The same for a sheet of meetings."
    )
    words: dict[Line, Id] = Field(
        default={},
        description="The meaning of words in a sheet of meetings: a state, an initiative, or the id of a service.",
        examples=[{"took place": "held", "weekly chat": "one-on-one"}],
    )
    dates: DateOrderName | None = Field(default=None, description=_DATES)

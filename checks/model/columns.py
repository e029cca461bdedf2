"""A saved file that says what the columns and teams of somebody's table are called. Source: design.md, section 8."""

from pydantic import Field

from checks.model.base import Line, Placed
from checks.model.references import TeamId


class Columns(Placed):
    """What each of our columns is called in the table."""

    person: Line = Field(description="The column of ids or addresses.", examples=["Emp ID"])
    team: Line | None = Field(default=None, description="The column of teams.", examples=["Department"])
    first: Line = Field(alias="from", description="The column of first days.", examples=["Start date"])
    last: Line | None = Field(
        default=None, alias="to", description="The column of last days.", examples=["End date"]
    )
    leader: Line | None = Field(
        default=None, description="The column of who leads the team, by id.", examples=["Manager ID"]
    )

    def names(self) -> dict[str, str]:
        """Return the names in the table by ours, those that were said."""
        named = {
            "person": self.person,
            "team": self.team,
            "from": self.first,
            "to": self.last,
            "leader": self.leader,
        }
        return {ours: theirs for ours, theirs in named.items() if theirs}


class ColumnsFile(Placed):
    """The whole of it: columns, and teams by what the table calls them."""

    columns: Columns = Field(description="What each of our columns is called in the table.")
    teams: dict[Line, TeamId] = Field(default={}, description="Our teams, by what the table calls them.")

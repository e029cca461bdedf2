"""A saved file that says what the columns and teams of somebody's table are called. Source: design.md, section 8."""

from pydantic import Field

from checks.model.base import Line, Placed
from checks.model.references import TeamId


class Columns(Placed):
    """The table's name for each of our columns."""

    person: Line = Field(description="The column with ids or addresses.", examples=["Emp ID"])
    team: Line | None = Field(default=None, description="The column with teams.", examples=["Department"])
    first: Line = Field(alias="from", description="The column with start dates.", examples=["Start date"])
    last: Line | None = Field(
        default=None, alias="to", description="The column with end dates.", examples=["End date"]
    )
    leader: Line | None = Field(
        default=None, description="The column with the id of the team's leader.", examples=["Manager ID"]
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
    """The names of the columns and teams in the table."""

    columns: Columns = Field(description="The table's name for each of our columns.")
    teams: dict[Line, TeamId] = Field(default={}, description="Our teams, by their names in the table.")

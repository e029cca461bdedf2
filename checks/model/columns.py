"""A saved file that says what the columns and teams of somebody's table are called. Source: design.md, section 8."""

from __future__ import annotations

from pydantic import Field

from checks.model.base import Id, Line, Placed


class Columns(Placed):
    """What each of our columns is called in the table."""

    person: Line
    team: Line | None = None
    first: Line = Field(alias="from")
    last: Line | None = Field(default=None, alias="to")
    leader: Line | None = None

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

    columns: Columns
    teams: dict[Line, Id] = {}

"""The tables a cluster judges: what of rosters, terms and log the counts need, and nothing else.

A row belongs to the team it names, and a team is judged from its own rows alone. The commands write
these tables from a repository; a warehouse may fill the same ones from its own sources.
"""

from enum import StrEnum
from typing import NamedTuple


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    DAY = "day"
    FLAG = "flag"


class TableColumn(NamedTuple):
    """A column: its name, what it holds, what that means, and whether the table may do without it."""

    name: str
    kind: ColumnKind
    meaning: str
    optional: bool = False


TEAM = TableColumn("team", ColumnKind.TEXT, "whose row it is")
_PERSON = TableColumn("person", ColumnKind.TEXT, "the id of a person")
_FIRST = TableColumn("from", ColumnKind.DAY, "the first day, included")
_LAST = TableColumn("to", ColumnKind.DAY, "the last day, included; null: until further notice")

TOUCHPOINTS = "touchpoints"
"""The one long table; all others are rosters and terms."""

TABLES: dict[str, tuple[TableColumn, ...]] = {
    "teams": (
        TableColumn("team", ColumnKind.TEXT, "the id of the team; one row each"),
        TableColumn("formerly", ColumnKind.TEXTS, "ids it had before", optional=True),
        TableColumn(
            "logs_from",
            ColumnKind.DAY,
            "nothing before this day is judged; null: as the playbook",
            optional=True,
        ),
        TableColumn(
            "unread", ColumnKind.FLAG, "its files could not be read, so nothing is said of it", optional=True
        ),
        TableColumn(
            "above_unread",
            ColumnKind.FLAG,
            "who leads the team above is not known, so anybody is taken for its leader",
            optional=True,
        ),
    ),
    "members": (
        TEAM,
        TableColumn("person", ColumnKind.TEXT, "the id of a member; one row a stay"),
        _FIRST,
        _LAST,
        TableColumn("group", ColumnKind.TEXT, "the group with terms of its own they are in", optional=True),
        TableColumn(
            "owed",
            ColumnKind.TEXTS,
            "the services the team owes them; null: all, an empty list: none",
            optional=True,
        ),
    ),
    "givers": (
        TEAM,
        TableColumn(
            "role", ColumnKind.TEXT, "`leader`, `coach`, or `leaders-leader` for a leader of the team above"
        ),
        _PERSON,
        _FIRST,
        _LAST,
    ),
    "absences": (TEAM, _PERSON, _FIRST, _LAST),
    "waivers": (
        TEAM,
        TableColumn("id", ColumnKind.TEXT, "the id of the waiver"),
        TableColumn("service", ColumnKind.TEXT, "what is waived"),
        TableColumn("member", ColumnKind.TEXT, "for whom; null: for the whole team"),
        _FIRST,
        TableColumn("to", ColumnKind.DAY, "the last day, included; a waiver has one"),
        TableColumn("reason", ColumnKind.TEXT, "one of the four words waivers.yaml knows"),
        TableColumn("approved_by", ColumnKind.TEXT, "the id of whoever approved it"),
    ),
    "agreements": (
        TEAM,
        TableColumn("service", ColumnKind.TEXT, "for which service the team has terms of its own"),
        TableColumn("terms", ColumnKind.TEXT, "one entry of `agreements:` in team.yaml, as JSON"),
    ),
    TOUCHPOINTS: (
        TEAM,
        TableColumn("date", ColumnKind.DAY, "the day"),
        TableColumn("service", ColumnKind.TEXT, "the id of the service"),
        TableColumn("member", ColumnKind.TEXT, "who received it; null: the team as one"),
        TableColumn("given_by", ColumnKind.TEXT, "who gave it; null: not said"),
        TableColumn("initiative", ColumnKind.TEXT, "`outbound` or `inbound`"),
        TableColumn(
            "state",
            ColumnKind.TEXT,
            "`held`, `booked`, `ordered`, `declined`, `cancelled`, `missed` or `withdrawn`",
        ),
        TableColumn(
            "acknowledged", ColumnKind.TEXT, "the receiver's own word: `yes`, `no` or null", optional=True
        ),
    ),
}

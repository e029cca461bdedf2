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


TEAM = TableColumn("team", ColumnKind.TEXT, "the id of the row's team")
_PERSON = TableColumn("person", ColumnKind.TEXT, "the id of a person")
_FIRST = TableColumn("from", ColumnKind.DAY, "the first day; it counts too")
_LAST = TableColumn("to", ColumnKind.DAY, "the last day; it counts too. Null if there is no end date yet")

TOUCHPOINTS = "touchpoints"
"""The one long table; all others are rosters and terms."""

TABLES: dict[str, tuple[TableColumn, ...]] = {
    "teams": (
        TableColumn("team", ColumnKind.TEXT, "the id of the team; one row each"),
        TableColumn("formerly", ColumnKind.TEXTS, "former ids of the team", optional=True),
        TableColumn(
            "logs_from",
            ColumnKind.DAY,
            "the first day that counts; null for the playbook's",
            optional=True,
        ),
        TableColumn(
            "unread",
            ColumnKind.FLAG,
            "true if its files could not be read; it is left out of all figures",
            optional=True,
        ),
        TableColumn(
            "above_unread",
            ColumnKind.FLAG,
            "true if the leader of the team above is not known; then anyone counts as its leader",
            optional=True,
        ),
    ),
    "members": (
        TEAM,
        TableColumn("person", ColumnKind.TEXT, "the id of a member; one row per membership"),
        _FIRST,
        _LAST,
        TableColumn("group", ColumnKind.TEXT, "the member's group, if it has its own terms", optional=True),
        TableColumn(
            "owed",
            ColumnKind.TEXTS,
            "the services they get in the team; null for all, an empty list for none",
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
        TableColumn("service", ColumnKind.TEXT, "the service"),
        TableColumn("member", ColumnKind.TEXT, "the id of the member; null for the whole team"),
        _FIRST,
        TableColumn("to", ColumnKind.DAY, "the last day; it counts too. A waiver always has one"),
        TableColumn("reason", ColumnKind.TEXT, "one of the four values of waivers.yaml"),
        TableColumn("approved_by", ColumnKind.TEXT, "the id of the approver"),
    ),
    "agreements": (
        TEAM,
        TableColumn("service", ColumnKind.TEXT, "the service with the team's own terms"),
        TableColumn("terms", ColumnKind.TEXT, "one entry of `agreements:` in team.yaml, as JSON"),
    ),
    TOUCHPOINTS: (
        TEAM,
        TableColumn("date", ColumnKind.DAY, "the day"),
        TableColumn("service", ColumnKind.TEXT, "the id of the service"),
        TableColumn("member", ColumnKind.TEXT, "the id of the receiver; null for the whole team"),
        TableColumn("given_by", ColumnKind.TEXT, "the id of the leader or coach; null if not known"),
        TableColumn("initiative", ColumnKind.TEXT, "`outbound` or `inbound`"),
        TableColumn(
            "state",
            ColumnKind.TEXT,
            "`held`, `booked`, `ordered`, `declined`, `cancelled`, `missed` or `withdrawn`",
        ),
        TableColumn(
            "acknowledged",
            ColumnKind.TEXT,
            "the receiver's own statement: `yes`, `no` or null",
            optional=True,
        ),
    ),
}

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


TEAM = TableColumn("team", ColumnKind.TEXT, "the id of the team this row belongs to")
_PERSON = TableColumn("person", ColumnKind.TEXT, "the id of a person")
_FIRST = TableColumn("from", ColumnKind.DAY, "the first day, included")
_LAST = TableColumn("to", ColumnKind.DAY, "the last day, included; null: until further notice")

TOUCHPOINTS = "touchpoints"
"""The one long table; all others are rosters and terms."""

TABLES: dict[str, tuple[TableColumn, ...]] = {
    "teams": (
        TableColumn("team", ColumnKind.TEXT, "the id of the team; one row each"),
        TableColumn("formerly", ColumnKind.TEXTS, "earlier ids of the team", optional=True),
        TableColumn(
            "logs_from",
            ColumnKind.DAY,
            "the first day to check; null: the playbook's first day",
            optional=True,
        ),
        TableColumn(
            "unread",
            ColumnKind.FLAG,
            "true: its files could not be read, so the team has no figures",
            optional=True,
        ),
        TableColumn(
            "above_unread",
            ColumnKind.FLAG,
            "true: the parent team could not be read, so anyone counts as its leader",
            optional=True,
        ),
    ),
    "members": (
        TEAM,
        TableColumn("person", ColumnKind.TEXT, "the id of a member; one row per membership"),
        _FIRST,
        _LAST,
        TableColumn(
            "group",
            ColumnKind.TEXT,
            "the id of the member's group, if the group has its own terms",
            optional=True,
        ),
        TableColumn(
            "described_as",
            ColumnKind.TEXTS,
            "groups that describe the member, one text each: the group's id, the first day, and the last day if there is one; null: none",
            optional=True,
        ),
        TableColumn(
            "owed",
            ColumnKind.TEXTS,
            "the services that the team owes the member; null: all; an empty list: none",
            optional=True,
        ),
        TableColumn(
            "moved_to",
            ColumnKind.TEXT,
            "the id of the team the member is in afterwards; null: they left, or are still there",
            optional=True,
        ),
        TableColumn(
            "clocks",
            ColumnKind.TEXTS,
            "for a member from another team, one text per rolling service: its id, the limit in days, the days left on the last day there, then both again with the grace; null: none",
            optional=True,
        ),
    ),
    "givers": (
        TEAM,
        TableColumn(
            "role", ColumnKind.TEXT, "`leader`, `coach`, or `leaders-leader` for a leader of the parent team"
        ),
        _PERSON,
        _FIRST,
        _LAST,
    ),
    "absences": (TEAM, _PERSON, _FIRST, _LAST),
    "waivers": (
        TEAM,
        TableColumn("id", ColumnKind.TEXT, "the id of the waiver"),
        TableColumn("service", ColumnKind.TEXT, "the id of the waived service"),
        TableColumn("member", ColumnKind.TEXT, "the id of the member; null: the whole team"),
        _FIRST,
        TableColumn("to", ColumnKind.DAY, "the last day, included; never null"),
        TableColumn("reason", ColumnKind.TEXT, "one of the four reasons in waivers.yaml"),
        TableColumn("approved_by", ColumnKind.TEXT, "the id of the person who approved it"),
    ),
    "agreements": (
        TEAM,
        TableColumn("service", ColumnKind.TEXT, "the id of a service with terms of the team's own"),
        TableColumn("terms", ColumnKind.TEXT, "one entry of `agreements:` in team.yaml, as JSON"),
    ),
    TOUCHPOINTS: (
        TEAM,
        TableColumn("date", ColumnKind.DAY, "the date"),
        TableColumn("service", ColumnKind.TEXT, "the id of the service"),
        TableColumn("member", ColumnKind.TEXT, "the id of the member who received it; null: the whole team"),
        TableColumn("given_by", ColumnKind.TEXT, "the id of the person who gave it; null: not given"),
        TableColumn("initiative", ColumnKind.TEXT, "`outbound` or `inbound`"),
        TableColumn(
            "state",
            ColumnKind.TEXT,
            "`held`, `booked`, `ordered`, `declined`, `cancelled`, `missed` or `withdrawn`",
        ),
        TableColumn(
            "acknowledged",
            ColumnKind.TEXT,
            "the receiver's own confirmation: `yes`, `no` or null",
            optional=True,
        ),
    ),
}

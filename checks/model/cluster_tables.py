"""The tables a cluster judges: what of rosters, terms and log the counts need, and nothing else.

A row belongs to the team it names, and a team is judged from its own rows alone. The commands write
these tables from a repository; a warehouse may fill the same ones from its own sources.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    DAY = "day"
    FLAG = "flag"


class Column(NamedTuple):
    """A column: its name, what it holds, what that means, and whether the table may do without it."""

    name: str
    kind: Kind
    meaning: str
    optional: bool = False


TEAM = Column("team", Kind.TEXT, "whose row it is")
_PERSON = Column("person", Kind.TEXT, "the id of a person")
_FIRST = Column("from", Kind.DAY, "the first day, included")
_LAST = Column("to", Kind.DAY, "the last day, included; null: until further notice")

TOUCHPOINTS = "touchpoints"
"""The one long table; all others are rosters and terms."""

TABLES: dict[str, tuple[Column, ...]] = {
    "teams": (
        Column("team", Kind.TEXT, "the id of the team; one row each"),
        Column("formerly", Kind.TEXTS, "ids it had before", optional=True),
        Column(
            "logs_from", Kind.DAY, "nothing before this day is judged; null: as the playbook", optional=True
        ),
        Column("unread", Kind.FLAG, "its files could not be read, so nothing is said of it", optional=True),
        Column(
            "above_unread",
            Kind.FLAG,
            "who leads the team above is not known, so anybody is taken for its leader",
            optional=True,
        ),
    ),
    "members": (
        TEAM,
        Column("person", Kind.TEXT, "the id of a member; one row a stay"),
        _FIRST,
        _LAST,
        Column("group", Kind.TEXT, "the group with terms of its own they are in", optional=True),
        Column(
            "owed",
            Kind.TEXTS,
            "the services the team owes them; null: all, an empty list: none",
            optional=True,
        ),
    ),
    "givers": (
        TEAM,
        Column("role", Kind.TEXT, "`leader`, `coach`, or `leaders-leader` for a leader of the team above"),
        _PERSON,
        _FIRST,
        _LAST,
    ),
    "absences": (TEAM, _PERSON, _FIRST, _LAST),
    "waivers": (
        TEAM,
        Column("id", Kind.TEXT, "the id of the waiver"),
        Column("service", Kind.TEXT, "what is waived"),
        Column("member", Kind.TEXT, "for whom; null: for the whole team"),
        _FIRST,
        Column("to", Kind.DAY, "the last day, included; a waiver has one"),
        Column("reason", Kind.TEXT, "one of the four words waivers.yaml knows"),
        Column("approved_by", Kind.TEXT, "the id of whoever approved it"),
    ),
    "agreements": (
        TEAM,
        Column("service", Kind.TEXT, "for which service the team has terms of its own"),
        Column("terms", Kind.TEXT, "one entry of `agreements:` in team.yaml, as JSON"),
    ),
    TOUCHPOINTS: (
        TEAM,
        Column("date", Kind.DAY, "the day"),
        Column("service", Kind.TEXT, "the id of the service"),
        Column("member", Kind.TEXT, "who received it; null: the team as one"),
        Column("given_by", Kind.TEXT, "who gave it; null: not said"),
        Column("initiative", Kind.TEXT, "`outbound` or `inbound`"),
        Column(
            "state",
            Kind.TEXT,
            "`held`, `booked`, `ordered`, `declined`, `cancelled`, `missed` or `withdrawn`",
        ),
        Column("acknowledged", Kind.TEXT, "the receiver's own word: `yes`, `no` or null", optional=True),
    ),
}

"""`touchpoints/<year>-Q<n>.csv` and `pulse/<year>-Q<n>.csv`: the log as columns.

A log is long and regular, so it is kept as one list a column, and what a value means is
checked once a distinct value.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from checks.model.findings import Place

COLUMNS = ("date", "service", "member", "given_by", "initiative", "state", "acknowledged", "uid")
REQUIRED = 6
"""The first so many columns every log has."""

INITIATIVES = frozenset({"outbound", "inbound"})
STATES = frozenset({"held", "booked", "ordered", "declined", "cancelled", "missed", "withdrawn"})
ACKNOWLEDGEMENTS = frozenset({"", "yes", "no"})

PULSE_COLUMNS = ("service", "metric", "score", "count")
GROUP_PULSE_COLUMNS = ("group", *PULSE_COLUMNS)
"""The columns of `data/pulse/<year>-Q<n>.csv`; an empty group is for members whom none of the others counts."""


class RowKey(NamedTuple):
    """What many rows of a log have in common: everything but the day and the uid."""

    service: str
    member: str
    giver: str
    initiative: str
    state: str
    acknowledged: str


@dataclass(frozen=True, slots=True)
class Log:
    """A team's touchpoints as columns of equal length, in file order.

    `files` says at which row each file begins and on which
    line its first row stands.
    """

    days: list[date] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    givers: list[str] = field(default_factory=list)
    initiatives: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)
    files: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.days)

    def rows_by_key(self) -> dict[RowKey, list[int]]:
        """Return the rows of each key, in file order; there are few keys, however long the log."""
        columns = zip(
            self.services,
            self.members,
            self.givers,
            self.initiatives,
            self.states,
            self.acknowledged,
            strict=True,
        )
        rows_by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row, values in enumerate(columns):
            rows_by_key[values].append(row)
        return {RowKey(*values): rows for values, rows in rows_by_key.items()}

    def values(self, row: int) -> tuple[str, ...]:
        """Return the texts of `row`, in the order of `COLUMNS`."""
        return (
            self.days[row].isoformat(),
            *(self.services[row], self.members[row], self.givers[row], self.initiatives[row]),
            *(self.states[row], self.acknowledged[row], self.uids[row]),
        )

    def place(self, row: int) -> Place:
        """Return the line `row` stands on."""
        first, path = max(start for start in self.files if start[0] <= row)
        return Place(path, row - first + 2)

    def file_of(self, row: int) -> str:
        """Return the path of the file `row` stands in."""
        return max(start for start in self.files if start[0] <= row)[1]


@dataclass(frozen=True, slots=True)
class PulseRow:
    """So many gave this score; an empty score counts those asked who did not answer.

    `group` is empty for a team's row, and for members whom no group counts.
    """

    place: Place
    quarter: str
    service: str
    metric: str
    score: int | None
    count: int
    group: str = ""

"""A list of past booked rows to tick, and what was ticked on it.

A line a row, `[ ] 2026-11-03 one-on-one p-aino p-paavo d85aa22cf2a9c27c`, by ids; what is not said is a hyphen.
Names may follow behind `#`, for who ticks: they are passed over when the list is read. An `x` between the brackets says that it was held.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checks.imports.calendar_rows import Tick, tick_of
from checks.model.base import calendar_day
from checks.store.team_log import LogRow

_LINE = re.compile(
    r"(?:[-*]\s+)?\[(?P<tick>[ xX]?)\]\s+(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\s+(?P<service>\S+)\s+(?P<member>\S+)"
    r"\s+(?P<giver>\S+)\s+(?P<uid>\S+)\s*(?:\s#.*)?"
)


@dataclass(frozen=True, slots=True)
class TickedBooking:
    """What a list says: the rows ticked with their lines, and the lines that are none of a list."""

    rows: dict[Tick, int]
    odd: tuple[int, ...]


def tick_list(team: str, rows: Iterable[LogRow], name: Callable[[str], str] = str) -> str:
    """Return the list of rows to tick; who is called otherwise than by id is named at the end of a line."""
    lines = [
        f"# Booked meetings of {team} on past dates. Put an x between the brackets of each meeting that",
        f"# took place. Then run: outbound import calendar --team {team} --held THIS-FILE",
        *(
            " ".join(["[ ]", *(str(value) or "-" for value in tick_of(row)), *_names(row, name)])
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


def _names(row: LogRow, name: Callable[[str], str]) -> list[str]:
    """Return what says behind a row who is meant, nothing where nobody is called otherwise than by id."""
    people = [person for person in (row.member, row.given_by) if person]
    names = [name(person) for person in people]
    return [f" # {', '.join(names)}"] if names != people else []


def read_tick_list(text: str) -> TickedBooking:
    """Return the rows that were ticked; blank lines and those that begin with # are passed over."""
    rows: dict[Tick, int] = {}
    odd: list[int] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        day = calendar_day(*match["day"].split("-")) if match else None
        if not match or day is None:
            odd.append(number)
        elif match["tick"] in ("x", "X"):
            values = (match[name] for name in ("service", "member", "giver", "uid"))
            service, member, giver, uid = ("" if value == "-" else value for value in values)
            rows[day, service, member, giver, uid] = number
    return TickedBooking(rows, tuple(odd))

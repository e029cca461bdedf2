"""List what was booked on past days, and write what became of each meeting."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from checks.model.errors import UsageError
from checks.store.team_log import LogLine, LogRow, edit_log, read_lines

_RANGE = re.compile(r"([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?")


@dataclass(frozen=True, slots=True)
class OpenBooking:
    """A booked row of a day that is past, in a team's log."""

    team: str
    row: LogRow


def open_bookings(data: Path, teams: Iterable[str], today: date, by: str | None) -> tuple[OpenBooking, ...]:
    """Return what is booked on days before `today`, by day; with `by` only what that person gave."""
    bookings = [
        OpenBooking(team, line.row)
        for team in teams
        for line in read_lines(data, team)
        if line.row.state == "booked" and line.row.day < today and by in (None, line.row.given_by)
    ]
    return tuple(sorted(bookings, key=lambda booking: (booking.row.day, booking.team, booking.row)))


def parse_numbers(text: str, most: int, option: str) -> tuple[int, ...]:
    """Return the numbers a person has typed: `1,3-5`, `1 3`, `all`, or none; raises `UsageError`."""
    if text.strip().lower() == "all":
        return tuple(range(1, most + 1))
    numbers: list[int] = []
    for part in text.replace(",", " ").split():
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last <= most:
            raise UsageError(
                f"{option}: {part!r} is not a number from 1 to {most}. Write numbers from the list, for example 1,3-5, or all"
            )
        numbers += range(first, last + 1)
    return tuple(numbers)


def confirm_bookings(data: Path, outcomes: Mapping[OpenBooking, str]) -> int:
    """Write the state each booking gets; return how many rows changed. Rows changed by others meanwhile stay."""
    by_team: defaultdict[str, dict[LogRow, str]] = defaultdict(dict)
    for booking, state in outcomes.items():
        by_team[booking.team][booking.row] = state
    edits = (edit_log(data, team, partial(_confirmed, states)) for team, states in sorted(by_team.items()))
    return sum(edit.added for edit in edits)


def _confirmed(states: Mapping[LogRow, str], lines: tuple[LogLine, ...]) -> list[LogLine]:
    return [line.says(replace(line.row, state=states.get(line.row, line.row.state))) for line in lines]

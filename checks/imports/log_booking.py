"""Book meetings in a team's log under its lock, unless what decided who is meant has changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.model.errors import ChangedMeanwhileError
from checks.store.team_log import LogLine, edit_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from checks.imports.calendar_rows import BookingResult
    from checks.store.team_log import LogRow


def write_bookings(
    data: Path,
    team: str,
    book: Callable[[Sequence[LogRow]], BookingResult],
    changed: Callable[[], str | None],
) -> BookingResult:
    """Write the rows that `book` makes of those that stand there once the log is locked.

    `changed` returns the path of a file that is no longer what was read, or None; raises `ChangedMeanwhileError`.
    """
    results: list[BookingResult] = []

    def lines_after(lines: tuple[LogLine, ...]) -> Iterator[LogLine | LogRow]:
        if path := changed():
            raise ChangedMeanwhileError(path)
        booked = book([line.row for line in lines])
        results.append(booked)
        for line, row in zip(lines, booked.rows, strict=False):
            yield line if line.row == row else row
        yield from booked.rows[len(lines) :]

    edit_log(data, team, lines_after)
    return results[-1]

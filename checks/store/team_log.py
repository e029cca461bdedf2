"""A team's log changed: rows handed over as values, the files that differ replaced, and the outcome proved.

Rows that stay keep their bytes. A row that moves to another quarter stands in its new file before it leaves
the old one, so that a kill between the two leaves it twice and never lost.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checks.loading.csv_columns import read_log
from checks.loading.files import EntryKind, Folder, Tree, too_large
from checks.loading.team_files import quarter_files
from checks.model.cadences import PeriodUnit
from checks.model.errors import UnprovedError, UnreadError
from checks.model.periods import period_of
from checks.model.touchpoint_log import COLUMNS, REQUIRED
from checks.store.atomic_files import content_of, locked, replace_file


@dataclass(frozen=True, slots=True, order=True)
class LogRow:
    """One row of the log, in the order of its columns."""

    day: date
    service: str
    member: str
    given_by: str
    initiative: str
    state: str
    acknowledged: str = ""
    uid: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """Return the row as the texts of its columns."""
        return (
            self.day.isoformat(),
            self.service,
            self.member,
            self.given_by,
            self.initiative,
            self.state,
            self.acknowledged,
            self.uid,
        )

    @property
    def quarter(self) -> str:
        """The calendar quarter whose file it stands in."""
        return period_of(PeriodUnit.QUARTER, self.day.toordinal()).name


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row where it stands: in which quarter's file, on which line, from 1."""

    row: LogRow
    quarter: str
    line: int
    changed: bool = False

    def says(self, row: LogRow) -> LogLine:
        """Return the line with another row."""
        return replace(self, row=row, changed=row != self.row)

    @property
    def place(self) -> str:
        """Where it stands, below the team's folder."""
        return f"touchpoints/{self.quarter}.csv:{self.line}"


@dataclass(frozen=True, slots=True)
class LogEdit:
    """How many rows came and went; a row that changed did both. `files` are the quarters written."""

    added: int
    removed: int
    files: tuple[str, ...]


Edit = Callable[[tuple[LogLine, ...]], Iterable["LogLine | LogRow"]]
"""Takes the lines there are, and returns those that stay and the rows that are new.

A line with another row changes in its place, or moves where the row belongs into another quarter.
"""


def edit_log(data: Path, team: str, edit: Edit) -> LogEdit:
    """Change the log of a team under `data`: `edit` says which lines stay, and which rows are new.

    Raises `UnreadError` where the log cannot be read, and whatever `edit` raises, before anything is written.
    """
    with locked(data):
        folder = data / "teams" / team / "touchpoints"
        texts, lines = _read(data, team)
        wanted = [_moved(one) for one in edit(lines)]
        files = _files(texts, lines, wanted)
        _readable(team, files)
        come = [one for one in wanted if isinstance(one, LogRow)]
        # Every row that comes stands in its file before any row goes, so that a kill between the two loses none.
        for made in (_files(texts, lines, [*lines, *come]) if len(files) > 1 else {}, files):
            for quarter, text in sorted(made.items()):
                before = texts.get(quarter)
                replace_file(
                    folder / f"{quarter}.csv", before.encode() if before is not None else None, text.encode()
                )
                texts[quarter] = text
        _prove(data, team, list(map(_row, wanted)))
    was, meant = Counter(one.row for one in lines), Counter(map(_row, wanted))
    return LogEdit(
        added=(meant - was).total(),
        removed=(was - meant).total(),
        files=tuple(sorted(files)),
    )


def _moved(one: LogLine | LogRow) -> LogLine | LogRow:
    """Return a line whose row belongs into another quarter as a new row there."""
    return one.row if isinstance(one, LogLine) and one.changed and one.row.quarter != one.quarter else one


def _row(one: LogLine | LogRow) -> LogRow:
    return one.row if isinstance(one, LogLine) else one


def read_lines(data: Path, team: str) -> tuple[LogLine, ...]:
    """Return the rows of a team's log where they stand."""
    return _read(data, team)[1]


def _read(data: Path, team: str) -> tuple[dict[str, str], tuple[LogLine, ...]]:
    """Return the text of each quarter's file, and its rows."""
    tree = Tree(Folder(data), "data").below("teams", team, "touchpoints")
    trees, faults = quarter_files(tree)
    log, wrong = read_log(trees)
    for fault in (*faults, *wrong):
        raise UnreadError(f"{fault.problem.place}: {fault.code} {fault.problem.message}; nothing was changed")
    texts = {
        one.name.removesuffix(".csv"): (
            content_of(data / "teams" / team / "touchpoints" / one.name) or b""
        ).decode()
        for one in trees
    }
    ends = [*(first for first, _ in log.files[1:]), len(log)] if log.files else []
    columns = (log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged, log.uids)
    lines = [
        LogLine(
            LogRow(date.fromordinal(log.days[row]), *(column[row] for column in columns)),
            path.rpartition("/")[2].removesuffix(".csv"),
            row - begin + 2,
        )
        for (begin, path), end in zip(log.files, ends, strict=True)
        for row in range(begin, end)
    ]
    return texts, tuple(lines)


def _files(
    texts: Mapping[str, str], lines: Sequence[LogLine], wanted: Sequence[LogLine | LogRow]
) -> dict[str, str]:
    """Return the new text of each file that changes."""
    kept: dict[str, list[LogLine]] = {}
    fresh: dict[str, list[LogRow]] = {}
    for one in wanted:
        if isinstance(one, LogLine):
            kept.setdefault(one.quarter, []).append(one)
        else:
            fresh.setdefault(one.quarter, []).append(one)
    found = {}
    for quarter in {*texts, *fresh}:
        here = [one for one in lines if one.quarter == quarter]
        stay = sorted(kept.get(quarter, ()), key=lambda one: one.line)
        if quarter in fresh or stay != here:
            same = {one.line for one in stay if not one.changed}
            found[quarter] = _text(texts.get(quarter), stay, same, sorted(fresh.get(quarter, ())))
    return found


def _text(text: str | None, stay: Sequence[LogLine], same: Collection[int], fresh: Sequence[LogRow]) -> str:
    """Return a file's new text: lines in their places, the `same` with their bytes, and new rows before a later day."""
    newline = "\r\n" if text and "\r\n" in text else "\n"
    old = text.replace("\r\n", "\n").split("\n") if text else []
    width = len(old[0].split(",")) if old else REQUIRED
    written = [*fresh, *(one.row for one in stay if one.line not in same)]
    needed = max((_width(row) for row in written), default=0)
    same = () if needed > width else same
    width = max(width, needed)
    entries = [
        (one.row, old[one.line - 1] if one.line in same else _line(one.row.values[:width])) for one in stay
    ]
    latest: list[LogRow] = []  # up to each line; a new row stands before the first line after it
    for row, _ in entries:
        latest.append(max(row, latest[-1]) if latest else row)
    behind: dict[int, list[str]] = {}
    for row in fresh:
        behind.setdefault(bisect_right(latest, row), []).append(_line(row.values[:width]))
    lines = list(behind.get(0, ()))
    for at, (_, line) in enumerate(entries, start=1):
        lines += [line, *behind.get(at, ())]
    return newline.join([",".join(COLUMNS[:width]), *lines, ""])


def _width(row: LogRow) -> int:
    """Return how many columns a row needs; the optional ones appear only where they are used."""
    return len(COLUMNS) if row.uid else len(COLUMNS) - 1 if row.acknowledged else REQUIRED


def _line(values: Sequence[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="").writerow(values)
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class _Meant:
    """Bytes that are to be written, as a store of one file."""

    written: bytes

    def kind(self, steps: tuple[str, ...]) -> EntryKind:  # noqa: ARG002 - as every store has it
        return EntryKind.FILE

    def names(self, steps: tuple[str, ...]) -> list[str] | str:  # noqa: ARG002
        return []

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:  # noqa: ARG002
        return self.written if len(self.written) <= cap else too_large(cap)


def _readable(team: str, files: Mapping[str, str]) -> None:
    """Read what is to be written, and refuse it before it is: no value may end a field or a line."""
    trees = [
        Tree(_Meant(text.encode()), f"data/teams/{team}/touchpoints/{quarter}.csv", (f"{quarter}.csv",))
        for quarter, text in files.items()
    ]
    _, faults = read_log(trees)
    for fault in faults:
        raise UnreadError(f"{fault.problem.place}: {fault.code} {fault.problem.message}; nothing was changed")


def _prove(data: Path, team: str, meant: Sequence[LogRow]) -> None:
    """Read what was written; it must be what was meant."""
    if sorted(one.row for one in read_lines(data, team)) != sorted(meant):
        raise UnprovedError(f"data/teams/{team}/touchpoints")

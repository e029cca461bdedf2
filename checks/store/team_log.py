"""Change a team's log: rows are handed over as values, files that differ are replaced and read back as proof.

Rows that stay keep their bytes. A row that moves to another quarter is written to its new file before it
leaves the old one, so that a kill between the two leaves it twice and never lost.
"""

import csv
import io
import itertools
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path

from checks.loading.csv_columns import read_log, text_columns
from checks.loading.files import EntryKind, Folder, Tree, too_large
from checks.loading.team_files import quarter_files
from checks.model.cadences import PeriodUnit
from checks.model.errors import UnprovedError, UnreadError
from checks.model.findings import Fault
from checks.model.periods import period_of
from checks.model.touchpoint_log import COLUMNS, REQUIRED, Log
from checks.store.atomic_files import content_of, locked, replace_file

_texts = attrgetter("service", "member", "given_by", "initiative", "state", "acknowledged", "uid")


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
        """The texts of its columns, in the order of `COLUMNS`."""
        return self.day.isoformat(), *_texts(self)

    @property
    def quarter(self) -> str:
        """The calendar quarter whose file it stands in."""
        return period_of(PeriodUnit.QUARTER, self.day).name


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row where it stands: in which quarter's file, on which line, from 1."""

    row: LogRow
    quarter: str
    line: int
    changed: bool = False

    def says(self, row: LogRow) -> "LogLine":
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
"""Takes the lines of a log, and returns those that stay and the rows that are new.

A line with another row is rewritten in its place, or moves to the file of the row's quarter.
"""


def edit_log(data: Path, team: str, edit: Edit) -> LogEdit:
    """Change the log of a team under `data`: `edit` says which lines stay, and which rows are new.

    Raises `UnreadError` where the log cannot be read, and whatever `edit` raises, before anything is written.
    """
    with locked(data):
        folder = data / "teams" / team / "touchpoints"
        texts, lines = _read(data, team)
        wanted = [_moved(entry) for entry in edit(lines)]
        files = _new_texts(texts, lines, wanted)
        _require_readable(team, files)
        new_rows = [entry for entry in wanted if isinstance(entry, LogRow)]
        # With several files, first a pass that only adds: a kill between two files then loses no row.
        additions = _new_texts(texts, lines, [*lines, *new_rows]) if len(files) > 1 else {}
        for stage in (additions, files):
            for quarter, text in sorted(stage.items()):
                before = texts[quarter].encode() if quarter in texts else None
                replace_file(folder / f"{quarter}.csv", before, text.encode())
                texts[quarter] = text
        rows = [entry.row if isinstance(entry, LogLine) else entry for entry in wanted]
        if sorted(line.row for line in read_lines(data, team)) != sorted(rows):
            raise UnprovedError(f"data/teams/{team}/touchpoints")
    before_rows, after_rows = Counter(line.row for line in lines), Counter(rows)
    return LogEdit(
        added=(after_rows - before_rows).total(),
        removed=(before_rows - after_rows).total(),
        files=tuple(sorted(files)),
    )


def _moved(entry: LogLine | LogRow) -> LogLine | LogRow:
    """Return a line whose row now belongs into another quarter as a new row, to be added there."""
    if isinstance(entry, LogLine) and entry.changed and entry.row.quarter != entry.quarter:
        return entry.row
    return entry


def read_lines(data: Path, team: str) -> tuple[LogLine, ...]:
    """Return the rows of a team's log where they stand."""
    return _read(data, team)[1]


def _read(data: Path, team: str) -> tuple[dict[str, str], tuple[LogLine, ...]]:
    """Return the text of each quarter's file, and its rows."""
    folder = data / "teams" / team / "touchpoints"
    trees, faults = quarter_files(Tree(Folder(data), "data").below("teams", team, "touchpoints"))
    log, wrong = read_log(trees)
    _refuse([*faults, *wrong])
    contents = {tree.name.removesuffix(".csv"): content_of(folder / tree.name) for tree in trees}
    texts = {quarter: (content or b"").decode() for quarter, content in contents.items()}
    rows = list(rows_of(log))
    lines = [
        LogLine(row, path.rpartition("/")[2].removesuffix(".csv"), number)
        for (begin, path), (end, _) in itertools.pairwise([*log.files, (len(log), "")])
        for number, row in enumerate(rows[begin:end], start=2)
    ]
    return texts, tuple(lines)


def rows_of(log: Log) -> Iterator[LogRow]:
    """Yield the rows of a log, in its order."""
    for day, *values in zip(log.days, *text_columns(log), strict=True):
        yield LogRow(day, *values)


def _new_texts(
    texts: Mapping[str, str], lines: Sequence[LogLine], wanted: Sequence[LogLine | LogRow]
) -> dict[str, str]:
    """Return the new text of each file that changes, by its quarter."""
    kept: defaultdict[str, list[LogLine]] = defaultdict(list)
    fresh: defaultdict[str, list[LogRow]] = defaultdict(list)
    for entry in wanted:
        if isinstance(entry, LogLine):
            kept[entry.quarter].append(entry)
        else:
            fresh[entry.quarter].append(entry)
    changed = {}
    for quarter in {*texts, *fresh}:
        staying = sorted(kept[quarter], key=lambda line: line.line)
        if quarter in fresh or staying != [line for line in lines if line.quarter == quarter]:
            changed[quarter] = _text(texts.get(quarter), staying, sorted(fresh.get(quarter, ())))
    return changed


def _text(text: str | None, staying: Sequence[LogLine], fresh: Sequence[LogRow]) -> str:
    """Return a file's new text: unchanged lines keep their bytes, and new rows stand before a later day.

    Where a new row needs a column that the file lacks, every line is written again.
    """
    newline = "\r\n" if text and "\r\n" in text else "\n"
    old = text.replace("\r\n", "\n").split("\n") if text else []
    old_width = len(old[0].split(",")) if old else REQUIRED
    needed = max(map(_width, [*fresh, *(line.row for line in staying if line.changed)]), default=0)
    width = max(old_width, needed)
    latest: list[LogRow] = []  # the latest row up to each line: a new row goes before the first that is later
    for line in staying:
        latest.append(max(line.row, latest[-1]) if latest else line.row)
    inserted: defaultdict[int, list[str]] = defaultdict(list)
    for row in fresh:
        inserted[bisect_right(latest, row)].append(_csv_line(row.values[:width]))
    lines = inserted[0]
    for at, line in enumerate(staying, start=1):
        same = not line.changed and width == old_width
        lines += [old[line.line - 1] if same else _csv_line(line.row.values[:width]), *inserted[at]]
    return newline.join([",".join(COLUMNS[:width]), *lines, ""])


def _width(row: LogRow) -> int:
    """Return how many columns a row needs; the optional ones appear only where they are used."""
    return len(COLUMNS) if row.uid else len(COLUMNS) - 1 if row.acknowledged else REQUIRED


def _csv_line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


@dataclass(frozen=True, slots=True)
class _FilesInMemory:
    """Files that are yet to be written, by their quarters, as a store."""

    texts: Mapping[str, str]

    def kind(self, steps: tuple[str, ...]) -> EntryKind:  # noqa: ARG002 - as every store has it
        return EntryKind.FILE

    def names(self, steps: tuple[str, ...]) -> list[str] | str:  # noqa: ARG002
        return []

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        content = self.texts[steps[-1].removesuffix(".csv")].encode()
        return content if len(content) <= cap else too_large(cap)


def _require_readable(team: str, files: Mapping[str, str]) -> None:
    """Read what is to be written, and refuse it before it is: no value may end a field or a line."""
    folder = Tree(_FilesInMemory(files), f"data/teams/{team}/touchpoints")
    _refuse(read_log([folder.below(f"{quarter}.csv") for quarter in files])[1])


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        problem = faults[0].problem
        raise UnreadError(f"{problem.place}: {faults[0].code} {problem.message}. Nothing was changed")

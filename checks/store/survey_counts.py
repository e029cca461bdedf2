"""Counted answers, added to `pulse/<quarter>.csv`: a question of a team's quarter is counted once."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checks.model.errors import CannotWriteError
from checks.model.touchpoint_log import PULSE_COLUMNS
from checks.store.atomic_files import content_of
from checks.store.file_changes import FileChange


class CountedQuestion(NamedTuple):
    """The answers to one question: how many gave each score, and how many were asked and did not answer."""

    service: str
    metric: str
    scores: tuple[tuple[int, int], ...]
    silent: int

    @property
    def given(self) -> int:
        """How many answered."""
        return sum(count for _, count in self.scores)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return its rows; an empty score counts those who did not answer."""
        scores = [(str(score), str(count)) for score, count in sorted(self.scores) if count]
        silent = [("", str(self.silent))] if self.silent else []
        return [(self.service, self.metric, score, count) for score, count in (*scores, *silent)]


def survey_file(data: Path, team: str, quarter: str) -> Path:
    """Return the path of a team's counted answers."""
    return data / "teams" / team / "pulse" / f"{quarter}.csv"


def counted_questions(data: Path, team: str, quarter: str) -> frozenset[tuple[str, str]]:
    """Return the questions that a team's file counts already, by service and metric.

    Raises `CannotWriteError` where it is not such a file.
    """
    rows = _rows(content_of(survey_file(data, team, quarter)), team, quarter)
    return frozenset((row[0], row[1]) for row in rows)


def survey_change(data: Path, team: str, quarter: str, fresh: Iterable[CountedQuestion]) -> FileChange:
    """Return the change of a team's file that adds questions; raises as `counted_questions` does."""
    path = survey_file(data, team, quarter)
    before = content_of(path)
    rows = [*_rows(before, team, quarter), *(list(row) for question in fresh for row in question.rows())]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([PULSE_COLUMNS, *rows])
    return FileChange(path, f"{team}/pulse/{quarter}.csv", before, text.getvalue().encode())


def _rows(content: bytes | None, team: str, quarter: str) -> list[list[str]]:
    if content is None:
        return []
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or tuple(rows[0]) != PULSE_COLUMNS or any(len(row) != len(PULSE_COLUMNS) for row in rows):
        raise CannotWriteError(f"{team}/pulse/{quarter}.csv", "it is not valid. Run: outbound check")
    return rows[1:]

"""Counted answers, added to `pulse/<quarter>.csv` of a team, or of the data: a question is counted once a quarter."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from checks.model.errors import CannotWriteError
from checks.model.touchpoint_log import GROUP_PULSE_COLUMNS, PULSE_COLUMNS
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


def group_survey_file(data: Path, quarter: str) -> Path:
    """Return the path of the answers that are counted by group."""
    return data / "pulse" / f"{quarter}.csv"


def counted_questions(data: Path, team: str, quarter: str) -> frozenset[tuple[str, str]]:
    """Return the questions that a team's file counts already, by service and metric.

    Raises `CannotWriteError` where it is not such a file.
    """
    rows = _team_table(data, team, quarter).rows()
    return frozenset((row[0], row[1]) for row in rows)


def questions_counted_by_group(data: Path, quarter: str) -> frozenset[tuple[str, str]]:
    """Return the questions that are counted by group already; raises as `counted_questions` does."""
    return frozenset((row[1], row[2]) for row in _group_table(data, quarter).rows())


def survey_change(data: Path, team: str, quarter: str, fresh: Iterable[CountedQuestion]) -> FileChange:
    """Return the change of a team's file that adds questions; raises as `counted_questions` does."""
    return _team_table(data, team, quarter).with_rows(row for question in fresh for row in question.rows())


def group_survey_change(data: Path, quarter: str, fresh: Iterable[tuple[str, CountedQuestion]]) -> FileChange:
    """Return the change that adds questions with the group that counts them; raises as `counted_questions` does.

    Rows are sorted, so that their order tells nothing.
    """
    rows = sorted(((group, *row) for group, question in fresh for row in question.rows()), key=_score_last)
    return _group_table(data, quarter).with_rows(rows)


def _score_last(row: tuple[str, ...]) -> tuple[str, str, str, bool, int]:
    group, service, metric, score, _ = row
    return service, metric, group, not score, int(score or 0)


class _Table(NamedTuple):
    """A file of counts: where it lies, what messages call it, what stands in it, and its header."""

    path: Path
    name: str
    content: bytes | None
    header: tuple[str, ...]

    def rows(self) -> list[list[str]]:
        """Return its rows below the header, none where there is no file."""
        if self.content is None:
            return []
        try:
            rows = list(csv.reader(io.StringIO(self.content.decode("utf-8")), strict=True))
        except (UnicodeDecodeError, csv.Error):
            rows = []
        width = len(self.header)
        if not rows or tuple(rows[0]) != self.header or any(len(row) != width for row in rows):
            raise CannotWriteError(self.name, "it is not valid. Run: outbound check")
        return rows[1:]

    def with_rows(self, fresh: Iterable[Sequence[str]]) -> FileChange:
        """Return the change that adds rows at its end."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.header, *self.rows(), *fresh])
        return FileChange(self.path, self.name, self.content, text.getvalue().encode())


def _team_table(data: Path, team: str, quarter: str) -> _Table:
    path = survey_file(data, team, quarter)
    return _Table(path, f"{team}/pulse/{quarter}.csv", content_of(path), PULSE_COLUMNS)


def _group_table(data: Path, quarter: str) -> _Table:
    path = group_survey_file(data, quarter)
    return _Table(path, f"pulse/{quarter}.csv", content_of(path), GROUP_PULSE_COLUMNS)

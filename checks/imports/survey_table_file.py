"""The file of a survey at a table: counts alone, checked line by line against whom the survey could ask."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checks.imports.survey_memory import SurveyQuestion
from checks.model.errors import UsageError
from checks.store.survey_counts import CountedQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEADER = ("team", "quarter", "service", "metric", "score", "count")
LARGEST = 1024 * 1024
_MOST_ANSWERS = 100_000
_WRONG = "is not a file of counted survey answers. Its first line must be " + ",".join(HEADER)


@dataclass(slots=True)
class TableCounts:
    """The counts of one quarter by question and score, and what is wrong with lines that are left out."""

    quarter: str = ""
    counts: dict[SurveyQuestion, dict[int, int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def questions(
        self, asked: Mapping[SurveyQuestion, int]
    ) -> Iterator[tuple[SurveyQuestion, CountedQuestion]]:
        """Yield each question with its counts; those with more answers than people `asked` are a problem."""
        for question, scores in sorted(self.counts.items()):
            given, most = sum(scores.values()), asked[question]
            if given > most:
                lead = f"{question.team}, {question.service}/{question.metric}"
                self.problems.append(
                    f"{lead}: not counted, because the file has {given} answers of {most} people"
                )
                continue
            counted = CountedQuestion(
                question.service, question.metric, tuple(sorted(scores.items())), most - given
            )
            yield question, counted


def read_table_counts(
    content: bytes, name: str, scales: Mapping[tuple[str, str], tuple[int, int]]
) -> TableCounts:
    """Return the counts of a file; `scales` are those of all questions by service and metric.

    Raises `UsageError` for what is no such file, and for one of several quarters.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or tuple(rows[0]) != HEADER or len(content) > LARGEST:
        raise UsageError(f"{name} {_WRONG}")
    table, seen = TableCounts(), defaultdict[SurveyQuestion, dict[int, int]](dict)
    quarters = {row[1] for row in rows[1:] if len(row) == len(HEADER)}
    if len(quarters) != 1:
        raise UsageError(f"{name} has rows of {len(quarters)} quarters. A file has one quarter")
    (table.quarter,) = quarters
    for line, row in enumerate(rows[1:], start=2):
        if row and (why := _taken(row, scales, seen)):
            table.problems.append(f"{name}, line {line}: {why}. Not counted")
    table.counts = dict(seen)
    return table


def _taken(
    row: list[str],
    scales: Mapping[tuple[str, str], tuple[int, int]],
    counts: defaultdict[SurveyQuestion, dict[int, int]],
) -> str:
    """Add a row to the counts, or return why it is left out."""
    if len(row) != len(HEADER):
        return f"it has {len(row)} values instead of {len(HEADER)}"
    team, _, service, metric, score, count = row
    if not team:
        return "it has no team"
    if (service, metric) not in scales:
        return "the playbook has no such question"
    low, high = scales[service, metric]
    if not (score.isascii() and score.isdecimal() and low <= int(score[:4]) <= high and len(score) < 4):
        return f"the score is not a whole number from {low} to {high}"
    if not (count.isascii() and count.isdecimal() and len(count) < 7 and 0 < int(count) <= _MOST_ANSWERS):
        return "the count is not a whole number from 1"
    of_question = counts[SurveyQuestion(team, service, metric)]
    if int(score) in of_question:
        return "an earlier line counts this score already"
    of_question[int(score)] = int(count)
    return ""

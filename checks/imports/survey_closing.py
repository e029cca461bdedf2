"""A survey ends: its counts go to the teams' data in one go, and what tied anybody to a question is deleted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from checks.store.survey_counts import CountedQuestion, counted_questions, survey_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from checks.imports.survey_memory import SurveyMemory, SurveyRound
    from checks.store.file_changes import FileChange


class SurveyOutcome(NamedTuple):
    """What becomes of a quarter's counts: the files that change, how many answers they get, and what is left out."""

    changes: tuple[FileChange, ...]
    answers: int
    asked: int
    notes: tuple[str, ...]


def rounds_over(memory: SurveyMemory, today: date) -> list[str]:
    """Return the quarters whose survey ended before today."""
    return sorted(quarter for quarter, survey in memory.rounds.items() if survey.until < today)


def round_counts(survey: SurveyRound) -> Iterator[tuple[str, CountedQuestion]]:
    """Yield each question's counts with its team."""
    for (team, service, metric), tally in sorted(survey.tallies.items()):
        silent = len(tally.asked) - tally.given
        yield team, CountedQuestion(service, metric, tuple(sorted(tally.counts.items())), silent)


def survey_outcome(
    data: Path,
    quarter: str,
    counts: Iterable[tuple[str, CountedQuestion]],
    teams: Iterable[str],
    smallest: int,
) -> SurveyOutcome:
    """Return what becomes of counts: those with fewer than `smallest` answers are withheld.

    A question that a team's file counts already is left as it is: so a run that was ended halfway adds nothing twice.
    Raises `CannotWriteError` where a file is not valid.
    """
    there, notes = frozenset(teams), []
    fresh: defaultdict[str, list[CountedQuestion]] = defaultdict(list)
    for team, question in counts:
        if why := _why_left_out(data, quarter, team, question, there, smallest):
            notes.append(f"{team}, {question.service}/{question.metric} in {quarter}: {why}")
        else:
            fresh[team].append(question)
    kept = [question for questions in fresh.values() for question in questions]
    changes = tuple(survey_change(data, team, quarter, questions) for team, questions in fresh.items())
    answers, silent = sum(question.given for question in kept), sum(question.silent for question in kept)
    return SurveyOutcome(changes, answers, answers + silent, tuple(notes))


def _why_left_out(
    data: Path, quarter: str, team: str, question: CountedQuestion, teams: frozenset[str], smallest: int
) -> str:
    """Return why a question is not added to a team's file, empty where it is."""
    if team not in teams:
        return "there is no such team any more, so its answers were deleted"
    if (question.service, question.metric) in counted_questions(data, team, quarter):
        return "counted already, so nothing was added"
    if question.given < smallest:
        return f"withheld, because fewer than {smallest} answered. {smallest} are needed"
    return ""

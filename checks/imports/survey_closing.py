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
        lead = f"{team}, {question.service}/{question.metric} in {quarter}"
        if team not in there:
            notes.append(f"{lead}: there is no such team any more, so its answers were deleted")
        elif (question.service, question.metric) in counted_questions(data, team, quarter):
            notes.append(f"{lead}: counted already, so nothing was added")
        elif question.given < smallest:
            notes.append(f"{lead}: withheld, because fewer than {smallest} answered. {smallest} are needed")
        else:
            fresh[team].append(question)
    kept = [question for questions in fresh.values() for question in questions]
    answers = sum(question.given for question in kept)
    return SurveyOutcome(
        tuple(survey_change(data, team, quarter, questions) for team, questions in fresh.items()),
        answers,
        answers + sum(question.silent for question in kept),
        tuple(notes),
    )

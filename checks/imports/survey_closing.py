"""A survey ends: its counts go to the data in one go, and what tied anybody to a question is deleted."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from checks.store.survey_counts import (
    CountedQuestion,
    counted_questions,
    group_survey_change,
    questions_counted_by_group,
    survey_change,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from checks.imports.survey_memory import SurveyMemory, SurveyQuestion, SurveyRound
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


def round_counts(survey: SurveyRound) -> Iterator[tuple[SurveyQuestion, CountedQuestion]]:
    """Yield each question with its counts."""
    for question, tally in sorted(survey.tallies.items()):
        silent = len(tally.asked) - tally.given
        scores = tuple(sorted(tally.counts.items()))
        yield question, CountedQuestion(question.service, question.metric, scores, silent)


def survey_outcome(
    data: Path,
    quarter: str,
    counts: Iterable[tuple[SurveyQuestion, CountedQuestion]],
    teams: Iterable[str],
    smallest: int,
) -> SurveyOutcome:
    """Return what becomes of counts: those with fewer than `smallest` answers are withheld.

    A question that a file counts already is left as it is: so a run that was ended halfway adds nothing twice.
    Raises `CannotWriteError` where a file is not valid.
    """
    there, notes = frozenset(teams), []
    by_team: defaultdict[str, list[CountedQuestion]] = defaultdict(list)
    by_group: list[tuple[str, CountedQuestion]] = []
    for question, counted in counts:
        if why := _why_left_out(data, quarter, question, counted, there, smallest):
            notes.append(f"{named_unit(question)}, {counted.service}/{counted.metric} in {quarter}: {why}")
        elif question.by_group:
            by_group.append((question.group, counted))
        else:
            by_team[question.team].append(counted)
    kept = [*chain.from_iterable(by_team.values()), *(each for _, each in by_group)]
    answers, silent = sum(each.given for each in kept), sum(each.silent for each in kept)
    changes = [survey_change(data, team, quarter, questions) for team, questions in by_team.items()]
    changes += [group_survey_change(data, quarter, by_group)] if by_group else []
    return SurveyOutcome(tuple(changes), answers, answers + silent, tuple(notes))


def named_unit(question: SurveyQuestion) -> str:
    """Return what counts a question's answers, as messages call it: the team, the group, or none of the groups."""
    if not question.by_group:
        return question.team
    return f"group {question.group}" if question.group else "members without a group"


def _why_left_out(
    data: Path,
    quarter: str,
    question: SurveyQuestion,
    counted: CountedQuestion,
    teams: frozenset[str],
    smallest: int,
) -> str:
    """Return why a question is not added to a file, empty where it is."""
    if not question.by_group and question.team not in teams:
        return "there is no such team any more, so its answers were deleted"
    if (counted.service, counted.metric) in _counted_before(data, quarter, question):
        return "counted already, so nothing was added"
    if counted.given < smallest:
        return f"withheld, because fewer than {smallest} answered. {smallest} are needed"
    return ""


def _counted_before(data: Path, quarter: str, question: SurveyQuestion) -> frozenset[tuple[str, str]]:
    if question.by_group:
        return questions_counted_by_group(data, quarter)
    return counted_questions(data, question.team, quarter)

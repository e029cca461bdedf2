"""What a survey remembers until it ends: who was asked what, who has answered, and how many gave each score.

People are keyed digests, and a score is only ever a count. Nothing has a time or an order: which of those who answered
gave which score, the file does not hold. Once a survey ends, all of it goes but the quarter's name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from checks.imports.mail_checking import MailFate
from checks.imports.memory_file import read_memory_file
from checks.model.base import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checks.imports.mail_checking import AskedMail
    from checks.remote.mail_links import LinkSigner

LARGEST = 64 * 1024 * 1024
"""Bytes that are read: a million people and questions."""


class SurveyQuestion(NamedTuple):
    """A question as it is put to a team: the service, or `organisation`, and the metric's id.

    Where groups count its answers, `team` is empty, and `group` is the one that counts these, empty for none of them.
    """

    team: str
    service: str
    metric: str
    group: str = ""

    @property
    def by_group(self) -> bool:
        """Whether a group counts the answers, and no team."""
        return not self.team

    @property
    def is_valid(self) -> bool:
        """Whether all its parts are ids, and it has a team or a group alone."""
        parts = [self.service, self.metric, *filter(None, (self.team, self.group))]
        return all(map(ID_PATTERN.fullmatch, parts)) and not (self.team and self.group)


@dataclass(slots=True)
class QuestionTally:
    """Of one question to one team: who was asked and who has answered, as digests, and how many gave each score."""

    scale: tuple[int, int]
    asked: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def given(self) -> int:
        """How many answered."""
        return sum(self.counts.values())


@dataclass(slots=True)
class SurveyRound:
    """The survey about one quarter: its last day, its questions, and who was reminded, as digests."""

    until: date
    tallies: dict[SurveyQuestion, QuestionTally] = field(default_factory=dict)
    reminded: set[str] = field(default_factory=set)


@dataclass(slots=True)
class SurveyMemory:
    """The surveys that are open, by quarter, and the quarters whose survey is over."""

    rounds: dict[str, SurveyRound] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class SurveyMarks:
    """Makes the digests of a quarter's survey; without the key they cannot be guessed."""

    signer: LinkSigner
    quarter: str

    def person(self, question: SurveyQuestion, person: str) -> str:
        """Return what stands for a person who is asked a question."""
        return self.signer.digest("survey mark", self.quarter, *_parts(question), person)

    def reminded(self, person: str) -> str:
        """Return what stands for a person who is reminded."""
        return self.signer.digest("survey reminder", self.quarter, person)

    def survey(self) -> str:
        """Return what stands for the survey itself."""
        return self.signer.digest("survey", self.quarter)

    def entry(self, question: SurveyQuestion, person: str, score: int) -> str:
        """Return what a link holds: the survey, then the question with a person's score.

        The same score is another digest for each person: nobody can read a colleague's link by their own.
        """
        answer = self.signer.digest("survey answer", self.quarter, *_parts(question), person, str(score))
        return f"{self.survey()}{answer}"


def _parts(question: SurveyQuestion) -> tuple[str, ...]:
    """Return what digests of a question are made of; a team's have no group."""
    return tuple(question) if question.by_group else tuple(question[:3])


def take_score(memory: SurveyMemory, signer: LinkSigner, asked: AskedMail, day: date) -> MailFate:
    """Count the answer of a mail that was written on a day, and return what became of it.

    The count and the mark that the link is used up are one change: no moment has the one without the other.
    """
    entry, person = asked.link.entry, asked.person
    if any(entry.startswith(SurveyMarks(signer, quarter).survey()) for quarter in memory.closed):
        return MailFate.SURVEY_OVER
    for quarter, survey in memory.rounds.items():
        marks = SurveyMarks(signer, quarter)
        if not entry.startswith(marks.survey()):
            continue
        if day > survey.until:
            return MailFate.SURVEY_OVER
        for question, tally in survey.tallies.items():
            mark = marks.person(question, person)
            low, high = tally.scale
            scores = (
                score for score in range(low, high + 1) if marks.entry(question, person, score) == entry
            )
            if mark in tally.asked and (score := next(scores, None)) is not None:
                return _counted(tally, mark, score)
    return MailFate.NOT_ASKED


def _counted(tally: QuestionTally, mark: str, score: int) -> MailFate:
    if mark in tally.used:
        return MailFate.COUNTED_BEFORE
    tally.used.add(mark)
    tally.counts[score] = tally.counts.get(score, 0) + 1
    return MailFate.COUNTED


def was_asked(survey: SurveyRound, marks: SurveyMarks, question: SurveyQuestion, person: str) -> bool:
    """Whether a person was asked a question; one that groups count is the same, whichever counts their answer."""
    same = [question]
    if question.by_group:
        what = (question.service, question.metric)
        same = [each for each in survey.tallies if each.by_group and (each.service, each.metric) == what]
    return any(
        marks.person(each, person) in survey.tallies[each].asked for each in same if each in survey.tallies
    )


def unanswered(survey: SurveyRound, marks: SurveyMarks, person: str) -> list[SurveyQuestion]:
    """Return the questions that a person was asked and has not answered."""
    return [
        question
        for question, tally in survey.tallies.items()
        if (mark := marks.person(question, person)) in tally.asked and mark not in tally.used
    ]


def read_survey(path: Path) -> SurveyMemory:
    """Return what is remembered; nothing where there is no file yet. Raises `UsageError` for another kind of file."""
    refused = (
        "is not the file of a survey. Choose another file. If you delete this one, answers that are not in the data "
        "yet are lost"
    )
    return read_memory_file(path, "survey", LARGEST, _memory, refused) or SurveyMemory()


def _memory(document: Mapping[str, Any]) -> SurveyMemory:
    rounds = {str(quarter): _round(survey) for quarter, survey in document["rounds"].items()}
    return SurveyMemory(rounds, {str(quarter) for quarter in document["closed"]})


def _round(document: Mapping[str, object]) -> SurveyRound:
    questions, reminded = document["questions"], document["reminded"]
    if not isinstance(questions, list) or not isinstance(reminded, list):
        raise TypeError
    tallies = {}
    for each in questions:
        team, service, metric = (str(each[part]) for part in ("team", "service", "metric"))
        question = SurveyQuestion(team, service, metric, str(each.get("group", "")))
        low, high = (int(end) for end in each["scale"])
        counts = {int(score): int(count) for score, count in each["counts"].items()}
        on_scale = all(low <= score <= high and count > 0 for score, count in counts.items())
        tally = QuestionTally((low, high), set(each["asked"]), set(each["used"]), counts)
        if not question.is_valid or not on_scale or tally.given != len(tally.used):
            raise ValueError
        tallies[question] = tally
    return SurveyRound(date.fromisoformat(str(document["until"])), tallies, set(map(str, reminded)))


def write_survey(path: Path, memory: SurveyMemory) -> None:
    """Write what is remembered, whole or not at all; everything is sorted, so that no order tells of anybody."""
    from checks.store.atomic_files import content_of, replace_file

    rounds = {
        quarter: {
            "until": survey.until.isoformat(),
            "reminded": sorted(survey.reminded),
            "questions": [
                {
                    **dict(zip(question._fields, _parts(question), strict=False)),
                    "scale": tally.scale,
                    "asked": sorted(tally.asked),
                    "used": sorted(tally.used),
                    "counts": {str(score): count for score, count in sorted(tally.counts.items())},
                }
                for question, tally in sorted(survey.tallies.items())
            ],
        }
        for quarter, survey in sorted(memory.rounds.items())
    }
    document = {"schema": 1, "kind": "survey", "closed": sorted(memory.closed), "rounds": rounds}
    content = json.dumps(document, indent=1) + "\n"
    replace_file(path, content_of(path), content.encode())

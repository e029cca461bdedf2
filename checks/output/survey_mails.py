"""The mail of a survey: the questions of one person, each with a link a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.metrics import ORGANISATION
from checks.output.digests import Digest, Item
from checks.wording.language import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checks.imports.survey_memory import SurveyMarks, SurveyQuestion
    from checks.model.service import Metric, Service
    from checks.output.answer_links import AnswerLinks
    from checks.wording.language import Language

_WHOLE = message("The whole organisation")
_END = (
    message("Your first answer to each question counts. You get no reply."),
    message(
        "We only store how many people gave each score, and who has answered. When the survey ends, we delete who "
        "has answered."
    ),
    message("People who run a mail server, yours or ours, could work out your answer from these mails."),
)


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """How a survey is worded: its quarter and last day, the questions, and what makes their links."""

    quarter: str
    until: date
    services: Mapping[str, Service]
    metrics: Mapping[tuple[str, str], Metric]
    teams: Mapping[str, str]
    language: Language
    links: AnswerLinks
    marks: SurveyMarks

    def mail(self, person: str, questions: Sequence[SurveyQuestion], *, again: bool = False) -> Digest:
        """Return the mail that puts questions to a person; `again` reminds of them."""
        say, title = self.language.say, self._title(len(questions))
        if again:
            title = say("Reminder: {title}", title=title)
        day = self.language.day(self.until)
        intro = (
            say(
                "How was the support you got in {quarter}? Please answer by {day}.",
                quarter=self.quarter,
                day=day,
            ),
            say("Click a number. It opens a mail that is ready to send."),
        )
        several = len({question.team for question in questions if question.team}) > 1
        items = tuple(
            self._item(person, question, several=several) for question in sorted(questions, key=_order)
        )
        end = tuple(map(say, _END))
        return Digest(person, "survey", title, intro, items, end, end)

    def _title(self, number: int) -> str:
        return self.language.counted(
            "{quarter}: {number} question about support",
            "{quarter}: {number} questions about support",
            number,
            quarter=self.quarter,
        )

    def _item(self, person: str, question: SurveyQuestion, *, several: bool) -> Item:
        metric = self.metrics[question.service, question.metric].read_in(self.language.code)
        low, high = metric.scale
        head = question_heading(question.service, self.services, self.language)
        if several and question.team:
            head = f"{head} ({self.teams[question.team]})"
        words = self.language.say(
            "{question} ({low} is the lowest score, {high} the highest)",
            question=metric.question,
            low=low,
            high=high,
        )
        entries = [(score, self.marks.entry(question, person, score)) for score in range(low, high + 1)]
        links = self.links.for_scores(person, entries, metric.question)
        return Item((*question[:3],), head, words, links=links, kind="ask")


def question_heading(service: str, services: Mapping[str, Service], language: Language) -> str:
    """Return what a question stands under: a service's title, or the whole organisation."""
    return language.say(_WHOLE) if service == ORGANISATION else services[service].read_in(language.code).title


def _order(question: SurveyQuestion) -> tuple[bool, SurveyQuestion]:
    """Return what orders questions: the organisation's own come first."""
    return question.service != ORGANISATION, question

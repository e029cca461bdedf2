"""Questions to people about meetings that are over: to who gave them, and to whom they were logged about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checks.engine.date_spans import identity_of
from checks.output.answer_links import AnswerLinks, topic_of
from checks.output.digests import Digest, Item, logged_key, questions_title
from checks.output.invitation_words import InvitationWords, Name
from checks.planning.open_questions import OpenQuestion
from checks.wording.language import Language, message

_TO_GIVER = message("Did these meetings take place?")
_TO_MEMBER = message("Logged in your name: is it right?")


@dataclass(frozen=True, slots=True)
class AskingWords:
    """How questions are worded; without `links` they have no links."""

    as_of: date
    name: Name
    language: Language
    links: AnswerLinks | None = None

    def item(self, question: OpenQuestion) -> Item:
        """Return a question as an item of a message."""
        return self._to_giver(question) if question.is_of_giver else self._to_member(question)

    def _to_giver(self, question: OpenQuestion) -> Item:
        say, member = self.language.say, question.member
        topic = self._topic(
            question, self.name(member) if member else say("the team {team}", team=question.team_name)
        )
        links = self.links and self.links.for_giver(question.person, question.team, question.values, topic)
        key = (question.team, str(identity_of(question.day)), question.service_id, member)
        return Item(key, say(_TO_GIVER), topic, links=links or (), kind="ask")

    def _to_member(self, question: OpenQuestion) -> Item:
        """Return it with the memory of a member's digest, so that one row is not told in two mails at once."""
        say = self.language.say
        topic = self._topic(question, self.name(question.given_by) if question.given_by else "")
        words = say("{topic}: you declined it", topic=topic) if question.state == "declined" else topic
        links = self.links and self.links.for_member(question.person, question.team, question.values, topic)
        key = logged_key(
            question.team, question.day, (question.service_id, question.given_by, question.state, "")
        )
        return Item(key, say(_TO_MEMBER), words, links=links or (), kind="member")

    def _topic(self, question: OpenQuestion, whom: str) -> str:
        service, day = question.service, InvitationWords(self.as_of, language=self.language).day(question.day)
        title = service.read_in(self.language.code).title if service else question.service_id
        return topic_of(title, whom, day, self.language)


def questions_for(person: str, questions: Iterable[OpenQuestion], words: AskingWords) -> Digest | None:
    """Return the one message that asks a person everything, those about what they gave first; None without any."""
    ordered = sorted(
        questions, key=lambda question: (not question.is_of_giver, question.day, question.values)
    )
    if not ordered:
        return None
    say = words.language.say
    intro = (say("You can answer each with one click. It opens a mail that is ready to send."),)
    end = []
    if ordered[0].is_of_giver:
        end.append(say("A booked meeting counts only after you confirm it."))
    if not ordered[-1].is_of_giver:
        end.append(say("An entry about you counts unless you say that it is wrong."))
    return Digest(
        *(person, "ask", questions_title(len(ordered), words.language), intro),
        *(tuple(map(words.item, ordered)), tuple(end), tuple(end)),
        words.links.for_record(person) if words.links else None,
    )

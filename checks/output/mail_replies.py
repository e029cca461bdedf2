"""Answers to the mails with which people answer: what was done, or why nothing was, and links to correct it.

They name people by name, services by title, and repeat nothing of a mail but the date that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from checks.imports.mail_answers import OF_GIVER
from checks.imports.mail_checking import MailFate, TakenMail
from checks.output.answer_links import AnswerLink, AnswerLinks, topic_of
from checks.output.digests import Digest, Item
from checks.output.mail_bodies import MailFrame, mail_of
from checks.remote.mail_links import LinkAct
from checks.wording.language import Language, message

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.output.invitation_words import Name
    from checks.remote.outgoing_mail import OutgoingMail
    from checks.store.team_log import LogRow

_UNCHANGED = message("Nothing was changed")
_TITLES = {
    MailFate.DONE: message("Your answer is in the log"),
    MailFate.ALREADY: message("Your answer was already in the log"),
    MailFate.RECORD: message("Your data"),
    MailFate.STRANGER: message("Your mail to this mailbox"),
}
_REASONS = {
    MailFate.DONE: (message("Thank you. The log now says:"),),
    MailFate.ALREADY: (message("Thank you. The log already says what you answered, so nothing changed:"),),
    MailFate.CHANGED: (
        message("Someone has changed this entry since your link was made, so your mail changed nothing."),
        message("The log now says:"),
    ),
    MailFate.USED: (
        message(
            "This link is no longer valid, because its entry has changed or is gone. Nothing was changed."
        ),
        message("If something in the log is wrong, tell your leader, your coach or HR."),
    ),
    MailFate.EXPIRED: (
        message("This link is older than 60 days, so nothing was changed."),
        message("If something in the log is wrong, tell your leader, your coach or HR."),
    ),
    MailFate.FORGED: (
        message("The link in your mail is damaged or is not one of ours, so nothing was changed."),
        message("Open the mail you got from us, click the link again, and keep the subject as it is."),
    ),
    MailFate.NOT_THEIRS: (
        message("The link in your mail was sent to someone else, so nothing was changed."),
        message("Only the person who got the link can use it."),
    ),
    MailFate.UNPROVED: (
        message("A mail came in your name, but the mail server could not verify that you sent it."),
        message("Nothing was changed. If it was you, send it again from your usual mail program."),
    ),
    MailFate.NO_LINK: (
        message("Your mail contains no link of ours, so nothing was changed. No one reads this mailbox."),
        message("To answer, click a link in a mail you got from us, and send the mail that opens."),
    ),
    MailFate.SEVERAL_LINKS: (
        message("Your mail contains more than one link, so nothing was changed."),
        message("Click one link in the mail you got from us, and send the mail that opens as it is."),
    ),
    MailFate.NO_DAY: (
        message("Your mail contains no new date for this meeting, so nothing was changed."),
        message("Click the link below, and write the date with its year, for example {example}."),
    ),
    MailFate.UNCLEAR_DAY: (
        message("The new date in your mail can mean {days}, so nothing was changed."),
        message("Click the link below, and write the date like this: {example}."),
    ),
    MailFate.SAME_DAY: (
        message("The date in your mail is the one this meeting already has, so nothing was changed."),
        message("If it was moved, click the link below, and write the new date, for example {example}."),
    ),
    MailFate.DAY_TAKEN: (
        message("The log already has an entry like this on {days}, so nothing was changed."),
        message("If this meeting did not take place, answer with the link below."),
    ),
    MailFate.DAY_REFUSED: (
        message("This meeting can't move to {days}, so nothing was changed."),
        message("It is too far away, or someone was not in the team then. Write another date."),
    ),
    MailFate.NOT_POSSIBLE: (
        message("This entry can't be changed by mail, so nothing was changed."),
        message("If it is wrong, tell HR, or the person who keeps the log."),
    ),
    MailFate.TOO_EARLY: (
        message("This meeting's date is in the future, so nothing was changed."),
        message("Answer once it has taken place. If it was moved, write the new date."),
    ),
    MailFate.RECORD: (
        message("Here is what the playbook and its log contain about you, as of {today}."),
        message("Open the attached page in a browser. It is about you only, so keep it private."),
    ),
    MailFate.NO_RECORD: (message("The playbook and its log contain nothing about you."),),
    MailFate.COUNTED_BEFORE: (
        message("You have already answered this question. Your first answer counts, and this one does not."),
    ),
    MailFate.SURVEY_OVER: (message("The survey is over, so this answer was not counted."),),
    MailFate.NOT_ASKED: (
        message("This question is not part of an open survey, so your answer was not counted."),
    ),
    MailFate.RECORD_SENT: (message("You already got your data today. You can ask for it again tomorrow."),),
    MailFate.STRANGER: (
        message("Thank you for your mail. No one reads this mailbox."),
        message("It only takes answers to mails it has sent, from the addresses it has sent them to."),
    ),
}
_CONFIRMED = message("The member has confirmed that this meeting took place. Talk to each other first.")
_STATES = {
    "held": message("{topic}: took place"),
    "cancelled": message("{topic}: did not take place"),
    "missed": message("{topic}: did not take place"),
    "declined": message("{topic}: declined"),
    "booked": message("{topic}: booked"),
}
_WORDS = {
    "yes": message("{topic}: you confirmed that it took place"),
    "no": message("{topic}: you said that it is wrong, so it doesn’t count"),
}
_CORRECT = message("Was that wrong?")
_AGAIN = message("Answer again")
_OVER = message("Did it take place?")
_HEADS = {
    MailFate.DONE: _CORRECT,
    MailFate.ALREADY: _CORRECT,
    MailFate.CHANGED: message("Is that wrong?"),
    **dict.fromkeys(
        (
            MailFate.NO_DAY,
            MailFate.UNCLEAR_DAY,
            MailFate.SAME_DAY,
            MailFate.DAY_TAKEN,
            MailFate.DAY_REFUSED,
            MailFate.TOO_EARLY,
        ),
        _AGAIN,
    ),
}
_ONLY = {
    **dict.fromkeys(
        (MailFate.NO_DAY, MailFate.UNCLEAR_DAY, MailFate.SAME_DAY, MailFate.DAY_REFUSED), (LinkAct.MOVED,)
    ),
    MailFate.DAY_TAKEN: (LinkAct.NOT_HELD,),
}
"""The links that the words of an answer ask for; other answers bring all that would change something."""

_SHOWS_ENTRY = (MailFate.DONE, MailFate.ALREADY, MailFate.CHANGED)


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """How answers are worded: as of which day, how people and services are called, and by whom links are made."""

    today: date
    name: Name
    services: Mapping[str, Service]
    links: AnswerLinks
    frame: MailFrame

    @property
    def language(self) -> Language:
        """The language of the answers."""
        return self.frame.language

    def reply(self, taken: TakenMail, page: tuple[str, str] | None = None) -> OutgoingMail:
        """Return the answer to a mail that gets one; `page` is the record it asks for, a file's name and text."""
        say, fate = self.language.say, taken.fate
        topic = self._topic(taken)
        lines = [self._filled(line, taken) for line in _REASONS[fate]]
        if taken.row and fate in _SHOWS_ENTRY:
            lines.append(self._entry(taken, taken.row, topic))
        if taken.row and taken.row.acknowledged == "yes" and fate is MailFate.NOT_POSSIBLE:
            lines.append(say(_CONFIRMED))
        links = self._links(taken, topic)
        over = (
            fate in _SHOWS_ENTRY and taken.row and taken.row.state == "booked" and taken.row.day <= self.today
        )
        head = say(_OVER if over else _HEADS.get(fate, ""))
        items = (Item((), head, topic, links=links),) if links and head else ()
        title = say(_TITLES.get(fate, _UNCHANGED))
        title = f"{title}: {topic}" if topic else title
        mail = mail_of(Digest(taken.person, "ask", title, tuple(lines), items, ()), taken.address, self.frame)
        if fate is MailFate.STRANGER:
            return replace(mail, in_reply_to=taken.mail.message_id)
        return replace(mail, page=page, in_reply_to=taken.mail.message_id, references=taken.mail.references)

    def _filled(self, line: str, taken: TakenMail) -> str:
        day = self.language.day
        days = self.language.either([day(typed) for typed in taken.days]) if taken.days else ""
        return self.language.say(line, days=days, today=day(self.today), example=self.today.isoformat())

    def _topic(self, taken: TakenMail) -> str:
        row = taken.row
        if row is None:
            return ""
        of_giver = taken.act in OF_GIVER
        whom = row.member if of_giver else row.given_by
        service = self.services.get(row.service)
        title = service.read_in(self.language.code).title if service else row.service
        day = self.language.day(row.day).replace("\u00a0", " ")
        return topic_of(title, self.name(whom) if whom else "", day, self.language)

    def _entry(self, taken: TakenMail, row: LogRow, topic: str) -> str:
        say = self.language.say
        if taken.act not in OF_GIVER and row.acknowledged:
            return say(_WORDS[row.acknowledged], topic=topic)
        words = say(_STATES.get(row.state, message("{topic}: booked")), topic=topic)
        if taken.before and taken.before.day != row.day:
            return say("{words} (moved from {day})", words=words, day=self.language.day(taken.before.day))
        return words

    def _links(self, taken: TakenMail, topic: str) -> tuple[AnswerLink, ...]:
        """Return the links with which an entry can be corrected as it now stands, without those that do nothing."""
        row, person = taken.row, taken.person
        if row is None:
            return ()
        if taken.act not in OF_GIVER:
            return self.links.for_member(person, taken.team, row.values, topic)
        if row.acknowledged == "yes" or row.state in ("withdrawn", "ordered"):
            return ()
        links = self.links.for_giver(person, taken.team, row.values, topic)
        wanted = (LinkAct.MOVED,) if row.day > self.today else OF_GIVER
        wanted = _ONLY.get(taken.fate, wanted)
        return tuple(link for link in links if link.act in wanted)

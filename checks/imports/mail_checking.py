"""Whether a mail may ask for what it asks: its sender and its one link, checked without a look at any log.

A mail is listened to only if its link was signed here, is not too old, and was sent to the person whose registered
address it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from checks.imports.mail_answers import tokens_of
from checks.imports.sender_proof import is_vouched_for
from checks.remote.mail_links import LinkAct, LinkSigner, RefusedTokenError, SignedLink
from checks.remote.outgoing_mail import is_own_message_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from checks.imports.incoming_mail import IncomingMail
    from checks.loading.people import People
    from checks.store.team_log import LogRow


class MailFate(StrEnum):
    """What became of a mail: what it asked was done, or why not, in the words of the command's summary."""

    DONE = "done"
    ALREADY = "already done"
    RECORD = "record requested"
    CHANGED = "entry changed since"
    USED = "link no longer valid"
    EXPIRED = "link too old"
    FORGED = "link not valid"
    NOT_THEIRS = "link of another person"
    UNPROVED = "sender not verified"
    NO_LINK = "no link"
    SEVERAL_LINKS = "several links"
    NO_DAY = "no new date"
    UNCLEAR_DAY = "unclear date"
    SAME_DAY = "same date as before"
    DAY_TAKEN = "another entry on that date"
    DAY_REFUSED = "date not possible"
    NOT_POSSIBLE = "not possible for this entry"
    TOO_EARLY = "date in the future"
    RECORD_SENT = "record already sent today"
    NO_RECORD = "no data about the sender"
    UNREAD = "log could not be read"
    STRANGER = "unknown sender"
    NO_SENDER = "no valid sender"
    AUTOMATIC = "automatic mail"
    COUNTED = "survey answer counted"
    COUNTED_BEFORE = "second answer to a survey question"
    SURVEY_OVER = "answer after the survey"
    NOT_ASKED = "answer to no open survey question"
    FOR_SURVEY = "survey answer left for --survey"


GOOD = (MailFate.DONE, MailFate.ALREADY, MailFate.RECORD, MailFate.RECORD_SENT, MailFate.NO_RECORD)
"""What a mail asks for is done, by this one or an earlier one."""

OF_SURVEY = (MailFate.COUNTED, MailFate.COUNTED_BEFORE, MailFate.SURVEY_OVER, MailFate.NOT_ASKED)
"""Mails that answer a survey: they are deleted, since they tie a person to a score."""


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """What mails are checked by: the key, the address they come to, and a server that vouches for senders, if any."""

    signer: LinkSigner
    answers: str
    server: str = ""


@dataclass(frozen=True, slots=True)
class TakenMail:
    """What became of a mail. `row` is its entry as it now stands in the log of `team`, `before` as it was.

    `address` is where an answer goes: a registered one, or that of an unknown sender; empty where none is sent.
    `days` are those that a mail names for a meeting that was moved.
    """

    mail: IncomingMail
    fate: MailFate
    address: str = ""
    person: str = ""
    act: LinkAct | None = None
    team: str = ""
    row: LogRow | None = None
    before: LogRow | None = None
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedMail:
    """A mail that may ask: its link, and the person whose registered address it comes from."""

    mail: IncomingMail
    address: str
    person: str
    token: str
    link: SignedLink

    def came_to(self, fate: MailFate, team: str = "", row: LogRow | None = None) -> TakenMail:
        """Return what became of it."""
        return TakenMail(self.mail, fate, self.address, self.person, self.link.act, team, row)


def checked_mail(
    mail: IncomingMail, people: People, rules: IntakeRules, now: datetime
) -> TakenMail | AskedMail:
    """Return what a mail asks for, or why it is not listened to.

    An unknown sender is handed back with an address only if the sender may be who it seems to be.
    """
    sender = mail.sender.casefold()
    own = is_own_message_id(mail.message_id) or sender == rules.answers.casefold()
    if mail.automatic or own or not sender:
        return TakenMail(mail, MailFate.AUTOMATIC if mail.automatic or own else MailFate.NO_SENDER)
    proved = not rules.server or is_vouched_for(mail.sender, mail.results, rules.server)
    person = people.by_address.get(sender, "")
    if not person:
        return TakenMail(mail, MailFate.STRANGER, mail.sender if proved else "")
    address = next(address for address in people.by_id[person].addresses if address.casefold() == sender)
    if not proved:
        return TakenMail(mail, MailFate.UNPROVED, address, person)
    return _with_link(mail, address, person, rules.signer, now)


def _with_link(
    mail: IncomingMail, address: str, person: str, signer: LinkSigner, now: datetime
) -> TakenMail | AskedMail:
    """Return what the one link of a person's mail asks for, or why it does not count."""
    tokens = tokens_of(mail)
    if len(tokens) != 1:
        return TakenMail(mail, MailFate.SEVERAL_LINKS if tokens else MailFate.NO_LINK, address, person)
    try:
        link = signer.read(tokens[0], now)
    except RefusedTokenError as error:
        return TakenMail(mail, MailFate.EXPIRED if error.expired else MailFate.FORGED, address, person)
    if link.person != signer.person(person):
        return TakenMail(mail, MailFate.NOT_THEIRS, address, person)
    return AskedMail(mail, address, person, tokens[0], link)

"""Answers to mails: each fate has its words in each language, names and no ids, and links that would do something."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from checks.imports.incoming_mail import IncomingMail
from checks.imports.mail_checking import MailFate, TakenMail
from checks.output.answer_links import AnswerLinks
from checks.output.mail_bodies import MailFrame
from checks.output.mail_replies import ReplyWords
from checks.remote.mail_links import LinkAct, LinkSigner
from checks.store.team_log import LogRow
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH, Language
from tests.support.pseudo_language import PSEUDO

TODAY = date(2026, 11, 23)
ROW = LogRow(date(2026, 11, 12), "one-on-one", "p-ada", "p-grace", "outbound", "booked")
MAIL = IncomingMail(
    "grace@example.org", "Took place [x]", (), "<1@example.org>", ("<0@example.org>",), None, ""
)
UNANSWERED = (
    MailFate.AUTOMATIC,
    MailFate.NO_SENDER,
    MailFate.UNREAD,
    MailFate.COUNTED,
    MailFate.FOR_SURVEY,
)
NAMES = {"p-ada": "Ada Lovelace", "p-grace": "Grace Hopper"}


def words(language: Language = ENGLISH) -> ReplyWords:
    links = AnswerLinks(LinkSigner("k" * 32), "playbook@example.org", language)
    return ReplyWords(TODAY, NAMES.__getitem__, {}, links, MailFrame("Northlight", language))


def taken(fate: MailFate, row: LogRow | None = ROW, act: LinkAct = LinkAct.HELD) -> TakenMail:
    days = (date(2026, 5, 12), date(2026, 12, 5))
    person = row.member if row and act in (LinkAct.CONFIRMED, LinkAct.CONTESTED) else "p-grace"
    return TakenMail(MAIL, fate, "grace@example.org", person, act, "harbour", row, None, days)


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
@pytest.mark.parametrize("fate", [fate for fate in MailFate if fate not in UNANSWERED])
def test_each_fate_is_answered_by_name(fate: MailFate, code: str) -> None:
    reply = words(language_of(code)).reply(taken(fate))

    assert reply.to == "grace@example.org"
    assert reply.in_reply_to == "<1@example.org>"
    assert len(reply.text.splitlines()) >= 2
    for text in (reply.subject, reply.text, reply.html):
        assert not re.search(r"p-ada|p-grace|harbour|[{}]", re.sub(r"<style>.*</style>", "", text))
        assert "Took place [x]" not in text


@pytest.mark.parametrize("fate", [fate for fate in MailFate if fate not in UNANSWERED])
def test_every_word_of_an_answer_is_a_message(fate: MailFate) -> None:
    reply = words(PSEUDO).reply(replace(taken(fate), before=replace(ROW, day=date(2026, 11, 9))))

    left = re.sub(
        r"⟦[^⟧]*⟧|mailto:\S+|Ada Lovelace|one-on-one|Northlight|marraskuuta|toukokuuta|joulukuuta| tai ",
        " ",
        reply.text,
    )
    assert not re.search(r"[^\W\d_]{2}", left), left


@pytest.mark.parametrize(
    ("row", "act", "acts", "head"),
    [
        (replace(ROW, state="held"), LinkAct.HELD, "not-held moved", "Was that wrong?"),
        (replace(ROW, state="cancelled"), LinkAct.NOT_HELD, "held moved", "Was that wrong?"),
        (ROW, LinkAct.MOVED, "held not-held moved", "Did it take place?"),
        (replace(ROW, day=date(2026, 12, 3)), LinkAct.MOVED, "moved", "Was that wrong?"),
        (replace(ROW, state="held", acknowledged="yes"), LinkAct.HELD, "", ""),
        (replace(ROW, state="held", acknowledged="yes"), LinkAct.CONFIRMED, "contested", "Was that wrong?"),
        (replace(ROW, state="held", acknowledged="no"), LinkAct.CONTESTED, "confirmed", "Was that wrong?"),
    ],
)
def test_an_answer_brings_the_links_to_correct_it(row: LogRow, act: LinkAct, acts: str, head: str) -> None:
    signer, reply = LinkSigner("k" * 32), words().reply(taken(MailFate.DONE, row, act))

    from datetime import UTC, datetime
    from urllib.parse import unquote

    from checks.remote.mail_links import tokens_in

    links = [signer.read(token, datetime.now(UTC)) for token in tokens_in(unquote(reply.text))]
    assert [link.act for link in links] == [LinkAct(name) for name in acts.split()]
    assert {link.entry for link in links} <= {signer.entry("harbour", row.values)}
    assert head in reply.text


def test_an_unknown_sender_hears_nothing_of_the_playbook() -> None:
    mail = replace(MAIL, sender="eve@example.com", references=("<secret@example.org>",))
    reply = words().reply(TakenMail(mail, MailFate.STRANGER, "eve@example.com"))

    assert reply.subject == "Your mail to this mailbox"
    assert reply.references == ()
    assert not re.search("Grace|Ada|one-on-one|mailto:", reply.text + reply.html)

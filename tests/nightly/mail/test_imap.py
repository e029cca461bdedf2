"""Answers read from Dovecot: with TLS and without, by each way to move a message, and what is wrong with a server."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from checks.remote import mailbox
from checks.remote.mailbox import MAILBOX, MailboxError, imap_address, open_imap
from tests.support.imap_serving import PASSWORD, ImapServer, imap_server
from tests.support.mail_answering import BOOKED, clicked, links_of_row, mail_office, written
from tests.support.mail_catching import postbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE = "grace@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


def test_answers_are_read_from_a_server(tmp_path: Path, server: ImapServer) -> None:
    before = server.count("Answered")
    with postbox() as box:
        office = mail_office(tmp_path, box)
        office.extra = {
            MAILBOX: server.url(tls=True, host="localhost"),
            "SSL_CERT_FILE": str(server.certificate),
        }
        server.deliver(clicked(links_of_row(BOOKED, "p-grace")["moved"], GRACE, "3 December 2026"))
        server.deliver(written("ada@example.org", "Hello"))
        server.deliver(written("ada@example.org", "Away", Auto_Submitted="auto-replied"))

        dry = office.read("--dry-run")
        still = server.count()
        result = office.read()
        again = office.read()

    assert (dry.stdout.splitlines()[-1], still) == ("3 mails: 1 done, 1 no link, 1 automatic mail.", 3)
    assert result.stdout == "3 mails: 1 done, 1 no link, 1 automatic mail.\n", result.stderr
    assert again.stdout == "No mails to read.\n"
    assert "2026-12-03,one-on-one,p-ada,p-grace,outbound,booked,,0123456789abcdef" in office.rows()
    folders = [server.count(name) for name in ("", "Answered", "Refused", "Automatic")]
    assert folders == [0, before + 1, 1, 1]
    assert [to for to, _ in box.letters] == [GRACE, "Ada@example.org"]


@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS", "IMAP4rev1", "IMAP4rev1 AUTH=PLAIN MOVE"])
def test_each_way_to_move_a_message(capability: str) -> None:
    with imap_server(capability=capability) as running:
        for number in range(3):
            running.deliver(written(GRACE, f"Number {number}"))
        with open_imap(imap_address(running.url())) as box:
            messages = list(box.messages())
            box.mark_answered(messages[0])
            marked = [message.answered for message in box.messages()]
            for message in messages[:2]:
                box.file_away(message, "Answered")
        with open_imap(imap_address(running.url())) as box:
            left = [message.content for message in box.messages()]

        assert marked == [True, False, False]
        assert len(left) == 1
        assert b"Number 2" in left[0]
        assert (running.count(), running.count("Answered")) == (1, 2)


def test_only_some_messages_and_their_first_bytes_are_read(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST", 2)
    for _ in range(3):
        server.deliver(written(GRACE, "Large", "x" * 300_000))

    with open_imap(imap_address(server.url()), read_only=True) as box:
        messages = list(box.messages())

    assert [len(message.content) for message in messages] == [mailbox.LARGEST] * 2


def test_a_certificate_that_does_not_fit_is_named(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = imap_address(server.url(tls=True, host="localhost"))
    with pytest.raises(MailboxError, match="certificate does not fit"), open_imap(address):
        pass
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    other = imap_address(server.url(tls=True, host="127.0.0.1"))
    with pytest.raises(MailboxError, match="certificate does not fit"), open_imap(other):
        pass


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("answers%40", "nobody%40", "does not take this user and password"),
        ("a%20pass", "wrong", "does not take this user and password"),
        ("/INBOX", "/Elsewhere", "has no such folder"),
        ("imap://", "imaps://", "no encrypted connection"),
    ],
)
def test_what_is_wrong_is_named_without_secrets(server: ImapServer, old: str, new: str, words: str) -> None:
    with (
        pytest.raises(MailboxError, match=words) as failed,
        open_imap(imap_address(server.url().replace(old, new))),
    ):
        pass
    assert not any(part in str(failed.value) for part in (PASSWORD, "answers@", "127.0.0.1"))


def test_the_connection_is_encrypted_by_starttls(server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    monkeypatch.setattr(mailbox, "_is_this_machine", lambda _: False)
    address = imap_address(server.url(host="localhost"))

    with open_imap(address, read_only=True) as box:
        assert isinstance(box.server.sock, ssl.SSLSocket)

"""Mails handed in to a real server on this machine: their parts, their headers, and words for what fails."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.model.errors import UsageError
from checks.remote.outgoing_mail import (
    MailError,
    Outbox,
    OutgoingMail,
    is_own_message_id,
    mail_server,
)
from tests.support.mail_catching import Postbox, postbox

SECRET = "hunter2-very-secret"  # noqa: S105


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as running:
        yield running


def test_a_mail_has_both_texts_and_a_page(box: Postbox) -> None:
    mail = OutgoingMail(
        "ada@example.org",
        "Päivää\r\nBcc: x@example.org",
        "From here\n" + "äö " * 400,
        "<p>äö</p>",
        ("own.html", "<b>ä</b>"),
    )

    with Outbox(mail_server({"OUTBOUND_MAIL": box.url})) as outbox:
        sent = outbox.send(mail)

    message = box.message(0)
    assert message["Subject"] == "Päivää Bcc: x@example.org"
    assert message["Bcc"] is None
    assert message["From"] == "Playbook <playbook@example.org>"
    assert message["Message-ID"] == sent
    assert is_own_message_id(sent)
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html"),
    ]
    assert message.get_body(("plain",)).get_content().split() == mail.text.split()  # type: ignore[union-attr]
    assert [part.get_filename() for part in message.iter_attachments()] == ["own.html"]
    assert max(map(len, box.letters[0][1].splitlines())) <= 100


def test_its_headers_keep_programs_from_answering(box: Postbox) -> None:
    long_id = f"<{'A' * 90}@host.example.org>"
    answers = {"OUTBOUND_MAIL": box.url, "OUTBOUND_MAIL_ANSWERS": "answers@example.org"}

    with Outbox(mail_server(answers)) as outbox:
        outbox.send(OutgoingMail("a@example.org", "Hello", "Hello"))
        reply = OutgoingMail(
            "a@example.org", "Re", "Hi", in_reply_to=long_id, references=("<b@c> junk\n", "d")
        )
        outbox.send(reply)

    first, second = box.message(0), box.message(1)
    assert (first["Auto-Submitted"], second["Auto-Submitted"]) == ("auto-generated", "auto-replied")
    assert first["Reply-To"] == "answers@example.org"
    assert first["Precedence"] == "bulk"
    assert first["List-Id"] == "<outbound-playbook.example.org>"
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == long_id
    assert second["References"].split() == ["<b@c>", long_id]
    assert box.greetings == 1


def test_a_connection_that_ended_is_opened_again(box: Postbox) -> None:
    with Outbox(mail_server({"OUTBOUND_MAIL": box.url})) as outbox:
        outbox.send(OutgoingMail("a@example.org", "1", "x"))
        assert outbox._connection is not None
        outbox._connection.close()
        outbox.send(OutgoingMail("a@example.org", "2", "x"))

    assert [box.message(at)["Subject"] for at in range(2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "OUTBOUND_MAIL is not set"),
        (f"json://u:{SECRET}@host", "is not a mail server"),
        (f"nonsense {SECRET}", "is not a mail server"),
        (f"mailto://u:{SECRET}@smtp.example.org", "a password needs an encrypted connection"),
    ],
)
def test_what_is_no_server_is_refused_without_a_secret(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        mail_server({"OUTBOUND_MAIL": url})

    assert SECRET not in str(caught.value)


def test_an_address_for_answers_is_checked() -> None:
    with pytest.raises(UsageError, match="OUTBOUND_MAIL_ANSWERS is not an email address"):
        mail_server(
            {"OUTBOUND_MAIL": "mailtos://h.example.org?from=a@example.org", "OUTBOUND_MAIL_ANSWERS": "x"}
        )


def test_an_address_beyond_ascii_is_written_as_the_server_can(box: Postbox) -> None:
    with Outbox(mail_server({"OUTBOUND_MAIL": box.url})) as outbox:
        outbox.send(OutgoingMail("ada@exämple.org", "x", "x"))
        outbox.send(OutgoingMail("ädä@example.org", "x", "x"))

    assert [to for to, _ in box.letters] == ["ada@xn--exmple-cua.org", "ädä@example.org"]
    assert box.message(1)["To"] == "ädä@example.org"


def test_what_the_server_refuses_is_told_in_own_words(box: Postbox) -> None:
    box.refused = {"gone@example.org"}

    with Outbox(mail_server({"OUTBOUND_MAIL": box.url})) as outbox:
        with pytest.raises(MailError) as caught:
            outbox.send(OutgoingMail("gone@example.org", "x", "x"))
        outbox.send(OutgoingMail("here@example.org", "x", "x"))

    assert str(caught.value) == "the mail server refused the address (550)"
    assert not caught.value.whole
    assert [to for to, _ in box.letters] == ["here@example.org"]


@pytest.mark.parametrize("address", ["", "ada", "a@", "@b", "a b@c.org", 'a"b@c.org', "a@b@c.org"])
def test_an_address_that_is_none_is_said(box: Postbox, address: str) -> None:
    with Outbox(mail_server({"OUTBOUND_MAIL": box.url})) as outbox, pytest.raises(MailError) as caught:
        outbox.send(OutgoingMail(address, "x", "x"))

    assert address not in str(caught.value) or not address


def test_a_refused_login_ends_it_without_the_password() -> None:
    with postbox(with_login=True) as box:
        url = f"mailto://user:{SECRET}@127.0.0.1:{box.port}/?mode=insecure&from=p@example.org"
        server = mail_server({"OUTBOUND_MAIL": url})
        with Outbox(server) as outbox, pytest.raises(MailError) as caught:
            outbox.send(OutgoingMail("a@example.org", "x", "x"))

    assert str(caught.value) == "the mail server refused the user or the password (535)"
    assert caught.value.whole
    assert SECRET not in repr(server)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_of_another_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    kind = (
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=other.example.org",
    )
    call = ["openssl", "req", "-x509", *kind, "-keyout", str(file), "-out", str(tmp_path / "c.pem")]
    subprocess.run(call, check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "c.pem").read_text())

    words = []
    with postbox(certificate=file) as box:
        for verify in ("yes", "no"):
            url = f"mailtos://127.0.0.1:{box.port}/?from=p@example.org&verify={verify}"
            with Outbox(mail_server({"OUTBOUND_MAIL": url})) as outbox:
                try:
                    outbox.send(OutgoingMail("a@example.org", "x", "x"))
                except MailError as error:
                    words.append((str(error), error.whole))

    assert words == [("the mail server's certificate is not trusted, or is for another host", True)]
    assert len(box.letters) == 1


def test_no_server_and_one_without_tls_are_told_apart(box: Postbox) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]

    words = []
    for url in (
        f"mailto://127.0.0.1:{closed}/?mode=insecure&from=p@example.org",
        f"mailtos://127.0.0.1:{box.port}/?from=p@example.org",
        f"mailtos://127.0.0.1:{box.port}/?mode=ssl&from=p@example.org",
    ):
        with Outbox(mail_server({"OUTBOUND_MAIL": url})) as outbox, pytest.raises(MailError) as caught:
            outbox.send(OutgoingMail("a@example.org", "x", "x"))
        words.append(str(caught.value))

    assert words == [
        "no connection to the mail server, or it broke",
        "the mail server lacks what is needed: STARTTLS, a login, or addresses beyond ASCII",
        "the mail server does not use TLS on this port",
    ]

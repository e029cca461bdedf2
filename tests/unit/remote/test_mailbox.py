"""A mailbox: a Maildir's messages in order and marked, addresses of servers, and servers that do not behave."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checks.model.errors import UsageError
from checks.remote import mailbox
from checks.remote.mailbox import LARGEST, MailboxError, Maildir, imap_address, open_imap


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def test_messages_come_in_the_order_they_came_in(folder: Path) -> None:
    for name in ("new/300.a", "cur/20.b:2,S", "new/1.c", "cur/5.d:2,T", "new/.hidden"):
        (folder / name).write_bytes(name.encode())
    (folder / "new/9.link").symlink_to(folder / "new/1.c")
    (folder / "new/9.folder").mkdir()
    (folder / "cur/7.large:2,RS").write_bytes(b"x" * (LARGEST + 5))

    messages = list(Maildir(folder).messages())

    assert [message.id for message in messages] == [
        "new/1.c",
        "cur/7.large:2,RS",
        "cur/20.b:2,S",
        "new/300.a",
    ]
    assert [message.answered for message in messages] == [False, True, False, False]
    assert len(messages[1].content) == LARGEST


def test_a_message_is_marked_and_filed_away(folder: Path) -> None:
    (folder / "new/1.a").write_bytes(b"x")
    box = Maildir(folder)
    (message,) = box.messages()

    box.mark_answered(message)
    marked = list(box.messages())
    box.file_away(message, "Answered")

    assert [one_of.answered for one_of in marked] == [True]
    assert [path.name for path in (folder / ".Answered/cur").iterdir()] == ["1.a:2,RS"]
    assert list(box.messages()) == []


def test_a_message_is_deleted_whichever_flags_it_has(folder: Path) -> None:
    (folder / "new/1.a").write_bytes(b"Subject: x")
    box = Maildir(folder)
    (message,) = box.messages()
    box.mark_answered(message)

    box.delete(message)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_another_program_has_moved_is_named(folder: Path) -> None:
    (folder / "new/1.a").write_bytes(b"x")
    box = Maildir(folder)
    (message,) = box.messages()
    (folder / "new/1.a").unlink()

    with pytest.raises(MailboxError, match="another program has moved a message"):
        box.file_away(message, "Answered")


def test_what_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a Maildir"):
        Maildir(tmp_path)


def test_an_address_has_its_parts() -> None:
    address = imap_address("imaps://ann%40example.org:p%3Aw@imap.example.org/Answers%20in")
    assert (address.host, address.port, address.folder) == ("imap.example.org", 993, "Answers in")
    assert (address.user, address.password) == ("ann@example.org", "p:w")
    assert "p:w" not in repr(address)
    assert imap_address("imap://a:b@127.0.0.1:1430").port == 1430
    assert imap_address("imap://a:b@127.0.0.1").folder == "INBOX"


@pytest.mark.parametrize(
    "url",
    ["", "imaps://host/INBOX", "https://a:secret@h/", "imaps://a:secret@h:port/", "imaps://a:secret@h/?x=1",
     "imaps://a:secret%0d%0a@h/", "imaps://a:secret@h/%C3%A4", "imaps://a:secret@h/a%22%0d"],
)  # fmt: skip
def test_an_address_that_is_wrong_is_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        imap_address(url)
    assert "secret" not in str(refused.value)


@contextmanager
def odd_server(*answers: bytes) -> Iterator[str]:
    """Answer each line with one of the answers, then end the connection; without answers say nothing for long."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(10)
            for answer in answers:
                connection.sendall(answer)
                tag = connection.recv(4096).split(b" ")[0]
                connection.sendall(tag + b" OK done\r\n")
            done.wait(10 if not answers else 0)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"imap://user:secret@127.0.0.1:{listener.getsockname()[1]}/INBOX"
    finally:
        done.set()
        thread.join(10)
        listener.close()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ((), "no answer in 1 seconds"),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), "the server"),
        ((b"* OK ready\r\n",), "the server"),
        ((b"* BYE secret words\r\n",), "the server"),
        ((b"* OK [CAPABILITY IMAP4rev1] ready\r\n", b"\x00\xff\r\n"), "the server"),
    ],
)
def test_an_odd_server_is_named_in_our_words(
    answers: tuple[bytes, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "WAIT", 1.0)
    with (
        odd_server(*answers) as url,
        pytest.raises(MailboxError, match=words) as failed,
        open_imap(imap_address(url)),
    ):
        pass
    assert "secret" not in str(failed.value)


def test_no_password_goes_to_a_server_without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "_is_this_machine", lambda _: False)
    with odd_server(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n") as url:
        opened = open_imap(imap_address(url))
        with pytest.raises(MailboxError, match="offers no encryption"), opened:
            pass


def test_a_maildir_that_cannot_be_written_is_named(folder: Path) -> None:
    (folder / "new/1.a").write_bytes(b"x")
    box = Maildir(folder)
    (message,) = box.messages()
    (folder / ".Answered").write_bytes(b"a file")

    with pytest.raises(MailboxError, match=os.strerror(17).lower() + "|not a directory"):
        box.file_away(message, "Answered")

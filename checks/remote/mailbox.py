"""A mailbox as it is read: a folder on an IMAP server or a Maildir, one message after another.

Of a message only the first bytes are read: what people answer stands in its subject or its first lines, and large
attachments come last. A message that was answered is marked as such before it is filed away, so that a run that was
ended between the two does not answer it again.
"""

from __future__ import annotations

import imaplib
import ipaddress
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Protocol
from urllib.parse import unquote, urlsplit

from checks.model.errors import ChecksError, UsageError

MAILBOX = "OUTBOUND_MAILBOX"
"""The variable that names the mailbox: `imaps://user:password@imap.example.org/INBOX`."""

LARGEST = 256 * 1024
"""Bytes that are read of a message."""

MOST = 500
"""Messages that are read in a run; the next run goes on."""

WAIT = 30.0
"""Seconds to wait for an answer of the server."""

_FOLDER = re.compile(r"[ !#-\[\]-~]{1,200}")
_LISTED = re.compile(rb'\([^)]*\) (?:"\\?(.)"|NIL) ')


_AGAIN = "The next run continues"


class MailboxError(ChecksError):
    """A mailbox that cannot be read or written; its words hold no address, user or password."""

    status = 1

    def __init__(self, words: str) -> None:
        super().__init__(f"mailbox: {words}")


@dataclass(frozen=True, slots=True)
class MailboxMessage:
    """A message: its id in the mailbox, its first bytes, and whether it bears the mark of an answered one."""

    id: str
    content: bytes
    answered: bool


class Mailbox(Protocol):
    """Where messages are read, marked and filed away."""

    def messages(self) -> Iterator[MailboxMessage]:
        """Yield at most `MOST` messages, the oldest first; reading changes nothing."""
        ...

    def mark_answered(self, message: MailboxMessage) -> None:
        """Mark a message as answered."""
        ...

    def file_away(self, message: MailboxMessage, folder: str) -> None:
        """Move a message to a folder below, which is made where it is missing."""
        ...

    def delete(self, message: MailboxMessage) -> None:
        """Delete a message for good."""
        ...


@dataclass(frozen=True, slots=True)
class ImapAddress:
    """A folder on a server; `tls` is from the first byte on, else it is asked for before anything is said."""

    host: str
    port: int
    folder: str
    tls: bool
    user: str = field(repr=False)
    password: str = field(repr=False)


def imap_address(url: str) -> ImapAddress:
    """Return the parts of a mailbox's address; raises `UsageError`, which repeats nothing of it."""
    wrong = UsageError(
        f"{MAILBOX} is not the address of a mailbox. Write imaps://USER:PASSWORD@HOST/FOLDER, with %40 for @ in "
        "the user and the password"
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    folder = unquote(parts.path.removeprefix("/")) or "INBOX"
    odd = parts.query or parts.fragment or any(ord(character) < 32 for character in user + password)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not user or not password or odd:
        raise wrong
    if not _FOLDER.fullmatch(folder):
        raise UsageError(f"{MAILBOX}: the folder's name may have letters from a to z, digits and signs only")
    tls = parts.scheme == "imaps"
    return ImapAddress(parts.hostname, port or (993 if tls else 143), folder, tls, user, password)


@contextmanager
def open_imap(address: ImapAddress, *, read_only: bool = False) -> Iterator[ImapMailbox]:
    """Open a folder on a server, and log out in the end; raises `MailboxError`."""
    with _in_our_words():
        server = _connected(address)
    try:
        with _in_our_words():
            _log_in(server, address)
            status, answer = server.select(_quoted(address.folder), readonly=read_only)
        if status != "OK":
            raise MailboxError("the server has no such folder, or does not open it. Check OUTBOUND_MAILBOX")
        yield ImapMailbox(server, address.folder, int((answer[0] or b"0").decode("ascii", "replace") or 0))
    finally:
        for end in (server.logout, server.shutdown):  # where the first fails it leaves the connection open
            with suppress(OSError, imaplib.IMAP4.error):
                end()


def _connected(address: ImapAddress) -> imaplib.IMAP4:
    """Return a connection that is encrypted, the certificate checked; to this machine it may be plain."""
    context = ssl.create_default_context()
    if address.tls:
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=WAIT)
    server = imaplib.IMAP4(address.host, address.port, timeout=WAIT)
    if _is_this_machine(address.host):
        return server
    try:
        if "STARTTLS" not in server.capabilities:
            raise MailboxError("the server offers no encryption. Write imaps://, or ask for another server")
        server.starttls(context)
    except BaseException:
        server.shutdown()
        raise
    return server


def _is_this_machine(host: str) -> bool:
    """Return whether a host is this machine, which needs no encryption."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _log_in(server: imaplib.IMAP4, address: ImapAddress) -> None:
    try:
        if "AUTH=PLAIN" in server.capabilities:  # takes letters beyond ASCII, which LOGIN does not
            words = f"\0{address.user}\0{address.password}".encode()
            server.authenticate("PLAIN", lambda _: words)
        else:
            server.login(address.user, address.password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeError):
        raise MailboxError(
            "the server does not take this user and password. Check OUTBOUND_MAILBOX"
        ) from None


@dataclass(slots=True)
class ImapMailbox:
    """A folder that is open on a server, with as many messages as it had then."""

    server: imaplib.IMAP4
    folder: str
    count: int
    _targets: dict[str, str] = field(default_factory=dict)

    def messages(self) -> Iterator[MailboxMessage]:
        """Yield at most `MOST` messages, the oldest first; reading changes nothing."""
        for uid in self._uids() if self.count else ():
            with _in_our_words():
                _, parts = self.server.uid("FETCH", uid, f"(UID FLAGS BODY.PEEK[]<0.{LARGEST}>)")
            texts = [part for part in parts if isinstance(part, tuple)]
            if not texts:  # somebody else has moved it meanwhile
                continue
            around = b" ".join(part[0] if isinstance(part, tuple) else part or b"" for part in parts)
            if b"\\Deleted" not in around:
                yield MailboxMessage(uid, bytes(texts[0][1])[:LARGEST], b"\\Answered" in around)

    def _uids(self) -> list[str]:
        with _in_our_words():
            status, lines = self.server.fetch(f"1:{min(self.count, MOST)}", "(UID)")
        if status != "OK":
            raise MailboxError(f"the server does not list the messages. {_AGAIN}")
        matches = (re.search(rb"UID (\d{1,10})\b", line) for line in lines if isinstance(line, bytes))
        return [match[1].decode() for match in matches if match]

    def mark_answered(self, message: MailboxMessage) -> None:
        """Set the flag of messages that were answered."""
        self._do("STORE", message.id, "+FLAGS.SILENT", r"(\Answered)")

    def file_away(self, message: MailboxMessage, folder: str) -> None:
        """Move a message to a folder below this one, or beside it where the server wants it so."""
        target = _quoted(self._target(folder))
        if "MOVE" in self.server.capabilities:
            self._do("MOVE", message.id, target)
            return
        self._do("COPY", message.id, target)
        self.delete(message)

    def delete(self, message: MailboxMessage) -> None:
        """Delete a message for good; a server that keeps copies keeps them."""
        self._do("STORE", message.id, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.server.capabilities:
            self._do("EXPUNGE", message.id)
        else:
            with _in_our_words():
                self.server.expunge()

    def _do(self, command: str, *words: str) -> None:
        with _in_our_words():
            status, _ = self.server.uid(command, *words)
        if status != "OK":
            raise MailboxError("the server does not mark or move a message. It stays where it is")

    def _target(self, folder: str) -> str:
        """Return the name of a folder on the server, made where it is missing."""
        if folder not in self._targets:
            with _in_our_words():
                _, listed = self.server.list('""', _quoted(self.folder))
            match = next((_LISTED.match(line) for line in listed if isinstance(line, bytes)), None)
            mark = match[1].decode("ascii", "replace") if match and match[1] else "/"
            names = (f"{self.folder}{mark}{folder}", folder)
            target = next((name for name in names if self._is_there(name)), "")
            target = target or next((name for name in names if self._is_created(name)), "")
            if not target:
                raise MailboxError(f"the folder {folder} cannot be created on the server. Create it by hand")
            self._targets[folder] = target
        return self._targets[folder]

    def _is_there(self, name: str) -> bool:
        with _in_our_words():
            _, listed = self.server.list('""', _quoted(name))
        return any(isinstance(line, bytes | tuple) for line in listed)

    def _is_created(self, name: str) -> bool:
        with _in_our_words():
            return self.server.create(_quoted(name))[0] == "OK"


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Say in our own words what a server or the library says: theirs may hold an address or a password."""
    try:
        yield
    except MailboxError:
        raise
    except ssl.SSLCertVerificationError:
        raise MailboxError(
            "the server's certificate does not fit its name, or no known authority has signed it. If your organisation "
            "signs its own, set SSL_CERT_FILE to its file"
        ) from None
    except ssl.SSLError:
        raise MailboxError("no encrypted connection. Check the port, and imaps:// or imap://") from None
    except TimeoutError:
        raise MailboxError(f"no answer in {WAIT:.0f} seconds. {_AGAIN}") from None
    except OSError:
        raise MailboxError(
            f"the server cannot be reached, or ended the connection. Check OUTBOUND_MAILBOX. {_AGAIN}"
        ) from None
    except (imaplib.IMAP4.error, UnicodeError, ValueError):
        raise MailboxError(f"the server's answer is not understood, or it refused. {_AGAIN}") from None


class Maildir:
    """A Maildir: each message is a file in `new` or `cur`, and a folder below it is `.Name`."""

    def __init__(self, path: Path) -> None:
        if not all((path / part).is_dir() for part in ("cur", "new")):
            raise UsageError(f"--maildir {path}: this is not a Maildir. It needs the folders cur and new")
        self.path = path

    def messages(self) -> Iterator[MailboxMessage]:
        """Yield at most `MOST` messages, the oldest first; reading changes nothing."""
        with _reading():
            names = [
                f"{part}/{entry.name}"
                for part in ("cur", "new")
                for entry in os.scandir(self.path / part)
                if not entry.name.startswith(".") and S_ISREG(entry.stat(follow_symlinks=False).st_mode)
            ]
        for name in sorted(names, key=_age)[:MOST]:
            flags, content = name.partition(":2,")[2], self._content(name)
            if content is not None and "T" not in flags:
                yield MailboxMessage(name, content, "R" in flags)

    def _content(self, name: str) -> bytes | None:
        """Return the first bytes of a message; None where another program has moved it meanwhile."""
        with _reading(), suppress(FileNotFoundError), (self.path / name).open("rb") as file:
            return file.read(LARGEST)
        return None

    def mark_answered(self, message: MailboxMessage) -> None:
        """Set the flag of messages that were answered."""
        self._rename(message, self.path / "cur", "R")

    def file_away(self, message: MailboxMessage, folder: str) -> None:
        """Move a message to a folder below."""
        target = self.path / f".{folder}"
        with _reading():
            for part in ("cur", "new", "tmp"):
                (target / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            (target / "maildirfolder").touch(mode=0o600)
        self._rename(message, target / "cur", "S")

    def delete(self, message: MailboxMessage) -> None:
        """Delete a message's file."""
        with _reading():
            self._file(message).unlink()

    def _rename(self, message: MailboxMessage, folder: Path, flag: str) -> None:
        """Move a message's file, whichever flags it has by now, and set one more."""
        with _reading():
            file = self._file(message)
            flags = "".join(sorted({*file.name.partition(":2,")[2], flag}))
            file.rename(folder / f"{_unique(file)}:2,{flags}")

    def _file(self, message: MailboxMessage) -> Path:
        """Return a message's file, whichever flags it has by now."""
        unique = message.id.partition("/")[2].partition(":")[0]
        parts = (self.path / part for part in ("new", "cur"))
        file = next((file for part in parts for file in part.iterdir() if _unique(file) == unique), None)
        if file is None:
            raise MailboxError(f"another program has moved a message meanwhile. {_AGAIN}")
        return file


def _unique(file: Path) -> str:
    return file.name.partition(":")[0]


def _age(name: str) -> tuple[int, str]:
    """Return what orders messages: their names begin with the second they came."""
    unique = name.partition("/")[2]
    second = re.match(r"\d{1,12}", unique, re.ASCII)
    return int(second[0]) if second else 0, unique


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MailboxError((error.strerror or "the system refused access").lower()) from None

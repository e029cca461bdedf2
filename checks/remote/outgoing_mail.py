"""Mails to one person each: with a plain text, HTML beside it and at most one page, and headers that say a program wrote them.

The server is `OUTBOUND_MAIL`, as apprise writes it: apprise reads it, since it knows what the great providers need.
Python's smtplib sends: apprise makes the text out of the HTML, gives each mail an id of its own, and tells neither
what was refused nor by whom. No words of a server or of a library are repeated: they may hold secrets.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, localtime, make_msgid
from typing import TYPE_CHECKING, Self, TypeVar

from checks.model.errors import ChecksError, UsageError

if TYPE_CHECKING:
    from apprise.plugins.email import NotifyEmail

MAIL = "OUTBOUND_MAIL"
"""The mail server, as apprise writes it: `mailtos://user:password@smtp.example.org?from=playbook@example.org`."""

ANSWERS = "OUTBOUND_MAIL_ANSWERS"
"""The address that answers go to, and that `import mail` reads. Without it: the sender's."""

WAIT = 15.0
"""Seconds to wait for each answer of the server."""

_OWN_ID = re.compile(r"<[^<>@\s]+\.outbound-playbook@[^<>@\s]+>")
T = TypeVar("T")
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_MOST_IDS = 20
_ADDRESS = re.compile(r"""([^\s"(),:;<>@\[\\\]\x00-\x1f\x7f]+)@([^\s"(),:;<>@\\\x00-\x1f\x7f]+)""")


class _MessageIds(UnstructuredHeader, BaseHeader):
    """Message-IDs, one a line as they are: the standard library encodes the long ones of Exchange, and breaks threads."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines."""
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


def _policy() -> EmailPolicy[EmailMessage]:
    headers = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        headers.map_to_type(name, _MessageIds)
    return SMTP.clone(header_factory=headers)


_POLICY = _policy()


class MailError(ChecksError):
    """A mail that did not go out; its words are safe to print.

    With `whole` no other would go out either. With `later` the server takes it at another time (a code of 400 to
    499; RFC 5321, section 4.2.1).
    """

    def __init__(self, words: str, *, whole: bool = False, later: bool = False) -> None:
        self.whole, self.later = whole, later
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in, and who they are from; `mode` is `ssl`, `starttls` or `insecure`."""

    host: str
    port: int
    mode: str
    sender: Address
    answers: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    verify: bool = True


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail to one address. `page` is the name and the text of an HTML file that goes with it.

    `in_reply_to` is the Message-ID of the mail it answers, `references` are those of the thread before. Both may come
    from outside: what is no Message-ID in them is left out.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    page: tuple[str, str] | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def mail_server(environment: Mapping[str, str]) -> MailServer:
    """Return the server the environment names; raises `UsageError`, which repeats nothing of an address."""
    url = environment.get(MAIL, "")
    if not url:
        raise UsageError(f"{MAIL} is not set. Set it to mailtos://USER:PASSWORD@HOST?from=ADDRESS")
    parsed = _as_apprise_reads(url)
    sender = _address(str(parsed.from_addr[1]), str(parsed.from_addr[0] or "")) if parsed else None
    if parsed is None or sender is None:
        raise UsageError(f"{MAIL} is not a mail server. Write mailtos://USER:PASSWORD@HOST?from=ADDRESS")
    host, mode = str(parsed.smtp_host), str(parsed.secure_mode)
    if mode == "insecure" and parsed.password and not _is_loopback(host):
        raise UsageError(f"{MAIL}: a password needs an encrypted connection. Write mailtos:// for mailto://")
    answers = answers_address(environment) if environment.get(ANSWERS) else sender.addr_spec
    return MailServer(
        *(host, int(parsed.port or 0), mode, sender, answers),
        user=parsed.user or "",
        password=parsed.password or "",
        verify=bool(parsed.verify_certificate),
    )


def answers_address(environment: Mapping[str, str]) -> str:
    """Return the address that answers go to; raises `UsageError` where none is set, or what is set is none."""
    if not environment.get(ANSWERS):
        return mail_server(environment).answers
    address = _address(environment[ANSWERS])
    if address is None:
        raise UsageError(f"{ANSWERS} is not an email address. Write one, for example playbook@example.org")
    return address.addr_spec


def _as_apprise_reads(url: str) -> NotifyEmail | None:
    """Return what apprise reads out of the address of a mail server; None where it is none."""
    from apprise import Apprise
    from apprise.plugins.email import NotifyEmail

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    parsed = Apprise.instantiate(url)
    return parsed if isinstance(parsed, NotifyEmail) else None


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host.lower() == "localhost"


def _address(text: str, name: str = "") -> Address | None:
    """Return an address as headers hold it, its domain in ASCII; None where it is none."""
    match = _ADDRESS.fullmatch(text.strip())
    if not match:
        return None
    shown = " ".join(name.split())
    with suppress(UnicodeError):  # a domain that no name server can have
        domain = match[2] if match[2].isascii() else match[2].encode("idna").decode()
        return Address("" if shown == "Apprise" else shown, match[1], domain)
    return None


def written_message(server: MailServer, mail: OutgoingMail) -> EmailMessage:
    """Return a mail as it is handed in; raises `MailError` where its address is none."""
    to = _address(mail.to)
    if to is None:
        raise MailError("the address is not valid. Correct it in people.csv")
    message = EmailMessage(policy=_POLICY)
    message["From"] = server.sender
    message["To"] = to
    message["Reply-To"] = Address(addr_spec=server.answers)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid("outbound-playbook", server.sender.domain)
    _mark_as_automatic(message, server, mail)
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.page:
        name, text = mail.page
        message.add_attachment(text, subtype="html", filename=name, cte="quoted-printable")
    return message


def _mark_as_automatic(message: EmailMessage, server: MailServer, mail: OutgoingMail) -> None:
    """Say that a program wrote it, so that no program answers: RFC 3834, and the older ways beside it."""
    message["Auto-Submitted"] = "auto-replied" if mail.in_reply_to else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange
    message["Precedence"] = "bulk"
    message["List-Id"] = f"<outbound-playbook.{server.sender.domain}>"
    if answered := _ID.findall(mail.in_reply_to):
        message["In-Reply-To"] = answered[0]
        message["References"] = " ".join([*_ID.findall(" ".join(mail.references))[-_MOST_IDS:], answered[0]])


def is_own_message_id(text: str) -> bool:
    """Return whether a Message-ID is one that mails from here have: what comes back with it is a loop.

    >>> is_own_message_id("<1.2.3.outbound-playbook@example.org>"), is_own_message_id("<1.2.3@example.org>")
    (True, False)
    """
    return _OWN_ID.fullmatch(text.strip()) is not None


class Outbox:
    """A connection to the server, opened with the first mail and closed at the end of `with`."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._connection = None

    def send(self, mail: OutgoingMail) -> str:
        """Hand a mail in, and return its Message-ID; raises `MailError` where it did not go out."""
        message = written_message(self.server, mail)
        _spoken_safely(lambda: _hand_in(self._connected(), message))
        return str(message["Message-ID"])

    def _connected(self) -> smtplib.SMTP:
        """Return a connection that is alive: servers end one after some time, or after so many mails."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._connection.noop()[0] == 250:
                    return self._connection
            self._connection.close()
            self._connection = None
        self._connection = _connect(self.server)
        return self._connection


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if not server.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=WAIT, context=context)
        if server.mode == "ssl"
        else smtplib.SMTP(server.host, server.port, timeout=WAIT)
    )
    try:
        if server.mode == "starttls":
            connection.starttls(context=context)
        if server.user and server.password:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_in(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand a mail in as it is: smtplib's own `send_message` puts `>` before a line that begins with From."""
    sender, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    policy, options = _POLICY, list[str]()
    if not (sender.isascii() and to.isascii()):
        connection.ehlo_or_helo_if_needed()
        if not connection.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError
        policy, options = _POLICY.clone(utf8=True), ["SMTPUTF8", "BODY=8BITMIME"]
    connection.sendmail(sender, [to], message.as_bytes(policy=policy), options)


def _spoken_safely(act: Callable[[], T]) -> T:
    """Return what `act` does; what the server or the library says against it becomes words of our own."""
    try:
        return act()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        words, whole = _words_for(error)
        raise MailError(words, whole=whole, later=400 <= _code_of(error) < 500) from None


def _code_of(error: Exception) -> int:
    """Return the code of a server's refusal, 0 where there is none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), 0)
    return int(getattr(error, "smtp_code", 0))


_FAILURES: tuple[tuple[type[Exception], str, bool], ...] = (
    (smtplib.SMTPSenderRefused, "the mail server refused the sender ({code})", True),
    (smtplib.SMTPAuthenticationError, "the mail server refused the user or the password ({code})", True),
    (smtplib.SMTPDataError, "the mail server refused the mail ({code})", False),
    (smtplib.SMTPResponseException, "the mail server answered {code}", True),
    (
        smtplib.SMTPNotSupportedError,
        "the mail server lacks what is needed: STARTTLS, a login, or addresses beyond ASCII",
        False,
    ),
    (
        ssl.SSLCertVerificationError,
        "the mail server's certificate is not trusted, or is for another host",
        True,
    ),
    (ssl.SSLError, "the mail server does not use TLS on this port", True),
    (TimeoutError, f"no answer from the mail server in {WAIT:.0f} seconds", True),
    (UnicodeError, "the user, the password or the host has characters beyond ASCII", True),
    (ValueError, "the mail cannot be written", False),
    (Exception, "no connection to the mail server, or it broke", True),
)
"""What went wrong in words, the narrower kinds first, and whether it would with every mail."""


def _words_for(error: Exception) -> tuple[str, bool]:
    """Return what went wrong, and whether it would with every mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"the mail server refused the address ({_code_of(error)})", False
    words, whole = next((words, whole) for kind, words, whole in _FAILURES if isinstance(error, kind))
    return words.format(code=_code_of(error)), whole

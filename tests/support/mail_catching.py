"""A mail server on this machine that keeps what it takes, for tests; it may refuse, break off or want a password."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Postbox:
    """What came in; `refused` are addresses it takes nothing for, `busy` those it takes nothing for at present.

    After `waits_after` mails it answers no further one until `go_on` is set, and takes none of them.
    """

    port: int
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    waits_after: int = 1_000_000
    greetings: int = 0
    second: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """What `OUTBOUND_MAIL` is set to."""
        return f"mailto://127.0.0.1:{self.port}/?mode=insecure&from=Playbook<playbook@example.org>"

    def message(self, at: int) -> EmailMessage:
        """The letter at a place, parsed."""
        return message_from_bytes(self.letters[at][1], policy=default)

    def messages_to(self, address: str) -> list[EmailMessage]:
        """What came for an address."""
        return [self.message(at) for at, (to, _) in enumerate(self.letters) if to == address]

    async def handle_EHLO(  # noqa: N802  # the names aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        self.greetings += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        del server, session, options
        if address in self.refused:
            return "550 no such mailbox here, dear secret-words"
        if address in self.busy:
            return "451 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        if len(self.letters) >= self.waits_after:
            self.second.set()
            for _ in range(600):  # 30 seconds at the most
                if self.go_on.is_set():
                    break
                await asyncio.sleep(0.05)
            return "451 not now"
        self.letters += [(to, envelope.content) for to in envelope.rcpt_tos]
        return "250 OK"


def _nobody(*_: object) -> AuthResult:
    return AuthResult(success=False, handled=False)


@contextmanager
def postbox(*, with_login: bool = False, certificate: Path | None = None) -> Iterator[Postbox]:
    """Run a mail server until the end of `with`; with a login it refuses everybody, with a certificate it offers TLS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox(port)
    options: dict[str, Any] = {"authenticator": _nobody, "auth_require_tls": False} if with_login else {}
    if certificate:
        options["tls_context"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        options["tls_context"].load_cert_chain(certificate)
    controller = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()

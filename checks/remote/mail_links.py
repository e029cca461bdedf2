"""Signed links in mails: one click says what became of a meeting, and nobody else can say it.

A token is bound to an act, to the entry it is about and to the person it was sent to. Entry and person stand in it
as keyed digests, so that a mail holds no id, and whoever reads one learns nothing. Source of the signature:
itsdangerous, HMAC with SHA-256 and the second of signing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from checks.model.errors import ChecksError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from itsdangerous import URLSafeTimedSerializer

KEY = "OUTBOUND_MAIL_KEY"
"""The variable of the environment that holds the key."""

SHORTEST_KEY = 32
"""Characters a key has at least."""

VALID_FOR = timedelta(days=60)
"""How long a token is taken."""

TOKEN = re.compile(
    r"(?<![A-Za-z0-9_.-])ob-(\.?[A-Za-z0-9_-]{20,400}\.[A-Za-z0-9_-]{4,12}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])"
)
"""A token as it stands in a mail's subject or body; one that itsdangerous has compressed begins with a point."""


class LinkAct(StrEnum):
    """What a click says: of a booking by who gives it, of an entry by its member, that a record is wanted, or a score."""

    HELD = "held"
    NOT_HELD = "not-held"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    RECORD = "record"
    SCORE = "score"


class RefusedTokenError(ChecksError):
    """A token that nobody here has signed, or that is too old; `expired` tells the two apart."""

    def __init__(self, *, expired: bool) -> None:
        self.expired = expired
        super().__init__("the link is too old" if expired else "the link was not made here, or was changed")


@dataclass(frozen=True, slots=True)
class SignedLink:
    """What a token says: the act, and keyed digests of the entry and of the person it was sent to."""

    act: LinkAct
    entry: str
    person: str


@dataclass(frozen=True, slots=True)
class LinkSigner:
    """Signs and reads tokens with one key, and makes the digests they hold."""

    key: str = field(repr=False)

    def digest(self, *parts: str) -> str:
        """Return 20 hex digits that stand for the parts; without the key they can't be guessed.

        >>> LinkSigner("k" * 32).digest("a", "b") == LinkSigner("k" * 32).digest("ab")
        False
        """
        texts = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self.key.encode(), texts.encode(), hashlib.sha256).hexdigest()[:20]

    def entry(self, team: str, row: Sequence[str]) -> str:
        """Return the digest of an entry as it stands in a team's log: once it is changed, its links are used up.

        `row` holds the texts of its columns.
        """
        return self.digest("entry", team, *row)

    def person(self, person: str) -> str:
        """Return the digest of a person's id."""
        return self.digest("person", person)

    def sign(self, link: SignedLink) -> str:
        """Return the token of a link, as it stands in a mail."""
        text = self._serializer().dumps([link.act.value, link.entry, link.person])
        return f"ob-{text}"

    def read(self, token: str, now: datetime) -> SignedLink:
        """Return what a token says; raises `RefusedTokenError` where it is forged, changed or older than 60 days."""
        from itsdangerous import BadData

        try:
            values, signed_at = self._serializer().loads(token.removeprefix("ob-"), return_timestamp=True)
            act, entry, person = values
            link = SignedLink(LinkAct(act), str(entry), str(person))
        except (BadData, ValueError, TypeError):
            raise RefusedTokenError(expired=False) from None
        if not timedelta(minutes=-5) <= now - signed_at <= VALID_FOR:
            raise RefusedTokenError(expired=True)
        return link

    def _serializer(self) -> URLSafeTimedSerializer:
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(
            self.key, salt="outbound-playbook", signer_kwargs={"digest_method": hashlib.sha256}
        )


def mail_link(to: str, subject: str, body: str, token: str) -> str:
    """Return a `mailto:` link that opens a mail ready to send; the token stands at the end of its subject.

    >>> mail_link("a@example.org", "Took place", "", "ob-x")
    'mailto:a@example.org?subject=Took%20place%20%5Bob-x%5D'
    """
    fields = {"subject": f"{subject} [{token}]", "body": body}
    asked = "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items() if text)
    return f"mailto:{quote(to, safe='@+')}?{asked}"


def tokens_in(text: str) -> list[str]:
    """Return the tokens in a mail's subject or body, each once, in order."""
    return list(dict.fromkeys(f"ob-{match[1]}" for match in TOKEN.finditer(text)))


def mail_signer(environment: Mapping[str, str]) -> LinkSigner:
    """Return the signer with the key of the environment; raises `UsageError` where there is none, or a short one."""
    key = environment.get(KEY, "").strip()
    if len(key) < SHORTEST_KEY:
        why = f"is shorter than {SHORTEST_KEY} characters" if key else "is not set"
        raise UsageError(
            f'{KEY} {why}. Make a key, and store it as a secret. Run: python -c "import secrets; '
            'print(secrets.token_hex(32))"'
        )
    return LinkSigner(key)

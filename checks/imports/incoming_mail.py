"""A mail as it came in: who sent it, what a person wrote above what is quoted, and whether a program wrote it.

Nothing of a mail is trusted. Headers are cut before they are parsed, since the standard library takes long over
long ones, and what it cannot parse counts as missing.
"""

from __future__ import annotations

import codecs
import html
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from checks.loading.files import forbidden_in
from checks.model.base import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEADER = 2_000
_MOST_PARTS = 30
_MOST_MARKS = 200
_MOST_HEADERS = 400
_LONGEST_TEXT = 64 * 1024
_MOST_LINES = 40
_LONGEST_LINE = 400
_WRONG = (MessageError, ValueError, IndexError, AttributeError, TypeError, LookupError, AssertionError)
"""What the standard library raises for headers that are none."""

_TEXT_CODECS = re.compile(r"utf|iso8859|cp\d|ascii|koi8|gb|big5|euc|shift|mac|tis|johab|hz")
_ADDRESS = re.compile(r"[^@\s<>,;\"()]{1,200}@[^@\s<>,;\"()]{1,200}")
_ID = re.compile(r"<[^<>\s]{1,900}>")
_ROBOTS = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+=-].*)?", re.IGNORECASE)
_BULK = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_OF_PROGRAMS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-response-suppress", "x-loop")

_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{1,4000}>")
_UNSHOWN = ("head", "style", "script", "title")
_QUOTES = ("<blockquote", 'class="gmail_quote', 'id="divrplyfwdmsg', 'id="appendonsend', 'class="moz-cite')
_QUOTED = re.compile(
    r">|-- $|--+ ?\S.* ?--+$|_{10,}"
    r"|\*?(?:From|Von|De|Da|Van|Fra|Från|Lähettäjä|Od|Saatja)\*?: .*\S"
    r"|(?:On|Am|Le|El|Den|Il|Op|Em|W dniu)\s.{4,200}"
    r"(?:wrote|schrieb|a écrit|escribió|skrev|ha scritto|schreef|escreveu|napisał).{0,80}:$"
    r"|.{4,200}(?:kirjoitti|skrev).{0,80}:$",
    re.IGNORECASE,
)


class _ShortHeaders(EmailPolicy):
    """Parses no header further than its first characters, and takes what cannot be parsed as empty."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return a header; its source is cut."""
        try:
            return super().header_fetch_parse(name, value[:_LONGEST_HEADER])
        except (*_WRONG, RecursionError):
            return super().header_fetch_parse(name, "")


_POLICY = _ShortHeaders()


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """What counts of a mail. `sender` is the one address in From, empty where there is none or more than one.

    `lines` are what the sender wrote above what is quoted, `automatic` says why a program has written it (empty for a
    person), and `results` are its Authentication-Results, the latest first.
    """

    sender: str
    subject: str
    lines: tuple[str, ...]
    message_id: str
    references: tuple[str, ...]
    sent_at: datetime | None
    automatic: str
    results: tuple[str, ...] = ()

    def written_on(self, now: datetime, zone: str) -> date:
        """Return the day it was written in a time zone; today where it says none that can be."""
        moment = self.sent_at if self.sent_at and -1 <= (now - self.sent_at).days <= 60 else now
        return moment.astimezone(ZoneInfo(zone)).date()


def read_mail(content: bytes) -> IncomingMail:
    """Return what counts of a mail's first bytes; of what is no mail every part is empty."""
    try:
        message = _parsed(_with_few_parts(content))
        lines = tuple(_written(_text_of(message)))
    except (*_WRONG, RecursionError):
        message, lines = _parsed(_headers_of(content)), ()
    headers = [(name.lower(), value) for name, value in message.raw_items()][:_MOST_HEADERS]
    sender = _sender(message, headers)
    return IncomingMail(
        sender=sender,
        subject=_plain(str(message.get("Subject", ""))),
        lines=lines,
        message_id=next(iter(_ids(message, "Message-ID")), ""),
        references=_ids(message, "References"),
        sent_at=_moment(str(message.get("Date", ""))),
        automatic=_automatic(headers, message, sender),
        results=tuple(_plain(value) for name, value in headers if name == "authentication-results")[:10],
    )


def _parsed(content: bytes) -> EmailMessage:
    return cast("EmailMessage", BytesParser(policy=_POLICY).parsebytes(content))


def _with_few_parts(content: bytes) -> bytes:
    """Return a mail up to a line that would begin one more part than anybody's mail has: each takes time."""
    for number, match in enumerate(re.finditer(rb"[\r\n]--", content)):
        if number == _MOST_MARKS:
            return content[: match.start()]
    return content


def _headers_of(content: bytes) -> bytes:
    return content[
        : min((at for mark in (b"\n\n", b"\r\n\r\n") if (at := content.find(mark)) >= 0), default=0)
    ]


def _sender(message: EmailMessage, headers: list[tuple[str, str]]) -> str:
    sources = [value for name, value in headers if name == "from"]
    if len(sources) != 1:
        return ""
    addresses: tuple[Any, ...] = getattr(message.get("From"), "addresses", ())
    if len(addresses) != 1:
        return ""
    with suppress(*_WRONG):
        address = str(addresses[0].addr_spec)
        # behind the address stands nothing that another reader would take for the address
        ends = sources[0].strip().removesuffix(">").endswith(address)
        return address if ends and _ADDRESS.fullmatch(address) and forbidden_in(address) is None else ""
    return ""


def _ids(message: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(str(message.get(name, ""))))[:50]


def _moment(text: str) -> datetime | None:
    with suppress(*_WRONG, OverflowError):
        moment = parsedate_to_datetime(text[:200])
        if FIRST_YEAR < moment.year < LAST_YEAR:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _plain(text: str) -> str:
    """Return a header's text on one line, without what a terminal or another mail would act on."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST_HEADER]).split())


def _automatic(headers: list[tuple[str, str]], message: EmailMessage, sender: str) -> str:
    """Return why a program has written a mail, by its headers alone; empty for a person's. Source: RFC 3834."""
    values = {name: " ".join(value[:_LONGEST_HEADER].split()).casefold() for name, value in reversed(headers)}
    if values.get("auto-submitted", "no").partition(";")[0].strip() not in ("no", ""):
        return "auto-submitted"
    if values.get("precedence", "") in _BULK:
        return "precedence"
    if named := next((name for name in values if name.startswith("list-") or name in _OF_PROGRAMS), ""):
        return named
    if values.get("return-path", "") == "<>":
        return "return-path"
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return "report"
    return "sender" if _ROBOTS.fullmatch(sender.rpartition("@")[0]) else ""


def _text_of(message: EmailMessage) -> str:
    """Return the text of a mail: its first plain part, else its first part of HTML without what is quoted."""
    texts: dict[str, str] = {}
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if number >= _MOST_PARTS:
            break
        if kind in ("text/plain", "text/html") and kind not in texts and not part.is_attachment():
            texts[kind] = _decoded(part)
    plain = texts.get("text/plain", "")
    return plain if plain.strip() else _html_text(texts.get("text/html", ""))


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = payload[:_LONGEST_TEXT] if isinstance(payload, bytes) else b""
    charset = "utf-8"
    with suppress(*_WRONG):
        named = codecs.lookup(str(part.get_content_charset("utf-8"))).name
        charset = named if _TEXT_CODECS.match(named.replace("-", "").replace("_", "")) else charset
    try:
        return content.decode(charset, "replace")
    except _WRONG:
        return content.decode("utf-8", "replace")


def _html_text(text: str) -> str:
    low = text.lower()
    if len(low) != len(text):  # a letter that is two in small: places would no longer fit
        text = low
    end = min((at for quote in _QUOTES if (at := low.find(quote)) >= 0), default=len(low))
    text = text[: max(low.rfind("<", 0, end + 1), 0)] if end < len(low) else text
    for tag in _UNSHOWN:
        text = _without(text, tag)
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text.replace("\n", " "))))


def _without(text: str, tag: str) -> str:
    """Return text without what stands in a tag that shows nothing, read once."""
    low, parts, at = text.lower(), [], 0
    if len(low) != len(text):
        text = low
    while (begin := low.find(f"<{tag}", at)) >= 0 and (end := low.find(f"</{tag}>", begin)) >= 0:
        parts.append(text[at:begin])
        at = end + len(tag) + 3
    return "".join((*parts, text[at:]))


def _written(text: str) -> Iterator[str]:
    """Yield the lines above what is quoted, each cut and on one line; empty ones are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = 0
    for line in lines[: 10 * _MOST_LINES]:
        plain = "".join(c if c.isprintable() else " " for c in line[:_LONGEST_LINE])
        if _QUOTED.match(plain.lstrip()):
            return
        if words := " ".join(plain.split()):
            yield words
            shown += 1
        if shown == _MOST_LINES:
            return

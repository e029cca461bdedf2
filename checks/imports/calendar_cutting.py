r"""Cut a large calendar into its entries, piece by piece: as bytes, unfolded, without what nobody reads.

Nothing is understood here beyond where an entry begins and ends. Lines that say what an entry is about or where it
takes place are dropped unread. Source: RFC 5545, section 3.1.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO

from checks.imports.ics import NotACalendarError
from checks.remote.own_entries import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1024 * 1024
"""Bytes that are read at once."""

LARGEST_ENTRY = 4 * 1024 * 1024
"""Bytes of an entry, attachments included, that are looked at; a larger one is passed over."""

MOST_FRAME_LINES = 2_000
"""Lines outside entries that are kept: time zones, and what is said of the whole calendar."""

_ENDS = tuple(f"\nEND:{name}".encode() for name in ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))
WRITTEN = f"\n{MARK}".encode()
"""What is in an entry of ours: it is left as it is, since its digest is of all that it says."""
_LINE_END = re.compile(rb"\r*\n|\r")
_SMALL = (b"\nbegin:v", b"\nuid:", b"\ndtstart", b"\nattendee", b"\norganizer")
"""What is in the text of a program that writes names in small letters, which few do."""
_NAME = re.compile(rb"^(?:(?:BEGIN|END):)?[A-Z-]+(?=[:;]|$)", re.IGNORECASE | re.MULTILINE)
_DROPPED = re.compile(
    rb"\n(?:DESCRIPTION|LOCATION|ATTACH|COMMENT|CONTACT|URL|CREATED|DTSTAMP|LAST-MODIFIED|GEO|TRANSP|CLASS|PRIORITY"
    rb"|CONFERENCE|STYLED-DESCRIPTION|X-(?!MICROSOFT-CDO-|MICROSOFT-MSNCALENDAR-|WR-TIMEZONE)[^\n:;]*)[:;][^\n]*"
)
_NESTED = re.compile(rb"\nBEGIN:(\w+)\n.*?\nEND:\1(?=\n|\Z)", re.DOTALL)
_ZONE = re.compile(rb"\nBEGIN:VTIMEZONE\n.*?\nEND:VTIMEZONE", re.DOTALL)
_OF_THE_CALENDAR = re.compile(rb"\n((?:METHOD|X-WR-TIMEZONE)[:;][^\n]*)")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CalendarCutter:
    """Cuts one file; `frame` is what stands around its entries, complete once all of them are cut off.

    `too_large` counts entries that were passed over because of their size.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._frame: dict[bytes, None] = {}
        self._frame_lines = 0
        self.too_large = 0

    @property
    def frame(self) -> bytes:
        """The properties and time zones of the calendar, each once."""
        return b"\n".join(self._frame)

    def entries(self) -> Iterator[bytes]:
        """Yield the lines of each entry behind a line feed each, lean but for our own; raises `NotACalendarError`.

        What does not begin as a calendar is none, and so is half a file.
        """
        last = b""
        for first, piece in enumerate(self._pieces()):
            if not first and not piece.lstrip().startswith(b"BEGIN:VCALENDAR"):
                raise NotACalendarError("it does not begin with BEGIN:VCALENDAR, so it is not a calendar")
            between, *blocks = piece.split(b"\nBEGIN:VEVENT")
            self._keep(between)
            for block in blocks:
                body, end, after = block.partition(b"\nEND:VEVENT")
                if not end:
                    raise NotACalendarError("it ends in the middle of an entry, so it is not complete")
                self._keep(after)
                yield body if WRITTEN in body else lean(body)
            last = piece
        if not last.rstrip().endswith(b"END:VCALENDAR"):
            raise NotACalendarError("its end is missing, so it is not complete")

    def _pieces(self) -> Iterator[bytes]:
        """Yield the text in pieces that end behind an entry."""
        head = self._file.peek(4)[:4] if hasattr(self._file, "peek") else b""
        file = (
            codecs.EncodedFile(self._file, "utf-8", "utf-16", "replace")
            if head[:2] in _UTF_16
            else self._file
        )
        rest = b"\n"
        while raw := file.read(PIECE):
            rest += raw.removeprefix(codecs.BOM_UTF8) if rest == b"\n" else raw
            text = _unified(rest)
            cut = max(text.rfind(end) + len(end) if end in text else 0 for end in _ENDS)
            if cut:
                yield _plain(text[:cut])
                rest = text[cut:]
            elif len(text) > LARGEST_ENTRY:
                rest = self._without_large(text, file)
            else:
                rest = text
        yield _plain(_unified(rest))

    def _without_large(self, text: bytes, file: BinaryIO | codecs.StreamRecoder) -> bytes:
        """Return what follows an entry that is passed over."""
        self.too_large += 1
        before = text[: text.rfind(b"\nBEGIN:VEVENT")]
        rest = text[-64:]
        while raw := file.read(PIECE):
            rest = (rest + raw).replace(b"\r\n", b"\n")
            if b"\nEND:VEVENT" in rest:
                return before + rest.partition(b"\nEND:VEVENT")[2]
            rest = rest[-64:]
        return before

    def _keep(self, text: bytes) -> None:
        """Keep what is said of the whole calendar, and time zones, each once."""
        if len(text) < 8:
            return
        parts = [match[0][1:] for match in _ZONE.finditer(text)] if b"\nBEGIN:VTIMEZONE" in text else []
        parts += _OF_THE_CALENDAR.findall(text)
        for part in parts:
            if part not in self._frame and self._frame_lines < MOST_FRAME_LINES:
                self._frame[part] = None
                self._frame_lines += part.count(b"\n") + 1


def _unified(text: bytes) -> bytes:
    """Return the text with single line feeds; names that are in small letters in capitals."""
    text = text.replace(b"\r\n", b"\n")
    if b"\r" in text[:-1]:
        held = text.endswith(b"\r")
        text = _LINE_END.sub(b"\n", text[:-1] if held else text) + (b"\r" if held else b"")
    small = any(name in text for name in _SMALL)
    return _NAME.sub(lambda match: match[0].upper(), text) if small else text


def _plain(text: bytes) -> bytes:
    """Return whole lines unfolded, without blank ones and without those nobody reads."""
    if b"\n\n" in text:
        text = re.sub(rb"\n\n+", b"\n", text)
    text = text.replace(b"\n ", b"").replace(b"\n\t", b"")
    return text if WRITTEN in text else _DROPPED.sub(b"", text)


def lean(body: bytes) -> bytes:
    """Return an entry without what nobody reads, and without what is nested in it."""
    return _DROPPED.sub(b"", _NESTED.sub(b"", body)) if b"\nBEGIN:" in body or WRITTEN in body else body

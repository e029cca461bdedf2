"""Calendars published at an address: fetched once, whole or not at all, and only when they have changed.

The address is a secret: whoever has it reads the calendar. So no message repeats it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from checks.remote.connections import (
    ELSEWHERE,
    ENDLESS,
    LIMITS,
    MOST_REDIRECTS,
    SourceError,
    checked_address,
    in_time,
    is_loopback,
    refuse_status,
    silence_libraries,
    stays_at_host,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from requests import Response, Session

    from checks.remote.connections import ConnectionLimits

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """A calendar that was fetched: the file it lies in, None where it has not changed since.

    `etag` and `modified` are what the server tells it apart by, handed in the next time; `digest` is the SHA-256
    of the content, since some servers give neither.
    """

    file: Path | None
    etag: str = ""
    modified: str = ""
    digest: str = ""


def fetch_calendar(
    address: str,
    folder: Path,
    known: PublishedCalendar | None = None,
    *,
    allow_http: bool = False,
    limits: ConnectionLimits = LIMITS,
) -> PublishedCalendar:
    """Fetch a calendar into a new file of `folder`, readable by its owner alone; raises `SourceError`.

    `known` is the calendar fetched before. Where the server says it has not changed, nothing is fetched. The caller
    deletes the file; after an error there is none.
    """
    address = checked_address(address, allow_http=allow_http)
    with _new_file(folder) as (file, handle):
        fetched = in_time(limits.total, lambda late: _fetched(address, handle, known, limits, late))
        if fetched is not None:
            _refuse_half(file)
            return replace(fetched, file=file)
    if known is None:
        raise SourceError("the server answered 304, but nothing is known of this calendar yet", 304)
    return PublishedCalendar(None, known.etag, known.modified, known.digest)


@contextmanager
def _new_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield a file and its open handle; it is deleted where nothing was kept in it, or something was raised."""
    handle, name = tempfile.mkstemp(prefix="calendar-", suffix=".ics", dir=folder)
    file, kept = Path(name), False
    try:
        yield file, handle
        kept = file.stat().st_size > 0
    finally:
        if not kept:
            with suppress(OSError):
                file.unlink()


def _fetched(
    address: str,
    handle: int,
    known: PublishedCalendar | None,
    limits: ConnectionLimits,
    late: Callable[[], bool],
) -> PublishedCalendar | None:
    """Write a calendar to a file that is open, and return what is known of it; None where it has not changed."""
    import requests

    silence_libraries()
    with os.fdopen(handle, "wb") as into, requests.Session() as session:
        # this computer is not asked by way of a proxy
        session.trust_env = not is_loopback(urlsplit(address).hostname or "")
        try:
            with _answer(session, address, known, limits) as response:
                if response.status_code == 304:
                    return None
                refuse_status(response.status_code)
                digest, headers = _written(response, into, limits, late), response.headers
                etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
                return PublishedCalendar(None, etag, modified, digest)
        except (requests.RequestException, OSError, ValueError) as error:
            raise SourceError(words_of(error, limits)) from None


def _answer(
    session: Session, address: str, known: PublishedCalendar | None, limits: ConnectionLimits
) -> Response:
    """Return the answer, its body unread; leads that stay at the host are followed."""
    timeout = (limits.connect, limits.read)
    for _ in range(MOST_REDIRECTS + 1):
        headers = _headers(known)
        response = session.get(address, headers=headers, timeout=timeout, stream=True, allow_redirects=False)
        if not response.is_redirect:
            return response
        response.close()
        target = urljoin(address, response.headers["location"])
        if not stays_at_host(address, target):
            raise SourceError(ELSEWHERE)
        address = target
    raise SourceError(ENDLESS)


def _headers(known: PublishedCalendar | None) -> dict[str, str]:
    headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": "outbound"}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _written(response: Response, into: BinaryIO, limits: ConnectionLimits, late: Callable[[], bool]) -> str:
    """Write the body of an answer, and return its digest."""
    size, digest, first = 0, hashlib.sha256(), b""
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > limits.size:
            raise SourceError(
                f"the answer is larger than {limits.size // 1024 // 1024} MiB. Publish less of the calendar"
            )
        if late():
            raise SourceError(f"no complete answer in {limits.total:g} seconds")
        if len(first) < 1024:
            first += chunk[:1024]
            refuse_other_text(first)
        digest.update(chunk)
        into.write(chunk)
    if not first.strip():
        raise SourceError("the answer is empty. Check the address")
    refuse_other_text(first, whole=True)
    return digest.hexdigest()


def refuse_other_text(first: bytes, *, whole: bool = False) -> None:
    """Raise `SourceError` for a text that does not begin as a calendar; `first` may be only its beginning."""
    begin = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper()
    if begin != b"BEGIN:VCALENDAR"[: len(begin)] or (whole and len(begin) < 15):
        raise SourceError("the answer is not a calendar. Copy the address of the calendar itself (.ics)")


def _refuse_half(file: Path) -> None:
    """Raise `SourceError` where a calendar does not end: a connection may close in the middle without a sign."""
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - 1024))
        if not content.read().rstrip().upper().endswith(b"END:VCALENDAR"):
            raise SourceError("the answer is only half a calendar")

"""What every connection keeps to: https, one host, an end in time and a limit of size.

Words about a failure are ours: those of libraries may hold an address, and an address may be a secret.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from checks.model.errors import ChecksError

T = TypeVar("T")

MOST_REDIRECTS = 5

ENDLESS = f"the address leads on more than {MOST_REDIRECTS} times. Check the address"
ELSEWHERE = "the address leads to another host. Open it in a browser, and use the address it leads to"
_NO_CONNECTION = "no connection to the server. Check the address"


class SourceError(ChecksError):
    """A server did not give what it was asked for; the words are safe to print and name no address.

    `code` is the status it answered with, 0 where it did not answer.
    """

    status = 1

    def __init__(self, words: str, code: int = 0) -> None:
        self.code = code
        super().__init__(words)


class TooLargeError(SourceError):
    """An answer that was larger than the limit."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Seconds to connect, between two parts of an answer and for the whole of it; bytes of one answer, unpacked."""

    connect: float = 10
    read: float = 30
    total: float = 120
    size: int = 128 * 1024 * 1024


LIMITS = ConnectionLimits()


def checked_address(address: str, *, allow_http: bool = False) -> str:
    """Return the address as it is asked for; raises `SourceError` for any but https.

    Where `allow_http` says so, plain http is taken for loopback. `webcal` is how programs write an https address
    of a calendar.
    """
    address = address.strip()
    if address[:9].casefold() == "webcal://":
        address = f"https://{address[9:]}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise SourceError("the address is not valid. Copy it again from the calendar") from None
    if not host or parts.scheme not in ("http", "https") or any(letter.isspace() for letter in address):
        raise SourceError("the address is not valid. Write it as https://…")
    if parts.scheme == "http" and not (allow_http and is_loopback(host)):
        step = ". For a server on this computer, use --allow-http" if is_loopback(host) else ". Change it"
        raise SourceError(f"the address does not begin with https://{step}")
    return address


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, by its name or its number.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.9", "::1", "localhost.example.org")]
    [True, True, True, False]
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def stays_at_host(address: str, target: str) -> bool:
    """Whether an answer may lead from an address to a target: on the same host and port, and not from https to http.

    A calendar at iCloud lies on one of many hosts, which the first one names: these count as one host.

    >>> stays_at_host("https://a.example/x", "https://a.example/y")
    True
    >>> stays_at_host("https://a.example/x", "https://b.example/x")
    False
    """
    try:
        old, new = urlsplit(address), urlsplit(urljoin(address, target))
        ports = [parts.port or {"http": 80, "https": 443}.get(parts.scheme) for parts in (old, new)]
    except ValueError:
        return False
    if new.scheme not in ("http", "https") or (old.scheme == "https" and new.scheme == "http"):
        return False
    upgraded = (old.scheme, new.scheme, *ports) == ("http", "https", 80, 443)
    return _site(old.hostname) == _site(new.hostname) and (ports[0] == ports[1] or upgraded)


def _site(host: str | None) -> str:
    host = (host or "").casefold().rstrip(".")
    return "icloud.com" if host.endswith(".icloud.com") else host


def in_time(seconds: float, work: Callable[[Callable[[], bool]], T]) -> T:
    """Return what `work` returns; raises `SourceError` once it has taken longer.

    It runs in a thread that is left to itself then: `work` is handed a function that says whether it was, and
    should end. A server that sends a byte now and then ends no call of a library.
    """
    future: Future[T] = Future()
    late = threading.Event()
    threading.Thread(target=_work, args=(future, work, late), daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        if future.done():
            raise
        raise SourceError(f"no complete answer in {seconds:g} seconds") from None
    finally:
        late.set()


def _work(future: Future[T], work: Callable[[Callable[[], bool]], T], late: threading.Event) -> None:
    try:
        future.set_result(work(late.is_set))
    except BaseException as error:  # raised where it is waited for
        future.set_exception(error)


def refuse_missing(variables: Iterable[str], environment: Mapping[str, str]) -> None:
    """Raise `SourceError` for the first of some environment variables that is not set, or is empty."""
    for name in variables:
        if not environment.get(name):
            raise SourceError(
                f"the environment variable {name} is not set. Set it, or correct its name in sources.yaml"
            )


def refuse_status(code: int) -> None:
    """Raise `SourceError` for a status that is no success."""
    if 200 <= code < 300:
        return
    if code in (401, 403):
        raise SourceError(f"the server refused access ({code}). Check user, password and address", code)
    if code in (404, 410):
        raise SourceError(f"the server has nothing at this address ({code}). Check the address", code)
    if code == 412:
        raise SourceError("the entry has changed meanwhile", code)
    # what a server refuses for good is asked for at the wrong address; the rest may pass
    step = ". Check the address" if code == 501 or (400 <= code < 500 and code not in (408, 425, 429)) else ""
    raise SourceError(f"the server answered {code}{step}", code)


def words_of(error: BaseException, limits: ConnectionLimits = LIMITS) -> str:
    """Return what a library's error means, in words of our own: by its kind alone, since its text may hold an address."""
    kinds = {kind.__name__ for link in _chain(error) for kind in type(link).__mro__}
    if "NewConnectionError" in kinds:  # libraries count it among those that took too long
        return _NO_CONNECTION
    if any(isinstance(link, ssl.SSLCertVerificationError) for link in _chain(error)):
        return _certificate_words(error)
    if kinds & {"SSLError", "MaximumSSLError"}:
        return "no secure connection: the server's certificate or protocol was refused. Check the address"
    if kinds & {"ConnectTimeout", "ConnectTimeoutError"}:
        return f"no connection in {limits.connect:g} seconds"
    if kinds & {"ReadTimeout", "ReadTimeoutError", "TimeoutError"}:
        return f"no answer in {limits.read:g} seconds"
    if kinds & {"TooManyRedirects"}:
        return ENDLESS
    if kinds & {
        "ChunkedEncodingError",
        "ContentDecodingError",
        "IncompleteRead",
        "ProtocolError",
        "DecodeError",
    }:
        return "the answer ended early or could not be read"
    return _NO_CONNECTION


def _certificate_words(error: BaseException) -> str:
    refused = (link for link in _chain(error) if isinstance(link, ssl.SSLCertVerificationError))
    code = next((link.verify_code for link in refused), 0)
    if code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, …_IP_ADDRESS_MISMATCH
        return "the certificate does not fit the host. Check the address"
    if code == 10:
        return "the certificate is out of date. Ask those who run the server to renew it"
    return "the certificate is not trusted. If your organisation signs its own, set REQUESTS_CA_BUNDLE to its file"


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error with those it came from: also those libraries hand on as an argument or a `reason`."""
    chain: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(chain) < 20:
        link = waiting.pop(0)
        if isinstance(link, BaseException) and not any(link is known for known in chain):
            chain.append(link)
            waiting += [link.__cause__, link.__context__, getattr(link, "reason", None), *link.args]
    return chain


def silence_libraries() -> None:
    """Keep libraries that speak to servers from writing to the terminal: what they log holds addresses."""
    import logging

    for name in ("caldav", "niquests", "requests", "urllib3", "urllib3_future"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False

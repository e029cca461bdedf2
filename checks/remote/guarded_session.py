"""The HTTP session of calendar servers: one host, an end in time, and answers of a limited size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from niquests import Session
from niquests.exceptions import TooManyRedirects

from checks.remote.connections import (
    ELSEWHERE,
    MOST_REDIRECTS,
    SourceError,
    TooLargeError,
    in_time,
    is_loopback,
    stays_at_host,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from niquests import PreparedRequest, Response

    from checks.remote.connections import ConnectionLimits

_CHUNK = 64 * 1024


class GuardedSession(Session):
    """A session for one host, named by an address; raises `SourceError` for what leads elsewhere, or never ends.

    `last_status` is the status of the last answer, 0 before the first.
    """

    def __init__(self, address: str, limits: ConnectionLimits) -> None:
        super().__init__(disable_http3=True, revocation_configuration=None)
        self.max_redirects = MOST_REDIRECTS
        self.trust_env = not is_loopback(urlsplit(address).hostname or "")
        self.last_status = 0
        self._home, self._limits = address, limits

    def request(self, method: Any, url: str, *args: Any, **settings: Any) -> Any:
        """Send a request, and return the answer with its body read."""
        if not stays_at_host(self._home, url):
            raise SourceError("the server refers to another host. Use the address of that one")
        settings |= {"stream": True, "timeout": (self._limits.connect, self._limits.read)}

        def send(late: Callable[[], bool]) -> Response:
            response = super(GuardedSession, self).request(method, url, *args, **settings)
            try:
                self._read(response, late)
            except BaseException:
                response.close()
                raise
            return response

        try:
            response = in_time(self._limits.total, send)
        except TooManyRedirects as error:
            if error.response is not None:
                error.response.close()
            raise
        self.last_status = response.status_code or 0
        return response

    def get_redirect_target(self, resp: Response) -> str | None:
        """Return where an answer leads, None where nowhere."""
        target = super().get_redirect_target(resp)
        if target is not None and not stays_at_host(resp.url or self._home, target):
            resp.close()
            raise SourceError(ELSEWHERE)
        return target

    def rebuild_method(self, prepared_request: PreparedRequest, response: Response) -> None:
        """Ask again as before: what a calendar server is asked makes no sense as a GET."""

    def _read(self, response: Response, late: Callable[[], bool]) -> None:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > self._limits.size:
                raise TooLargeError(
                    f"the answer is larger than {self._limits.size // 1024 // 1024} MiB. Keep less in the calendar"
                )
            if late():
                raise SourceError(f"no complete answer in {self._limits.total:g} seconds")
        response._content = bytes(body)  # noqa: SLF001 - read under our limit, and handed on as if the library had
        response._content_consumed = True  # noqa: SLF001

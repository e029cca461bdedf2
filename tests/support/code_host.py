"""A code host on loopback, as far as a browser needs it: a page for a new file, filled in from its address."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class NewFiles:
    """The address of the host, and what its page for a new file was asked to be filled in with, in order."""

    address: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def code_host() -> Iterator[NewFiles]:
    """Serve the page on a free port of loopback for as long as a test needs it."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            fields = dict(parse_qsl(parts.query, strict_parsing=True))
            if fields:  # a browser also asks for an icon
                host.asked.append((parts.path, fields))
            shown = "".join(
                f'<textarea name="{escape(name)}">\n{escape(value)}</textarea>'
                for name, value in fields.items()
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>New file</title>{shown}".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    host = NewFiles(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=600)

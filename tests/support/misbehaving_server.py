"""An HTTP server on loopback that answers as badly as servers do: slowly, half, with something else."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

Answer = Callable[["Handler"], None]
"""What is done with a request, by its path."""

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n"


@dataclass
class BadServer:
    """A server that runs: its address with a slash at the end, and the requests it got, by path and headers."""

    address: str
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)


class Handler(BaseHTTPRequestHandler):
    """Answers a request by its path, whatever its method."""

    server_notes: BadServer
    answers: Mapping[str, Answer]
    body: bytes = b""
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """Answer a request of any method; a client that leaves is no fault of a test."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.server_notes.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            self.answers.get(self.path, self.answers.get("*", status(404)))(self)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def send(self, code: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `Content_Type` is the header Content-Type."""
        self.send_response(code)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


def body(content: bytes, kind: str = "text/calendar", **headers: str) -> Answer:
    """Answer with a body."""
    return lambda handler: handler.send(200, content, Content_Type=kind, **headers)


def status(code: int, **headers: str) -> Answer:
    """Answer with a status and no body."""
    return lambda handler: handler.send(code, b"", **headers)


def leads_to(target: str, code: int = 302) -> Answer:
    """Answer that it is elsewhere."""
    return status(code, Location=target)


def slow(content: bytes = CALENDAR, *, pause: float = 0.1) -> Answer:
    """Answer a byte at a time, until the client or the test has had enough."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content) * 1000))
        handler.end_headers()
        for number in range(len(content) * 1000):
            if handler.server_notes.ended.wait(pause):
                return
            handler.wfile.write(content[number % len(content) :][:1])
            handler.wfile.flush()

    return answer


def silent(handler: Handler) -> None:
    """Answer nothing at all."""
    handler.server_notes.ended.wait(60)
    handler.close_connection = True


def half(handler: Handler) -> None:
    """Promise more than is sent, and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(CALENDAR[:30])
    handler.close_connection = True


def half_unsaid(handler: Handler) -> None:
    """Hang up in the middle, without having promised anything."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(CALENDAR[:-15])
    handler.close_connection = True


def bomb(size: int) -> Answer:
    """Answer with a small body that unpacks to a large one."""
    packed = gzip.compress(CALENDAR[:-15] + b"X-FILL:" + b" " * size + b"\r\nEND:VCALENDAR\r\n")
    return body(packed, Content_Encoding="gzip")


def with_tag(content: bytes, etag: str) -> Answer:
    """Answer with a body and a tag, or that nothing has changed to who knows the tag."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send(304, ETag=etag)
        else:
            handler.send(200, content, ETag=etag, Content_Type="text/calendar")

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that hangs up."""


def relay(
    to: str, refuse: Callable[[str, bytes], int], user_of: Callable[[str], str] | None = None
) -> Answer:
    """Hand requests on to a server, but for those that `refuse` gives a status for, by method and body.

    With `user_of` it asks for a password as a reverse proxy does, and hands on the user it returns for what was sent.
    """

    def answer(handler: Handler) -> None:
        if code := refuse(handler.command, handler.body):
            handler.send(code)
            return
        dropped = ("host", "accept-encoding", "content-length", "connection")
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in dropped}
        if user_of:
            user = user_of(headers.pop("Authorization", ""))
            if not user:
                handler.send(401, b"", WWW_Authenticate='Basic realm="x"')
                return
            headers["X-Remote-User"] = user
        call = urllib.request.Request(  # noqa: S310
            to.rstrip("/") + handler.path, handler.body or None, headers, method=handler.command
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(call, timeout=30) as response:
                _hand_back(handler, response.status, response)
        except urllib.error.HTTPError as error:
            with error:
                _hand_back(handler, error.code, error)

    return answer


def _hand_back(handler: Handler, code: int, response: Any) -> None:
    kept = ("content-type", "etag", "dav", "www-authenticate")
    headers = {k.replace("-", "_"): v for k, v in response.headers.items() if k.lower() in kept}
    handler.send(code, response.read(), **headers)


@contextmanager
def misbehaving(answers: Mapping[str, Answer], certificate: Path | None = None) -> Iterator[BadServer]:
    """Serve answers by path (`*` for all others) on a free port of loopback; with a certificate over https."""
    notes = BadServer("")
    handler = type("Bound", (Handler,), {"server_notes": notes, "answers": answers})
    server = _Server(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    notes.address = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield notes
    finally:
        notes.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=60)


def self_signed(folder: Path, host: str = "calendar.example.org", *, ended: bool = False) -> Path:
    """Make a certificate for a host, signed by itself; return the file with its key, which goes with the folder.

    Who trusts the file `cert` there trusts it. One that has `ended` was valid in 2020.
    """
    file = folder / "certificate.pem"
    name = [
        "-subj",
        f"/CN={host}",
        "-addext",
        f"subjectAltName={'IP' if host[0].isdigit() else 'DNS'}:{host}",
    ]
    make = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    _openssl(*make, *name, "-keyout", file, "-out", folder / "cert")
    if ended:
        _sign_for_2020(folder, file, name)
    file.write_bytes(file.read_bytes() + (folder / "cert").read_bytes())
    return file


def _sign_for_2020(folder: Path, key: Path, name: list[str]) -> None:
    """Sign the certificate once more, for a year that is over: only a whole authority may choose the days."""
    config = (
        "[ca]\ndefault_ca=x\n[x]\ndatabase=%s/index\nnew_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\n"
    )
    config += "policy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n"
    (folder / "authority").write_text(config % (folder, folder), "utf-8")
    (folder / "index").write_text("", "utf-8")
    _openssl("req", "-new", "-key", key, *name, "-out", folder / "request")
    days = ["-startdate", "20200101000000Z", "-enddate", "20201231000000Z", "-notext", "-batch"]
    sign: list[str | Path] = ["ca", "-config", folder / "authority", "-selfsign", "-keyfile", key, *days]
    _openssl(*sign, "-in", folder / "request", "-out", folder / "cert")


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)

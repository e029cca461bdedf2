"""Real calendar servers on loopback, each in a process of its own for as long as a test needs it.

Each lies in a folder that goes with it, and ends by itself after a quarter of an hour at the latest.
"""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.calling import UNMEASURED
from tests.support.misbehaving_server import misbehaving, relay

USERS = {name: f"{name}-secret" for name in ("grace", "ada", "mia", "noa")}
"""Users with their passwords."""

_READY = 60
_LONGEST = "900"


@dataclass(frozen=True)
class RunningServer:
    """A server that runs: its address, with a slash at the end, and the folder in which it keeps its files."""

    address: str
    folder: Path

    def home(self, user: str) -> str:
        """Return the address below which a user's calendars lie."""
        return f"{self.address}{user}/"

    def calendar(self, user: str, name: str = "work") -> str:
        """Return the address of a calendar."""
        return f"{self.home(user)}{name}/"

    def make_calendar(self, user: str, name: str = "work", title: str = "Work") -> str:
        """Make a calendar; return its address."""
        address = self.calendar(user, name)
        body = (
            '<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set>'
            f"<D:prop><D:displayname>{title}</D:displayname></D:prop></D:set></C:mkcalendar>"
        )
        self.send("MKCALENDAR", address, body, user)
        return address

    def remove_calendar(self, user: str, name: str = "work") -> None:
        """Delete a calendar with all that is in it, if there is one."""
        try:
            self.send("DELETE", self.calendar(user, name), "", user)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 404:
                raise

    def put(self, user: str, text: str, file: str, name: str = "work") -> None:
        """Put an entry's calendar text into a file of a calendar, as a calendar program would."""
        self.send("PUT", f"{self.calendar(user, name)}{file}", text, user, {"Content-Type": "text/calendar"})

    def get(self, user: str, file: str, name: str = "work") -> str:
        """Return the text of a file of a calendar."""
        return self.send("GET", f"{self.calendar(user, name)}{file}", "", user)

    def files(self, user: str, name: str = "work") -> list[str]:
        """Return the names of the files of a calendar."""
        body = '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
        answer = self.send("PROPFIND", self.calendar(user, name), body, user, {"Depth": "1"})
        links = [part.split("</")[0] for part in answer.split("href>")[1::2]]
        return sorted(link.rsplit("/", 1)[1] for link in links if not link.endswith("/"))

    def send(
        self, method: str, address: str, body: str, user: str, headers: Mapping[str, str] | None = None
    ) -> str:
        """Send a request as a user; return the body of the answer."""
        token = base64.b64encode(f"{user}:{USERS[user]}".encode()).decode()
        sent = {"Authorization": f"Basic {token}", "Content-Type": "application/xml", **(headers or {})}
        request = urllib.request.Request(address, body.encode() or None, sent, method=method)  # noqa: S310
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            text: bytes = answer.read()
        return text.decode()


@contextmanager
def radicale() -> Iterator[RunningServer]:
    """Run Radicale, with the users of `USERS`, each of whom sees only their own calendars."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        passwords = "".join(f"{user}:{secret}\n" for user, secret in USERS.items())
        (folder / "users").write_text(passwords, encoding="utf-8")
        options = {
            "server-hosts": f"127.0.0.1:{port}",
            "storage-filesystem-folder": str(folder / "calendars"),
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(folder / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "rights-type": "owner_only",
            "logging-level": "error",
        }
        call = [f"--{name}={value}" for name, value in options.items()]
        with _running(["radicale", "--config", "", *call], folder, port):
            yield RunningServer(f"http://127.0.0.1:{port}/", folder)


@contextmanager
def xandikos(user: str = "grace") -> Iterator[RunningServer]:
    """Run Xandikos with one user, who has a calendar `calendars/calendar` from the beginning.

    It takes every password: over plain http it asks for none.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        call = ["xandikos", "serve", "--defaults", "--no-detect-systemd", "-d", str(folder / "calendars")]
        call += ["-l", "127.0.0.1", "-p", str(port)]
        call += ["--current-user-principal", f"/{user}/", "--state-dir", str(folder / "state")]
        with _running(call, folder, port):
            yield RunningServer(f"http://127.0.0.1:{port}/", folder)


@contextmanager
def scheduling_server() -> Iterator[RunningServer]:
    """Run Xandikos for all of `USERS`, each with the calendar `calendars/calendar` and a mail address.

    It hands invitations on between them. As it wants, a proxy before it asks for passwords.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        call = [
            "xandikos",
            "multi-user",
            "--defaults",
            "--no-detect-systemd",
            "-d",
            str(folder / "calendars"),
        ]
        call += ["-l", "127.0.0.1", "-p", str(port), "--state-dir", str(folder / "state")]
        call += ["--trust-x-remote-user-from", "127.0.0.1"]
        answers = {"*": relay(f"http://127.0.0.1:{port}/", lambda _method, _body: 0, _signed_in)}
        with _running(call, folder, port), misbehaving(answers) as proxy:
            server = RunningServer(proxy.address, folder)
            for user in USERS:
                server.send("PROPPATCH", server.home(user), _ADDRESS.format(user=user), user)
            yield server


_ADDRESS = (
    '<?xml version="1.0"?><D:propertyupdate xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<C:calendar-user-address-set><D:href>mailto:{user}@example.org</D:href></C:calendar-user-address-set>"
    "</D:prop></D:set></D:propertyupdate>"
)


def _signed_in(authorization: str) -> str:
    """Return the user of a header, empty where the password is wrong."""
    token = authorization.removeprefix("Basic ")
    user, _, secret = base64.b64decode(token).decode().partition(":")
    return user if USERS.get(user, "") == secret else ""


def free_port() -> int:
    """Return a port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _running(call: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    """Run a module until the block ends; wait until it answers."""
    guard = ["timeout", _LONGEST] if shutil.which("timeout") else []
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(
            [*guard, sys.executable, "-m", *call],
            cwd=folder,
            env=UNMEASURED | {"HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port, program, folder)
            yield
        finally:
            program.terminate()
            try:
                program.wait(timeout=20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait(timeout=20)


def _wait_for(port: int, program: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + _READY
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if program.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError((folder / "log").read_text(encoding="utf-8", errors="replace"))

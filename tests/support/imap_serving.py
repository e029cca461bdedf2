"""A real IMAP server on this machine, Dovecot, for as long as a test needs it; skipped where it is not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
"""Seconds a server may take until it answers."""

USER, PASSWORD = "answers@example.org", "a pass/word: ä"

_CONFIG = """\
protocols = imap
base_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = {uid}
mail_location = maildir:{folder}/mail
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
ssl = yes
{certificate}
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  process_min_avail = 0
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
imap_capability = {capability}
"""


@dataclass(frozen=True)
class ImapServer:
    """A server with one mailbox, whose Maildir lies in `mail`."""

    mail: Path
    port: int
    tls_port: int
    certificate: Path

    def url(self, *, tls: bool = False, host: str = "127.0.0.1") -> str:
        """Return what `OUTBOUND_MAILBOX` is set to."""
        scheme, port = ("imaps", self.tls_port) if tls else ("imap", self.port)
        return f"{scheme}://answers%40example.org:a%20pass%2Fword%3A%20%C3%A4@{host}:{port}/INBOX"

    def deliver(self, content: bytes) -> None:
        """Put a message into the mailbox, as a mail server does."""
        number = time.time_ns()
        name = f"{number // 10**9}.{number}.test"
        (self.mail / "tmp" / name).write_bytes(content)
        (self.mail / "tmp" / name).rename(self.mail / "new" / name)
        if os.getuid() == 0:
            shutil.chown(self.mail / "new" / name, _owner().pw_uid, _owner().pw_gid)

    def count(self, folder: str = "") -> int:
        """Return how many messages a folder has."""
        place = self.mail / f".INBOX.{folder}" if folder else self.mail
        if folder and not place.is_dir():
            place = self.mail / f".{folder}"
        return sum(len(list((place / part).glob("*"))) for part in ("new", "cur") if (place / part).is_dir())


def _owner() -> pwd.struct_passwd:
    """Return who owns the mails: a server that root starts takes none of root's."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def dovecot_here() -> str:
    """Return the server's program; skips the test where there is none."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if program is None or shutil.which("openssl") is None:
        pytest.skip("Dovecot and OpenSSL are not installed here (Debian: apt install dovecot-imapd openssl)")
    return program


@contextmanager
def imap_server(
    *, capability: str = "", mechanisms: str = "plain login", host: str = "localhost"
) -> Iterator[ImapServer]:
    """Run a server until the end of `with`; its certificate is for `host`.

    With `capability` it offers that and nothing else.
    """
    program = dovecot_here()
    with TemporaryDirectory(prefix="imap-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        mail = folder / "mail"
        for part in ("cur", "new", "tmp"):
            (mail / part).mkdir(parents=True)
        certificate = _certificate(folder, host)
        plain_port, tls_port = _free_ports()
        config = folder / "dovecot.conf"
        config.write_text(_written_config(folder, plain_port, tls_port, capability, mechanisms))
        (folder / "passwd").write_text(f"{USER}:{{PLAIN.B64}}{_base64(PASSWORD)}::::::\n", encoding="utf-8")
        if os.getuid() == 0:
            for path in (mail, *mail.iterdir()):
                shutil.chown(path, _owner().pw_uid, _owner().pw_gid)
        process = subprocess.Popen(
            [program, "-F", "-c", str(config)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            _wait_for(process, plain_port, folder / "log")
            yield ImapServer(mail, plain_port, tls_port, certificate)
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


def _written_config(folder: Path, plain_port: int, tls_port: int, capability: str, mechanisms: str) -> str:
    owner, root = _owner(), os.getuid() == 0
    return _CONFIG.format(
        folder=folder,
        internal="dovecot" if root else owner.pw_name,
        group="dovecot" if root else _group(owner.pw_gid),
        login="dovenull" if root else owner.pw_name,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
        certificate=f"ssl_cert = <{folder}/cert.pem\nssl_key = <{folder}/key.pem",
        plain_port=plain_port,
        tls_port=tls_port,
        capability=capability,
        mechanisms=mechanisms,
    )


def _group(number: int) -> str:
    import grp

    return grp.getgrgid(number).gr_name


def _certificate(folder: Path, host: str) -> Path:
    """Return a certificate for a host, which vouches for itself."""
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    whose = ["-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    subprocess.run([*words, *files, *whose], check=True, capture_output=True, timeout=PATIENCE)
    return folder / "cert.pem"


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as other:
        first.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return first.getsockname()[1], other.getsockname()[1]


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server greets; a test fails with what it says if it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                if connection.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.05)
    words = log.read_text(errors="replace") if log.exists() else ""
    pytest.fail(f"Dovecot does not answer: {words or (process.stderr and process.stderr.read())!r}")

"""The example's private pages as people see them: mails that `ask` sends, caught on this machine, and a leader's desk.

Every command is the real one. Its people get names here, since the example holds ids alone.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator

LEADER, MEMBER = "p-paavo", "p-bram"
LATER = "2026-12-01"
"""A day on which the leader has booked meetings behind them that nobody has confirmed."""

NAMES = {
    "p-aino": "Aino Laine",
    "p-bram": "Bram Visser",
    "p-cleo": "Cleo Marsh",
    "p-dagny": "Dagny Lund",
    "p-eero": "Eero Koski",
    "p-fenja": "Fenja Holm",
    "p-goran": "Goran Vidal",
    "p-hilja": "Hilja Niemi",
    "p-idris": "Idris Okoro",
    "p-juno": "Juno Berg",
    "p-kaapo": "Kaapo Salo",
    "p-leonie": "Leonie Kraus",
    "p-maire": "Maire Toivonen",
    "p-paavo": "Paavo Lehto",
    "p-ritva": "Ritva Aalto",
}
"""The people of the example's team Harbour, as they are called in pictures."""

KEY = "only-for-pictures-and-never-for-real-mails"
PATIENCE = 120


@dataclass
class _Caught:
    """The HTML of mails, by the address they came for."""

    pages: dict[str, str] = field(default_factory=dict)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        del server, session
        message = message_from_bytes(envelope.original_content, policy=default)
        body = message.get_body(("html",))
        if body is not None:
            self.pages[envelope.rcpt_tos[0]] = body.get_content()
        return "250 OK"


def private_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of a picture and the HTML it shows: a leader's mail, a member's mail, and a leader's desk."""
    root, people = folder / "northlight", folder / "people.csv"
    for part in ("playbook", "data"):
        shutil.copytree(part, root / part)
    rows = (f"{person},{name},{_address(person)}\n" for person, name in NAMES.items())
    people.write_text("id,name,address\n" + "".join(rows), encoding="utf-8")
    caught = _Caught()
    port = _free_port()
    server = Controller(caught, hostname="127.0.0.1", port=port)
    server.start()
    try:
        around = {
            "OUTBOUND_PEOPLE": str(people),
            "OUTBOUND_MAIL": f"mailto://127.0.0.1:{port}/?mode=insecure&from=Playbook<playbook@northlight.example>",
            "OUTBOUND_MAIL_KEY": KEY,
        }
        sent = ("ask", "--send", "--state", str(folder / "asked.json"))
        _call(root, around, *sent, "--leader", LEADER, "--as-of", LATER)
        _call(root, around, *sent, "--member", MEMBER)
        _call(root, around, "desk", "--leader", LEADER, "--out", str(folder / "desk.html"), "--as-of", LATER)
    finally:
        server.stop()
    yield "mail-leader", caught.pages[_address(LEADER)]
    yield "mail-member", caught.pages[_address(MEMBER)]
    yield "desk", (folder / "desk.html").read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _address(person: str) -> str:
    return f"{person.removeprefix('p-')}@northlight.example"


def _call(root: Path, around: dict[str, str], *words: str) -> None:
    program = [sys.executable, "-c", "from checks.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), **around}
    subprocess.run(program, cwd=root, env=environment, check=True, timeout=PATIENCE)  # noqa: S603 - this project's

"""A run that is killed before its answer went out, or before the mail was filed away, acts once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from checks.remote.mail_links import KEY
from checks.remote.outgoing_mail import MAIL
from tests.support.calling import MAIN, START, STUCK
from tests.support.mail_answering import BOOKED, SECRET, MailOffice, clicked, links_of_row, mail_office
from tests.support.mail_catching import Postbox, postbox

if TYPE_CHECKING:
    from pathlib import Path

GRACE = "grace@example.org"


class _Patient:
    """Keeps the sender of a mail waiting, once it has come as far as is asked for."""

    def __init__(self, box: Postbox, *, taken: bool) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self._box, self._taken = box, taken

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        import asyncio

        if self._taken:
            await Postbox.handle_DATA(self._box, server, session, envelope)
        self.reached.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.01)
        return "250 OK"


def killed(office: MailOffice, box: Postbox, *, taken: bool) -> None:
    """Start the command, and kill it while the mail server has its answer, `taken` or not."""
    patient = _Patient(box, taken=taken)
    box.handle_DATA = patient.handle_DATA  # type: ignore[method-assign]
    words = ["import", "mail", "--maildir", str(office.maildir), "--people", str(office.people)]
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, "--state", str(office.state)],
        cwd=office.root,
        env={**START, KEY: SECRET, MAIL: box.url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert patient.reached.wait(STUCK)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait(timeout=STUCK)
        patient.go_on.set()
        del box.handle_DATA


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize(("act", "typed"), [("held", ""), ("moved", "3 December 2026"), ("not-held", "")])
def test_a_killed_run_acts_once(tmp_path: Path, act: str, typed: str, *, taken: bool) -> None:
    with postbox() as box:
        office = mail_office(tmp_path, box)
        office.post(clicked(links_of_row(BOOKED, "p-grace")[act], GRACE, typed))

        killed(office, box, taken=taken)
        rows = office.rows()
        result = office.read()

    assert BOOKED not in rows
    assert result.stdout == "1 mail: 1 already done.\n"
    assert office.rows() == rows
    assert office.filed() == {"Answered": 1}
    assert [to for to, _ in box.letters] == [GRACE] * (2 if taken else 1)

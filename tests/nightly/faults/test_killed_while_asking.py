"""`outbound ask` killed between two mails: the next run sends what is left, and nothing twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.mail_catching import postbox
from tests.support.rolling_repository import DAY, laid, rows

PEOPLE = "id,name,address\np-ada,Ada Lovelace,ada@example.org\np-mia,Mia Blum,mia@example.org\n"
ASKED = rows(
    "2026-11-10,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-11,one-on-one,p-mia,p-grace,outbound,held,,",
)


def asking(folder: Path, url: str) -> subprocess.Popen[bytes]:
    (folder / "people.csv").write_text(PEOPLE)
    named = [
        f"{option}={folder / file}" for option, file in (("--people", "people.csv"), ("--state", "s.json"))
    ]
    call = ["--root", str(folder / "playbook"), "ask", "--send", "--as-of", DAY, *named]
    return subprocess.Popen(
        [sys.executable, "-c", "from checks.cli import main; main()", *call],
        env={**os.environ, "OUTBOUND_MAIL": url, "OUTBOUND_MAIL_KEY": "k" * 40},
        start_new_session=True,
    )


def test_a_kill_between_two_mails_sends_none_twice(tmp_path: Path) -> None:
    laid(tmp_path / "playbook", ASKED)
    with postbox() as box:
        box.waits_after = 1
        killed = asking(tmp_path, box.url)
        try:
            assert box.second.wait(60)  # the first is written down before the second is handed in
        finally:
            os.killpg(killed.pid, signal.SIGKILL)
            killed.wait(10)
            box.go_on.set()
        box.waits_after = 1_000_000
        asking(tmp_path, box.url).wait(60)

    assert [to for to, _ in box.letters] == ["ada@example.org", "mia@example.org"]

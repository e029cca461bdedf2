"""A playbook whose calendars are collected and whose people are mailed: what its workflows are given, and who disturbs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.nightly.workflows.laying import DATA, POLICY, acme, guarded, pushed, replaced
from tests.nightly.workflows.running import Host, git
from tests.support.calling import HEADER
from tests.support.collecting import calendar, meeting
from tests.support.mail_answering import SECRET, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from tests.support.mail_catching import Postbox

Q4 = "teams/harbour/touchpoints/2026-Q4.csv"
BOOKED = "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked,,0123456789abcdef"
PEOPLE = "id,name,address\n" + "".join(
    f"p-{name},{name.capitalize()} Example,{name}@northlight.example\n"
    for name in ("grace", "ada", "bo", "cy")
)
ODD = "a%0Ab '$(touch x)' \"c\""
"""A value that no shell and no runner may read as anything else."""


@dataclass
class Kept:
    """Two repositories on a host, and the calendar of p-grace at an address."""

    host: Host
    data: Path
    served: Path
    address: str
    name: str = DATA
    below: str = ""
    """The folder of the data in the repository `name`, with a slash at its end."""

    @property
    def bare(self) -> Path:
        return self.host.remotes[self.name].folder

    def publish(self, *entries: str) -> None:
        """Put a calendar at its address; servers tell two texts apart by the second, so each is a minute later."""
        file = self.served / "grace%25.ics"
        later = file.stat().st_mtime + 60 if file.exists() else 1_700_000_000
        file.write_text(calendar(*entries), "utf-8")
        os.utime(file, (later, later))

    @property
    def variables(self) -> dict[str, str]:
        """The variables of the sources: one is a secret address with a percent sign in it, one is odd."""
        return {"OUTBOUND_ICS_GRACE": f"{self.address}grace%2525.ics", "OUTBOUND_ODD": ODD}

    def mail(self, box: Postbox) -> dict[str, str]:
        return {"OUTBOUND_MAIL": box.url, "OUTBOUND_MAIL_KEY": SECRET}

    def rows(self) -> list[str]:
        """Return the rows of harbour's running quarter on the default branch, without uids."""
        lines = git(self.bare, "show", f"main:{self.below}{Q4}").splitlines()[1:]
        return sorted(",".join(line.split(",")[:7]).rstrip(",") for line in lines)

    def subjects(self) -> list[str]:
        return git(self.bare, "log", "--format=%s%b", "main").splitlines()

    def disturbed(self, *rows: str, times: int = 2) -> None:
        """Let somebody else push first, so many times: each time one of the rows at the end of the log."""
        start = git(self.data, "rev-parse", "origin/main")
        for earlier in git(self.bare, "for-each-ref", "--format=%(refname)", "refs/heads/theirs-*").split():
            git(self.bare, "update-ref", "-d", earlier)
        for number, row in enumerate(rows[:times]):
            path = self.data / f"{self.below}{Q4}"
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") if path.exists() else HEADER
            path.write_text(f"{before}{row}\n", "utf-8")
            git(self.data, "add", "--all")
            git(self.data, "commit", "--quiet", "--message", "Theirs")
            git(self.data, "push", "--quiet", "origin", f"HEAD:refs/heads/theirs-{number}")
        git(self.data, "reset", "--quiet", "--hard", start)
        turns = self.bare / "turns"
        turns.write_text("0")
        hook = self.bare / "hooks/pre-receive"
        hook.write_text(
            f"#!/bin/sh\nunset GIT_QUARANTINE_PATH\nturn=$(cat '{turns}')\n"
            f'if [ "$turn" -ge {times} ]; then exit 0; fi\n'
            f"echo $((turn + 1)) > '{turns}'\n"
            'git update-ref refs/heads/main "refs/heads/theirs-$turn" 2> /dev/null || true\nexit 1\n'
        )
        hook.chmod(0o755)

    def undisturbed(self) -> None:
        (self.bare / "hooks/pre-receive").unlink()


def kept(host: Host, served: Path, address: str, rows: tuple[str, ...] = ()) -> Kept:
    """Lay the playbook, its log with some rows, and the calendar of p-grace among its sources."""
    _, data = acme(host, frozen=True)
    (data / "sources.yaml").write_text(
        "schema: 1\nheld_after: 3 days\nsources:\n"
        "  - {id: grace, kind: ics, address: OUTBOUND_ICS_GRACE, person: p-grace}\n"
    )
    if rows:
        log = data / Q4
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    (data / ".github/workflows/collect.yml").write_text(
        (data / ".github/workflows/collect.yml")
        .read_text("utf-8")
        .replace("outbound collect ", "outbound collect --allow-http ")  # its servers are on loopback
        .replace("outbound plan --push", "outbound plan --push --allow-http")
    )
    pushed(data)
    return Kept(host, data, served, address)


def surveyed(playbook: Kept) -> None:
    """Let the organisation have a question of its own."""
    policy = playbook.host.folder / "acme"
    with (policy / "playbook/playbook.yaml").open("a", encoding="utf-8") as file:
        file.write("metrics:\n  - {id: felt-supported, question: 'Did you get support?', scale: [1, 5]}\n")
    pushed(policy)


def survey_answer(letter: EmailMessage) -> bytes:
    """Return the mail that the first link of a survey's mail opens, sent by whoever got it."""
    body = letter.get_body(("plain",))
    assert body is not None
    href = re.search(r"mailto:\S+", body.get_content())
    assert href is not None
    return written(str(letter["To"]), parse_qs(urlsplit(href[0]).query)["subject"][0])


def in_one(playbook: Kept) -> Kept:
    """Lay the same playbook in one private repository, its data in a folder of it."""
    policy = playbook.host.folder / "acme"
    shutil.copytree(playbook.data / "teams", policy / "data/teams")
    shutil.copy(playbook.data / "sources.yaml", policy / "data")
    replaced(policy / "playbook/playbook.yaml", "data: ../acme-data ", "data: data ")
    guarded(policy, "one")
    shutil.copy(playbook.data / ".github/workflows/collect.yml", policy / ".github/workflows")
    pushed(policy)
    (playbook.host.remotes[POLICY].folder / "private").touch()
    return replace(playbook, data=policy, name=POLICY, below="data/")


def entries(*days: str, who: str = "ada") -> tuple[str, ...]:
    """Return a meeting of p-grace with somebody on each day."""
    return tuple(meeting(f"{who}-{day}", day, "grace", who) for day in days)


def unmentioned(texts: str, secrets: Mapping[str, str]) -> bool:
    """Whether no value of these is in a text, nor a line of it."""
    lines = [line for value in secrets.values() for line in value.splitlines() if len(line) > 3]
    return not any(line in texts for line in lines)


def everything(bare: Path) -> str:
    """Return all that a repository holds, as text."""
    return subprocess.run(
        ["git", "log", "-p", "--all", "--format=%B"], cwd=bare, capture_output=True, text=True, check=True
    ).stdout

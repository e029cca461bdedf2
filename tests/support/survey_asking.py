"""A survey, for tests: a small organisation is asked by mail, its people click scores, and their mails are read."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from checks.remote.mail_links import KEY
from checks.remote.mailbox import MAILBOX
from checks.remote.outgoing_mail import MAIL
from tests.support.calling import outbound
from tests.support.mail_answering import SECRET, written
from tests.support.small_organisation import PLAYBOOK, git, lay_organisation, met, people, service, team

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.support.calling import Called
    from tests.support.mail_catching import Postbox

QUARTER = "2026-Q3"
SUPPORT = "Did you get the support you needed?"
USEFUL = "Was it useful?"
_TODAY = re.compile(r"today: .*\n")
ASKS = f"metrics:\n  - {{id: felt-supported, question: '{SUPPORT}', scale: [1, 5]}}\n"


def address(person: str) -> str:
    """Return where mails to a person go."""
    return f"{person}@example.org"


@dataclass
class SurveyedOrganisation:
    """An organisation with a mail server and a mailbox; `state` is the survey's memory."""

    root: Path
    people: Path
    state: Path
    maildir: Path
    postbox: Postbox
    extra: dict[str, str] = field(default_factory=dict)

    def call(self, *words: str) -> Called:
        """Call the command."""
        return outbound(*words, here=self.root, env={KEY: SECRET, MAIL: self.postbox.url, **self.extra})

    def ask(self, *words: str, send: bool = True) -> Called:
        """Ask the survey, or print it."""
        sending = ("--send",) if send else ()
        return self.call("ask", "--survey", *words, *sending, *self._files("--state"))

    def read(self, *words: str) -> Called:
        """Read the mails with which people answered."""
        given = () if MAILBOX in self.extra else ("--maildir", str(self.maildir))
        return self.call("import", "mail", *given, *self._files("--survey"), *words)

    def _files(self, option: str) -> tuple[str, ...]:
        return "--people", str(self.people), option, str(self.state)

    def on(self, day: str) -> None:
        """Let a day be today."""
        playbook = self.root / "playbook/playbook.yaml"
        text = playbook.read_text("utf-8")
        playbook.write_text(_TODAY.sub(f"today: {day}\n", text), "utf-8")

    def links(self, person: str, question: str) -> dict[int, str]:
        """Return the subject of the mail that each score of a question opens, from the first mail to a person."""
        body = self.postbox.messages_to(address(person))[0].get_body(("plain",))
        assert body is not None
        _, _, text = body.get_content().partition(f"{question} (")
        block = text.partition("\n- ")[0].replace("\n", " \n")
        found = re.findall(r"(\d+): (mailto:\S+)", block)
        return {int(score): parse_qs(urlsplit(href).query)["subject"][0] for score, href in found}

    def answer(self, person: str, question: str, score: int, **headers: str) -> bytes:
        """Return the mail that a person sends who clicks a score."""
        return written(address(person), self.links(person, question)[score], "", **headers)

    def post(self, *mails: bytes) -> None:
        """Put mails into the mailbox."""
        for number, content in enumerate(mails):
            name = f"{len(list(self.maildir.rglob('*')))}{number}.M1P1.test"
            (self.maildir / "new" / name).write_bytes(content)

    def waiting(self) -> int:
        """Return how many mails lie anywhere in the mailbox."""
        return sum(path.is_file() and path.name != "maildirfolder" for path in self.maildir.rglob("*"))

    def counts(self, name: str) -> list[str]:
        """Return the rows of a team's counted answers."""
        path = self.root / f"data/teams/{name}/pulse/{QUARTER}.csv"
        return path.read_text("utf-8").splitlines()[1:] if path.exists() else []

    def group_counts(self) -> list[str]:
        """Return the rows of the answers counted by group."""
        path = self.root / f"data/pulse/{QUARTER}.csv"
        return path.read_text("utf-8").splitlines()[1:] if path.exists() else []

    def memory(self) -> dict[str, object]:
        """Return what the survey remembers."""
        document: dict[str, object] = json.loads(self.state.read_text("utf-8"))
        return document

    def commit(self) -> None:
        """Commit everything."""
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", "Counted", "--allow-empty")

    def bytes_kept(self) -> bytes:
        """Return every byte of the working tree, of all objects of git, and of the survey's memory."""
        files = [path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts]
        everything = ["git", "cat-file", "--batch-all-objects", "--batch"]
        objects = subprocess.run(everything, cwd=self.root, check=True, capture_output=True).stdout
        logs = [
            path for path in (self.root / ".git").rglob("*") if path.is_file() and "objects" not in path.parts
        ]
        return b"\n".join([objects, *(path.read_bytes() for path in (*files, *logs, self.state))])


def surveyed_organisation(
    folder: Path,
    postbox: Postbox,
    sizes: Mapping[str, int],
    *,
    today: str = "2026-10-05",
    missed: Iterable[str] = (),
    described: Mapping[str, Iterable[str]] | None = None,
) -> SurveyedOrganisation:
    """Lay an organisation of teams with a one-on-one a quarter, held with all but those who `missed` it.

    With `described`, the groups of some members, the organisation's question is counted by group.
    """
    playbook = f"{PLAYBOOK}{ASKS}today: {today}\narchive: true\n"
    if described is not None:
        playbook = _counted_by_group(playbook, {group for groups in described.values() for group in groups})
    members = {name: people(name, size) for name, size in sizes.items()}
    without = frozenset(missed)
    root = lay_organisation(
        folder / "playbook",
        [service("one-on-one", "{at_least: 1, per: quarter}")],
        {
            name: team(name, [_stay(person, (described or {}).get(person, ())) for person in of_team])
            for name, of_team in members.items()
        },
        {
            name: met(name, [person for person in of_team if person not in without], "2026-08-03")
            for name, of_team in members.items()
        },
        playbook=playbook,
    )
    table = folder / "people.csv"
    everyone = [person for of_team in members.values() for person in of_team]
    rows = (f"{person},Name {number},{address(person)}\n" for number, person in enumerate(everyone))
    table.write_text("id,name,address\n" + "".join(rows), encoding="utf-8")
    maildir = folder / "Maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    return SurveyedOrganisation(root, table, folder / "survey.json", maildir, postbox)


def _counted_by_group(playbook: str, groups: Iterable[str]) -> str:
    """Return a playbook with groups that describe, which count the answers to its question."""
    lines = "".join(
        f"  - {{id: {group}, title: {group.title()}, describes: true}}\n" for group in sorted(groups)
    )
    grouped = playbook.replace("groups:\n", f"groups:\n{lines}")
    return grouped.replace("scale: [1, 5]}\n", "scale: [1, 5], count_by: groups}\n")


def _stay(person: str, groups: Iterable[str]) -> str:
    """Return what a roster says of a member: their id, and the groups they are in."""
    entries = ", ".join(f"{{group: {group}, from: 2024-01-01}}" for group in groups)
    return f"{person}, described_as: [{entries}]" if entries else person

"""People who answer by mail, for tests: they click a link, and their mail lies in a Maildir that the command reads."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from checks.output.answer_links import AnswerLinks
from checks.remote.mail_links import KEY, LinkSigner
from checks.remote.mailbox import MAILBOX
from checks.remote.outgoing_mail import MAIL
from checks.wording.language import ENGLISH
from tests.support.calling import HEADER, outbound
from tests.support.dated_repository import Q4, laid, logged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.output.answer_links import AnswerLink
    from tests.support.building import Files
    from tests.support.calling import Called
    from tests.support.mail_catching import Postbox

SECRET = "a key that is long enough for tests"  # noqa: S105 - of no one
LINKS = AnswerLinks(LinkSigner(SECRET), "playbook@example.org", ENGLISH)
PEOPLE = (
    "id,name,address\n"
    "p-grace,Grace Hopper,grace@example.org\n"
    "p-grace,Grace Hopper,g.hopper@example.org\n"
    "p-ada,Ada Lovelace,Ada@example.org\n"
    "p-mia,Mia Malone,mia@example.org\n"
)
BOOKED = "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked,,0123456789abcdef"
HELD = "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,"
_TOPIC = "One-on-one with Ada Lovelace, 12 November 2026"


def links_of_row(line: str, person: str, team: str = "harbour") -> dict[str, AnswerLink]:
    """Return the links of a row as its giver or its member is sent them, by act."""
    values = line.split(",")
    make = LINKS.for_giver if person == values[3] else LINKS.for_member
    return {link.act.value: link for link in make(person, team, values, _TOPIC)}


def clicked(link: AnswerLink, sender: str, typed: str = "", **headers: str) -> bytes:
    """Return the mail that a click opens, sent as it is or with a day typed behind what stands there."""
    fields = {name: values[0] for name, values in parse_qs(urlsplit(link.href).query).items()}
    return written(sender, fields["subject"], fields.get("body", "") + typed, **headers)


_NUMBERS = itertools.count(1)


def written(sender: str, subject: str, body: str = "", **headers: str) -> bytes:
    """Return a mail; headers are named with `_` for `-`, and None leaves one out."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "playbook@example.org"
    message["Subject"] = subject
    message["Message-ID"] = f"<{next(_NUMBERS)}@mail.example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


@dataclass
class MailOffice:
    """A playbook, a Maildir and a mail server, and the command that reads the one and answers by the other."""

    root: Path
    maildir: Path
    people: Path
    postbox: Postbox
    state: Path | None
    extra: dict[str, str] = field(default_factory=dict)

    def post(self, *mails: bytes) -> None:
        """Put mails into the Maildir."""
        for content in mails:
            (self.maildir / "new" / f"{next(_NUMBERS)}.M1P1.test").write_bytes(content)

    def read(self, *words: str) -> Called:
        """Call the command."""
        state = ("--state", str(self.state)) if self.state else ()
        given = ("--maildir", str(self.maildir)) if MAILBOX not in self.extra else ()
        environment = {KEY: SECRET, MAIL: self.postbox.url, **self.extra}
        call = ("import", "mail", "--people", str(self.people), *given, *state, *words)
        return outbound(*call, here=self.root, env=environment)

    def taken(self, *mails: bytes) -> str:
        """Post mails, have them read, and return what is printed of them."""
        self.post(*mails)
        result = self.read()
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout.strip()

    def filed(self) -> dict[str, int]:
        """Return how many mails each folder of the Maildir has; the inbox is empty text."""
        folders = {path.name.removeprefix("."): path for path in self.maildir.glob(".*")}
        counts = {
            name: sum(len(list((folder / part).iterdir())) for part in ("new", "cur"))
            for name, folder in {"": self.maildir, **folders}.items()
        }
        return {name: count for name, count in counts.items() if count}

    def rows(self) -> list[str]:
        """Return the rows of harbour's log that its base does not have."""
        return sorted(row for row in logged(self.root) if row not in _BASE)

    def answer(self) -> tuple[str, str]:
        """Return the receiver and the text of the only answer since the last call."""
        ((to, _),) = self.postbox.letters
        message = self.postbox.message(0)
        body = message.get_body(("plain",))
        assert body is not None
        self.postbox.letters.clear()
        return to, f"{message['subject']}\n{body.get_content()}"


_BASE = [
    f"2026-{day},one-on-one,{who},p-grace,outbound,held"
    for day in ("02-10", "05-11", "08-12")
    for who in ("p-ada", "p-mia")
]


def mail_office(
    folder: Path, postbox: Postbox, rows: Sequence[str] = (HELD, BOOKED), changes: Mapping[str, str] = {}
) -> MailOffice:
    """Lay a playbook with rows in harbour's running quarter, and an empty Maildir beside it."""
    log: Files = {Q4: HEADER + "".join(f"{row}\n" for row in rows), **changes}
    root = laid(folder / "playbook", log)
    maildir = folder / "Maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    people = folder / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    return MailOffice(root, maildir, people, postbox, folder / "state.json")

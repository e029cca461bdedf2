"""People with a calendar program and a mail program, for tests: they meet, move, cancel, decline, and click a link.

They know calendars and mails, and neither ids nor commands.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from tests.support.calendar_servers import RunningServer


@dataclass(frozen=True)
class Appointment:
    """A meeting as its organiser sees it: who was invited, and what each has answered."""

    uid: str
    day: str
    organiser: str
    answers: dict[str, str] = field(default_factory=dict)
    title: str = "Conversation"
    sequence: int = 0

    @property
    def people(self) -> tuple[str, ...]:
        return (self.organiser, *self.answers)

    def text(self) -> str:
        """Return it as calendar programs write it."""
        day = self.day.replace("-", "")
        who = [
            f"ATTENDEE;PARTSTAT={answer}:mailto:{name}@example.org" for name, answer in self.answers.items()
        ]
        if who:
            whose = f"mailto:{self.organiser}@example.org"
            who = [f"ORGANIZER:{whose}", f"ATTENDEE;PARTSTAT=ACCEPTED:{whose}", *who]
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//people//EN", "BEGIN:VEVENT", f"UID:{self.uid}"]
        lines += ["DTSTAMP:20260801T080000Z", f"DTSTART:{day}T090000Z", f"DTEND:{day}T093000Z"]
        lines += [f"SUMMARY:{self.title}", f"SEQUENCE:{self.sequence}", *who, "END:VEVENT", "END:VCALENDAR"]
        return "\r\n".join([*lines, ""])


@dataclass
class CalendarPrograms:
    """The calendar programs of people at one server.

    A server that `delivers` puts invitations into the calendars of others; elsewhere each program does so for its
    own person, once the invitation has come by mail.
    """

    server: RunningServer
    calendar: str
    delivers: bool = False
    known: dict[str, Appointment] = field(default_factory=dict)

    def save(self, appointment: Appointment) -> None:
        """Put an appointment into the calendars of all it concerns, new or changed."""
        self.known[appointment.uid] = appointment
        for name in appointment.people[:1] if self.delivers else appointment.people:
            self.server.put(name, appointment.text(), f"{appointment.uid}.ics", self.calendar)

    def move(self, uid: str, day: str) -> None:
        """Move an appointment to another day, as its organiser does."""
        known = self.known[uid]
        self.save(replace(known, day=day, sequence=known.sequence + 1))

    def delete(self, uid: str) -> None:
        """Delete an appointment, as its organiser does to cancel it."""
        known = self.known.pop(uid)
        for name in known.people[:1] if self.delivers else known.people:
            self.server.send("DELETE", f"{self.server.calendar(name, self.calendar)}{uid}.ics", "", name)

    def answer(self, uid: str, name: str, answer: str) -> None:
        """Answer an invitation: in the own calendar, where the entry lies under whatever name it was given."""
        known = self.known[uid]
        self.known[uid] = replace(known, answers={**known.answers, name: answer})
        if not self.delivers:
            self.save(self.known[uid])
            return
        for file in self.server.files(name, self.calendar):
            text = self.server.get(name, file, self.calendar)
            if f"UID:{uid}\r\n" in text.replace("\n", "\r\n").replace("\r\r", "\r"):
                self.server.put(name, self.known[uid].text(), file, self.calendar)


_LINKS = {
    "html": re.compile(r'<a\b[^>]*href="(?P<address>mailto:[^"]+)"[^>]*>(?P<label>[^<]+)</a>'),
    "plain": re.compile(r"^\s*(?P<label>\S.*): (?P<address>mailto:\S+)\r?$", re.MULTILINE),
}


def links_of_mail(message: EmailMessage, kind: str) -> dict[str, str]:
    """Return what a reader can click in a mail by its label, in its HTML or its plain text; the first of a label."""
    links: dict[str, str] = {}
    body = message.get_body((kind,))
    for match in _LINKS[kind].finditer(body.get_content() if body else ""):
        label, address = match["label"], match["address"]
        if kind == "html":
            label, address = html.unescape(label), html.unescape(address)
        links.setdefault(label, address)
    return links


def mail_of_link(address: str, sender: str, number: int) -> bytes:
    """Return the mail that a mail program makes of a `mailto:` link (RFC 6068), sent as it is."""
    parts = urlsplit(address)
    fields = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = unquote(parts.path)
    message["Subject"] = unquote(fields["subject"])
    message["Message-ID"] = f"<{number}@mail.example.org>"
    message.set_content(unquote(fields.get("body", "")) + "\n")
    return message.as_bytes()

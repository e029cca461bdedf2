"""A playbook whose leader's calendar lies on a server, and what `outbound plan --push` makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from icalendar import Calendar

from tests.support.calendar_servers import USERS, RunningServer
from tests.support.calling import Called, outbound
from tests.support.rolling_repository import DAY, laid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

PEOPLE = """id,name,address
p-grace,"Hopper, Grace",grace@example.org
p-ada,Ada Lovelace,ada@example.org
p-mia,Mia Farrow,mia@example.org
p-alan,Alan Turing,alan@example.org
"""
SOURCE = """  - id: {id}
    kind: caldav
    address: {address}
    user: OUTBOUND_{name}_USER
    secret: OUTBOUND_{name}_SECRET
    person: p-{id}
"""


@dataclass(frozen=True)
class PushedPlaybook:
    """A playbook, its table of people, and the server; `name` is the leader's calendar in its address."""

    root: Path
    people: Path
    server: RunningServer
    name: str = "work"
    day: str = DAY

    def push(self, *words: str) -> Called:
        """Push the plan of the day."""
        env = {"OUTBOUND_PEOPLE": str(self.people)}
        for user, secret in USERS.items():
            env |= {f"OUTBOUND_{user.upper()}_USER": user, f"OUTBOUND_{user.upper()}_SECRET": secret}
        call = ("plan", "--push", "--allow-http", "--as-of", self.day, *words)
        return outbound("--root", str(self.root), *call, here=self.root.parent, env=env)

    def on(self, day: str) -> PushedPlaybook:
        """Return it on another day."""
        return replace(self, day=day)

    def events(self) -> dict[str, Any]:
        """Return the entries of the leader's calendar by the name of their file."""
        files = self.server.files("grace", self.name)
        texts = {file: self.server.get("grace", file, self.name) for file in files}
        return {file: Calendar.from_ical(text).walk("VEVENT")[0] for file, text in texts.items()}

    def times(self) -> dict[str, str]:
        """Return when each entry begins, in UTC, by its title."""
        return {
            str(event.get("SUMMARY")): event["DTSTART"].to_ical().decode() for event in self.events().values()
        }

    def rewrite(self, title: str, old: str, new: str) -> None:
        """Change the text of an entry, as its owner's calendar program would."""
        file = next(file for file, event in self.events().items() if str(event.get("SUMMARY")) == title)
        text = self.server.get("grace", file, self.name)
        assert text.count(old) == 1
        self.server.put("grace", text.replace(old, new), file, self.name)


def sources(*sections: str) -> dict[str, str]:
    """Return sources.yaml with sources."""
    return {"data/sources.yaml": "schema: 1\nsources:\n" + "".join(sections)}


def source(id: str, address: str) -> str:  # noqa: A002 - as in the file
    """Return a source of a calendar server, of the person of that id."""
    return SOURCE.format(id=id, name=id.upper(), address=address)


def pushed_playbook(
    folder: Path, server: RunningServer, *changes: dict[str, str], name: str = "work", member: str = ""
) -> PushedPlaybook:
    """Lay out a playbook whose leader p-grace has a calendar at a server; `member` is the address of p-ada's."""
    sections = [source("grace", server.address)] + ([source("ada", member)] if member else [])
    root = laid(folder / "playbook", sources(*sections), *changes)
    people = folder / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    return PushedPlaybook(root, people, server, name)


def event_text(uid: str, start: str, end: str, *lines: str) -> str:
    """Return the calendar text of an entry as a calendar program writes it."""
    written = [f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"DTSTART:{start}", f"DTEND:{end}", *lines]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", "BEGIN:VEVENT"]
    return "\r\n".join([*head, *written, "END:VEVENT", "END:VCALENDAR", ""])


def lines_of(called: Called) -> Iterator[str]:
    """Yield what was printed, without the indents."""
    return (line.strip() for line in called.stdout.splitlines())

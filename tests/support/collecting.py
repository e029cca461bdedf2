"""Calendars at addresses, and the log that is collected from them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.building import base, lay
from tests.support.calling import Called, outbound
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = "".join(
    ["id,name,address\n"]
    + [
        f"p-{name},{name.capitalize()},{name}@northlight.example\n"
        for name in ("grace", "alan", "ada", "mia", "edsger", "tony", "niklaus", "barbara")
    ]
)


def meeting(
    uid: str,
    day: str,
    *people: str,
    title: str = "1:1",
    lines: tuple[str, ...] = (),
    answer: str = "ACCEPTED",
) -> str:
    """Return an entry of half an hour; the first of `people` organises it, and the others are invited."""
    who = [f"ORGANIZER:mailto:{people[0]}@northlight.example"] if people else []
    who += [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}@northlight.example" for name in people[:1]]
    who += [f"ATTENDEE;PARTSTAT={answer}:mailto:{name}@northlight.example" for name in people[1:]]
    start = day.replace("-", "")
    times = (f"DTSTART:{start}T090000Z", f"DTEND:{start}T093000Z")
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *times, f"SUMMARY:{title}", *who, *lines, "END:VEVENT"])


def calendar(*entries: str) -> str:
    """Return a calendar of entries."""
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])


@dataclass(frozen=True)
class Office:
    """A playbook of two teams, its people, and the calendars at an address; `state` is what is remembered."""

    root: Path
    served: Path
    address: str
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> Path:
        return self.root.parent / "state"

    def publish(self, name: str, *entries: str) -> None:
        """Put a calendar at its address."""
        self.publish_text(name, calendar(*entries))

    def publish_text(self, name: str, text: str) -> None:
        """Put a text there; servers tell two texts apart by the second, so each is a minute later."""
        file = self.served / f"{name}.ics"
        later = file.stat().st_mtime + 60 if file.exists() else 1_700_000_000
        file.write_text(text, encoding="utf-8", newline="")
        os.utime(file, (later, later))

    def sources(self, *names: str, held_after: str = "3 days", persons: bool = True) -> None:
        """Name calendars in sources.yaml, each at its address."""
        listed = [
            f"  - {{id: {name}, kind: ics, address: OUTBOUND_{name.upper()}"
            + (f", person: p-{name}}}\n" if persons else "}\n")
            for name in names
        ]
        text = f"schema: 1\nheld_after: {held_after}\nsources:\n{''.join(listed)}"
        (self.root / "data/sources.yaml").write_text(text)
        self.variables.update({f"OUTBOUND_{name.upper()}": f"{self.address}{name}.ics" for name in names})

    def collect(self, day: str, *words: str, remember: bool = True) -> Called:
        """Call the command on a day."""
        state = ("--state", str(self.state)) if remember else ()
        people = str(self.root.parent / "people.csv")
        return outbound(
            "collect", "--allow-http", "--people", people, "--as-of", day, *state, *words,
            here=self.root, env=self.variables,
        )  # fmt: skip

    def rows(self, team: str = "harbour") -> list[str]:
        """Return what the team's log says about days from November on that its base did not: without uids."""
        lines = [
            line
            for path in sorted((self.root / "data/teams" / team / "touchpoints").glob("*.csv"))
            for line in path.read_text().splitlines()[1:]
        ]
        return [line.rpartition(",")[0] for line in lines if line.rpartition(",")[2]]

    def logs(self) -> dict[str, bytes]:
        """Return the bytes of all logs."""
        return {str(path): path.read_bytes() for path in sorted((self.root / "data/teams").rglob("*.csv"))}


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Lay a playbook, and serve an empty folder for its calendars."""
    served = folder / "served"
    served.mkdir()
    root = lay(folder / "playbook", base())
    (folder / "people.csv").write_text(PEOPLE)
    with serving(served) as address:
        yield Office(root, served, address)

"""What the mail intake remembers from run to run: links that were used, and who was answered when; digests alone.

A link is used up by the row it has changed. It is remembered beside that, since a row can come back to what it was:
a mail that is sent again then changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.imports.memory_file import read_memory_file
from checks.remote.mail_links import VALID_FOR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 16 * 1024 * 1024
"""Bytes that are read: some 300,000 links."""

MOST_STRANGERS = 20
"""Unknown senders who are answered on one day; more of them are no people."""


@dataclass(slots=True)
class MailMemory:
    """Digests with their days: of links that were used, unknown senders who were answered, and records that were sent."""

    used: dict[str, date] = field(default_factory=dict)
    strangers: dict[str, date] = field(default_factory=dict)
    records: dict[str, date] = field(default_factory=dict)

    def may_answer(self, stranger: str, today: date) -> bool:
        """Return whether an unknown sender gets an answer today; it is then remembered."""
        answered = [day for day in self.strangers.values() if day == today]
        if self.strangers.get(stranger) == today or len(answered) >= MOST_STRANGERS:
            return False
        self.strangers[stranger] = today
        return True

    def forget(self, today: date) -> None:
        """Leave out what can matter no more: links that are too old anyway."""
        first = today - VALID_FOR - timedelta(days=2)
        self.used = {link: day for link, day in self.used.items() if day >= first}
        self.strangers = {stranger: day for stranger, day in self.strangers.items() if day >= today}
        self.records = {person: day for person, day in self.records.items() if day >= today}


_PARTS = ("used", "strangers", "records")


def read_memory(path: Path) -> MailMemory:
    """Return what was remembered; nothing where there is no file yet. Raises `UsageError` for another kind of file."""
    refused = (
        "is not a file of answered mails. Choose another file with --state. If you delete this one, used links may "
        "count again"
    )
    return read_memory_file(path, "mail", LARGEST, _memory, refused) or MailMemory()


def _memory(document: Mapping[str, Mapping[str, str]]) -> MailMemory:
    parts = ({str(key): date.fromisoformat(day) for key, day in document[part].items()} for part in _PARTS)
    return MailMemory(*parts)


def write_memory(path: Path, memory: MailMemory) -> None:
    """Write what is remembered, whole or not at all."""
    from checks.store.atomic_files import content_of, replace_file

    parts = {part: {key: day.isoformat() for key, day in getattr(memory, part).items()} for part in _PARTS}
    content = json.dumps({"schema": 1, "kind": "mail", **parts}, indent=1) + "\n"
    replace_file(path, content_of(path), content.encode())

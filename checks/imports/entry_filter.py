"""Which entries of a large calendar can be a touchpoint of some team: decided on their text, before they are parsed.

An entry is looked at where it lies in the days, two people in it could meet in one of their teams, and its words fit
a rule or say that it is called off. All entries of one UID go together, so that what is made of them is what would be
made of them in the whole file. Entries that were recognised before are always looked at.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from checks.imports.calendar_cutting import WRITTEN, CalendarCutter, lean
from checks.imports.ics import MOST_EVENTS
from checks.imports.ics_people import PeopleDirectory, addresses_in, is_nobody, is_relayed
from checks.imports.ics_text import calendar_text
from checks.imports.ics_titles import is_called_off, name_parts, plain_title, words_in_title
from checks.remote.own_entries import is_open_proposal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import BinaryIO

    from checks.imports.calendar_file import CalendarQuery
    from checks.imports.team_index import TeamIndex
    from checks.model.recognition import CalendarRule

BATCH = 250
"""Entries that are expanded in one task, unless one meeting has more."""

_UID = re.compile(rb"\nUID(?:;[^\n:]*)?:([^\n]*)")
_START = re.compile(rb"\n(DTSTART|RECURRENCE-ID)[^\n:]*:(\d{8})")
_UNTIL = re.compile(rb"\nRRULE[^\n]*[:;]UNTIL=(\d{8})")
_WHO = re.compile(rb"\n((?:ORGANIZER|ATTENDEE)[:;][^\n]*)")
_SUMMARY = re.compile(rb"\nSUMMARY(?:;(?:[^\n:\"]|\"[^\n\"]*\")*)?:([^\n]*)")
_CATEGORIES = re.compile(rb"\nCATEGORIES[^\n:]*:([^\n]*)")
_PARAMETERS = re.compile(r'(?:[^":]|"[^"]*")*:')
_EMAIL = re.compile(r";email=\"?([^\";:]*)", re.IGNORECASE)
_NAME = re.compile(r";cn=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_DAY = timedelta(days=1)


def entry_key(uid: bytes) -> str:
    """Return the stable id of a UID: 16 hex digits of SHA-256, as an occurrence's is made."""
    return hashlib.sha256(uid.strip()).hexdigest()[:16]


def single_uid(uid: bytes) -> str:
    """Return the stable id of the only occurrence of an entry that stands alone."""
    text = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], uid.decode("utf-8", "replace"))
    return hashlib.sha256(f"{text.strip()}\n".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class KnownEntries:
    """What was recognised before: keys of entries, and uids of rows that may still change."""

    keys: Collection[str] = frozenset()
    uids: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EntryBatch:
    """Entries for one task: their numbers in the file and their keys, in order, and their text."""

    positions: tuple[int, ...]
    keys: tuple[str, ...]
    entries: tuple[bytes, ...]
    frame: bytes

    @property
    def text(self) -> str:
        """A calendar of these entries alone."""
        blocks = (b"BEGIN:VEVENT%s\nEND:VEVENT" % entry for entry in self.entries)
        return calendar_text(b"\n".join([b"BEGIN:VCALENDAR", self.frame, *blocks, b"END:VCALENDAR", b""]))

    def parts(self, number: int) -> Iterator[EntryBatch]:
        """Yield it in so many parts, entries of one key together."""
        groups: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            groups.setdefault(key, []).append(at)
        size = max(1, -(-len(groups) // number))
        listed = list(groups.values())
        for start in range(0, len(listed), size):
            places = sorted(at for group in listed[start : start + size] for at in group)
            yield EntryBatch(
                tuple(self.positions[at] for at in places),
                tuple(self.keys[at] for at in places),
                tuple(self.entries[at] for at in places),
                self.frame,
            )


@dataclass(slots=True)
class _Person:
    """Somebody in an entry: an id, or the team whose list it is; neither for a stranger."""

    person: str = ""
    team: str = ""
    parts: frozenset[str] = frozenset()


@dataclass(slots=True)
class SelectedEntries:
    """What is left of one file: `count` entries are in it, `keys` are those of all that have a UID."""

    count: int = 0
    too_large: int = 0
    keys: set[str] = field(default_factory=set)
    batches: list[EntryBatch] = field(default_factory=list)


class EntryFilter:
    """Chooses entries for all teams at once."""

    def __init__(self, query: CalendarQuery, rules: Sequence[CalendarRule], index: TeamIndex) -> None:
        self._first, self._last = (
            f"{day:%Y%m%d}".encode() for day in (query.first - _DAY, query.last + _DAY)
        )
        self._query = query
        self._rules = rules
        self._index = index
        self._names = query.names
        self._directory = PeopleDirectory(query.people, query.names, query.not_people)
        self._lists = {address.casefold(): team for address, team in query.lists.items()}
        self._who = lru_cache(maxsize=50_000)(self._person)

    def selected(self, file: BinaryIO, owner: str, known: KnownEntries) -> SelectedEntries:
        """Return the entries of a file that are to be expanded; raises `NotACalendarError`."""
        cutter = CalendarCutter(file)
        result = SelectedEntries()
        entries: list[tuple[str, bytes]] = []
        wanted: set[str] = set()
        for body in cutter.entries():
            if WRITTEN in body:
                if _is_open(body):  # a suggestion of ours is no meeting until somebody answers
                    entries.append(("", b""))
                    continue
                body = lean(body)  # noqa: PLW2901
            uid = _UID.search(body)
            key = entry_key(uid[1]) if uid else ""
            entries.append((key, body))
            if key not in wanted and (key in known.keys or self._is_wanted(body, uid, owner, known)):
                wanted.add(key)
        result.count, result.too_large = len(entries), cutter.too_large
        result.keys = {key for key, _ in entries if key}
        numbered = enumerate(entries, start=1)
        kept = [(at, key, body) for at, (key, body) in numbered if body and key in wanted]
        result.batches = list(_batches(kept, cutter.frame))
        return result

    def _is_wanted(self, body: bytes, uid: re.Match[bytes] | None, owner: str, known: KnownEntries) -> bool:
        if self._is_in_days(body) and self._may_be_met(body, owner):
            return True
        if uid is None or not known.uids or b"\nRRULE" in body:
            return False
        return single_uid(uid[1]) in known.uids

    def _is_in_days(self, body: bytes) -> bool:
        """Whether it has a day in the days looked at; so does one without a start, which is refused later."""
        days = dict(_START.findall(body))
        start = days.get(b"DTSTART")
        if start is None:
            return True
        if b"\nRRULE" in body or b"\nRDATE" in body:
            until = _UNTIL.search(body)
            ended = until is not None and until[1] < self._first and b"\nRDATE" not in body
            return start <= self._last and not ended
        return any(self._first <= day <= self._last for day in days.values())

    def _may_be_met(self, body: bytes, owner: str) -> bool:
        """Whether two people in it could meet in a team, and its words fit."""
        people: dict[str, frozenset[str]] = {}
        teams: list[str] = []
        lines = _WHO.findall(body)
        for line in lines:
            who = self._who(line)
            if who.person:
                people[who.person] = people.get(who.person, frozenset()) | who.parts
            elif who.team:
                teams.append(who.team)
        if owner and b"\nORGANIZER" not in body:
            people.setdefault(owner, name_parts(self._names.get(owner, "")))
        ids = frozenset(people)
        pair = len(ids) > 1 and self._index.teams_of(ids)
        if not pair and not any(self._index.has_giver(team, ids) for team in teams):
            return False
        return self._has_words(body, people.values())

    def _has_words(self, body: bytes, names: Collection[frozenset[str]]) -> bool:
        if b"\nSTATUS:CANCEL" in body:
            return True
        title = _unescaped(_SUMMARY.search(body))
        if is_called_off(title):
            return True
        titles = set(words_in_title(title, self._query.titles, names))
        written = {plain_title(name) for name in _unescaped(_CATEGORIES.search(body)).split(",")}
        return any(
            (not rule.titles or not titles.isdisjoint(rule.titles))
            and (not rule.category or plain_title(rule.category) in written)
            for rule in self._rules
        )

    def _person(self, line: bytes) -> _Person:
        """Return who a line names; somebody without an address, or with one of a relay, is known by name."""
        text = line.decode("utf-8", "replace")
        parameters = _PARAMETERS.match(text)
        if parameters is None:
            return _Person()
        email = _EMAIL.search(parameters[0])
        addresses = list(addresses_in(email[1] if email else "", text[parameters.end() :]))
        if any(is_nobody(address) or self._directory.is_not_a_person(address) for address in addresses):
            return _Person()
        name = _NAME.search(parameters[0])
        common_name = (name[1] or name[2] or "") if name else ""
        person = next((self._query.people[a] for a in addresses if a in self._query.people), "")
        if not person and all(map(is_relayed, addresses)):
            person = self._directory.by_name(common_name)
        if not person:
            return _Person(team=next((self._lists[a] for a in addresses if a in self._lists), ""))
        locals_ = [address.partition("@")[0] for address in addresses]
        return _Person(
            person, "", name_parts(self._names.get(person, ""), common_name.partition("@")[0], *locals_)
        )


def _is_open(body: bytes) -> bool:
    text = calendar_text(b"BEGIN:VCALENDAR\nBEGIN:VEVENT%s\nEND:VEVENT\nEND:VCALENDAR\n" % body)
    return is_open_proposal(text)


def _unescaped(match: re.Match[bytes] | None) -> str:
    if match is None:
        return ""
    try:
        text = match[1].decode()
    except UnicodeDecodeError:
        text = match[1].decode("cp1252", "replace")
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)


def _batches(kept: list[tuple[int, str, bytes]], frame: bytes) -> Iterator[EntryBatch]:
    """Yield the entries in batches, those of one key together."""
    groups: dict[str, list[tuple[int, str, bytes]]] = {}
    for entry in kept:
        groups.setdefault(entry[1], []).append(entry)
    batch: list[tuple[int, str, bytes]] = []
    for group in groups.values():
        if batch and len(batch) + len(group) > BATCH:
            yield _batch(batch, frame)
            batch = []
        batch += group[: MOST_EVENTS + 1]
    if batch:
        yield _batch(batch, frame)


def _batch(entries: list[tuple[int, str, bytes]], frame: bytes) -> EntryBatch:
    entries = sorted(entries, key=lambda entry: entry[0])
    positions, keys, bodies = zip(*entries, strict=True)
    return EntryBatch(positions, keys, bodies, frame)

"""Who is in an entry: the addresses and names of its ORGANIZER and ATTENDEE lines, as ids of people.

An address may stand in the value, after `mailto:` or bare, percent-encoded or in angle brackets, or in the
parameter EMAIL. Somebody without any address is known by a name (CN) that is one person's alone in the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from checks.imports.ics_titles import name_parts, plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"[^@\s<>'\"]+@[^@\s<>'\"?]+")
_NOT_PEOPLE = re.compile(r".*@(?:resource|group|group\.v)\.calendar\.google\.com")
"""Addresses that a provider gives to rooms and to calendars, and to nobody else."""
_RELAY = re.compile(r".*@imip\.me\.com")
"""Addresses a provider puts in the place of a person's own."""

_NO = ("DECLINED", "DELEGATED")
_UNKNOWN = "@"
"""What the key of somebody who is in no table begins with; it does not leave this process."""


@dataclass(slots=True)
class Invited:
    """Who is in one entry.

    `answers` holds the people known by id, the organiser among them, with their PARTSTAT. `unknown` are the
    addresses of others who have not said no. `names` are the parts of the name of each person known.
    """

    answers: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    organiser: str = ""
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    by_name: bool = False


class PeopleDirectory:
    """Knows people by address, and by name where somebody has no address; `not_people` are rooms, lists and bots."""

    def __init__(
        self, people: Mapping[str, str], names: Mapping[str, str], not_people: Iterable[str]
    ) -> None:
        self._people = people
        self._names = names
        self.name_parts = name_parts(*names.values())
        self._not_people = frozenset(address.casefold() for address in not_people)
        ids: dict[str, set[str]] = {}
        for person, name in names.items():
            ids.setdefault(_name_key(name), set()).add(person)
        self._by_name = {key: min(who) for key, who in ids.items() if key and len(who) == 1}

    def by_name(self, common_name: str) -> str:
        """Return who alone has this name; empty for nobody, or several."""
        return self._by_name.get(_name_key(common_name), "")

    def is_not_a_person(self, address: str) -> bool:
        """Whether an address in small letters is that of a room, a list or a bot."""
        return address in self._not_people

    def invited(self, organiser: Any, attendees: Iterable[Any]) -> Invited:
        """Return who is in an entry, of the values of its lines as icalendar reads them."""
        invited = Invited()
        unknown: dict[str, str] = {}
        for attendee in attendees:
            who = self._who(attendee, invited) if _is_person(attendee) else ""
            answer = str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
            if who.startswith(_UNKNOWN):
                unknown[who] = answer
            elif who:
                invited.answers[who] = answer
        by = self._who(organiser, invited) if organiser is not None else ""
        if by and not by.startswith(_UNKNOWN):  # a stranger who only sends the invitation is not in it
            invited.organiser = by
            invited.answers.setdefault(by, "ACCEPTED")
        invited.unknown = [who.removeprefix(_UNKNOWN) for who, answer in unknown.items() if answer not in _NO]
        return invited

    def _who(self, person: Any, invited: Invited) -> str:
        """Return the person's id, something behind an @ for a stranger, or nothing for a room, list or bot."""
        addresses = list(_addresses(person))
        if any(self.is_not_a_person(address) or is_nobody(address) for address in addresses):
            return ""
        common_name = str(person.params.get("CN", ""))
        known = next((self._people[address] for address in addresses if address in self._people), "")
        if not known and all(map(is_relayed, addresses)):
            known = self.by_name(common_name)
            invited.by_name |= bool(known)
        if not known:
            return _UNKNOWN + next(iter(addresses), plain_title(common_name) or str(person))
        locals_ = [address.partition("@")[0] for address in addresses]
        parts = name_parts(self._names.get(known, ""), common_name.partition("@")[0], *locals_)
        invited.names[known] = invited.names.get(known, frozenset()) | parts
        return known


def is_nobody(address: str) -> bool:
    """Whether a provider gives an address in small letters to rooms and calendars."""
    return _NOT_PEOPLE.fullmatch(address) is not None


def is_relayed(address: str) -> bool:
    """Whether an address in small letters is one that a provider puts in the place of a person's own."""
    return _RELAY.fullmatch(address) is not None


def _addresses(person: Any) -> Iterator[str]:
    """Yield the addresses of a line: the parameter's first, since a value may be a relay's."""
    return addresses_in(str(person.params.get("EMAIL", "")), str(person))


def addresses_in(*texts: str) -> Iterator[str]:
    """Yield the address that each text holds, in small letters."""
    for text in texts:
        behind = re.split(r"(?i)(?:mailto|smtp):", unquote(text))[-1]
        match = _ADDRESS.fullmatch(behind.strip().strip("<>'\"").partition("?")[0].strip())
        if match:
            yield match[0].casefold()


def _name_key(name: str) -> str:
    """Return a name so that `Lopez, Ana` and `Ana Lopez` are the same."""
    last, comma, first = re.sub(r"\([^)]*\)", " ", plain_title(name)).partition(",")
    return " ".join(f"{first} {last}".split() if comma else last.split())


def _is_person(attendee: Any) -> bool:
    """Whether an attendee is invited and a person: not a room, and not a mere observer (NON-PARTICIPANT)."""
    kind = str(attendee.params.get("CUTYPE", "INDIVIDUAL")).upper()
    role = str(attendee.params.get("ROLE", "")).upper()
    return kind not in ("ROOM", "RESOURCE") and role != "NON-PARTICIPANT"

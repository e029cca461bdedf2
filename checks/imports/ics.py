"""Cut the text of a calendar export into its entries; nothing is expanded here.

Only the lines that are needed are kept: what an entry is about, where it takes place and what is attached to
it is dropped unread. An entry that would recur without end, or that cannot be placed in time, is refused
before anybody tries. Source: RFC 5545, sections 3.1 and 3.3.10; the limits are those of `MOST_*`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from checks.imports.ics_times import ALL_DAY

LARGEST = 16 * 1024 * 1024
"""Bytes of a file that are read: some programs export years at once, with all that was written in each entry."""

MOST_EVENTS = 20_000
MOST_RDATES = 500
MOST_EXDATES = 2_000
MOST_ATTENDEES = 500
MOST_ZONES = 100
WIDEST_INTERVAL = 52

_KEPT = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE",
    "STATUS", "SUMMARY", "CATEGORIES", "ORGANIZER", "ATTENDEE", "X-MICROSOFT-CDO-BUSYSTATUS", *ALL_DAY,
}  # fmt: skip
_ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER")
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_BY = {
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
}
_OF_THE_CLOCK = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_BEFORE = re.compile(r'(?:[^":]|"[^"]*")*:')
_PEOPLE = re.compile(r"(ATTENDEE|ORGANIZER)(?![A-Za-z0-9-])", re.IGNORECASE)
_TEXT = r'(?:"[^"]*"|(?:\\.|[^\\",;:])*)'
_SOMEBODY = re.compile(
    rf"[A-Za-z]+(?:;[A-Za-z0-9-]+={_TEXT}(?:,{_TEXT})*)*:\s*(?!mailto:\s*$)\S", re.IGNORECASE
)
"""The beginning of a line that says who: parameters that can be read, and a value."""


class NotACalendarError(ValueError):
    """A text that cannot be taken as a calendar at all; its words say why."""


_OUTLOOK_UID = re.compile(r"040000008200E00074C5B7101A82E008[0-9A-F]*?([0-9A-F]{1,10})", re.IGNORECASE)
"""Source: [MS-OXOCAL] 2.2.1.27, PidLidGlobalObjectId: its first 16 bytes are the same for all entries."""


@dataclass(frozen=True, slots=True)
class EntryText:
    """One VEVENT: its number in the file from 1, and the lines that were kept, unfolded."""

    position: int
    lines: tuple[str, ...]

    def values(self, name: str) -> list[str]:
        """Return what stands behind the colon of each line of this name."""
        return [_value(line) for line in self.lines if _name(line) == name]

    @property
    def shown(self) -> str:
        """Its number and the beginning of its UID, never so much that an address is in it.

        Outlook begins each UID alike, so of its UIDs it is the end.
        """
        uid = next(iter(self.values("UID")), "")
        if outlook := _OUTLOOK_UID.fullmatch(uid):
            return f"entry {self.position} (UID …{outlook[1]})"
        start = re.match(r"[A-Za-z0-9_-]{0,10}", uid)
        return f"entry {self.position} (UID {start[0]}…)" if start and start[0] else f"entry {self.position}"


@dataclass(slots=True)
class CalendarText:
    """A file cut into pieces; `refused` are entries with the reason why they are not expanded."""

    zone: str = ""
    cancels: bool = False
    zones: list[tuple[str, ...]] = field(default_factory=list)
    entries: list[EntryText] = field(default_factory=list)
    refused: list[tuple[EntryText, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def numbered(self, positions: Sequence[int]) -> Self:
        """Give the entries other numbers, where it is only a part of a file; `positions` are theirs there."""
        if positions:
            self.entries = [replace(e, position=positions[e.position - 1]) for e in self.entries]
            self.refused = [(replace(e, position=positions[e.position - 1]), why) for e, why in self.refused]
        return self


def split_calendar(text: str) -> CalendarText:
    """Return the entries of a calendar; raises `NotACalendarError`."""
    text = re.sub(r"\n{2,}", "\n", re.sub(r"\r+\n?", "\n", text.removeprefix("\ufeff")))
    # a line that begins with a space or a tab goes on the one before, whatever blank lines lie between
    lines = _CONTROL.sub(" ", re.sub(r"\n[ \t]", "", text)).split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.strip().upper() != "BEGIN:VCALENDAR":
        raise NotACalendarError("this is not a calendar file: it doesn't begin with BEGIN:VCALENDAR")
    calendar = CalendarText()
    count = 0
    for kind, block in _blocks(lines, calendar):
        if kind == "VTIMEZONE":
            _take_zone(calendar, block)
            continue
        count += 1
        if count > MOST_EVENTS:
            raise NotACalendarError(
                f"it has more than {MOST_EVENTS:,} entries. Export fewer days, or a single calendar"
            )
        entry = EntryText(count, tuple(line for line in block if _name(line) in _KEPT or _PEOPLE.match(line)))
        if why := _why_refused(entry):
            calendar.refused.append((entry, why))
        else:
            calendar.entries.append(entry)
    return calendar


def _blocks(lines: list[str], calendar: CalendarText) -> Iterator[tuple[str, list[str]]]:
    """Yield each VEVENT without what is nested in it, and each VTIMEZONE whole; others are passed over.

    Properties of the calendar itself are put into `calendar` on the way.
    """
    stack: list[str] = []
    block: list[str] = []
    for line in lines:
        name = _name(line)
        if name == "BEGIN":
            stack.append(_value(line).strip().upper())
            if stack[-1] == "VEVENT" or (stack[-1] == "VTIMEZONE" and "VEVENT" not in stack):
                block = []
        if stack[-1:] == ["VCALENDAR"]:
            value = _value(line).strip()
            if name == "X-WR-TIMEZONE":
                calendar.zone = calendar.zone or value
            calendar.cancels |= name == "METHOD" and value.upper() == "CANCEL"
        elif stack[-1:] == ["VEVENT"] or "VTIMEZONE" in stack:
            block.append(line)
        if name == "END" and stack:
            ended = stack.pop()
            if ended in ("VEVENT", "VTIMEZONE"):
                yield ended, block
                block = []
    if stack and stack[-1] == "VEVENT":
        calendar.notes.append(
            "the file ends in the middle of an entry. It may be incomplete, so export it again"
        )


def _take_zone(calendar: CalendarText, block: list[str]) -> None:
    """Keep a time zone the file describes, unless its rules are of a kind no time zone has."""
    rules = [_value(line).upper().split(";") for line in block if _name(line) == "RRULE"]
    dates = sum(_value(line).count(",") + 1 for line in block if _name(line) == "RDATE")
    odd = False
    for rule in rules:
        parts = dict(part.partition("=")[::2] for part in rule)
        odd |= (
            "FREQ=YEARLY" not in rule or parts.get("INTERVAL", "1") != "1" or bool(_OF_THE_CLOCK & set(parts))
        )
    if odd or dates > MOST_RDATES or len(rules) > MOST_ZONES:
        note = "the file defines an impossible time zone, so its definition is ignored"
        calendar.notes.append(note)
    elif len(calendar.zones) < MOST_ZONES:
        calendar.zones.append(tuple(block))


def _why_refused(entry: EntryText) -> str:
    """Return why an entry is not expanded, empty when it may be."""
    if not entry.values("DTSTART"):
        return "it has no start"
    if twice := next((name for name in _ONCE if len(entry.values(name)) > 1), ""):
        return f"it contains {twice} twice"
    if not any(uid.strip() for uid in entry.values("UID")):
        return "it has no UID, so a later import could not recognise it"
    if why := _why_too_many(entry):
        return why
    if broken := _broken_person(entry):
        return f"its {broken} could not be read, so who is in it is unknown"
    rules = entry.values("RRULE")
    return _why_no_rule(rules[0].strip().upper()) if rules else ""


def _why_too_many(entry: EntryText) -> str:
    """Return which number of an entry is over its limit, empty when none is."""
    if len(entry.values("RRULE")) > 1 or entry.values("EXRULE"):
        return "it has more than one recurrence rule"
    dates = {name: sum(value.count(",") + 1 for value in entry.values(name)) for name in ("RDATE", "EXDATE")}
    if dates["RDATE"] > MOST_RDATES:
        return f"it has more than {MOST_RDATES} extra dates"
    if dates["EXDATE"] > MOST_EXDATES:
        return f"it leaves out more than {MOST_EXDATES:,} dates"
    if len(entry.values("ATTENDEE")) > MOST_ATTENDEES:
        return f"it invites more than {MOST_ATTENDEES} people"
    return ""


def _broken_person(entry: EntryText) -> str:
    """Return which line that says who is in an entry cannot be read, empty when all can."""
    counts = {"ORGANIZER": 0, "ATTENDEE": 0}
    for line in entry.lines:
        if match := _PEOPLE.match(line):
            name = match[1].upper()
            counts[name] += 1
            if not _SOMEBODY.match(line):
                return name if name == "ORGANIZER" else f"{name} {counts[name]}"
    return ""


def _why_no_rule(rule: str) -> str:
    """Return why a recurrence rule is refused before expanding it."""
    parts: dict[str, str] = {}
    for part in rule.removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            return "its recurrence rule could not be read"
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
        return "it recurs every hour or more often"
    interval = parts.pop("INTERVAL", "1")
    if frequency not in _FREQUENCIES or not re.fullmatch(r"[0-9]{1,9}", interval):
        return "its recurrence rule could not be read"
    if not 1 <= int(interval) <= WIDEST_INTERVAL:
        return f"its recurrence interval is not between 1 and {WIDEST_INTERVAL}"
    if any("," in parts.get(name, "") for name in _OF_THE_CLOCK):
        return "it recurs several times a day"
    if set(parts) - _BY - {"COUNT", "UNTIL", "WKST"} or len(rule) > 500:
        return "its recurrence rule could not be read"
    return ""


def _name(line: str) -> str:
    match = _NAME.match(line)
    return match[0].upper() if match else ""


def _value(line: str) -> str:
    """Return what stands behind the first colon that is not in quotes."""
    match = _BEFORE.match(line)
    return line[match.end() :] if match else ""

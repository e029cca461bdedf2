"""Work out the occurrences of a calendar in a process of its own: `python -m checks.imports.ics_expansion`.

Reads a task as JSON and writes its answer as JSON. The process has a limit of time and memory, so a hostile
file can harm nothing else. Titles and addresses stay here too: the answer holds ids of people, and which of
the rules' words a title has.

`uid` is the first 16 hex digits of SHA-256 over the UTF-8 bytes of `UID`, a line feed, and the recurrence id:
nothing for an entry that stands alone, `YYYYMMDD` for an occurrence of an all-day series, and else the
occurrence's original start in UTC as `YYYYMMDDTHHMMSSZ`. A time without a zone is in the organisation's.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from checks.imports.ics import CalendarText, NotACalendarError, split_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from icalendar import Calendar

    from checks.imports.ics import EntryText

T = TypeVar("T")

_ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, OSError)
"""What libraries raise over odd texts and dates; the entry it came from is refused."""

Event = Any
"""A component of icalendar; the type of `event[name]` depends on the name."""

SECONDS = 20
"""Processor time that one file may take."""

MEMORY = 768 * 1024 * 1024
"""Bytes of address space; a file of 1 MiB with 2,000 entries takes some 150 MB."""

MOST_OCCURRENCES = 20_000
MOST_STEPS, STEPS_AT_LEAST = 200_000, 200
"""Steps (days, weeks, months or years) that all series together may take, and those that each counts for at least.

A step takes some two millionths of a second, twice; the rest of a series takes as long as 200 of them.
"""

LONGEST, LONGEST_IN_A_SERIES = timedelta(days=400), timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2090
MOST_TRIED = 1_000_000
_MOMENTS = ("", *(f"T{minute // 60:02}{minute % 60:02}00Z" for minute in range(0, 24 * 60, 5)))
"""What may follow the day in a recurrence id: nothing, or a time at each five minutes."""

_DAY = timedelta(days=1)
_POSITION = "X-OUTBOUND-POSITION"
"""A property of our own that says which entry of the file a component came from."""
_PLACED = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE"}


def uid_of(uid: str, recurrence: str) -> str:
    """Return the stable id of an occurrence; the recipe is the module's.

    >>> uid_of("a@example.org", "20260105T070000Z")
    '95444b29d72b7893'
    """
    return hashlib.sha256(f"{uid}\n{recurrence}".encode()).hexdigest()[:16]


class Expansion:
    """Works out what one calendar holds between two days."""

    def __init__(self, task: Mapping[str, Any], text: CalendarText) -> None:
        self.first = date.fromisoformat(task["first"])
        self.last = date.fromisoformat(task["last"])
        self.zone = ZoneInfo(task["zone"])
        self.calendar_zone = _zone(text.zone)
        self.people: dict[str, str] = task["people"]
        self.titles: list[str] = task["titles"]
        self.categories: list[str] = task["categories"]
        self.booked = {uid: date.fromisoformat(day) for uid, day in task.get("booked", {}).items()}
        self.text = text
        self.notes = list(text.notes)
        self.refused = [(entry.position, entry.shown, why) for entry, why in text.refused]
        self.found: list[dict[str, Any]] = []
        self.gone: set[str] = set()
        self.unknown: set[str] = set()
        self.steps = 0
        self.shown = {entry.position: entry.shown for entry in text.entries}

    def run(self) -> dict[str, Any]:
        """Expand everything, and return it as it is handed back."""
        zones = [zone for zone in self.text.zones if _is_parsed(zone)]
        if len(zones) < len(self.text.zones):
            self.notes.append("a time zone in the file could not be read, so it is ignored")
        groups: dict[str, list[Event]] = {}
        for event in self._parsed(zones, self.text.entries):
            if "UID" in event:
                groups.setdefault(str(event["UID"]).strip(), []).append(event)
            else:
                self._refuse([event], "its UID could not be read")
        # All entries are placed before any is expanded: the limit on steps is one for the whole file.
        placed = {uid: self._guarded(events, partial(self._placed, events)) for uid, events in groups.items()}
        for uid, events in placed.items():
            if events:
                self._guarded(events, partial(self._expand, uid, events))
        self._find_shifted([uid for uid, events in placed.items() if any("RRULE" in e for e in events or ())])
        for tzid in sorted(self.unknown):
            instead = f"its times count as {self.zone.key} time"
            self.notes.append(f"unknown time zone {_tame(tzid)}: {instead}")
        if self.text.zone and self.calendar_zone is None:
            self.notes.append(
                f"the calendar's time zone {_tame(self.text.zone)} is unknown, so it is ignored"
            )
        return {
            "occurrences": sorted(self.found, key=itemgetter("day", "position", "uid")),
            "gone": sorted(self.gone - {fields["uid"] for fields in self.found}),
            "refused": sorted(self.refused),
            "notes": self.notes,
            "entries": len(self.text.entries) + len(self.text.refused),
        }

    def _guarded(self, events: list[Event], work: Callable[[], T]) -> T | None:
        """Return what the work makes of entries; None, and the entries refused, where the library fails over them."""
        try:
            return work()
        except NotACalendarError:
            raise
        except _ODD:
            self._refuse(events, "its dates could not be calculated")
            return None

    def _refuse(self, events: list[Event], why: str) -> None:
        known = {position for position, _, _ in self.refused}
        for position in sorted({_position(event) for event in events} - known):
            self.refused.append((position, self.shown[position], why))

    def _parsed(self, zones: list[tuple[str, ...]], entries: list[EntryText]) -> Iterator[Event]:
        """Yield the entries as components; one the library cannot parse at all is found by halving, and refused."""
        from icalendar import Calendar

        if not entries:
            return
        lines = ["BEGIN:VCALENDAR", *(line for zone in zones for line in zone)]
        for entry in entries:
            lines += ["BEGIN:VEVENT", *entry.lines, f"{_POSITION}:{entry.position}", "END:VEVENT"]
        try:
            events = Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""])).walk("VEVENT")
        except _ODD:
            half = len(entries) // 2
            if half:
                yield from self._parsed(zones, entries[:half])
                yield from self._parsed(zones, entries[half:])
            else:
                self.refused.append((entries[0].position, entries[0].shown, "it could not be read"))
            return
        yield from events

    def _placed(self, events: list[Event]) -> list[Event]:
        """Return the entries that can be placed in time and have not ended before; the others are refused."""
        placed = []
        for event in events:
            broken = {str(name) for name, _ in event.errors} & _PLACED
            why = f"its {min(broken)} could not be read" if broken else _why_nowhere(event)
            if why:
                self._refuse([event], why)
                continue
            until = event["RRULE"].get("UNTIL") if "RRULE" in event else None
            if until is None or _plain_day(until[0]) >= self.first - _DAY:
                self._count_steps(event)
                self.unknown |= _unknown_zones(event)
                placed.append(event)
        return placed

    def _count_steps(self, event: Event) -> None:
        """Raise `NotACalendarError` when the series so far take too many steps from their start to the last day."""
        if "RRULE" not in event:
            return
        rule = event["RRULE"]
        days = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}[str(rule["FREQ"][0]).upper()]
        interval = int(rule.get("INTERVAL", [1])[0])
        steps = (self.last - _plain_day(event["DTSTART"].dt)).days // days // interval
        self.steps += max(steps, STEPS_AT_LEAST)
        if self.steps > MOST_STEPS:
            raise NotACalendarError(
                "it has too many recurring entries. Export fewer days, or a single calendar"
            )

    def _expand(self, uid: str, events: list[Event]) -> None:
        """Add the occurrences of the entries of one UID, and the ids of those a series no longer has."""
        seen: set[str] = set()
        for occurrence, recurrence in self._occurrences(events):
            if recurrence in seen:
                continue
            seen.add(recurrence)
            self.found.append(self._described(occurrence, uid_of(uid, recurrence)))
            if len(self.found) > MOST_OCCURRENCES:
                raise NotACalendarError(
                    f"it has more than {MOST_OCCURRENCES:,} occurrences in these days. Import fewer days"
                )
        series = [event for event in events if "RRULE" in event]
        if any("EXDATE" in event or {"UNTIL", "COUNT"} & set(event["RRULE"]) for event in series):
            seen |= {self._recurrence(e["RECURRENCE-ID"].dt) for e in events if "RECURRENCE-ID" in e}
            for _, recurrence in self._occurrences(list(map(_endless, series))):
                if recurrence not in seen:
                    self.gone.add(uid_of(uid, recurrence))

    def _find_shifted(self, series: list[str]) -> None:
        """Add to `gone` the booked rows of series that were moved as a whole.

        Such a series has new recurrence ids, and of the old ones only hashes are known. So each id it may have
        had around the day of a row is tried: the day itself, and each five minutes of it.
        """
        uids = {fields["uid"] for fields in self.found}
        lost = {uid: day for uid, day in self.booked.items() if uid not in uids}
        days = {day + timedelta(days=more) for day in lost.values() for more in (-1, 0, 1)}
        if len(series) * len(days) * len(_MOMENTS) > MOST_TRIED:
            return
        for uid in series:
            for day in days:
                self.gone |= {uid_of(uid, f"{day:%Y%m%d}{moment}") for moment in _MOMENTS} & set(lost)

    def _occurrences(self, events: list[Event]) -> Iterator[tuple[Event, str]]:
        """Yield each occurrence with its recurrence id: of a rule those in the days looked at, else all."""
        import recurring_ical_events

        query = recurring_ical_events.of(self._calendar(events), keep_recurrence_attributes=True)
        series = any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
        # The library knows nothing of our zone: a day more is asked for on either side, and days compared below.
        spans = [(self.first - _DAY, self.last + 2 * _DAY)]
        for event in events:
            if "RRULE" not in event and "RDATE" not in event:
                day = _plain_day(event["DTSTART"].dt)
                spans.append((day - _DAY, day + _DAY))
        originals = {_position(event): event for event in events}
        for first, last in spans:
            for occurrence in query.between(first, last):
                alone = "RRULE" not in occurrence and "RDATE" not in occurrence
                if alone or self.first <= self._day(occurrence["DTSTART"].dt) <= self.last:
                    source = originals[_position(occurrence)]
                    yield occurrence, self._recurrence(_original(occurrence, source)) if series else ""

    def _calendar(self, events: list[Event]) -> Calendar:
        from icalendar import Calendar

        calendar = Calendar()
        if self.calendar_zone:
            calendar.add("X-WR-TIMEZONE", self.text.zone)
        for event in events:
            calendar.add_component(event)
        return calendar

    def _recurrence(self, start: date) -> str:
        if not isinstance(start, datetime):
            return start.strftime("%Y%m%d")
        return self._aware(start).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    def _aware(self, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self.calendar_zone or self.zone)

    def _day(self, start: date) -> date:
        """Return the day in the organisation's time zone."""
        if not isinstance(start, datetime):
            return start
        return self._aware(start).astimezone(self.zone).date()

    def _described(self, occurrence: Event, uid: str) -> dict[str, Any]:
        """Return the fields of an `Occurrence` that are handed back: no title, no address."""
        start, end = occurrence["DTSTART"].dt, occurrence["DTEND"].dt
        all_day = not isinstance(start, datetime)
        answers: dict[str, str] = {}
        for attendee in _listed(occurrence.get("ATTENDEE")):
            if _is_person(attendee):
                answers[self._who(attendee)] = str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
        organiser = occurrence.get("ORGANIZER")
        by = self._who(organiser) if organiser is not None else ""
        if by and not by.startswith("@"):  # a stranger who only sends the invitation is not in it
            answers.setdefault(by, "ACCEPTED")
        title = str(occurrence.get("SUMMARY", "")).casefold()
        values = _listed(occurrence.get("CATEGORIES"))
        categories = {str(name).strip().casefold() for v in values for name in getattr(v, "cats", [v])}
        status = "CANCELLED" if self.text.cancels else str(occurrence.get("STATUS", "")).strip().upper()
        day = self._day(start)
        last = end - _DAY if all_day else self._day(end)
        return {
            "position": _position(occurrence),
            "shown": self.shown[_position(occurrence)],
            "uid": uid,
            "day": day.isoformat(),
            "last": max(day, last).isoformat(),
            "all_day": all_day,
            "status": status,
            "sequence": int(occurrence.get("SEQUENCE", 0)),
            "organiser": "" if by.startswith("@") else by,
            "answers": {who: answer for who, answer in sorted(answers.items()) if who[:1] != "@"},
            "strangers": sum(who[:1] == "@" for who in answers),
            "titles": [word for word in self.titles if word.casefold() in title],
            "categories": [word for word in self.categories if word.casefold() in categories],
            "away": str(occurrence.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).strip().upper() == "OOF",
        }

    def _who(self, address: object) -> str:
        """Return the person's id, or for a stranger something with an @ that does not leave this process."""
        text = re.sub(r"(?i)^mailto:", "", str(address).strip()).strip().casefold()
        return self.people.get(text, f"@{text}")


def _is_parsed(zone: tuple[str, ...]) -> bool:
    """Whether the library can parse a time zone; one it cannot would make it refuse every entry."""
    from icalendar import Calendar

    try:
        Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *zone, "END:VCALENDAR", ""]))
    except _ODD:
        return False
    return True


def _position(event: Event) -> int:
    return int(str(event[_POSITION]))


def _why_nowhere(event: Event) -> str:
    """Return why an entry cannot be placed in time, empty when it can."""
    start = event["DTSTART"].dt
    if not isinstance(start, date):
        return "its start is not a date"
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        return f"it begins outside the years {FIRST_YEAR} to {LAST_YEAR}"
    end = event["DTEND"].dt if "DTEND" in event else start
    if "DURATION" in event:
        end = start + event["DURATION"].dt
    if _plain_day(end) < _plain_day(start):
        return "it ends before it begins"
    longest = LONGEST_IN_A_SERIES if "RRULE" in event or "RDATE" in event else LONGEST
    if _plain_day(end) - _plain_day(start) > longest:
        return f"it lasts more than {longest.days} days"
    return ""


def _plain_day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _original(occurrence: Event, source: Event) -> date:
    """Return when an occurrence was to begin before anybody moved it.

    What follows a change of `this and all to come` is moved by as much as that change, and carries its id.
    """
    start: date = occurrence["DTSTART"].dt
    if "RECURRENCE-ID" not in source:
        return start
    change = source["RECURRENCE-ID"]
    if str(change.params.get("RANGE", "")).upper() == "THISANDFUTURE":
        return start - (_moment(source["DTSTART"].dt) - _moment(change.dt))
    recurrence: date = change.dt
    return recurrence


def _moment(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), UTC)


def _endless(event: Event) -> Event:
    """Return a series as it would be had nothing been left out of it, nor an end been set."""
    series = event.copy()
    series.pop("EXDATE", None)
    rule = series["RRULE"].copy()
    for name in ("UNTIL", "COUNT"):
        rule.pop(name, None)
    series["RRULE"] = rule
    return series


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _is_person(attendee: Any) -> bool:
    """Whether an attendee is invited and a person: not a room, and not a mere observer (NON-PARTICIPANT)."""
    kind = str(attendee.params.get("CUTYPE", "INDIVIDUAL")).upper()
    role = str(attendee.params.get("ROLE", "")).upper()
    return kind not in ("ROOM", "RESOURCE") and role != "NON-PARTICIPANT"


def _unknown_zones(event: Event) -> set[str]:
    """Return the names of the time zones of its times that the library does not know."""
    values = [event[name] for name in ("DTSTART", "DTEND", "RECURRENCE-ID") if name in event]
    return {
        str(value.params["TZID"])
        for value in values
        if isinstance(value.params.get("TZID"), str)
        and isinstance(value.dt, datetime)
        and value.dt.tzinfo is None
    }


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # no such zone, no name at all, or a folder of them
        return None


def _tame(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])


def limit_resources() -> None:
    """Limit time and memory of this process; where the system has no limits, the parent ends it after a while."""
    try:
        import resource
    except ImportError:
        return
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, SECONDS, SECONDS + 1),
        (resource.RLIMIT_AS, MEMORY, MEMORY),
    ):
        most = resource.getrlimit(kind)[1]  # a lower limit that was set from outside cannot be raised
        if most == resource.RLIM_INFINITY or most > hard:
            most = hard
        resource.setrlimit(kind, (min(soft, most), most))


def give_up_after(year: int) -> None:
    """Make rules without any occurrence end: dateutil looks for one until the last year `datetime` knows."""
    sys.modules["datetime"].MAXYEAR = year  # type: ignore[attr-defined]


def expand_main() -> None:
    """Read the task from stdin, and write the answer to stdout."""
    limit_resources()
    task = json.load(sys.stdin)
    try:
        text = split_calendar(task["calendar"])
        give_up_after(int(task["last"][:4]) + 1)
        answer = Expansion(task, text).run()
    except NotACalendarError as error:
        answer = {"unusable": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    expand_main()

"""Work out the occurrences of a calendar in a process of its own: `python -m checks.imports.ics_expansion`.

Reads tasks as lines of JSON and writes each answer as one. The process has a limit of memory, and of time for each
task, so a hostile file can harm nothing else. Titles and addresses stay here too: the answer holds ids of people, and which of
the rules' words a title has. Only for somebody who looks for rules (`wording`) it holds titles as well.

`uid` is the first 16 hex digits of SHA-256 over the UTF-8 bytes of `UID`, a line feed, and the recurrence id:
nothing for an entry that stands alone, `YYYYMMDD` for an occurrence of an all-day series, and else the
occurrence's original start in UTC as `YYYYMMDDTHHMMSSZ`. Of several meetings under one UID each has one; `#2` and
so on stand behind it where they begin at the same time. A time without a zone is in the organisation's.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from collections import Counter
from datetime import date, timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from checks.imports.ics import CalendarText, NotACalendarError, split_calendar
from checks.imports.ics_people import Invited, PeopleDirectory
from checks.imports.ics_times import (
    FIRST_YEAR,
    Clock,
    original_start,
    plain_day,
    unknown_zones,
    why_nowhere,
    zone_named,
)
from checks.imports.ics_titles import is_called_off, plain_title, title_pattern, words_in_title
from checks.imports.ics_versions import grouped

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
"""Processor time that one task may take."""

MEMORY = 768 * 1024 * 1024
"""Bytes of address space; a file with 20,000 entries takes some 200 MB."""

MOST_OCCURRENCES = 20_000
MOST_STEPS, STEPS_AT_LEAST = 200_000, 200
"""Steps (days, weeks, months or years) that all series together may take, and those that each counts for at least.

A step takes some two millionths of a second, twice; the rest of a series takes as long as 200 of them.
"""

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


def directory_of(task: Mapping[str, Any]) -> PeopleDirectory:
    """Return who is who for a task."""
    return PeopleDirectory(task["people"], task.get("names", {}), task.get("not_people", ()))


class Expansion:
    """Works out what one calendar holds between two days."""

    def __init__(
        self, task: Mapping[str, Any], text: CalendarText, directory: PeopleDirectory | None = None
    ) -> None:
        self.first = date.fromisoformat(task["first"])
        self.last = date.fromisoformat(task["last"])
        self.clock = Clock(ZoneInfo(task["zone"]), zone_named(text.zone))
        self.directory = directory or directory_of(task)
        self.owner: str = task.get("owner") or ""
        self.lists = {address.casefold(): team for address, team in task.get("lists", {}).items()}
        self.titles: list[str] = task["titles"]
        self.categories: list[str] = task["categories"]
        self.wording = bool(task.get("wording"))
        self.booked = {uid: date.fromisoformat(day) for uid, day in task.get("booked", {}).items()}
        self.text = text
        self.notes = list(text.notes)
        self.refused = [(entry.position, entry.shown, why) for entry, why in text.refused]
        self.found: list[dict[str, Any]] = []
        self.gone: set[str] = set()
        self.unknown: set[str] = set()
        self.by_name: set[int] = set()
        self.steps = 0
        self.entries = {entry.position: entry for entry in text.entries}

    def run(self) -> dict[str, Any]:
        """Expand everything, and return it as it is handed back."""
        groups: dict[str, list[Event]] = {}
        for event in self._parsed(self._zones(), self._not_long_over()):
            if "UID" in event:
                groups.setdefault(str(event["UID"]).strip(), []).append(event)
            else:
                self._refuse([event], "its UID could not be read")
        # All entries are placed before any is expanded: the limit on steps is one for the whole file.
        placed = {uid: self._guarded(events, partial(self._placed, events)) for uid, events in groups.items()}
        for uid, events in placed.items():
            if events:
                self._guarded(events, partial(self._expand_all, uid, events))
        self._find_shifted([uid for uid, events in placed.items() if any("RRULE" in e for e in events or ())])
        self._note_what_was_assumed()
        return {
            "occurrences": sorted(self.found, key=itemgetter("day", "position", "uid")),
            "gone": sorted(self.gone - {fields["uid"] for fields in self.found}),
            "refused": sorted(self.refused),
            "notes": self.notes,
            "entries": len(self.text.entries) + len(self.text.refused),
            "elsewhen": sorted(set(self.entries) - self._positions_told()),
        }

    def _positions_told(self) -> set[int]:
        """Return the numbers of the entries that have an occurrence, or a reason why not."""
        refused = {position for position, _, _ in self.refused}
        return refused | {fields["position"] for fields in self.found}

    def _not_long_over(self) -> list[EntryText]:
        """Return the entries without those over before the days looked at: some export many years, and reading is slow.

        Only what is alone under its UID is left out, and has an end before these days in any zone.
        """
        uids = Counter(uid.strip() for entry in self.text.entries for uid in entry.values("UID"))
        earliest = f"{self.first - 2 * _DAY:%Y%m%d}"

        def is_over(entry: EntryText) -> bool:
            if any(entry.values(name) for name in _RECURRING):
                return False
            first, last = (
                _DIGITS.fullmatch(next(iter(entry.values(name)), "").strip()) for name in ("DTSTART", "DTEND")
            )
            return (
                first is not None and last is not None and f"{FIRST_YEAR}" <= first[1] <= last[1] < earliest
            )

        return [
            entry
            for entry in self.text.entries
            if not is_over(entry) or any(uids[uid.strip()] > 1 for uid in entry.values("UID"))
        ]

    def _zones(self) -> list[tuple[str, ...]]:
        """Return the time zones the file describes, as far as the library can parse them."""
        zones = [zone for zone in self.text.zones if _is_parsed(zone)]
        if len(zones) < len(self.text.zones):
            self.notes.append("a time zone in the file could not be read, so it is ignored")
        return zones

    def _note_what_was_assumed(self) -> None:
        for tzid in sorted(self.unknown):
            instead = f"its times count as {self.clock.zone.key} time"
            self.notes.append(f"unknown time zone {_tame(tzid)}: {instead}")
        if self.text.zone and zone_named(self.text.zone) is None:
            self.notes.append(
                f"the calendar's time zone {_tame(self.text.zone)} is unknown, so it is ignored"
            )
        if self.by_name:
            number = len(self.by_name)
            entries = (
                f"{number} entries have people" if number > 1 else f"entry {min(self.by_name)} has people"
            )
            self.notes.append(
                f"{entries} without an address. They were recognised by their names in people.csv"
            )

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
            self.refused.append((position, self.entries[position].shown, why))

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
            why = f"its {min(broken)} could not be read" if broken else why_nowhere(event)
            if not why and self._lost_people(event):
                why = "an ATTENDEE or ORGANIZER could not be read, so who is in it is unknown"
            if why:
                self._refuse([event], why)
                continue
            until = event["RRULE"].get("UNTIL") if "RRULE" in event else None
            if until is None or plain_day(until[0]) >= self.first - _DAY:
                self._count_steps(event)
                self.unknown |= unknown_zones(event)
                placed.append(event)
        return placed

    def _lost_people(self, event: Event) -> bool:
        """Whether the library has dropped somebody that the entry names: nobody knows then who is in it."""
        entry = self.entries[_position(event)]
        return any(
            len(entry.values(name)) > len(_listed(event.get(name))) for name in ("ORGANIZER", "ATTENDEE")
        )

    def _count_steps(self, event: Event) -> None:
        """Raise `NotACalendarError` when the series so far take too many steps from their start to the last day."""
        if "RRULE" not in event:
            return
        rule = event["RRULE"]
        days = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}[str(rule["FREQ"][0]).upper()]
        interval = int(rule.get("INTERVAL", [1])[0])
        steps = (self.last - plain_day(event["DTSTART"].dt)).days // days // interval
        self.steps += max(steps, STEPS_AT_LEAST)
        if self.steps > MOST_STEPS:
            raise NotACalendarError(
                "it has too many recurring entries. Export fewer days, or a single calendar"
            )

    def _expand_all(self, uid: str, events: list[Event]) -> None:
        """Add the occurrences of each meeting of one UID, and refuse what a later version replaces."""
        meetings, older = grouped(events, self.clock)
        for event, later in older:
            self._refuse([event], f"entry {_position(later)} is a later version of it")
        seen: set[str] = set()
        for meeting in meetings:
            self._expand(uid, meeting, seen, alone=len(meetings) == 1)

    def _expand(self, uid: str, events: list[Event], seen: set[str], *, alone: bool) -> None:
        """Add the occurrences of a meeting, and the ids of those a series no longer has.

        `seen` are the recurrence ids that were added under this UID. A meeting that is not alone under it has one
        even where it does not recur; what begins at the very time of another is counted on behind it.
        """
        series = not alone or any(name in event for event in events for name in _RECURRING)
        own: set[str] = set()
        for occurrence, start in self._occurrences(events):
            recurrence = self.clock.recurrence(start) if series else ""
            if recurrence in own:
                continue
            own.add(recurrence)
            own_uid = uid_of(uid, _not_in(seen, recurrence))
            self.found.append(self._described(occurrence, own_uid) | {"in_series": bool(recurrence)})
            if len(self.found) > MOST_OCCURRENCES:
                raise NotACalendarError(
                    f"it has more than {MOST_OCCURRENCES:,} occurrences in these days. Import fewer days"
                )
        series_of_rules = [event for event in events if "RRULE" in event]
        if any("EXDATE" in event or {"UNTIL", "COUNT"} & set(event["RRULE"]) for event in series_of_rules):
            changed = {self.clock.recurrence(e["RECURRENCE-ID"].dt) for e in events if "RECURRENCE-ID" in e}
            for _, start in self._occurrences(list(map(_endless, series_of_rules))):
                recurrence = self.clock.recurrence(start)
                if recurrence not in own | changed:
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

    def _occurrences(self, events: list[Event]) -> Iterator[tuple[Event, date]]:
        """Yield each occurrence with its original start: of a rule those in the days looked at, else all."""
        import recurring_ical_events

        query = recurring_ical_events.of(self._calendar(events), keep_recurrence_attributes=True)
        # The library knows nothing of our zone: a day more is asked for on either side, and days compared below.
        spans = [(self.first - _DAY, self.last + 2 * _DAY)]
        for event in events:
            if "RRULE" not in event and "RDATE" not in event:
                day = plain_day(event["DTSTART"].dt)
                spans.append((day - _DAY, day + _DAY))
        originals = {_position(event): event for event in events}
        for first, last in spans:
            for occurrence in query.between(first, last):
                alone = "RRULE" not in occurrence and "RDATE" not in occurrence
                if alone or self.first <= self.clock.day(occurrence["DTSTART"].dt) <= self.last:
                    yield occurrence, original_start(occurrence, originals[_position(occurrence)])

    def _calendar(self, events: list[Event]) -> Calendar:
        from icalendar import Calendar

        calendar = Calendar()
        if zone_named(self.text.zone):
            calendar.add("X-WR-TIMEZONE", self.text.zone)
        for event in events:
            calendar.add_component(event)
        return calendar

    def _described(self, occurrence: Event, uid: str) -> dict[str, Any]:
        """Return the fields of an `Occurrence` that are handed back: no title and no address, unless asked for."""
        position = _position(occurrence)
        organiser = occurrence.get("ORGANIZER")
        invited = self.directory.invited(organiser, _listed(occurrence.get("ATTENDEE")))
        if self.owner and organiser is None:  # an entry nobody sent is of whose calendar it is
            invited.organiser = self.owner
            invited.answers.setdefault(self.owner, "ACCEPTED")
        if invited.by_name:
            self.by_name.add(position)
        title = str(occurrence.get("SUMMARY", ""))
        values = _listed(occurrence.get("CATEGORIES"))
        categories = {plain_title(str(name)) for v in values for name in getattr(v, "cats", [v])}
        names = invited.names.values()
        day = self.clock.day(occurrence["DTSTART"].dt)
        whole_days = self.clock.whole_days(occurrence)
        first, last = whole_days or (day, max(day, self.clock.day(occurrence["DTEND"].dt)))
        return {
            "position": position,
            "shown": self.entries[position].shown,
            "uid": uid,
            "day": first.isoformat(),
            "last": last.isoformat(),
            "all_day": whole_days is not None,
            "status": self._status(occurrence),
            "sequence": int(occurrence.get("SEQUENCE", 0)),
            "organiser": invited.organiser,
            "answers": dict(sorted(invited.answers.items())),
            "strangers": len(invited.unknown),
            "lists": sorted({self.lists[who] for who in invited.unknown if who in self.lists}),
            "titles": list(words_in_title(title, self.titles, names)),
            "categories": [word for word in self.categories if plain_title(word) in categories],
            "away": str(occurrence.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).strip().upper() == "OOF",
            "called_off_in_title": is_called_off(title),
            "words": self._words(title, invited) if self.wording else None,
        }

    def _status(self, occurrence: Event) -> str:
        status = str(occurrence.get("STATUS", "")).strip().upper()
        called_off = (
            self.text.cancels or is_called_off(status) or is_called_off(str(occurrence.get("SUMMARY", "")))
        )
        return "CANCELLED" if called_off else status

    def _words(self, title: str, invited: Invited) -> dict[str, Any]:
        """Return the words of an entry, for somebody who looks for rules at their own terminal."""
        names = invited.names.values()
        return {
            "title": _tame(title),
            "pattern": title_pattern(title, names, self.directory.name_parts),
            "unknown": invited.unknown,
        }


_DIGITS = re.compile(r"([0-9]{8})(?:T[0-9]{6}Z?)?")
_RECURRING = ("RRULE", "RDATE", "RECURRENCE-ID")


def _not_in(seen: set[str], recurrence: str) -> str:
    """Return the recurrence id, with a number behind it where another meeting of the same UID has it."""
    numbered, number = recurrence, 1
    while numbered in seen:
        number += 1
        numbered = f"{recurrence}#{number}"
    seen.add(numbered)
    return numbered


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


def _tame(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])


def limit_resources() -> None:
    """Limit memory of this process, and time until the next call of it.

    Where the system has no limits, the parent ends the process after a while.
    """
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(usage.ru_utime + usage.ru_stime) + SECONDS
    for kind, soft in ((resource.RLIMIT_CPU, until), (resource.RLIMIT_AS, MEMORY)):
        most = resource.getrlimit(kind)[1]  # a lower limit that was set from outside cannot be raised
        resource.setrlimit(kind, (soft if most == resource.RLIM_INFINITY else min(soft, most), most))


def give_up_after(year: int) -> None:
    """Make rules without any occurrence end: dateutil looks for one until the last year `datetime` knows."""
    sys.modules["datetime"].MAXYEAR = year  # type: ignore[attr-defined]


def expand_main() -> None:
    """Answer tasks line by line; a line without a calendar is what all behind it have in common."""
    shared: dict[str, Any] = {}
    directory = None
    for line in sys.stdin:
        limit_resources()
        task = shared | json.loads(line)
        if "calendar" not in task:
            shared, directory = task, directory_of(task)
            continue
        sys.stdout.write(f"{json.dumps(_answer(task, directory))}\n")
        sys.stdout.flush()


def _answer(task: Mapping[str, Any], directory: PeopleDirectory | None) -> dict[str, Any]:
    try:
        text = split_calendar(task["calendar"]).numbered(task.get("positions", ()))
        give_up_after(int(task["last"][:4]) + 1)
        return Expansion(task, text, directory).run()
    except NotACalendarError as error:
        return {"unusable": str(error)}


if __name__ == "__main__":
    expand_main()

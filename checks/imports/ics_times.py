"""When an entry is: whether it can be placed in time, and its days and times in one kind.

Calendars mix days and times: the end of a series, a day left out or the occurrence that is changed may be a day,
where the series has a time, or the other way round, and each in any zone. They are read as what the series has.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST, LONGEST_IN_A_SERIES = timedelta(days=400), timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2090

ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
"""Properties that say TRUE where an entry is for whole days, though it is written with times."""

_DAY = timedelta(days=1)
_LAST_MINUTE = time(23, 59)


class Clock:
    """Reads times without a zone in the calendar's own, or else in the organisation's."""

    def __init__(self, zone: ZoneInfo, calendar_zone: ZoneInfo | None) -> None:
        self.zone = zone
        self.floating = calendar_zone or zone

    def aware(self, moment: datetime) -> datetime:
        """Return a time with its zone."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.floating)

    def day(self, start: date) -> date:
        """Return the day in the organisation's time zone."""
        if not isinstance(start, datetime):
            return start
        return self.aware(start).astimezone(self.zone).date()

    def recurrence(self, start: date) -> str:
        """Return the recurrence id of an occurrence by its original start."""
        if not isinstance(start, datetime):
            return start.strftime("%Y%m%d")
        return self.aware(start).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    def whole_days(self, event: Any) -> tuple[date, date] | None:
        """Return the first and last day of an entry for whole days; None for one of hours.

        It may be written from midnight to midnight: in the organisation's zone, in one that it names, or in any
        where it says itself that it is for whole days.
        """
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if not isinstance(start, datetime):
            return start, max(start, end - _DAY)
        for_days = any(str(event.get(name, "")).strip().upper() == "TRUE" for name in ALL_DAY)
        own = self.aware(start).tzinfo
        zones = [self.zone, own] if for_days or own not in (UTC, ZoneInfo("UTC")) else [self.zone]
        for zone in zones:
            first, last = (self.aware(moment).astimezone(zone) for moment in (start, end))
            if first.time() == time() and last > first:
                if last.time() == time():
                    return first.date(), last.date() - _DAY
                if last.time() >= _LAST_MINUTE:
                    return first.date(), last.date()
        return None

    def settle(self, series: Any, changes: Iterable[Any]) -> None:
        """Make the days and times of a series, and of the changes to single occurrences, one kind."""
        start = series["DTSTART"].dt
        if "RRULE" in series and "UNTIL" in series["RRULE"]:
            series["RRULE"]["UNTIL"] = [self._until(series["RRULE"]["UNTIL"][0], start)]
        left_out = list(_dates(series, "EXDATE"))
        if left_out:
            del series["EXDATE"]
            starts = [start, *_dates(series, "RDATE")]
            series.add("EXDATE", [moment for day in left_out for moment in self._occurring(day, starts)])
        for change in changes:
            before = change["RECURRENCE-ID"]
            change["RECURRENCE-ID"] = type(before)(self._occurring(before.dt, [start])[0])
            if "RANGE" in before.params:
                change["RECURRENCE-ID"].params["RANGE"] = before.params["RANGE"]

    def _until(self, until: date, start: date) -> date:
        """Return the end of a series in UTC, or without a zone, or as a day: as its start asks for."""
        if not isinstance(start, datetime):
            return self._as_day(until)
        if not isinstance(until, datetime):
            until = datetime.combine(until, time(23, 59, 59))
        if start.tzinfo is None:
            return until.astimezone(self.floating).replace(tzinfo=None) if until.tzinfo else until
        return (until if until.tzinfo else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)

    def _occurring(self, moment: date, starts: list[Any]) -> list[date]:
        """Return what a day or time means in a series: its occurrences on that day, or that time in its zone."""
        start = starts[0]
        if not isinstance(start, datetime):
            return [self._as_day(moment)]
        if not isinstance(moment, datetime) or (_is_midnight(moment) and not _is_midnight(start)):
            day = plain_day(moment)
            others = [
                other for other in starts[1:] if isinstance(other, datetime) and plain_day(other) == day
            ]
            return [datetime.combine(day, start.timetz()), *others]
        if start.tzinfo is None:
            return [moment.astimezone(self.floating).replace(tzinfo=None) if moment.tzinfo else moment]
        return [moment.astimezone(start.tzinfo) if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)]

    def _as_day(self, moment: date) -> date:
        if not isinstance(moment, datetime) or _is_midnight(moment):
            return plain_day(moment)
        return self.day(moment)


def why_nowhere(event: Any) -> str:
    """Return why an entry cannot be placed in time, empty when it can."""
    start = event["DTSTART"].dt
    if not isinstance(start, date):
        return "its start is not a date"
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        return f"it begins outside the years {FIRST_YEAR} to {LAST_YEAR}"
    end = event["DTEND"].dt if "DTEND" in event else start
    if "DURATION" in event:
        end = start + event["DURATION"].dt
    if plain_day(end) < plain_day(start):
        return "it ends before it begins"
    longest = LONGEST_IN_A_SERIES if "RRULE" in event or "RDATE" in event else LONGEST
    if plain_day(end) - plain_day(start) > longest:
        return f"it lasts more than {longest.days} days"
    return ""


def unknown_zones(event: Any) -> set[str]:
    """Return the names of the time zones of its times that the library does not know."""
    values = [event[name] for name in ("DTSTART", "DTEND", "RECURRENCE-ID") if name in event]
    return {
        str(value.params["TZID"])
        for value in values
        if isinstance(value.params.get("TZID"), str)
        and isinstance(value.dt, datetime)
        and value.dt.tzinfo is None
    }


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of a name, if there is one."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # no such zone, no name at all, or a folder of them
        return None


def original_start(occurrence: Any, source: Any) -> date:
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


def plain_day(moment: date) -> date:
    """Return the day of a day or time, in its own zone."""
    return date(moment.year, moment.month, moment.day)


def _moment(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), UTC)


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time()


def _dates(event: Any, name: str) -> Iterator[date]:
    """Yield the days or times of EXDATE or RDATE; of a period its start."""
    values = event.get(name)
    for value in values if isinstance(values, list) else [] if values is None else [values]:
        for moment in value.dts:
            yield moment.dt[0] if isinstance(moment.dt, tuple) else moment.dt

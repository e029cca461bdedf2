"""When people are busy, asked of calendar servers once a person."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from checks.remote.connections import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, tzinfo

    from checks.model.sources import CalendarSource
    from checks.planning.free_hours import Stretch
    from checks.remote.calendar_servers import CalendarServer, ServerCalendar


class BusyTimes:
    """Who is busy when, on days from `first` to `last`, as far as a server tells; by the sources of their persons."""

    def __init__(
        self, sources: Sequence[CalendarSource], first: date, last: date, zone: tzinfo, *, allow_http: bool
    ) -> None:
        self._sources = sources
        self._allow_http = allow_http
        self._span = (
            datetime.combine(first, time(), zone),
            datetime.combine(last + timedelta(days=1), time(), zone),
        )
        self._known: dict[str, list[Stretch] | None] = {}

    def of_giver(
        self, source: CalendarSource, server: CalendarServer, calendars: Iterable[ServerCalendar]
    ) -> list[Stretch] | None:
        """Return when the person of a source is busy, None where nobody tells; their other sources are asked too."""
        others = [other for other in self._of(source.person or "") if other.id != source.id]
        return _joined([self._in(server, calendars), *map(self._in_source, others)])

    def of_receiver(self, person: str, address: str, server: CalendarServer) -> list[Stretch] | None:
        """Return when somebody is busy, None where nobody tells it.

        Their own sources are asked first, else the `server` of who invites them.
        """
        if person not in self._known:
            own = self._of(person)
            self._known[person] = (
                _joined(map(self._in_source, own)) if own else self._told_to(server, address)
            )
        return self._known[person]

    def _of(self, person: str) -> list[CalendarSource]:
        return [source for source in self._sources if source.person == person and source.kind == "caldav"]

    def _in(self, server: CalendarServer, calendars: Iterable[ServerCalendar]) -> list[Stretch] | None:
        answers = [server.busy(calendar, *self._span) for calendar in calendars]
        return _joined(
            [(busy.start, busy.end) for busy in times] if times is not None else None for times in answers
        )

    def _in_source(self, source: CalendarSource) -> list[Stretch] | None:
        from checks.remote.calendar_servers import server_of

        try:
            with server_of(source, os.environ, allow_http=self._allow_http) as server:
                return self._in(server, server.calendars(source.calendars))
        except SourceError as error:
            click.echo(f"outbound: {source.id}: {error}. Its busy times are not taken into account", err=True)
            return None

    def _told_to(self, server: CalendarServer, address: str) -> list[Stretch] | None:
        times = server.busy_of(address, *self._span)
        return None if times is None else [(busy.start, busy.end) for busy in times]


def _joined(answers: Iterable[list[Stretch] | None]) -> list[Stretch] | None:
    """Return all that was told, None where nobody told anything."""
    known = [times for times in answers if times is not None]
    return [stretch for times in known for stretch in times] if known else None

"""A user's calendars at a CalDAV server: what is in them, when somebody is busy, and entries put there.

Spoken by the library `caldav`; what is asked of it goes through a session that keeps to one host, to an end in time
and to a size. Source: RFC 4791, RFC 6638.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from checks.model.errors import UsageError
from checks.remote.connections import (
    LIMITS,
    SourceError,
    TooLargeError,
    checked_address,
    refuse_missing,
    refuse_status,
    silence_libraries,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from caldav.collection import Principal
    from caldav.davclient import DAVClient
    from caldav.response import DAVResponse

    from checks.model.sources import CalendarSource
    from checks.remote.connections import ConnectionLimits
    from checks.remote.guarded_session import GuardedSession

T = TypeVar("T")

WIDEST_WINDOW = timedelta(days=92)
"""How many days are asked for at once, so that a calendar of many years never comes whole."""

_MARGIN = timedelta(days=1)
"""Days are those of the caller's time zone, and servers are asked in UTC."""

_OTHER_ANSWER = "the answer is not one of a calendar server"
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, OverflowError, AssertionError)
"""What libraries raise for an answer that is not as they expect."""

_CALENDAR_TEXT = {"Content-Type": "text/calendar; charset=utf-8"}
_DAV = "{DAV:}"
_CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_ABOUT_CALENDARS = (
    '<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
    'xmlns:S="http://calendarserver.org/ns/"><D:prop><D:resourcetype/><D:displayname/><D:sync-token/><S:getctag/>'
    "<C:supported-calendar-component-set/></D:prop></D:propfind>"
)


@dataclass(frozen=True, slots=True)
class ServerCalendar:
    """A calendar at a server: its address, its name, and a token that changes with its content.

    The token is empty where the server gives none.
    """

    address: str
    title: str
    token: str

    @property
    def shown(self) -> str:
        r"""Its name as it may be printed: some servers name a calendar by its owner's address.

        >>> ServerCalendar("", "Work\n", "").shown, ServerCalendar("", "ada@example.org", "").shown
        ('Work?', 'one named by an address')
        """
        if "@" in self.title:
            return "one named by an address"
        return "".join(letter if letter.isprintable() else "?" for letter in self.title[:100])


@dataclass(frozen=True, slots=True)
class ServerEntry:
    """An entry at a server: its address, the tag of its state, and its calendar text (the whole series where it recurs)."""

    address: str
    etag: str
    text: str


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A stretch in which somebody is busy, its end not included; `tentative` where they may be."""

    start: datetime
    end: datetime
    tentative: bool = False


class CalendarServer:
    """A server as one of its users sees it; to be used in a `with` block. All methods raise `SourceError`."""

    def __init__(
        self,
        address: str,
        user: str,
        secret: str,
        *,
        allow_http: bool = False,
        limits: ConnectionLimits = LIMITS,
    ) -> None:
        self._address = checked_address(address, allow_http=allow_http)
        self._limits = limits
        self._client, self._session = _client(self._address, user, secret, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def calendars(self, titles: Sequence[str] = ()) -> tuple[ServerCalendar, ...]:
        """Return the user's calendars of entries, own ones and those shared with them, sorted by address.

        With `titles` only those: the words of the error name one that is not there. The address of a server may be
        that of a single calendar.
        """
        with self._speaking():
            calendars = self._calendars_at(self._address, 0)
            if not calendars:
                home = self._principal().calendar_home_set
                calendars = self._calendars_at(str(home.url), 1)
        missing = sorted(set(titles) - {calendar.title for calendar in calendars})
        if missing:
            there = ", ".join(sorted(calendar.shown for calendar in calendars)) or "none"
            raise SourceError(f"there is no calendar {missing[0]!r}. Calendars there: {there}")
        if not calendars:
            raise SourceError("there is no calendar at this address. Check address and user")
        wanted = (calendar for calendar in calendars if not titles or calendar.title in titles)
        return tuple(sorted(wanted, key=lambda calendar: calendar.address))

    def entries(self, calendar: ServerCalendar, first: date, last: date) -> Iterator[ServerEntry]:
        """Yield the entries with an occurrence on days from `first` to `last`, each once, window after window."""
        seen: set[str] = set()
        for start, end in _windows(first, last):
            for entry in self._window(calendar, start, end):
                if entry.address not in seen:
                    seen.add(entry.address)
                    yield entry

    def entry(self, calendar: ServerCalendar, file: str) -> ServerEntry | None:
        """Return an entry by the name of its file, None where there is none."""
        with self._speaking():
            address = self._below(calendar, file)
            response = self._client.request(address, "GET")
            if response.status in (404, 410):
                return None
            refuse_status(response.status)
            return ServerEntry(address, response.headers.get("ETag", ""), _text(response))

    def put(
        self, calendar: ServerCalendar, file: str, text: str, replaces: ServerEntry | None = None
    ) -> None:
        """Put an entry into a file of a calendar: a new one, or one that has not changed since it was read."""
        headers = dict(_CALENDAR_TEXT)
        if replaces is None:
            headers["If-None-Match"] = "*"
        elif _is_strong(replaces.etag):
            headers["If-Match"] = replaces.etag
        with self._speaking():
            address = replaces.address if replaces else self._below(calendar, file)
            refuse_status(self._client.put(address, text, headers).status)

    def delete(self, entry: ServerEntry) -> None:
        """Delete an entry that has not changed since it was read; one that is gone already is no error."""
        with self._speaking():
            headers = {"If-Match": entry.etag} if _is_strong(entry.etag) else {}
            status = self._client.delete(entry.address, headers).status
            if status not in (404, 410):
                refuse_status(status)

    def busy(self, calendar: ServerCalendar, start: datetime, end: datetime) -> tuple[BusyTime, ...] | None:
        """Return when somebody is busy by a calendar, None where the server does not tell it."""
        from caldav.elements import cdav

        query = cdav.FreeBusyQuery() + cdav.TimeRange(start, end)

        def ask() -> tuple[BusyTime, ...] | None:
            response = self._client.report(calendar.address, _xml(query), 1)
            refuse_status(response.status)
            return _busy_times(_text(response))

        return self._if_offered(ask)

    def busy_of(self, address: str, start: datetime, end: datetime) -> tuple[BusyTime, ...] | None:
        """Return when the owner of a mail address is busy, None where the server does not tell it to this user."""
        from caldav.elements import cdav

        def ask() -> tuple[BusyTime, ...] | None:
            outbox = self._property(cdav.ScheduleOutboxURL())
            if not outbox:
                return None
            organiser = next(iter(self.own_addresses()), "")
            question = _busy_question(organiser, address, start, end)
            response = self._client.post(self._absolute(outbox), question, _CALENDAR_TEXT)
            refuse_status(response.status)
            text = response.tree.findtext(f".//{_CALDAV}calendar-data") if response.tree is not None else None
            return _busy_times(text) if text else None

        return self._if_offered(ask)

    def own_addresses(self) -> tuple[str, ...]:
        """Return the mail addresses the server knows the user by, in small letters; none where it does not tell."""
        from caldav.elements import cdav

        addresses = self._if_offered(lambda: self._property(cdav.CalendarUserAddressSet())) or ()
        texts = [addresses] if isinstance(addresses, str) else addresses
        mail = [str(address).casefold() for address in texts if address]
        return tuple(address.removeprefix("mailto:") for address in mail if address.startswith("mailto:"))

    def sends_invitations(self, calendar: ServerCalendar) -> bool:
        """Whether the server sends an invitation to those who are in an entry (RFC 6638)."""
        response = self._if_offered(lambda: self._client.options(calendar.address))
        features = response.headers.get("DAV", "") if response else ""
        return "calendar-auto-schedule" in [feature.strip() for feature in features.split(",")]

    def _window(self, calendar: ServerCalendar, start: datetime, end: datetime) -> Iterator[ServerEntry]:
        try:
            with self._speaking():
                entries = self._queried(calendar, start, end)
        except SourceError as error:
            if not isinstance(error, TooLargeError) or end - start <= 3 * _MARGIN:
                raise
            middle = start + (end - start) / 2
            for half in ((start, middle), (middle, end)):
                yield from self._window(calendar, *half)
            return
        yield from entries

    def _queried(self, calendar: ServerCalendar, start: datetime, end: datetime) -> list[ServerEntry]:
        from caldav.elements import cdav, dav

        events = cdav.CompFilter("VEVENT") + cdav.TimeRange(start, end)
        wanted = dav.Prop() + dav.GetEtag() + cdav.CalendarData()
        which = cdav.Filter() + (cdav.CompFilter("VCALENDAR") + events)
        query = cdav.CalendarQuery() + wanted + which
        response = self._client.report(calendar.address, _xml(query), 1)
        refuse_status(response.status)
        if response.status != 207:
            raise SourceError(_OTHER_ANSWER, response.status)
        return [
            ServerEntry(self._absolute(result.href), result.etag or "", result.calendar_data)
            for result in response.parse_calendar_query()
            if result.calendar_data
        ]

    def _calendars_at(self, address: str, depth: int) -> list[ServerCalendar]:
        """Return the calendar at an address, or with a depth of 1 those below it."""
        response = self._client.propfind(address, _ABOUT_CALENDARS, depth)
        refuse_status(response.status)
        if response.status != 207:
            raise SourceError(f"{_OTHER_ANSWER}. Check the address", response.status)
        calendars = []
        for result in response.parse_propfind():
            about: dict[str, Any] = result.properties
            kinds, components = (
                about.get(f"{_DAV}resourcetype"),
                about.get(f"{_CALDAV}supported-calendar-component-set"),
            )
            if f"{_CALDAV}calendar" not in (kinds or ()) or "VEVENT" not in (components or ("VEVENT",)):
                continue
            token = (
                about.get(f"{_DAV}sync-token") or about.get("{http://calendarserver.org/ns/}getctag") or ""
            )
            address = self._absolute(result.href)
            title = about.get(f"{_DAV}displayname") or address.rstrip("/").rsplit("/", 1)[-1]
            calendars.append(ServerCalendar(address, str(title), str(token)))
        return calendars

    def _principal(self) -> Principal:
        return self._client.get_principal()

    def _property(self, element: Any) -> Any:
        """Return a property of the user, None where the server does not have it."""
        address = str(self._principal().url)
        response = self._client.propfind(address, [element.tag], 0)
        refuse_status(response.status)
        return next((result.properties.get(element.tag) for result in response.parse_propfind()), None)

    def _absolute(self, href: str) -> str:
        return str(self._client.url.join(href))

    def _below(self, calendar: ServerCalendar, file: str) -> str:
        return f"{calendar.address.rstrip('/')}/{file}"

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn what the libraries raise into words of our own."""
        from caldav.lib.error import DAVError
        from lxml.etree import LxmlError
        from niquests.exceptions import RequestException

        try:
            yield
        except SourceError:
            raise
        except DAVError:
            refuse_status(self._session.last_status)
            raise SourceError(_OTHER_ANSWER, self._session.last_status) from None
        except RequestException as error:
            raise SourceError(words_of(error, self._limits)) from None
        except (LxmlError, *_UNREADABLE, OSError) as error:
            if isinstance(error, OSError):
                raise SourceError(words_of(error, self._limits)) from None
            raise SourceError(_OTHER_ANSWER, self._session.last_status) from None

    def _if_offered(self, ask: Callable[[], T]) -> T | None:
        """Return what is answered, None where the server refuses: not every server offers everything."""
        try:
            with self._speaking():
                return ask()
        except SourceError as error:
            if error.code:
                return None
            raise


def server_of(
    source: CalendarSource,
    environment: Mapping[str, str],
    *,
    allow_http: bool = False,
    limits: ConnectionLimits = LIMITS,
) -> CalendarServer:
    """Return the server of a source of kind `caldav`; raises `SourceError` where a variable it names is not set."""
    refuse_missing(source.variables, environment)
    address = environment.get(source.address, "") if source.address in source.variables else source.address
    user, secret = environment[source.user or ""], environment[source.secret or ""]
    return CalendarServer(address, user, secret, allow_http=allow_http, limits=limits)


def _client(
    address: str, user: str, secret: str, limits: ConnectionLimits
) -> tuple[DAVClient, GuardedSession]:
    """Return the library's client, and the session it speaks through instead of its own."""
    silence_libraries()
    try:
        from caldav.davclient import DAVClient

        from checks.remote.guarded_session import GuardedSession
    except ImportError:
        raise UsageError(
            "calendar servers need one more library. Run: pip install 'outbound-playbook[caldav]'"
        ) from None
    client = DAVClient(address, username=user, password=secret, enable_rfc6764=False)
    client.session.close()
    session = GuardedSession(address, limits)
    client.session = session
    return client, session


def _windows(first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield windows that cover the days, each of at most 92 days, its margins included."""
    start = datetime.combine(first, time(), tzinfo=UTC) - _MARGIN
    end = datetime.combine(last, time(), tzinfo=UTC) + 2 * _MARGIN
    while start < end:
        until = min(end, start + WIDEST_WINDOW)
        yield start, until
        start = until


def _xml(element: Any) -> str:
    from lxml import etree

    text: bytes = etree.tostring(element.xmlelement(), encoding="utf-8", xml_declaration=True)
    return text.decode()


def _text(response: DAVResponse) -> str:
    """Return the body of an answer as text."""
    body: Any = response.raw
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)


def _is_strong(etag: str) -> bool:
    """Whether a tag may be asked for: a weak one fits nothing (RFC 9110, 13.1.1)."""
    return bool(etag) and not etag.startswith("W/")


def _busy_question(organiser: str, address: str, start: datetime, end: datetime) -> str:
    """Return the calendar text that asks when somebody is busy (RFC 6638, section 5)."""
    from icalendar import Calendar, FreeBusy

    calendar, question = Calendar(), FreeBusy()
    calendar.add("prodid", "-//outbound-playbook//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    question.add("uid", f"{uuid4()}@outbound-playbook")
    question.add("dtstamp", datetime.now(UTC))
    question.add("dtstart", start.astimezone(UTC))
    question.add("dtend", end.astimezone(UTC))
    question.add("organizer", f"mailto:{organiser}")
    question.add("attendee", f"mailto:{address}")
    calendar.add_component(question)
    text: bytes = calendar.to_ical()
    return text.decode()


def _busy_times(text: str) -> tuple[BusyTime, ...] | None:
    """Return the times of a VFREEBUSY, None where the text holds none."""
    from icalendar import Calendar

    parts = Calendar.from_ical(text).walk("VFREEBUSY")
    times = []
    for part in parts:
        periods = part.get("FREEBUSY", [])
        for period in periods if isinstance(periods, list) else [periods]:
            kind = str(period.params.get("FBTYPE", "BUSY")).upper()
            if kind != "FREE":
                times.append(_busy_time(period.dt, tentative=kind == "BUSY-TENTATIVE"))
    return tuple(sorted(times, key=lambda busy: (busy.start, busy.end))) if parts else None


def _busy_time(period: tuple[datetime, datetime | timedelta], *, tentative: bool) -> BusyTime:
    start, end = period
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    if isinstance(end, timedelta):
        return BusyTime(start, start + end, tentative)
    return BusyTime(start, end if end.tzinfo else end.replace(tzinfo=UTC), tentative)

"""A calendar server on loopback, as its user sees it; and servers that behave badly."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from checks.model.errors import UsageError
from checks.remote.calendar_servers import BusyTime, CalendarServer, ServerCalendar
from checks.remote.connections import ELSEWHERE, ENDLESS, ConnectionLimits, SourceError
from tests.support import misbehaving_server as bad_server
from tests.support.calendar_servers import USERS, RunningServer, radicale
from tests.support.misbehaving_server import misbehaving, relay
from tests.support.pushed_plans import event_text

QUICK = ConnectionLimits(connect=2, read=1, total=1.5, size=64 * 1024)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with radicale() as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    running.remove_calendar("grace")
    running.make_calendar("grace")
    return running


def speaking(address: str, secret: str = USERS["grace"]) -> CalendarServer:
    return CalendarServer(address, "grace", secret, allow_http=True, limits=QUICK)


@pytest.fixture
def as_grace(server: RunningServer) -> Iterator[CalendarServer]:
    with speaking(server.address) as user:
        yield user


def only(user: CalendarServer) -> ServerCalendar:
    (calendar,) = user.calendars()
    return calendar


def test_calendars_have_names_and_a_token(server: RunningServer, as_grace: CalendarServer) -> None:
    before = only(as_grace)
    unchanged = only(as_grace)
    server.put("grace", event_text("1", "20261124T070000Z", "20261124T080000Z"), "1.ics")

    assert (before.address, before.title) == (server.calendar("grace"), "Work")
    assert unchanged.token == before.token != only(as_grace).token


def test_an_address_may_be_that_of_a_calendar(server: RunningServer) -> None:
    with speaking(server.calendar("grace")) as user:
        assert only(user).address == server.calendar("grace")


def test_a_calendar_that_is_not_there_is_named(as_grace: CalendarServer) -> None:
    with pytest.raises(SourceError, match=r"^there is no calendar 'Home'\. Calendars there: Work$"):
        as_grace.calendars(["Home"])


def test_entries_come_once_and_series_whole(server: RunningServer, as_grace: CalendarServer) -> None:
    weekly = event_text("1", "20251202T070000Z", "20251202T080000Z", "RRULE:FREQ=WEEKLY")
    server.put("grace", weekly, "1.ics")
    server.put("grace", event_text("2", "20260601T070000Z", "20260601T080000Z"), "2.ics")
    server.put("grace", event_text("3", "20251101T070000Z", "20251101T080000Z"), "3.ics")

    entries = list(as_grace.entries(only(as_grace), *YEAR))

    assert [entry.address.rsplit("/", 1)[1] for entry in entries] == ["1.ics", "2.ics"]
    assert "RRULE:FREQ=WEEKLY" in entries[0].text


def test_a_window_that_is_too_large_is_halved(server: RunningServer, as_grace: CalendarServer) -> None:
    for number in range(4):
        day = f"2026010{number * 2 + 1}"
        filled = event_text(str(number), f"{day}T070000Z", f"{day}T080000Z", f"DESCRIPTION:{'x' * 30_000}")
        server.put("grace", filled, f"{number}.ics")

    assert len(list(as_grace.entries(only(as_grace), date(2026, 1, 1), date(2026, 1, 31)))) == 4


def test_nothing_is_written_over_another_s_change(server: RunningServer, as_grace: CalendarServer) -> None:
    calendar, text = only(as_grace), event_text("1", "20261124T070000Z", "20261124T080000Z")
    as_grace.put(calendar, "1.ics", text)
    first = as_grace.entry(calendar, "1.ics")
    assert first is not None
    as_grace.put(calendar, "1.ics", text.replace("T07", "T06"), first)

    changed = pytest.raises(SourceError, match=r"^the entry has changed meanwhile$")
    with changed:
        as_grace.put(calendar, "1.ics", text)
    with changed:
        as_grace.put(calendar, "1.ics", text, first)
    with changed:
        as_grace.delete(first)
    current = as_grace.entry(calendar, "1.ics")
    assert current is not None
    as_grace.delete(current)
    as_grace.delete(current)
    assert as_grace.entry(calendar, "1.ics") is None


def test_busy_times_are_told_without_what_is_free(server: RunningServer, as_grace: CalendarServer) -> None:
    server.put("grace", event_text("1", "20261124T070000Z", "20261124T080000Z"), "1.ics")
    free = event_text("2", "20261124T100000Z", "20261124T110000Z", "TRANSP:TRANSPARENT")
    server.put("grace", free, "2.ics")
    span = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)

    busy = as_grace.busy(only(as_grace), *span)

    assert busy == (BusyTime(span[0].replace(hour=7), span[0].replace(hour=8)),)
    assert as_grace.busy_of("ada@example.org", *span) is None
    assert as_grace.own_addresses() == ()


BAD = {
    "an error": (bad_server.status(500), "the server answered 500"),
    "too many requests": (bad_server.status(429, Retry_After="3600"), "the server answered 429"),
    "busy for an hour": (bad_server.status(503, Retry_After="3600"), "the server answered 503"),
    "a page": (
        bad_server.body(b"<html>Sign in</html>", "text/html"),
        "the answer is not one of a calendar server. Check the address",
    ),
    "no calendar server": (bad_server.status(405), "the server answered 405. Check the address"),
    "half": (bad_server.half, "the answer ended early or could not be read"),
    "another host": (bad_server.leads_to("https://other.example.org/"), ELSEWHERE),
    "a circle": (bad_server.leads_to("/"), ENDLESS),
    "too large": (
        bad_server.body(b"<x/>" * 100_000, "text/xml"),
        "the answer is larger than 0 MiB. Keep less in the calendar",
    ),
    "a bomb": (bad_server.bomb(50_000_000), "the answer is larger than 0 MiB. Keep less in the calendar"),
    "no answer": (bad_server.silent, "no answer in 1 seconds"),
    "a byte at a time": (bad_server.slow(b"<a></a>"), "no complete answer in 1.5 seconds"),
    "entities": (
        bad_server.body(
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:">&a;</multistatus>',
            "text/xml",
        ),
        "the answer is not one of a calendar server. Check the address",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_answer_is_refused_in_words(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer, words = BAD[case]

    with (
        misbehaving({"*": answer}) as bad,
        speaking(bad.address, "s3cret") as user,
        pytest.raises(SourceError) as refused,
    ):
        user.calendars()

    assert str(refused.value) == words
    assert capfd.readouterr() == ("", "")


HOME = (
    '<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/</href><propstat><prop>'
    "<current-user-principal><href>/</href></current-user-principal>"
    "<C:calendar-home-set><href>{home}x/</href></C:calendar-home-set></prop><status>HTTP/1.1 200 OK</status>"
    "</propstat></response></multistatus>"
)


def test_a_home_at_another_host_gets_no_password(server: RunningServer) -> None:
    with misbehaving({"*": bad_server.status(200)}) as other:
        home = HOME.format(home=other.address.replace("127.0.0.1", "localhost"))

        def multi(handler: bad_server.Handler) -> None:
            handler.send(207, home.encode(), Content_Type="text/xml")

        words = pytest.raises(
            SourceError, match=r"^the server refers to another host\. Use the address of that one$"
        )
        with misbehaving({"*": multi}) as bad, speaking(bad.address) as user, words:
            user.calendars()

    assert other.requests == []


def test_a_server_that_stops_in_the_middle_is_said(server: RunningServer) -> None:
    def refuse(method: str, _: bytes) -> int:
        return 502 if method == "REPORT" else 0

    with misbehaving({"*": relay(server.address, refuse)}) as bad, speaking(bad.address) as user:
        calendar = only(user)
        with pytest.raises(SourceError, match=r"^the server answered 502$"):
            list(user.entries(calendar, *YEAR))


def test_without_the_library_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "caldav.davclient", None)

    with pytest.raises(UsageError, match=r"^calendar servers need one more library\. Run: pip install"):
        speaking("https://calendar.example.org/")

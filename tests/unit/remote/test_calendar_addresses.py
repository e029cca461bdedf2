"""A calendar at an address is fetched whole or not at all, in time, from one host, and no message tells the address."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.remote.calendar_addresses import PublishedCalendar, fetch_calendar
from checks.remote.connections import ELSEWHERE, ENDLESS, ConnectionLimits, SourceError
from tests.support import misbehaving_server as server
from tests.support.misbehaving_server import CALENDAR, BadServer, misbehaving, self_signed

QUICK = ConnectionLimits(connect=2, read=1, total=1.5, size=1024 * 1024)
SECRET = "d0nttell"  # noqa: S105 - looked for in what is printed

BAD = {
    "an error": (server.status(503), "the server answered 503"),
    "no access": (server.status(403), "the server refused access (403). Check user, password and address"),
    "nothing there": (
        server.status(404),
        "the server has nothing at this address (404). Check the address",
    ),
    "another type": (
        server.body(b"<html>Sign in</html>", "text/html"),
        "the answer is not a calendar. Copy the address of the calendar itself (.ics)",
    ),
    "nothing": (server.body(b""), "the answer is empty. Check the address"),
    "half, as it turns out": (server.half, "the answer ended early or could not be read"),
    "half, and nobody says so": (server.half_unsaid, "the answer is only half a calendar"),
    "too large": (
        server.body(CALENDAR[:-15] + b"X-FILL:" + b" " * 2_000_000 + b"\r\nEND:VCALENDAR\r\n"),
        "the answer is larger than 1 MiB. Publish less of the calendar",
    ),
    "a bomb": (server.bomb(200_000_000), "the answer is larger than 1 MiB. Publish less of the calendar"),
    "what is no gzip": (
        server.body(CALENDAR, Content_Encoding="gzip"),
        "the answer ended early or could not be read",
    ),
    "another host": (server.leads_to("https://other.example.org/x"), ELSEWHERE),
    "another port": (server.leads_to("http://127.0.0.1:1/x"), ELSEWHERE),
    "a file": (server.leads_to("file:///etc/passwd"), ELSEWHERE),
    "a circle": (server.leads_to(f"/{SECRET}.ics"), ENDLESS),
    "no answer": (server.silent, "no answer in 1 seconds"),
    "a byte at a time": (server.slow(), "no complete answer in 1.5 seconds"),
}


def fetched(bad: BadServer, folder: Path, path: str = f"{SECRET}.ics") -> PublishedCalendar:
    return fetch_calendar(bad.address + path, folder, allow_http=True, limits=QUICK)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_answer_is_refused_in_words(tmp_path: Path, case: str) -> None:
    answer, words = BAD[case]

    with misbehaving({f"/{SECRET}.ics": answer}) as bad, pytest.raises(SourceError) as refused:
        fetched(bad, tmp_path)

    assert str(refused.value) == words
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def served() -> Iterator[BadServer]:
    answers = {
        "/a.ics": server.with_tag(CALENDAR, '"7"'),
        "/b.ics": server.leads_to("/a.ics", 301),
        "/c.ics": server.body(b"\xef\xbb\xbf\r\n" + CALENDAR, "application/octet-stream"),
    }
    with misbehaving(answers) as bad:
        yield bad


def test_a_calendar_is_fetched_once(tmp_path: Path, served: BadServer) -> None:
    first = fetched(served, tmp_path, "a.ics")
    again = fetch_calendar(served.address + "a.ics", tmp_path, first, allow_http=True)

    assert first.file is not None
    assert first.file.read_bytes() == CALENDAR
    assert first.file.stat().st_mode & 0o077 == 0
    assert again == PublishedCalendar(None, first.etag, first.modified, first.digest)


@pytest.mark.parametrize("path", ["b.ics", "c.ics"])
def test_a_lead_or_a_mark_changes_nothing(tmp_path: Path, served: BadServer, path: str) -> None:
    kept = fetched(served, tmp_path, path).file

    assert kept is not None
    assert kept.read_bytes().lstrip(b"\xef\xbb\xbf\r\n") == CALENDAR


def test_nobody_at_home_is_said(tmp_path: Path) -> None:
    with misbehaving({}) as bad:
        address = bad.address

    with pytest.raises(SourceError, match=r"^no connection to the server\. Check the address$"):
        fetch_calendar(address, tmp_path, allow_http=True, limits=QUICK)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    answers = {"/a.ics": server.body(CALENDAR)}

    with misbehaving(answers, self_signed(tmp_path)) as bad, pytest.raises(SourceError) as refused:
        fetch_calendar(bad.address + "a.ics", tmp_path, limits=QUICK)

    assert str(refused.value).startswith("the certificate is not trusted. ")
    assert bad.requests == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_of_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, certificate = {"/a.ics": server.body(CALENDAR)}, self_signed(tmp_path)
    monkeypatch.setattr("checks.remote.calendar_addresses.is_loopback", lambda _: False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert"))

    with misbehaving(answers, certificate) as bad, pytest.raises(SourceError) as refused:
        fetch_calendar(bad.address + "a.ics", tmp_path, limits=QUICK)

    assert str(refused.value) == "the certificate does not fit the host. Check the address"

"""`outbound collect` from servers that behave badly: one line names the source, nothing is lost, and the rest is taken."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from checks.remote.calendar_addresses import fetch_calendar
from checks.remote.calendar_servers import CalendarServer
from checks.remote.connections import ELSEWHERE, ENDLESS, ConnectionLimits
from tests.support import misbehaving_server as bad_server
from tests.support.calendar_servers import USERS, radicale
from tests.support.collecting import Office, calendar, meeting, office
from tests.support.misbehaving_server import misbehaving, relay, self_signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.calendar_servers import RunningServer

QUICK = ConnectionLimits(connect=2, read=1, total=1.5)
SECRET = "d0nttell"  # noqa: S105 - looked for in what is printed and written
BEFORE, AFTER = "2026-11-23", "2026-12-01"
MET = meeting("a", "2026-11-24", "grace", "ada")
WHOLE = calendar(MET).encode()
TALK = "2026-11-24,one-on-one,p-{},p-{},outbound,{},"

BOTH = {
    "slow": (bad_server.slow(b"BEGIN:VCALENDAR\r\n"), "no complete answer in 1.5 seconds"),
    "silent": (bad_server.silent, "no answer in 1 seconds"),
    "an error": (bad_server.status(503), "the server answered 503"),
    "no access": (
        bad_server.status(403),
        "the server refused access (403). Check user, password and address",
    ),
    "half": (bad_server.half, "the answer ended early or could not be read"),
    "a redirect": (bad_server.leads_to("https://other.example.org/x"), ELSEWHERE),
    "a circle": (bad_server.leads_to(f"/{SECRET}"), ENDLESS),
}
"""What a server answers, and what is said of it, whether it publishes a calendar or is a calendar server."""

PAGE = bad_server.body(b"<html>Sign in</html>", "text/html")
OTHERS = {
    ("ics", "another type"): (
        PAGE,
        "the answer is not a calendar. Copy the address of the calendar itself (.ics)",
    ),
    ("ics", "half, unsaid"): (bad_server.half_unsaid, "the answer is only half a calendar"),
    ("caldav", "another type"): (
        PAGE,
        "the answer is not one of a calendar server. Check the address",
    ),
}
CASES = {(kind, name): case for kind in ("ics", "caldav") for name, case in BOTH.items()} | OTHERS


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with radicale() as running:
        running.make_calendar("grace")
        running.put("grace", calendar(MET), "a.ics")
        yield running


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for limited in (fetch_calendar, CalendarServer.__init__):
        assert limited.__kwdefaults__
        monkeypatch.setitem(limited.__kwdefaults__, "limits", QUICK)
    with office(tmp_path) as place:
        place.publish("grace", MET)
        place.publish("edsger", meeting("c", "2026-11-24", "edsger", "tony"))
        yield place


def name_sources(at_work: Office, kind: str) -> None:
    """Name a source of this kind that will behave badly, and a published calendar that will not."""
    more = ", user: CLOUD_USER, secret: CLOUD_SECRET" if kind == "caldav" else ""
    (at_work.root / "data/sources.yaml").write_text(
        "schema: 1\nheld_after: 3 days\nsources:\n"
        f"  - {{id: grace, kind: {kind}, address: GRACE{more}, person: p-grace}}\n"
        "  - {id: edsger, kind: ics, address: EDSGER, person: p-edsger}\n"
    )
    at_work.variables.update({"CLOUD_USER": "grace", "CLOUD_SECRET": USERS["grace"]})
    at_work.variables["EDSGER"] = f"{at_work.address}edsger.ics"


def remembered(at_work: Office, source: str) -> bytes:
    return gzip.decompress((at_work.state / f"{source}.json.gz").read_bytes())


def nothing_is_lost(at_work: Office, well: str, bad: str, words: str) -> None:
    """Collect from a server that is well, from one that is not, and from the first again."""
    at_work.variables["GRACE"] = well
    first = at_work.collect(BEFORE)
    assert (first.returncode, first.stderr) == (0, "")
    known = remembered(at_work, "grace")

    at_work.variables["GRACE"] = bad
    failed = at_work.collect(AFTER)

    assert (failed.returncode, failed.stderr) == (
        1,
        f"outbound: grace: {words}. Its rows stay as they are, and the next run tries again.\n",
    )
    assert "2 calendars with 2 entries: 1 unchanged, 1 failed." in failed.stdout
    assert at_work.rows() == [TALK.format("ada", "grace", "booked")]
    assert at_work.rows("quay") == [TALK.format("tony", "edsger", "held")]
    assert remembered(at_work, "grace") == known
    written = b"".join(path.read_bytes() for path in at_work.root.rglob("*") if path.is_file())
    for secret in (SECRET, USERS["grace"], bad):
        assert secret not in failed.stdout + failed.stderr
        assert secret.encode() not in written + known

    at_work.variables["GRACE"] = well
    assert at_work.collect(AFTER).returncode == 0
    assert at_work.rows() == [TALK.format("ada", "grace", "held")]


def well_address(at_work: Office, server: RunningServer, kind: str) -> str:
    return server.address if kind == "caldav" else f"{at_work.address}grace.ics"


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_a_bad_answer_is_one_line_and_loses_nothing(
    at_work: Office, server: RunningServer, case: tuple[str, str]
) -> None:
    kind, (answer, words) = case[0], CASES[case]
    name_sources(at_work, kind)

    with misbehaving({"*": answer}) as bad:
        nothing_is_lost(at_work, well_address(at_work, server, kind), f"{bad.address}{SECRET}", words)


UNTRUSTED = (
    "the certificate is not trusted. If your organisation signs its own, set REQUESTS_CA_BUNDLE to its file"
)
CERTIFICATES = {
    "not trusted": ("127.0.0.1", False, False, UNTRUSTED),
    "of another host": (
        "calendar.example.org",
        False,
        True,
        "the certificate does not fit the host. Check the address",
    ),
    "out of date": (
        "127.0.0.1",
        True,
        True,
        "the certificate is out of date. Ask those who run the server to renew it",
    ),
}
"""The host a certificate is for, whether its days are over, whether it is trusted, and what is said of it."""


def trust(at_work: Office, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust a certificate, as an organisation trusts its own: servers on this computer ask for no variable."""
    at_work.variables["REQUESTS_CA_BUNDLE"] = str(certificate)
    for module in ("calendar_addresses", "guarded_session"):
        monkeypatch.setattr(f"checks.remote.{module}.is_loopback", lambda _: False)


@pytest.mark.parametrize("kind", ["ics", "caldav"])
def test_a_certificate_of_one_s_own_can_be_trusted(
    at_work: Office, server: RunningServer, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_sources(at_work, kind)
    trust(at_work, tmp_path / "cert", monkeypatch)
    well = relay(server.address, lambda _method, _body: 0) if kind == "caldav" else bad_server.body(WHOLE)

    with misbehaving({"*": well}, self_signed(tmp_path, "127.0.0.1")) as secure:
        at_work.variables["GRACE"] = secure.address
        done = at_work.collect(BEFORE)

    assert (done.returncode, done.stderr) == (0, "")
    assert at_work.rows() == [TALK.format("ada", "grace", "booked")]


@pytest.mark.parametrize("kind", ["ics", "caldav"])
@pytest.mark.parametrize("case", CERTIFICATES)
def test_a_certificate_that_does_not_fit_loses_nothing(
    at_work: Office,
    server: RunningServer,
    kind: str,
    case: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host, ended, trusted, words = CERTIFICATES[case]
    name_sources(at_work, kind)
    certificate = self_signed(tmp_path, host, ended=ended)
    if trusted:
        trust(at_work, tmp_path / "cert", monkeypatch)

    with misbehaving({"*": bad_server.body(WHOLE)}, certificate) as bad:
        address = f"{bad.address}{SECRET}"
        nothing_is_lost(at_work, well_address(at_work, server, kind), address, words)
        assert not bad.requests


def test_a_server_that_stops_in_the_middle_loses_nothing(at_work: Office, server: RunningServer) -> None:
    def stop(method: str, _: bytes) -> int:
        return 502 if method == "REPORT" else 0

    name_sources(at_work, "caldav")
    with misbehaving({"*": relay(server.address, stop)}) as bad:
        nothing_is_lost(at_work, server.address, bad.address, "the server answered 502")

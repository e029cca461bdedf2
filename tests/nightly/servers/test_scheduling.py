"""A server that hands invitations on: the member gets the suggestion, and the member's answer makes it theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.remote.calendar_servers import BusyTime, CalendarServer
from tests.support.calendar_servers import USERS, RunningServer, scheduling_server
from tests.support.pushed_plans import PushedPlaybook, event_text, lines_of, pushed_playbook
from tests.support.rolling_repository import rows

CALENDAR = "calendars/calendar"
SPAN = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with scheduling_server() as running:
        yield running


@pytest.fixture
def playbook(tmp_path: Path, server: RunningServer) -> PushedPlaybook:
    return pushed_playbook(tmp_path, server, name=CALENDAR)


def invitations(server: RunningServer) -> dict[str, str]:
    """Return the entries in Ada's calendar by their file."""
    return {file: server.get("ada", file, CALENDAR) for file in server.files("ada", CALENDAR)}


def test_the_member_gets_the_suggestion(playbook: PushedPlaybook) -> None:
    pushed = playbook.push()

    (text,) = invitations(playbook.server).values()
    assert list(lines_of(pushed))[-1] == "2 added."  # and no word that nobody is told
    assert "SUMMARY:One-on-one: Ada Lovelace" in text
    assert "STATUS:TENTATIVE" in text


def test_an_answer_makes_it_theirs(playbook: PushedPlaybook) -> None:
    playbook.push()
    ((file, text),) = invitations(playbook.server).items()
    accepted = text.replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
    playbook.server.put("ada", accepted, file, CALENDAR)

    pushed = playbook.on("2026-11-24").push()

    assert list(lines_of(pushed))[1] == (
        "left as it is: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 09:00: someone has changed or answered it"
    )


def test_what_moves_moves_for_the_member_too(playbook: PushedPlaybook) -> None:
    playbook.push()
    playbook.server.put("grace", event_text("1", "20261124T040000Z", "20261124T090000Z"), "1.ics", CALENDAR)

    playbook.push()

    (text,) = invitations(playbook.server).values()
    assert "DTSTART:20261124T090000Z" in text


def test_what_is_withdrawn_is_called_off(playbook: PushedPlaybook) -> None:
    playbook.push()
    held = rows(
        "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
        "2026-11-23,one-on-one,p-ada,p-grace,outbound,held,,",
    )
    for path, text in held.items():
        (playbook.root / path).write_text(text, encoding="utf-8")

    pushed = playbook.push()

    assert "withdrawn: One-on-one: Ada Lovelace, Tue 24 Nov 09:00: no longer needed" in pushed.stdout
    first = [text for text in invitations(playbook.server).values() if "20261124T070000Z" in text]
    assert all("STATUS:CANCELLED" in text for text in first)


def test_who_is_busy_is_told_of_whom_the_server_may(server: RunningServer) -> None:
    for user in ("grace", "ada"):
        server.put(user, event_text(user, "20261124T060000Z", "20261124T101500Z"), f"{user}.ics", CALENDAR)

    with CalendarServer(server.address, "grace", USERS["grace"], allow_http=True) as grace:
        (calendar,) = grace.calendars()
        own, other = (grace.busy_of(f"{user}@example.org", *SPAN) for user in ("grace", "ada"))
        addresses, sends = grace.own_addresses(), grace.sends_invitations(calendar)

    start = SPAN[0].replace(hour=6)
    assert own == (BusyTime(start, start.replace(hour=10, minute=15)),)
    assert other is None
    assert (addresses, sends) == (("grace@example.org",), True)


def test_who_invites_is_known_by_the_server_s_address(playbook: PushedPlaybook) -> None:
    table = playbook.people.read_text(encoding="utf-8")
    other = 'p-grace,"Hopper, Grace",other@example.org\n'
    playbook.people.write_text(table.replace("p-grace", f"{other}p-grace", 1), encoding="utf-8")

    playbook.push()

    assert {str(event["ORGANIZER"]) for event in playbook.events().values()} == {"mailto:grace@example.org"}

"""`outbound plan --push` and `outbound collect` on both servers, beside calendars that other programs wrote."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import vobject

from tests.support.calendar_servers import USERS, RunningServer, radicale, xandikos
from tests.support.calling import Called, outbound
from tests.support.pushed_plans import PushedPlaybook, event_text, lines_of, pushed_playbook

ADA = "One-on-one: Ada Lovelace"
LOG = "data/teams/harbour/touchpoints/2026-Q4.csv"


@pytest.fixture(params=["radicale", "xandikos"])
def playbook(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PushedPlaybook]:
    run, name = {"radicale": (radicale, "work"), "xandikos": (xandikos, "calendars/calendar")}[request.param]
    with run() as server:
        if name == "work":
            server.make_calendar("grace")
        yield pushed_playbook(tmp_path, server, name=name)


def collect(playbook: PushedPlaybook, *words: str) -> Called:
    env = {"OUTBOUND_PEOPLE": str(playbook.people)}
    for user, secret in USERS.items():
        env |= {f"OUTBOUND_{user.upper()}_USER": user, f"OUTBOUND_{user.upper()}_SECRET": secret}
    call = ("--root", str(playbook.root), "collect", "--allow-http", "--as-of", playbook.day, *words)
    return outbound(*call, here=playbook.root.parent, env=env)


def log(playbook: PushedPlaybook) -> list[str]:
    return (playbook.root / LOG).read_text(encoding="utf-8").splitlines()


def texts(playbook: PushedPlaybook) -> dict[str, str]:
    server, name = playbook.server, playbook.name
    return {file: server.get("grace", file, name) for file in server.files("grace", name)}


def put(server: RunningServer, name: str, file: str, text: str) -> None:
    server.put("grace", text, file, name)


def test_a_week_of_nights(playbook: PushedPlaybook) -> None:
    put(playbook.server, playbook.name, "1.ics", event_text("1", "20261124T040000Z", "20261124T090000Z"))
    first = list(lines_of(playbook.push()))
    before = texts(playbook)
    second = list(lines_of(playbook.push()))
    unchanged = texts(playbook)
    playbook.rewrite(ADA, "STATUS:TENTATIVE", "STATUS:CONFIRMED")
    third = list(lines_of(playbook.on("2026-11-24").push()))

    assert first[1:4] == [
        "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 11:00",
        "added: One-on-one, Mia Farrow (p-mia), Mon 30 Nov 09:00",
        "2 added.",
    ]
    assert second[1:] == ["2 unchanged."]
    assert unchanged == before
    assert third[1:] == [
        "left as it is: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 11:00: someone has changed or answered it",
        "1 unchanged, 1 left as it is.",
    ]


def test_a_suggestion_is_logged_once_it_is_accepted(playbook: PushedPlaybook) -> None:
    before = log(playbook)
    playbook.push()
    collect(playbook)
    suggested = log(playbook)
    playbook.rewrite(ADA, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
    playbook.rewrite(ADA, "STATUS:TENTATIVE", "STATUS:CONFIRMED")
    collect(playbook)
    accepted = log(playbook)
    pushed = playbook.on("2026-11-24").push()

    assert suggested == before
    (row,) = set(accepted) - set(before)
    assert row.startswith("2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,,")
    assert list(lines_of(pushed))[1:] == ["1 unchanged."]


def test_entries_of_another_program_stay_as_they_are(playbook: PushedPlaybook) -> None:
    calendar = vobject.iCalendar()
    event = calendar.add("vevent")
    people = {"organizer": "grace@example.org", "attendee": "mia@example.org"}
    for name, value in {"uid": "of-another-program", "summary": "1:1 Mia / Grace"}.items():
        event.add(name).value = value
    for name, address in people.items():
        event.add(name).value = f"mailto:{address}"
    event.add("dtstart").value = datetime(2026, 11, 26, 8, tzinfo=vobject.icalendar.utc)
    event.add("dtend").value = datetime(2026, 11, 26, 9, tzinfo=vobject.icalendar.utc)
    put(playbook.server, playbook.name, "other.ics", calendar.serialize())
    before = texts(playbook)["other.ics"]

    pushed = playbook.push()

    assert "booked already: One-on-one, Mia Farrow (p-mia), Thu 26 Nov" in pushed.stdout
    assert texts(playbook)["other.ics"] == before
    assert sum("X-OUTBOUND-WRITTEN" in text for text in texts(playbook).values()) == 1


def test_another_program_that_rewrites_an_entry(playbook: PushedPlaybook) -> None:
    playbook.push()
    file, text = next((file, text) for file, text in texts(playbook).items() if "Ada" in text)
    put(playbook.server, playbook.name, file, vobject.readOne(text).serialize())
    spelled = list(lines_of(playbook.push()))
    moved = vobject.readOne(text)
    moved.vevent.dtstart.value = datetime(2026, 11, 25, 8, tzinfo=vobject.icalendar.utc)
    moved.vevent.dtend.value = datetime(2026, 11, 25, 8, 45, tzinfo=vobject.icalendar.utc)
    put(playbook.server, playbook.name, file, moved.serialize())
    left = list(lines_of(playbook.push()))

    assert spelled[1:] == ["2 unchanged."]
    assert left[1].startswith("left as it is: One-on-one, Ada Lovelace (p-ada), Wed 25 Nov 10:00")

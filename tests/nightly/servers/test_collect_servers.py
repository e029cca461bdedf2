"""`outbound collect` from calendar servers, and what it recognises beside `outbound import calendar`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.functional.transcribing import PEOPLE, playbook_of_a_team
from tests.support.calendar_servers import USERS, RunningServer, radicale, xandikos
from tests.support.calling import outbound
from tests.support.collecting import Office, calendar, meeting, office
from tests.support.paths import CALENDARS, SHARED
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = SHARED / "cases" / "calendar"
FILES = [*sorted(CALENDARS.glob("*.ics")), *sorted(CASES.rglob("*.ics"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_collect_recognises_what_import_does(file: Path, tmp_path: Path) -> None:
    people = CASES / "people.csv" if file.is_relative_to(CASES) else PEOPLE
    words = ("--people", str(shutil.copy(people, tmp_path / "people.csv")), "--as-of", "2026-11-20")
    imported, collected = (playbook_of_a_team(tmp_path / name) for name in ("imported", "collected"))
    (collected / "data/sources.yaml").write_text(
        "schema: 1\nsources:\n  - {id: it, kind: ics, address: OUTBOUND_IT}\n"
    )
    done = outbound("import", "calendar", str(file), "--team", "harbour", *words, here=imported)
    with serving(file.parent) as address:
        env = {"OUTBOUND_IT": address + file.name}
        read = outbound("collect", "--allow-http", *words, here=collected, env=env)

    if done.returncode == 0 and read.returncode == 0:
        assert logs(collected) == logs(imported)
    else:  # what one takes for half a file the other may read as far as it goes
        assert read.returncode == 1
        assert not logs(collected)


def logs(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "data").rglob("*.csv"))}


@pytest.fixture(params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    with {"radicale": radicale, "xandikos": xandikos}[request.param]() as running:
        if request.param == "radicale":
            running.make_calendar("grace", "calendar")
        yield running


@pytest.fixture
def at_work(tmp_path: Path, server: RunningServer) -> Iterator[Office]:
    with office(tmp_path) as place:
        (place.root / "data/sources.yaml").write_text(
            "schema: 1\nheld_after: 3 days\nsources:\n"
            f"  - {{id: cloud, kind: caldav, address: '{server.home('grace')}', user: CLOUD_USER, "
            "secret: CLOUD_SECRET, person: p-grace}\n"
        )
        place.variables.update({"CLOUD_USER": "grace", "CLOUD_SECRET": USERS["grace"]})
        yield place


def name_of(server: RunningServer) -> str:
    return "calendar" if (server.folder / "users").exists() else "calendars/calendar"  # Radicale's, Xandikos'


def series(*lines: str) -> str:
    return meeting("s", "2026-10-05", "grace", "mia", lines=("RRULE:FREQ=WEEKLY;INTERVAL=4", *lines))


def test_a_calendar_on_a_server_keeps_the_log(at_work: Office, server: RunningServer) -> None:
    name = name_of(server)
    server.put("grace", calendar(meeting("a", "2026-11-26", "grace", "ada")), "a.ics", name)
    server.put("grace", calendar(meeting("b", "2026-11-27", "grace", "ada")), "b.ics", name)
    server.put("grace", calendar(series()), "s.ics", name)
    first = at_work.collect("2026-11-23")
    again = at_work.collect("2026-11-24")
    moved = meeting("a", "2026-12-01", "grace", "ada", lines=("SEQUENCE:1",))
    server.put("grace", calendar(moved), "a.ics", name)
    server.send("DELETE", f"{server.calendar('grace', name)}b.ics", "", "grace")
    server.put("grace", calendar(series("EXDATE:20261228T090000Z")), "s.ics", name)
    changed = at_work.collect("2026-11-25")

    assert [done.returncode for done in (first, again, changed)] == [0, 0, 0], first.stderr + changed.stderr
    assert "1 unchanged" in again.stdout
    assert at_work.rows() == [
        "2026-10-05,one-on-one,p-mia,p-grace,outbound,held,",
        "2026-11-27,one-on-one,p-ada,p-grace,outbound,cancelled,",
        "2026-11-30,one-on-one,p-mia,p-grace,outbound,booked,",
        "2026-12-01,one-on-one,p-ada,p-grace,outbound,booked,",
        "2026-12-28,one-on-one,p-mia,p-grace,outbound,cancelled,",
        "2027-01-25,one-on-one,p-mia,p-grace,outbound,booked,",
        "2027-02-22,one-on-one,p-mia,p-grace,outbound,booked,",
    ]


def test_a_server_that_is_gone_changes_nothing(at_work: Office, server: RunningServer) -> None:
    server.put("grace", calendar(meeting("a", "2026-11-24", "grace", "ada")), "a.ics", name_of(server))
    at_work.collect("2026-11-23")
    logs_before = at_work.logs()
    file = at_work.root / "data/sources.yaml"
    file.write_text(file.read_text().replace(server.address, "http://127.0.0.1:1/"))

    done = at_work.collect("2026-12-20")

    assert done.returncode == 1
    assert (
        done.stderr
        == "outbound: cloud: no connection to the server. Check the address. Its rows stay as they are, and the next run tries again.\n"
    )
    assert at_work.logs() == logs_before

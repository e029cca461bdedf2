"""`outbound collect` that is killed, called twice at once, or answered badly: nothing half written, nothing lost."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from checks.remote.connections import ELSEWHERE
from tests.support import misbehaving_server as bad_server
from tests.support.calling import MAIN, START, STUCK
from tests.support.collecting import Office, calendar, meeting, office
from tests.support.misbehaving_server import misbehaving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2026-11-23"


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as place:
        place.sources("grace", "edsger")
        yield place


def many_meetings(leader: str, *members: str) -> list[str]:
    days = (date(2026, 1, 5) + timedelta(days=3 * at) for at in range(100))
    return [meeting(f"{leader}{day}", str(day), leader, members[day.day % 2]) for day in days]


def publish(at_work: Office) -> None:
    at_work.publish("grace", *many_meetings("grace", "ada", "mia"))
    at_work.publish("edsger", *many_meetings("edsger", "tony", "niklaus"))


def started(at_work: Office) -> subprocess.Popen[str]:
    words = ("collect", "--allow-http", "--people", str(at_work.root.parent / "people.csv"))
    more = ("--state", str(at_work.state), "--as-of", DAY)
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, *more],
        cwd=at_work.root, env=START | at_work.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def memory(at_work: Office, source: str) -> object:
    return json.loads(gzip.decompress((at_work.state / f"{source}.json.gz").read_bytes()))


def test_a_kill_leaves_the_old_files_or_the_new_ones(at_work: Office, tmp_path: Path) -> None:
    publish(at_work)
    before = at_work.logs()
    (tmp_path / "whole").mkdir()
    with office(tmp_path / "whole") as other:
        other.sources("grace", "edsger")
        publish(other)
        other.collect(DAY)
        after = {path.rpartition("data/")[2]: content for path, content in other.logs().items()}
        began = time.monotonic()
        started(other).communicate(timeout=STUCK)
        takes = time.monotonic() - began

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    at_work.variables["TMPDIR"] = str(scratch)
    for kill in range(15):
        running = started(at_work)
        time.sleep(takes * (kill + 1) / 14)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=STUCK)
        for path, content in at_work.logs().items():
            assert content in (before.get(path), after[path.rpartition("data/")[2]]), path
        assert all(memory(at_work, path.name.split(".")[0]) for path in at_work.state.glob("[!.]*.gz"))

    _, errors = started(at_work).communicate(timeout=STUCK)
    assert errors == ""
    assert {path.rpartition("data/")[2]: content for path, content in at_work.logs().items()} == after
    assert not list(scratch.iterdir())  # nor is a calendar left that one of the killed has read


def test_two_at_once_come_one_after_the_other(at_work: Office) -> None:
    publish(at_work)

    both = [started(at_work), started(at_work)]
    outputs = [process.communicate(timeout=STUCK) for process in both]

    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted("Nothing to change." in out for out, _ in outputs) == [False, True]
    assert (
        len(at_work.rows()) == len(set(at_work.rows())) == 97
    )  # on three days the log has a meeting already


WELL = calendar(meeting("c", "2026-11-24", "edsger", "tony")).encode()
ANSWERS = {
    "an error": (bad_server.status(503), "the server answered 503"),
    "nothing there": (bad_server.status(404), "the server has nothing at this address (404)"),
    "a page": (bad_server.body(b"<html>", "text/html"), "the answer is not a calendar"),
    "half of it": (bad_server.half, "the answer ended early or could not be read"),
    "half of it, unsaid": (bad_server.half_unsaid, "the answer is only half a calendar"),
    "another host": (bad_server.leads_to("https://example.org/x.ics"), ELSEWHERE),
}


@pytest.mark.parametrize(("answer", "words"), ANSWERS.values(), ids=ANSWERS)
def test_one_bad_source_keeps_none_of_the_others(
    at_work: Office, answer: bad_server.Answer, words: str
) -> None:
    at_work.publish("grace", meeting("a", "2026-11-24", "grace", "ada"))
    at_work.publish("edsger", meeting("c", "2026-11-24", "edsger", "tony"))
    at_work.collect(DAY)
    with misbehaving({"/g.ics": answer, "/e.ics": bad_server.body(WELL)}) as server:
        at_work.variables["OUTBOUND_GRACE"] = f"{server.address}g.ics?s3cret"
        at_work.variables["OUTBOUND_EDSGER"] = f"{server.address}e.ics"
        done = at_work.collect("2026-12-01")

    assert done.returncode == 1
    assert done.stderr.startswith("outbound: grace: ")
    assert "\n" not in done.stderr.strip()
    assert at_work.rows() == ["2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,"]
    assert at_work.rows("quay") == ["2026-11-24,one-on-one,p-tony,p-edsger,outbound,held,"]
    assert "s3cret" not in done.stdout + done.stderr


def test_too_many_series_at_once_are_taken_in_parts(at_work: Office) -> None:
    series = [
        meeting(
            f"s{at}",
            "2001-01-01",
            "grace",
            "ada",
            lines=("RRULE:FREQ=MONTHLY", f"EXDATE:20260{1 + at % 9}01T090000Z"),
        )
        for at in range(1_200)
    ]
    at_work.publish("grace", *series)
    at_work.publish("edsger")

    done = at_work.collect(DAY)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 calendars with 1,200 entries: 2 read." in done.stdout
    assert len(at_work.rows()) == 14

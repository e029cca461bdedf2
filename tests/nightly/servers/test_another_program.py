"""Entries read, written and made by ical.js, the library of Thunderbird, beside those of a push."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nightly.oracle.second_opinion import CACHE, install_ical_js
from tests.support.calendar_servers import radicale
from tests.support.pushed_plans import PushedPlaybook, lines_of, pushed_playbook

ADA = "One-on-one: Ada Lovelace"


@pytest.fixture
def playbook(tmp_path: Path) -> Iterator[PushedPlaybook]:
    install_ical_js()
    with radicale() as server:
        server.make_calendar("grace")
        yield pushed_playbook(tmp_path, server)


def by_ical_js(task: object) -> str:
    script = Path(__file__).parent / "rewrite.mjs"
    done = subprocess.run(
        ["node", str(script)],
        cwd=CACHE,
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def rewritten(playbook: PushedPlaybook, **task: object) -> None:
    """Let the program open Ada's entry and save it."""
    file = next(file for file, event in playbook.events().items() if str(event["SUMMARY"]) == ADA)
    text = playbook.server.get("grace", file)
    playbook.server.put("grace", by_ical_js({"text": text, **task}), file)


def test_an_entry_that_was_only_saved_is_still_ours(playbook: PushedPlaybook) -> None:
    playbook.push()
    rewritten(playbook)

    assert list(lines_of(playbook.push()))[1:] == ["2 unchanged."]


def test_an_entry_that_was_moved_is_theirs(playbook: PushedPlaybook) -> None:
    playbook.push()
    rewritten(playbook, minutes=90)

    pushed = playbook.push()

    assert list(lines_of(pushed))[1] == (
        "left as it is: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 10:30: someone has changed or answered it"
    )
    assert playbook.times()[ADA] == "20261124T083000Z"


def test_a_meeting_it_made_takes_a_suggestion_s_place(playbook: PushedPlaybook) -> None:
    people = ["grace@example.org", "ada@example.org"]
    meeting = {"uid": "x", "start": "2026-11-26T10:00:00Z", "end": "2026-11-26T11:00:00Z", "title": "1:1 Ada"}
    playbook.server.put("grace", by_ical_js({"make": {**meeting, "people": people}}), "x.ics")

    assert "booked already: One-on-one, Ada Lovelace (p-ada), Thu 26 Nov" in playbook.push().stdout

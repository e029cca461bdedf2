"""`outbound plan --push` against a real calendar server: tentative entries with an hour, and nothing of anybody else's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.building import HARBOUR
from tests.support.calendar_servers import USERS, RunningServer, radicale
from tests.support.calling import replaced
from tests.support.misbehaving_server import misbehaving, relay
from tests.support.pushed_plans import (
    PEOPLE,
    PushedPlaybook,
    event_text,
    lines_of,
    pushed_playbook,
    source,
    sources,
)
from tests.support.rolling_repository import rows

ADA, MIA = "One-on-one: Ada Lovelace", "One-on-one: Mia Farrow"
NOT_SENT = "This server doesn't send invitations. Tell the people in these entries about them."
HELD = (
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with radicale() as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    for user in ("grace", "ada"):
        running.remove_calendar(user)
        running.make_calendar(user)
    return running


@pytest.fixture
def playbook(tmp_path: Path, server: RunningServer) -> PushedPlaybook:
    return pushed_playbook(tmp_path, server)


def test_suggestions_are_put_into_the_calendar(playbook: PushedPlaybook) -> None:
    pushed = playbook.push()

    assert (pushed.returncode, pushed.stderr) == (0, "")
    assert list(lines_of(pushed)) == [
        "Grace Hopper (p-grace), calendar Work:",
        "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 09:00",
        "added: One-on-one, Mia Farrow (p-mia), Mon 30 Nov 09:00",
        "2 added.",
        NOT_SENT,
    ]
    (event, _) = (event for event in playbook.events().values())
    assert (str(event["STATUS"]), str(event["ATTENDEE"])) == ("TENTATIVE", "mailto:ada@example.org")


def test_a_second_run_writes_nothing(playbook: PushedPlaybook) -> None:
    playbook.push()
    before = {file: playbook.server.get("grace", file) for file in playbook.server.files("grace")}

    again = playbook.push()

    assert list(lines_of(again))[1:] == ["2 unchanged."]
    assert {file: playbook.server.get("grace", file) for file in before} == before


def test_no_id_is_in_a_calendar(playbook: PushedPlaybook) -> None:
    playbook.push()

    texts = [playbook.server.get("grace", file) for file in playbook.server.files("grace")]

    assert not [text for text in texts for word in ("p-ada", "p-grace", "p-mia", "harbour") if word in text]


def test_a_dry_run_writes_nothing(playbook: PushedPlaybook) -> None:
    pushed = playbook.push("--dry-run")

    assert list(lines_of(pushed))[-1] == "2 added. Dry run: nothing was written."
    assert playbook.server.files("grace") == []


def test_in_ci_people_are_ids(playbook: PushedPlaybook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.calling.START", {**os.environ, "CI": "1"})

    pushed = playbook.push()

    assert "Ada" not in pushed.stdout
    assert "added: One-on-one, p-ada, Tue 24 Nov 09:00" in pushed.stdout


def test_an_hour_is_when_both_are_free(tmp_path: Path, server: RunningServer) -> None:
    server.put("grace", event_text("1", "20261124T063000Z", "20261124T090000Z"), "1.ics")  # until 11
    server.put("ada", event_text("2", "20261124T090000Z", "20261124T101500Z"), "2.ics")  # until 12:15
    weekly = event_text("3", "20261103T103000Z", "20261103T113000Z", "RRULE:FREQ=WEEKLY")  # until 13:30
    server.put("ada", weekly, "3.ics")

    pushed_playbook(tmp_path, server, member=server.address).push()

    playbook = pushed_playbook(tmp_path, server)
    assert playbook.times()[ADA] == "20261124T113000Z"


def test_all_sources_of_a_person_count(tmp_path: Path, server: RunningServer) -> None:
    server.put("ada", event_text("1", "20261124T060000Z", "20261124T110000Z"), "1.ics")  # until 13
    other = source("ada", server.address).replace("person: p-ada", "person: p-grace")
    failing = source("mia", "http://127.0.0.1:9/")

    pushed = pushed_playbook(
        tmp_path, server, sources(source("grace", server.address), other, failing)
    ).push()

    assert "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 13:00" in pushed.stdout
    assert "added: One-on-one, Mia Farrow (p-mia), Mon 30 Nov 09:00" in pushed.stdout
    words = "outbound: mia: no connection to the server. Check the address. Its busy times are not taken into account\n"
    assert (pushed.returncode, pushed.stderr) == (0, words)


def test_a_full_day_moves_a_suggestion(playbook: PushedPlaybook) -> None:
    playbook.push()
    playbook.server.put("grace", event_text("1", "20261124T040000Z", "20261124T160000Z"), "1.ics")

    pushed = playbook.push()

    assert list(lines_of(pushed))[1:3] == [
        "updated: One-on-one, Ada Lovelace (p-ada), Wed 25 Nov 09:00",
        "1 updated, 1 unchanged.",
    ]


def test_a_full_week_leaves_a_day_without_hour(playbook: PushedPlaybook) -> None:
    playbook.server.put("grace", event_text("1", "20261122T040000Z", "20261128T160000Z"), "1.ics")

    assert "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov, without an hour" in playbook.push().stdout


CHANGES = {
    "moved": ("DTSTART:20261124T070000Z", "DTSTART:20261124T080000Z"),
    "confirmed": ("STATUS:TENTATIVE", "STATUS:CONFIRMED"),
    "accepted": ("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_somebody_changed_is_left_alone(playbook: PushedPlaybook, case: str) -> None:
    playbook.push()
    playbook.rewrite(ADA, *CHANGES[case])
    before = {file: playbook.server.get("grace", file) for file in playbook.server.files("grace")}

    pushed = playbook.on("2026-11-30").push()

    assert "left as it is: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov" in pushed.stdout
    assert {file: playbook.server.get("grace", file) for file in before} == before


def test_what_another_leader_proposes_stays(playbook: PushedPlaybook) -> None:
    playbook.push()
    for file in playbook.server.files("grace"):  # the copy a server puts into the calendar of who is invited
        text = playbook.server.get("grace", file)
        playbook.server.put("grace", text.replace("grace@example.org", "alan@example.org"), file)
    before = {file: playbook.server.get("grace", file) for file in playbook.server.files("grace")}

    pushed = playbook.on("2026-12-20").push()

    assert "withdrawn" not in pushed.stdout
    assert {file: playbook.server.get("grace", file) for file in before} == before


def test_what_somebody_moved_far_away_is_found(playbook: PushedPlaybook) -> None:
    playbook.push()
    playbook.rewrite(ADA, "DTSTART:20261124", "DTSTART:20270524")
    playbook.rewrite(ADA, "DTEND:20261124", "DTEND:20270524")

    pushed = playbook.push()

    assert pushed.returncode == 0
    assert "left as it is: One-on-one, Ada Lovelace (p-ada), Mon 24 May 2027 10:00" in pushed.stdout


def test_what_is_long_over_moves(playbook: PushedPlaybook) -> None:
    playbook.push()

    assert "updated: One-on-one, Ada Lovelace (p-ada), Tue 12 Jan 09:00" in (
        playbook.on("2027-01-11").push().stdout
    )


def test_what_is_over_moves_and_what_is_held_goes(playbook: PushedPlaybook) -> None:
    playbook.push()
    held = rows(*HELD, "2026-11-23,one-on-one,p-mia,p-grace,outbound,held,,")
    for path, text in held.items():
        (playbook.root / path).write_text(text, encoding="utf-8")

    pushed = playbook.on("2026-11-25").push()

    assert list(lines_of(pushed))[1:3] == [
        "withdrawn: One-on-one: Mia Farrow, Mon 30 Nov 09:00: no longer needed",
        "updated: One-on-one, Ada Lovelace (p-ada), Thu 26 Nov 09:00",
    ]
    assert playbook.times()[ADA] == "20261126T070000Z"


def test_a_meeting_that_is_booked_needs_no_suggestion(playbook: PushedPlaybook) -> None:
    playbook.push()
    people = ("ORGANIZER:mailto:grace@example.org", "ATTENDEE:mailto:ada@example.org", "SUMMARY:1:1 with Ada")
    meeting = event_text("9", "20261126T100000Z", "20261126T110000Z", *people)
    playbook.server.put("grace", meeting, "9.ics")

    pushed = playbook.push()

    assert list(lines_of(pushed))[1:4] == [
        "booked already: One-on-one, Ada Lovelace (p-ada), Thu 26 Nov",
        "withdrawn: One-on-one: Ada Lovelace, Tue 24 Nov 09:00: no longer needed",
        "1 withdrawn, 1 unchanged.",
    ]
    assert playbook.server.get("grace", "9.ics").count("UID:9") == 1


def test_what_the_log_took_from_a_suggestion_stays(playbook: PushedPlaybook) -> None:
    playbook.push()
    booked = rows(*HELD, "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,,")
    for path, text in booked.items():
        (playbook.root / path).write_text(text, encoding="utf-8")

    playbook.push()

    assert playbook.times()[ADA] == "20261124T070000Z"


def test_while_a_team_cannot_be_read_nothing_goes(playbook: PushedPlaybook) -> None:
    playbook.push()
    (playbook.root / "data/teams/quay/team.yaml").write_text("schema: 1\nname: [", encoding="utf-8")
    held = rows(*HELD, "2026-11-23,one-on-one,p-ada,p-grace,outbound,held,,")
    for path, text in held.items():
        (playbook.root / path).write_text(text, encoding="utf-8")

    pushed = playbook.push()

    assert pushed.returncode == 1
    assert "withdrawn:" not in pushed.stdout
    assert "Proposals stay until all files can be read, so none was withdrawn." in pushed.stdout
    starts = [event["DTSTART"].to_ical() for event in playbook.events().values()]
    assert b"20261124T070000Z" in starts


def test_who_leads_may_be_unknown(playbook: PushedPlaybook) -> None:
    (playbook.root / HARBOUR / "team.yaml").write_text("schema: 1\nname: [", encoding="utf-8")

    refused = playbook.push()

    words = "outbound: harbour can't be read, so it is not known whose calendars to write to. Run: outbound check\n"
    assert (refused.returncode, refused.stderr) == (3, words)


def test_a_failure_in_the_middle_is_completed(tmp_path: Path, server: RunningServer) -> None:
    puts: list[str] = []

    def refuse(method: str, _: bytes) -> int:
        puts.extend([method] if method == "PUT" else [])
        return 503 if len(puts) == 2 else 0

    with misbehaving({"*": relay(server.address, refuse)}) as bad:
        playbook = pushed_playbook(tmp_path, server, sources(source("grace", bad.address)))
        broken = playbook.push()
    whole = pushed_playbook(tmp_path, server).push()

    assert broken.returncode == 1
    assert "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 09:00" in broken.stdout
    assert broken.stderr == "outbound: grace: the server answered 503. Run the command again to complete it\n"
    assert list(lines_of(whole))[1:3] == [
        "added: One-on-one, Mia Farrow (p-mia), Mon 30 Nov 09:00",
        "1 added, 1 unchanged.",
    ]


def test_one_refused_entry_stops_no_other(tmp_path: Path, server: RunningServer) -> None:
    def refuse(method: str, body: bytes) -> int:
        return 403 if method == "PUT" and b"Ada" in body else 0

    with misbehaving({"*": relay(server.address, refuse)}) as bad:
        pushed = pushed_playbook(tmp_path, server, sources(source("grace", bad.address))).push()

    assert pushed.returncode == 1
    assert [line for line in lines_of(pushed) if "added" in line] == [
        (
            "not added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov 09:00: the server refused access (403). "
            "Check user, password and address"
        ),
        "added: One-on-one, Mia Farrow (p-mia), Mon 30 Nov 09:00",
        "1 added.",
    ]


def test_who_is_busy_when_is_not_told_everywhere(tmp_path: Path, server: RunningServer) -> None:
    def refuse(_: str, body: bytes) -> int:
        return 403 if b"free-busy-query" in body else 0

    with misbehaving({"*": relay(server.address, refuse)}) as bad:
        pushed = pushed_playbook(tmp_path, server, sources(source("grace", bad.address))).push()

    assert list(lines_of(pushed))[1:3] == [
        "The server doesn't tell when you are busy, so proposals have a day and no hour.",
        "added: One-on-one, Ada Lovelace (p-ada), Tue 24 Nov, without an hour",
    ]


def test_several_calendars_need_a_name(playbook: PushedPlaybook) -> None:
    playbook.server.make_calendar("grace", "home", "Home")
    refused = playbook.push()
    text = (playbook.root / "data/sources.yaml").read_text(encoding="utf-8")
    (playbook.root / "data/sources.yaml").write_text(text + "    calendars: [Work]\n", encoding="utf-8")

    named = playbook.push()

    playbook.server.remove_calendar("grace", "home")
    assert refused.stderr.startswith("outbound: grace: there are several calendars: Home, Work. Name the one")
    assert (named.returncode, len(playbook.server.files("grace"))) == (0, 2)


def test_who_has_no_address_is_not_invited(playbook: PushedPlaybook) -> None:
    playbook.people.write_text(PEOPLE.replace("ada@example.org", ""), encoding="utf-8")

    pushed = playbook.push()

    assert "not proposed: Ada Lovelace (p-ada): people.csv has no address to invite" in pushed.stdout
    assert list(playbook.times()) == [MIA]


def test_a_password_that_does_not_fit_is_never_told(
    playbook: PushedPlaybook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(USERS, "grace", "wr0ng-s3cret")

    pushed = playbook.push()

    assert pushed.returncode == 1
    assert "the server refused access (401)" in pushed.stderr
    for secret in ("wr0ng", "127.0.0.1"):
        assert secret not in pushed.stdout + pushed.stderr


REFUSED = {
    (
        "--leader",
        "p-alan",
    ): "sources.yaml has no calendar server to write to. Add a source of kind caldav with `person: p-alan`",
    ("--leader", "p-nobody"): "no leader or coach has this id",
    ("--format", "json"): "--push writes to calendars. Leave out --format, --load, --out and --teams",
    ("--load",): "--push writes to calendars",
    ("--hours", "16-9"): "--hours 16-9: not valid hours. Write them as 9-16 or 8:30-15:30",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_pushed_is_refused(playbook: PushedPlaybook, words: tuple[str, ...]) -> None:
    refused = playbook.push(*words)

    assert refused.returncode == 2
    assert REFUSED[words] in refused.stderr
    assert playbook.server.files("grace") == []


def test_a_team_s_meeting_invites_the_team(tmp_path: Path, server: RunningServer) -> None:
    of_the_team = replaced("playbook/services/one-on-one.yaml", ("audience: member", "audience: team"))
    playbook = pushed_playbook(tmp_path, server, of_the_team)

    pushed = playbook.push()

    (event,) = playbook.events().values()
    assert "added: One-on-one, the team Harbour, Tue 24 Nov 09:00" in pushed.stdout
    assert [str(who) for who in event["ATTENDEE"]] == ["mailto:ada@example.org", "mailto:mia@example.org"]

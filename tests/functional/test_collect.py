"""`outbound collect`: the logs of all teams from calendars at addresses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.collecting import Office, meeting, office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as place:
        yield place


def test_one_run_keeps_the_logs_of_all_teams(at_work: Office) -> None:
    at_work.sources("grace", "edsger")
    at_work.publish(
        "grace", meeting("a", "2026-11-26", "grace", "ada"), meeting("b", "2026-11-25", "mia", "grace")
    )
    at_work.publish(
        "edsger", meeting("c", "2026-11-27", "edsger", "tony"), meeting("d", "2026-11-27", "edsger")
    )

    done = at_work.collect("2026-11-23")

    assert (done.returncode, done.stderr) == (0, "")
    assert at_work.rows("harbour") == [
        "2026-11-25,one-on-one,p-mia,p-grace,inbound,booked,",
        "2026-11-26,one-on-one,p-ada,p-grace,outbound,booked,",
    ]
    assert at_work.rows("quay") == ["2026-11-27,one-on-one,p-tony,p-edsger,outbound,booked,"]
    assert done.stdout.splitlines()[-2:] == [
        "2 calendars with 4 entries: 2 read.",
        "3 added in data/teams.",
    ]


def test_a_second_run_reads_and_changes_nothing(at_work: Office) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.collect("2026-11-23")
    logs = at_work.logs()

    done = at_work.collect("2026-11-24")

    assert done.stdout.splitlines() == ["1 calendar with 1 entry: 1 unchanged.", "Nothing to change."]
    assert at_work.logs() == logs


CHANGES = {
    "moved": (
        [meeting("a", "2026-12-01", "grace", "ada", lines=("SEQUENCE:1",))],
        "2026-12-01,one-on-one,p-ada,p-grace,outbound,booked,",
    ),
    "moved far": (
        [meeting("a", "2027-09-01", "grace", "ada", lines=("SEQUENCE:1",))],
        "2027-09-01,one-on-one,p-ada,p-grace,outbound,booked,",
    ),
    "cancelled": (
        [meeting("a", "2026-11-26", "grace", "ada", lines=("STATUS:CANCELLED",))],
        "2026-11-26,one-on-one,p-ada,p-grace,outbound,cancelled,",
    ),
    "declined": (
        [meeting("a", "2026-11-26", "grace", "ada", answer="DECLINED")],
        "2026-11-26,one-on-one,p-ada,p-grace,outbound,cancelled,",
    ),
    "deleted": (
        [meeting("z", "2026-11-26", "grace", title="Dentist")],
        "2026-11-26,one-on-one,p-ada,p-grace,outbound,cancelled,",
    ),
    "renamed": (
        [meeting("a", "2026-11-26", "grace", "ada", title="Lunch")],
        "2026-11-26,one-on-one,p-ada,p-grace,outbound,booked,",
    ),
}


@pytest.mark.parametrize(("entries", "row"), CHANGES.values(), ids=CHANGES)
def test_a_change_in_the_calendar_changes_its_row(at_work: Office, entries: list[str], row: str) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.collect("2026-11-23")
    at_work.publish("grace", *entries)

    done = at_work.collect("2026-11-24")

    assert done.returncode == 0, done.stderr
    assert at_work.rows() == [row]
    at_work.collect("2026-11-25")
    assert at_work.rows() == [row]


@pytest.mark.parametrize(
    ("words", "state"), [(",held,", "held"), (",missed,", "missed"), (",booked,no", "booked")]
)
def test_what_somebody_has_said_is_never_changed(at_work: Office, words: str, state: str) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-20", "grace", "ada", answer="NEEDS-ACTION"))
    at_work.collect("2026-11-23")
    log = at_work.root / "data/teams/harbour/touchpoints/2026-Q4.csv"
    log.write_text(log.read_text().replace(",booked,", words))
    logs = at_work.logs()
    at_work.publish("grace", meeting("a", "2026-11-20", "grace", "ada", lines=("STATUS:CANCELLED",)))

    at_work.collect("2026-11-24")
    at_work.publish("grace", meeting("a", "2026-12-20", "grace", "ada", lines=("SEQUENCE:3",)))
    at_work.collect("2026-11-25")

    assert at_work.logs() == logs


@pytest.mark.parametrize(
    ("held_after", "day", "answer", "lines", "state"),
    [
        ("3 days", "2026-11-28", "ACCEPTED", (), "booked"),
        ("3 days", "2026-11-29", "ACCEPTED", (), "held"),
        ("1 week", "2026-11-29", "ACCEPTED", (), "booked"),
        ("ask", "2026-12-20", "ACCEPTED", (), "booked"),
        ("3 days", "2026-11-29", "NEEDS-ACTION", (), "booked"),
        ("3 days", "2026-11-29", "TENTATIVE", (), "booked"),
        ("3 days", "2026-11-29", "ACCEPTED", ("STATUS:TENTATIVE",), "booked"),
    ],
)
def test_an_accepted_meeting_counts_as_held_later(
    at_work: Office, held_after: str, day: str, answer: str, lines: tuple[str, ...], state: str
) -> None:
    at_work.sources("grace", held_after=held_after)
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada", answer=answer, lines=lines))
    at_work.collect("2026-11-24")

    at_work.collect(day)

    assert at_work.rows() == [f"2026-11-26,one-on-one,p-ada,p-grace,outbound,{state},"]


def test_an_answer_is_known_from_the_members_own_calendar(at_work: Office) -> None:
    at_work.sources("grace", "ada")
    at_work.publish("grace", meeting("a", "2026-11-20", "grace", "ada", answer="NEEDS-ACTION"))
    at_work.publish("ada", meeting("a", "2026-11-20", "grace", "ada"))

    at_work.collect("2026-11-24")

    assert at_work.rows() == ["2026-11-20,one-on-one,p-ada,p-grace,outbound,held,"]


def test_a_source_that_fails_changes_none_of_its_rows(at_work: Office) -> None:
    at_work.sources("grace", "edsger")
    at_work.publish("grace", meeting("a", "2026-11-24", "grace", "ada"))
    at_work.publish("edsger", meeting("c", "2026-11-24", "edsger", "tony"))
    at_work.collect("2026-11-23")
    at_work.publish_text("grace", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n")

    done = at_work.collect("2026-11-30")

    assert done.returncode == 1
    assert (
        done.stderr
        == "outbound: grace: the answer is only half a calendar. Its rows stay as they are, and the next run tries again.\n"
    )
    assert at_work.rows() == ["2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,"]
    assert at_work.rows("quay") == ["2026-11-24,one-on-one,p-tony,p-edsger,outbound,held,"]
    assert at_work.address not in done.stdout + done.stderr


def test_an_emptied_calendar_cancels_nothing(at_work: Office) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.collect("2026-11-23")
    at_work.publish("grace")

    done = at_work.collect("2026-11-24")

    assert "grace: most of its meetings are missing, so none was cancelled" in done.stdout
    assert at_work.rows() == ["2026-11-26,one-on-one,p-ada,p-grace,outbound,booked,"]


def test_a_dry_run_writes_neither_logs_nor_memory(at_work: Office) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    logs = at_work.logs()

    done = at_work.collect("2026-11-23", "--dry-run")

    assert done.stdout.endswith("1 added. Dry run: nothing was written.\n")
    assert at_work.logs() == logs
    assert not list(at_work.state.glob("*"))


def test_one_source_can_be_read_alone(at_work: Office) -> None:
    at_work.sources("grace", "edsger")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.publish("edsger", meeting("c", "2026-11-26", "edsger", "tony"))

    done = at_work.collect("2026-11-23", "--source", "grace")
    unknown = at_work.collect("2026-11-23", "--source", "grcae")

    assert (len(at_work.rows()), at_work.rows("quay")) == (1, [])
    assert "1 calendar with 1 entry: 1 read." in done.stdout
    assert unknown.returncode == 2
    assert "there is no source 'grcae' in sources.yaml. Did you mean grace?" in unknown.stderr


def test_a_team_that_cannot_be_read_is_passed_over(at_work: Office) -> None:
    at_work.sources("grace", "edsger")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.publish("edsger", meeting("c", "2026-11-26", "edsger", "tony"))
    (at_work.root / "data/teams/harbour/team.yaml").write_text("schema: 1\nid: harbour\nnmae: Harbour\n")

    done = at_work.collect("2026-11-23")

    assert done.returncode == 1
    assert "outbound: harbour can't be read: data/teams/harbour/team.yaml:3:1: " in done.stderr
    assert at_work.rows("quay") == ["2026-11-26,one-on-one,p-tony,p-edsger,outbound,booked,"]


def test_a_missing_variable_is_named_and_its_value_never(at_work: Office) -> None:
    at_work.sources("grace")
    at_work.variables["OUTBOUND_GRACE"] = "https://127.0.0.1:1/s3cret.ics"
    refused = at_work.collect("2026-11-23")
    at_work.variables.clear()
    missing = at_work.collect("2026-11-23")

    assert (refused.returncode, missing.returncode) == (1, 1)
    assert "s3cret" not in refused.stdout + refused.stderr
    assert missing.stderr == (
        "outbound: grace: the environment variable OUTBOUND_GRACE is not set. Set it, or correct its name in "
        "sources.yaml. Its rows stay as they are, and the next run tries again.\n"
    )


def test_the_memory_holds_no_title_and_no_address(at_work: Office) -> None:
    import gzip

    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada", title="1:1 about canary"))
    at_work.collect("2026-11-23")

    text = gzip.decompress((at_work.state / "grace.json.gz").read_bytes()).decode()
    assert "p-ada" in text
    assert not any(word in text for word in ("canary", "northlight", at_work.address, "1:1"))
    assert at_work.state.stat().st_mode & 0o077 == 0


def test_a_spoilt_memory_counts_as_none(at_work: Office) -> None:
    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    at_work.collect("2026-11-23")
    (at_work.state / "grace.json.gz").write_bytes(b"\x1f\x8b spoilt")

    done = at_work.collect("2026-11-24")

    assert done.stdout.splitlines() == ["1 calendar with 1 entry: 1 read.", "Nothing to change."]


def test_the_memory_belongs_outside_every_repository(at_work: Office) -> None:
    at_work.sources("grace")

    done = at_work.collect("2026-11-23", "--state", str(at_work.root / "data/state"), remember=False)

    assert done.returncode == 2
    assert "is inside the repository" in done.stderr


def test_an_entry_nobody_sent_is_of_whose_calendar_it_is(at_work: Office) -> None:
    entry = "\n".join(
        line for line in meeting("a", "2026-11-26", "grace", "ada").splitlines() if "grace" not in line
    )
    at_work.sources("grace")
    at_work.publish("grace", entry)

    at_work.collect("2026-11-23")

    assert at_work.rows() == ["2026-11-26,one-on-one,p-ada,p-grace,outbound,booked,"]


def test_a_second_collection_that_waits_too_long_says_so(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checks.store import source_memory

    at_work.sources("grace")
    at_work.publish("grace", meeting("a", "2026-11-26", "grace", "ada"))
    logs = at_work.logs()
    impatient = partial(source_memory.only_collection, wait=0.1)
    monkeypatch.setattr(source_memory, "only_collection", impatient)
    with impatient(at_work.root / "data"):
        waited = at_work.collect("2026-11-23")
        dry = at_work.collect("2026-11-23", "--dry-run")
    after = at_work.collect("2026-11-23")

    assert (waited.returncode, waited.stdout) == (2, "")
    assert waited.stderr.startswith("outbound: another command has been writing to ")
    assert waited.stderr.endswith(" for 0 seconds. Wait until it ends, then try again\n")
    assert dry.returncode == after.returncode == 0
    assert at_work.logs() != logs

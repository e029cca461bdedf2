"""Calendars: by RFC 5545 line by line, and as two libraries read them."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from checks.cli import group
from checks.model.errors import UsageError
from tests.functional.test_invite_cadences import terms
from tests.support.rolling_repository import DAY, laid, rows


def feeds(root: Path, out: Path, *words: str, day: str = DAY) -> Result:
    return CliRunner().invoke(
        group,
        ["--root", str(root), "plan", "--format", "ics", "--as-of", day, "--out", str(out), *words],
        catch_exceptions=False,
    )


def written(tmp_path: Path) -> list[Path]:
    feeds(laid(tmp_path / "playbook"), tmp_path / "out")
    return sorted((tmp_path / "out").rglob("*.ics"))


def events_of(content: bytes) -> list[Any]:
    """Return the entries as the library icalendar reads them."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def rule_broken(content: bytes) -> str:
    """Say which rule of RFC 5545 a calendar breaks, empty when none."""
    if not content.endswith(b"\r\n") or b"\n" in content.replace(b"\r\n", b""):
        return "3.1: lines end with CRLF"
    lines = content[:-2].split(b"\r\n")
    if any(len(line) > 75 for line in lines) or not all(line.decode() for line in lines):
        return "3.1: no line is longer than 75 octets, none is empty, and none breaks a character"
    return _broken(content.replace(b"\r\n ", b"").decode()[:-2].split("\r\n"))


def _broken(lines: list[str]) -> str:
    if not all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in lines):
        return "3.1: name, parameters, value"
    if lines[0] != "BEGIN:VCALENDAR" or lines[-1] != "END:VCALENDAR":
        return "3.4: one calendar"
    if sum(line.startswith("PRODID:") for line in lines) != 1 or lines.count("VERSION:2.0") != 1:
        return "3.6: PRODID and VERSION once"
    texts = [line for line in lines if line.startswith(("SUMMARY:", "DESCRIPTION:", "LOCATION:"))]
    if any(re.search(r"(?<!\\)[;,]|\\[^\\;,nN]", text.partition(":")[2]) for text in texts):
        return "3.3.11: text is escaped"
    events = "\n".join(lines).split("BEGIN:VEVENT")[1:]
    names = [re.findall(r"^([A-Z-]+)[:;]", event.split("END:VEVENT")[0], re.MULTILINE) for event in events]
    required = ("UID", "DTSTAMP", "DTSTART", "SEQUENCE")
    if any(found.count(name) != 1 for found in names for name in required):
        return "3.6.1: UID, DTSTAMP and DTSTART once"
    uids = [line for line in lines if line.startswith("UID:")]
    return "" if len(uids) == len(set(uids)) == len(events) else "3.8.4.7: UIDs are unique"


def test_every_calendar_keeps_to_the_rules(tmp_path: Path) -> None:
    found = written(tmp_path)

    assert {path.name for path in found} >= {"p-grace.ics", "p-edsger.ics"}
    assert [rule_broken(path.read_bytes()) for path in found] == [""] * len(found)


def test_icalendar_reads_them(tmp_path: Path) -> None:
    written(tmp_path)

    events = [str(one["summary"]) for one in events_of((tmp_path / "out/people/p-grace.ics").read_bytes())]

    assert events == ["One-on-one, 45 min: p-ada", "One-on-one, 45 min: p-mia"]


def test_an_entry_keeps_its_uid_while_its_day_moves(tmp_path: Path) -> None:
    root = laid(tmp_path / "playbook")
    feeds(root, tmp_path / "first")
    feeds(root, tmp_path / "later", day="2026-11-25")
    one, two = (
        {str(event["uid"]): event for event in events_of(path.read_bytes())}
        for path in (tmp_path / "first/people/p-grace.ics", tmp_path / "later/people/p-grace.ics")
    )

    assert one.keys() == two.keys()
    assert all(one[uid]["sequence"] < two[uid]["sequence"] for uid in one)


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    root = laid(tmp_path / "playbook")
    feeds(root, tmp_path / "one")
    feeds(root, tmp_path / "two")

    for path in (tmp_path / "one").rglob("*.ics"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_a_teams_calendar_names_nobody_and_ignores_the_log(tmp_path: Path) -> None:
    monthly = {
        "playbook/services/health-check.yaml": (
            (laid(tmp_path / "x") / "playbook/services/health-check.yaml")
            .read_text()
            .replace(
                "obligation: voluntary", "obligation: compulsory\n    cadence: {at_least: 1, per: month}"
            )
        )
    }
    feeds(laid(tmp_path / "one", monthly), tmp_path / "a")
    feeds(
        laid(tmp_path / "two", monthly, rows("2026-11-20,health-check,,p-grace,outbound,held,,")),
        tmp_path / "b",
    )

    content = (tmp_path / "a/teams/harbour.ics").read_bytes()
    assert content == (tmp_path / "b/teams/harbour.ics").read_bytes()
    assert rule_broken(content) == ""
    assert b"p-" not in content.replace(b"outbound-playbook", b"")
    assert len(events_of(content)) == 13


def test_personal_calendars_are_not_written_into_a_repository(tmp_path: Path) -> None:
    root = laid(tmp_path)

    with pytest.raises(UsageError, match="outside every repository"):
        feeds(root, root / "feeds")
    assert feeds(root, root / "feeds", "--teams").exit_code == 0
    assert not (root / "feeds/people").exists()


def test_booked_rows_come_back_from_a_calendar_the_same(tmp_path: Path) -> None:
    """The calendar's owner adds who is meant, as they do when they send an invitation; the import reads it."""
    booked = [
        "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,,",
        "2026-12-01,one-on-one,p-mia,p-grace,outbound,booked,,",
    ]
    held = [
        "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
    ]
    rule = {
        "playbook/calendar.yaml": "schema: 1\nrules:\n"
        "  - {service: one-on-one, category: One-on-one, with: [giver, member]}\n"
    }
    people = tmp_path / "people.csv"
    people.write_text(
        "id,name,address\n" + "".join(f"p-{one},,{one}@example.org\n" for one in ("grace", "ada", "mia"))
    )
    feeds(laid(tmp_path / "one", rows(*held, *booked)), tmp_path / "out")
    calendar = Calendar.from_ical((tmp_path / "out/people/p-grace.ics").read_bytes())
    for event in calendar.walk("VEVENT"):
        member = str(event["summary"]).rpartition(": p-")[2]
        event.add("organizer", "mailto:grace@example.org")
        event.add("attendee", f"mailto:{member}@example.org")
    (tmp_path / "calendar.ics").write_bytes(calendar.to_ical())
    root = laid(tmp_path / "two", rows(*held), rule)

    found = CliRunner().invoke(
        group,
        [
            "--root",
            str(root),
            "import",
            "calendar",
            str(tmp_path / "calendar.ics"),
            "--team",
            "harbour",
            "--people",
            str(people),
            "--as-of",
            DAY,
        ],
        catch_exceptions=False,
    )

    log = "".join(
        path.read_text() for path in sorted((root / "data/teams/harbour/touchpoints").glob("2026-Q4.csv"))
    )
    fresh = [line for line in log.splitlines() if ",booked," in line]
    assert found.exit_code == 0, found.output
    assert [line.rpartition(",")[0] for line in fresh] == [line.rpartition(",")[0] for line in booked]


def test_two_orders_of_one_day_are_two_entries(tmp_path: Path) -> None:
    ordered = "2026-11-20,one-on-one,p-ada,,inbound,ordered,,"
    root = laid(
        tmp_path / "playbook", terms("{after: ordering, within: [5 working days]}"), rows(ordered, ordered)
    )
    feeds(root, tmp_path / "out")

    events = events_of((tmp_path / "out/people/p-grace.ics").read_bytes())

    uids = [str(one["uid"]) for one in events]
    assert len(uids) == len(set(uids)) == 2
    assert {one.removeprefix("2-") for one in uids} == {min(uids, key=len)}

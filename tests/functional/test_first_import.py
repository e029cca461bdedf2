"""The first import ends with one page: who is there, how often they met, who would be late, and three things to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_init import ACME
from tests.support.calling import outbound

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "date,service,member,given_by,initiative,state,team\n"
ROWS = (
    "2026-07-10,one-on-one,p-ada,p-grace,outbound,held,harbour\n",
    "2026-09-14,one-on-one,p-ada,p-grace,inbound,held,harbour\n",
    "2026-11-20,one-on-one,p-ada,p-grace,outbound,booked,harbour\n",
    "2026-06-01,one-on-one,p-ada,p-grace,outbound,held,harbour\n",
)
TODAY = "2026-11-27"
EVENT = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//made up//EN\nBEGIN:VEVENT\nUID:7c1@made.up\n"
    "DTSTAMP:20260701T080000Z\nDTSTART:20260907T100000Z\nDTEND:20260907T104500Z\nSUMMARY:One-on-one\n"
    "ORGANIZER:mailto:grace@acme.example\nATTENDEE:mailto:ada@acme.example\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A new playbook that counts from July on, as of a day in November; broken promises count from January on."""
    words = ("--first-day", "2026-07-01", "--judged-from", "2027-01-01", "--services", "one-on-one")
    done = outbound("init", "acme", *ACME, *words, here=tmp_path)
    assert done.returncode == 0, done.stderr
    policy = tmp_path / "acme/playbook/playbook.yaml"
    policy.write_text(policy.read_text("utf-8") + f"today: {TODAY}\narchive: true\n", "utf-8")
    return tmp_path / "acme"


def table(root: Path, *rows: str) -> str:
    (root / "../met.csv").write_text(HEAD + "".join(rows), "utf-8")
    return "../met.csv"


def test_the_page_after_the_first_sheet(acme: Path) -> None:
    done = outbound("import", "log", table(acme, *ROWS), here=acme)

    assert done.stdout == (
        "4 imported.\n"
        "\n"
        "This is your first import. What the playbook shows as of 2026-11-27:\n"
        "\n"
        "Who is there\n"
        "  2 people in 1 team.\n"
        "\n"
        "How often they met so far\n"
        "  one-on-one: 2 took place, with 1 of 2 people, about every 21 weeks each; the leader or coach started 1. "
        "Agreed: at most 6 weeks apart.\n"
        "  No conversation so far: p-mia.\n"
        "  1 entry is from before 2026-07-01, the first day that counts (`logs_from`), and not included here. "
        "A new playbook can start earlier, with --first-day of `outbound init`.\n"
        "\n"
        "Who would be late today\n"
        "  p-mia: one-on-one, since 2026-08-20\n"
        "  p-ada: one-on-one, since 2026-11-03\n"
        "  This is for information. Broken promises count from 2027-01-01 on (`judged_from`).\n"
        "\n"
        "What to do first\n"
        "  1. 1 past meeting is not confirmed. Tick what took place. Run: outbound confirm\n"
        "  2. Invite those who have waited longest. Run: outbound invite\n"
        "  3. Log or import what is missing, for those without a conversation so far. Run: outbound log --help\n"
    )


def test_what_the_first_import_brings_up_fails_no_check(acme: Path) -> None:
    outbound("import", "log", table(acme, *ROWS), here=acme)

    checked = outbound("check", here=acme)

    severities = re.findall(r"CAD\d{3} (\w+)", checked.stdout)
    assert checked.returncode == 0
    assert severities
    assert set(severities) == {"notice"}
    assert "before the agreed start on 2027-01-01, for information" in checked.stdout


def test_later_imports_and_dry_runs_show_no_page(acme: Path) -> None:
    dry = outbound("import", "log", table(acme, *ROWS), "--dry-run", here=acme)
    outbound("import", "log", table(acme, *ROWS[:2]), here=acme)
    again = outbound("import", "log", table(acme, *ROWS), here=acme)

    assert "first import" not in dry.stdout
    assert again.stdout == "2 imported, 2 already logged.\n"


def test_the_page_comes_although_a_row_was_refused(acme: Path) -> None:
    done = outbound("import", "log", table(acme, *ROWS, "2026-13-01,one-on-one,p-ada,,,,\n"), here=acme)

    assert done.returncode == 1
    assert "What to do first\n" in done.stdout


def test_an_import_that_takes_nothing_shows_no_page(acme: Path) -> None:
    done = outbound("import", "log", table(acme, "2026-13-01,one-on-one,p-ada,,,,\n"), here=acme)

    assert done.stdout == "0 imported, 1 rejected.\n"


def test_a_first_calendar_ends_with_the_page(acme: Path) -> None:
    (acme / "../grace.ics").write_text(EVENT, "utf-8")
    (acme / "../people.csv").write_text(
        "id,name,address\np-grace,,grace@acme.example\np-ada,,ada@acme.example\n", "utf-8"
    )

    words = ("--team", "harbour", "--people", "../people.csv", "--assume-held")
    done = outbound("import", "calendar", "../grace.ics", *words, here=acme)

    assert done.returncode == 0, done.stderr
    assert "one-on-one: 1 took place, with 1 of 2 people" in done.stdout
    assert "Who would be late today\n" in done.stdout
    assert "@acme.example" not in done.stdout


def test_a_table_of_people_ends_with_the_page(acme: Path) -> None:
    (acme / "../joined.csv").write_text("person,team,from\np-tony,harbour,2026-10-01\n", "utf-8")

    done = outbound("import", "people", "../joined.csv", "--yes", here=acme)

    assert done.returncode == 0, done.stderr
    assert "  3 people in 1 team.\n" in done.stdout
    assert "No conversation has taken place yet, as far as the log shows." in done.stdout
    assert (
        "Import what took place so far, from calendars or a table. Run: outbound import --help" in done.stdout
    )
    assert len(re.findall(r"^  \d\. ", done.stdout, re.MULTILINE)) == 3


def test_a_team_without_a_leader_comes_first(acme: Path) -> None:
    roster = acme / "../acme-data/teams/harbour/team.yaml"
    text = re.sub(r"leaders:\n(  - .*\n)+", "leaders: []\n", roster.read_text("utf-8"))
    roster.write_text(text, "utf-8")

    done = outbound("import", "log", table(acme, ROWS[2]), here=acme)

    assert "No one leads: harbour." in done.stdout
    assert "1. Name a leader of harbour in data/teams/harbour/team.yaml." in done.stdout

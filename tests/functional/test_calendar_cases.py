"""Calendars from public bug reports, and two of a first day: they lie beside a checkout on some machines alone."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.functional.transcribing import playbook_of_a_team
from tests.support.building import lay
from tests.support.calling import outbound
from tests.support.paths import ROOT, SHARED

CASES, FIRST_DAY = SHARED / "cases" / "calendar", SHARED / "cases" / "first-day"
HERE = pytest.mark.skipif(not CASES.exists(), reason="the cases are in no repository")

MEETINGS = {
    "04-until-date/in.ics": ["06 p-cleo", "13 p-cleo", "20 p-cleo", "27 p-cleo"],
    "04-until-date/midnight.ics": ["06 p-cleo", "13 p-cleo", "20 p-cleo", "27 p-cleo"],
    "07-recid-date/in.ics": ["06 p-cleo", "15 p-cleo", "20 p-cleo", "27 p-cleo"],
    "11-icloud-email-parameter/in.ics": ["06 p-cleo", "13 p-cleo"],
    "12-fold-inside-utf8/in.ics": ["06 p-cleo"],
    "12-fold-inside-utf8/whole.ics": ["06 p-cleo"],
    "22-duplicate-uids/in.ics": ["06 p-cleo", "13 p-bram", "20 p-dagny"],
    "24-canceled-in-title/in.ics": [],
    "55-third-attendee-malformed/in.ics": [],
    "55-third-attendee-malformed/organiser.ics": [],
    "55-third-attendee-malformed/organiser-whole.ics": ["12 p-cleo"],
}


@HERE
@pytest.mark.parametrize(("name", "meetings"), MEETINGS.items(), ids=MEETINGS)
def test_a_reported_calendar_gives_the_meetings_in_it(name: str, meetings: list[str], tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")
    rules = root / "playbook/calendar.yaml"
    rules.write_text(rules.read_text() + "  - {service: one-on-one, title: lönesamtal}\n")
    people = shutil.copy(CASES / "people.csv", tmp_path / "people.csv")

    done = outbound(
        "import", "calendar", str(CASES / name), "--team", "harbour", "--people", str(people), here=root
    )

    rows = [
        line.split(",")
        for path in root.glob("data/**/2026-Q4.csv")
        for line in path.read_text().splitlines()[1:]
    ]
    assert done.returncode == 0
    assert [f"{day[-2:]} {member}" for day, _, member, *_ in rows] == meetings
    missing = done.stdout.count("entry ") - done.stdout.count("1 entry in")
    assert missing == {"24-canceled-in-title/in.ics": 3, "55-third-attendee-malformed/in.ics": 4,
                       "55-third-attendee-malformed/organiser.ics": 1}.get(name, 0)  # fmt: skip


AWAY = {
    "date": "2026-12-07, to: 2026-12-11",
    "in": "2026-12-07, to: 2026-12-11",
    "utc": "2026-12-07, to: 2026-12-11",
    "utc-midnight": "2026-12-07, to: 2026-12-11",
    "oneday": "2026-12-07, to: 2026-12-07",
    "sameday": "2026-12-07, to: 2026-12-07",
    "office-hours": "2026-12-08, to: 2026-12-10",
}


@HERE
@pytest.mark.parametrize(("name", "span"), AWAY.items(), ids=AWAY)
def test_a_reported_absence_is_of_whole_days(name: str, span: str, tmp_path: Path) -> None:
    root = playbook_of_a_team(tmp_path / "playbook")
    file = CASES / "14-oof-midnight" / f"{name}.ics"

    done = outbound("import", "people", str(file), "--absences", "--person", "p-paavo", "--yes", here=root)

    assert done.returncode == 0
    assert f"{{person: p-paavo, from: {span}}}" in (root / "data/teams/harbour/team.yaml").read_text()


NAMED = """\
not_people: [conf-isar@brightwell.example]
team_lists:
  - {address: platform-team@brightwell.example, team: platform}
on_behalf_of:
  - {assistant: p-ina, acts_for: p-010051}
"""


def first_day(folder: Path) -> Path:
    """Lay a playbook with the two teams of the calendars, and the table of people beside it."""
    root = folder / "playbook of the first day"
    shutil.copytree(ROOT / "playbook", root / "playbook", ignore=shutil.ignore_patterns("published"))
    with (FIRST_DAY / "01_hr_us.csv").open(encoding="utf-8-sig") as file:
        rows = {row["Employee ID"]: row for row in csv.DictReader(file) if row["Employee ID"]}
    by_name = {row["Full Name"]: f"p-{number}" for number, row in rows.items()}
    people = [f'p-{number},"{row["Full Name"]}",{row["Work Email"]}' for number, row in rows.items()]
    office = "p-ina,Office,office.assistant@brightwell.example"
    lay(folder, {"people.csv": "\n".join(["id,name,address", *people, office, ""])})
    teams = {"engineering": "Baker, Ben", "platform": "Evans, Elena", "apps": "Rossi, Rosa"}
    for team, leader in teams.items():
        members = [by_name[row["Full Name"]] for row in rows.values() if row["Manager"] == leader]
        stays = "".join(f"  - {{person: {person}, from: 2024-10-01}}\n" for person in members)
        above = "" if team == "engineering" else "part_of: engineering\n"
        text = f"schema: 1\nid: {team}\nname: {team}\n{above}leaders:\n  - {{person: {by_name[leader]}, from: 2024-10-01}}\n"
        lay(root, {f"data/teams/{team}/team.yaml": f"{text}members:\n{stays}"})
    rules = (root / "playbook/calendar.yaml").read_text()
    return lay(root, {"playbook/calendar.yaml": rules + NAMED})


FIRST_MEETINGS = {
    "apps": ("05_outlook_rosa.ics", {"p-010149": 17, "p-010156": 8, "p-010170": 1, "p-010177": 1, "p-010184": 1,
                                     "p-010191": 1}, ["3", "8"], 0),
    "platform": ("06_google_elena.ics", {"p-010058": 14, "p-010065": 8, "p-010072": 4, "p-010079": 1, "p-010086": 7,
                                         "p-010093": 1, "p-010114": 1, "": 1},
                 ["3", "4", "10", "12", "13", "15", "16", "17"], 2),
}  # fmt: skip


@HERE
@pytest.mark.parametrize("team", FIRST_MEETINGS)
def test_the_first_calendars_give_each_meeting_or_a_reason(team: str, tmp_path: Path) -> None:
    file, expected, named, unfit = FIRST_MEETINGS[team]
    root = first_day(tmp_path)
    people = str(tmp_path / "people.csv")

    done = outbound(
        "import", "calendar", str(FIRST_DAY / file), "--team", team, "--people", people, here=root
    )

    rows = [
        line.split(",")
        for path in sorted(root.glob(f"data/teams/{team}/touchpoints/*.csv"))
        for line in path.read_text().splitlines()[1:]
    ]
    assert {member: sum(row[2] == member for row in rows) for _, _, member, *_ in rows} == expected
    reasons = [
        line.partition(", entry ")[2].partition(" ")[0]
        for line in done.stdout.splitlines()
        if ", entry " in line
    ]
    assert sorted(reasons, key=int) == named
    assert (f"{unfit} entries match no rule" in done.stdout) == bool(unfit)

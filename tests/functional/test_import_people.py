"""From a table of HR to a checked playbook with managers, and next month's table onto it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.calling import outbound
from tests.support.examples import NIGHTLY, many
from tests.support.paths import SHARED

if TYPE_CHECKING:
    from tests.support.calling import Called

HEADER = "Staff No,Name,E-mail,Unit,Line Manager,Dotted-line Manager,Date of hire,Leaving date,Leave from,Leave until,Monthly pay"
ROWS = """\
0101,"Ravn, Alma",alma.ravn@ashgrove.example,Board,,,05/13/2019,,,,"9,100"
0102,"Storm, Bea",bea.storm@ashgrove.example,Board,"Ravn, Alma",,02/01/2020,,,,"8,000"
0103,"Tamm, Cai",cai.tamm@ashgrove.example,Board,Alma Ravn,,07/23/2021,,,,"8,000"
0104,"Uld, Dov",dov.uld@ashgrove.example,Works – North,"Storm, Bea",,03/30/1998,,,,"7,000"
0105,"Vik, Eli",eli.vik@ashgrove.example,Works – North,"Uld, Dov","Tamm, Cai",01/15/2022,,,,"6,000"
0106,"Wei, Fay",fay.wei@ashgrove.example,Works – North,"Uld, Dov",,09/02/2023,12/31/9999,10/19/2026,01/15/2027,"6,000"
0107,"Xie, Gil",gil.xie@ashgrove.example,Works – North,"Uld, Dov",,09/02/2024,08/31/2026,,,"6,000"
0108,"Yde, Hal",hal.yde@ashgrove.example,Works – North,"Uld, Dov",,02/28/2025,,,,"6,000"
0109,"Zori, Ivo",ivo.zori@ashgrove.example,Works – South,"Storm, Bea",,06/17/2018,,,,"7,000"
0110,"Adem, Jo",jo.adem@ashgrove.example,Works – South,"Zori, Ivo",,04/18/2020,11/30/2026,,,"6,000"
0111,"Bech, Kim",kim.bech@ashgrove.example,Works – South,"Zori, Ivo",,11/09/2020,,,,"6,000"
0112,"Cole, Lin",lin.cole@ashgrove.example,Works – South,"Zori, Ivo",,01/11/2027,,,,"6,000"
0111,"Bech, Kim",kim.bech@ashgrove.example,Works – South,"Zori, Ivo",,11/09/2020,,,,"6,000"
,,,,,,,,,,
"""
MANAGERS = {
    "p-0102": "p-0101", "p-0103": "p-0101", "p-0104": "p-0102", "p-0105": "p-0104", "p-0106": "p-0104",
    "p-0108": "p-0104", "p-0109": "p-0102", "p-0110": "p-0109", "p-0111": "p-0109", "p-0112": "p-0109",
}  # fmt: skip
DAY = "2026-11-20"


def hr(folder: Path, rows: str = ROWS, name: str = "hr.csv") -> Path:
    """Write a table as HR exports it."""
    path = folder / name
    path.write_text(f"\ufeff{HEADER}\n{rows}", "utf-8")
    return path


def begun(folder: Path, *words: str) -> Called:
    """Lay out a playbook from the table."""
    hr(folder)
    people = ("--people", "people.csv")
    return outbound(
        "init",
        "ash",
        "--organisation",
        "Ashgrove",
        "--from",
        "hr.csv",
        "--first-day",
        DAY,
        *people,
        *words,
        here=folder,
    )


def imported(folder: Path, *words: str, name: str = "hr.csv", day: str = "2026-12-01") -> Called:
    """Import a table into the playbook that was laid out, as of a day."""
    people = ("--people", "../people.csv")
    return outbound("import", "people", f"../{name}", *people, "--as-of", day, *words, here=folder / "ash")


def rosters(folder: Path, name: str = "ash-data") -> dict[str, dict[str, list[dict[str, str]]]]:
    """Return each team.yaml, days as texts."""
    files = (folder / name).glob("teams/*/team.yaml")
    return {path.parent.name: yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) for path in files}  # noqa: S506


def led_by(folder: Path) -> dict[str, str]:
    """Return who leads each member, by the rosters."""
    return {
        member["person"]: roster["leaders"][0]["person"]
        for roster in rosters(folder).values()
        for member in roster["members"]
    }


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.glob("ash-data/**/*") if path.is_file()}


def test_one_command_makes_a_checked_playbook_with_managers(tmp_path: Path) -> None:
    done = begun(tmp_path)
    checked = outbound("check", "--as-of", DAY, here=tmp_path / "ash")

    assert (done.returncode, done.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert led_by(tmp_path) == MANAGERS
    above: dict[str, object] = {team: roster.get("part_of") for team, roster in rosters(tmp_path).items()}
    assert above == {
        "board": None,
        "team-p-0102": "board",
        "works-north": "team-p-0102",
        "works-south": "team-p-0102",
    }
    skip_level = yaml.safe_load((tmp_path / "ash/playbook/services/skip-level.yaml").read_text("utf-8"))
    assert skip_level["agreements"][0]["teams"] == ["team-p-0102", "works-north", "works-south"]


def test_who_is_away_is_away_and_nobody_else(tmp_path: Path) -> None:
    begun(tmp_path)

    away = {team: roster.get("absences", []) for team, roster in rosters(tmp_path).items()}
    assert {team: spans for team, spans in away.items() if spans} == {
        "works-north": [{"person": "p-0106", "from": "2026-10-19", "to": "2027-01-15"}]
    }


def test_no_name_and_no_address_gets_into_a_repository(tmp_path: Path) -> None:
    begun(tmp_path)

    held = b"".join(path.read_bytes() for path in tmp_path.glob("ash*/**/*") if path.is_file())
    assert not [word for word in (b"Ravn", b"alma", b"ashgrove.example", b"9,100") if word in held]
    people = (tmp_path / "people.csv").read_text("utf-8").splitlines()
    assert people[:2] == ["id,name,address", "p-0101,Alma Ravn,alma.ravn@ashgrove.example"]
    assert (tmp_path / "people.csv").stat().st_mode & 0o077 == 0


def test_columns_are_shown_before_anything_is_written(tmp_path: Path) -> None:
    shown = [" ".join(line.split()) for line in begun(tmp_path).stdout.splitlines()]

    assert "Line Manager manager Ravn, Alma · Alma Ravn" in shown
    assert "Date of hire start date, month first 05/13/2019 · 02/01/2020" in shown
    assert "Dotted-line Manager a dotted line: not used" in shown
    assert "Monthly pay not read" in shown
    assert "9,100" not in " ".join(shown)


def test_the_same_table_again_changes_nothing(tmp_path: Path) -> None:
    begun(tmp_path)
    before = bytes_of(tmp_path)

    done = imported(tmp_path, "--yes")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing to change.")
    assert bytes_of(tmp_path) == before


def test_init_and_import_give_the_same_rosters(tmp_path: Path) -> None:
    begun(tmp_path)
    one = ("--first-day", DAY, "--team", "Door", "--leader", "p-zed", "--member", "p-yan")
    outbound("init", "oak", "--organisation", "Oak", *one, here=tmp_path)
    outbound("import", "people", "../hr.csv", "--as-of", DAY, "--yes", here=tmp_path / "oak")

    both = rosters(tmp_path), rosters(tmp_path, "oak-data")
    both[1].pop("door")
    assert both[0] == both[1]


CHANGED = (
    ROWS.replace('dov.uld@ashgrove.example,Works – North,"Storm, Bea",,03/30/1998,,', 'dov.uld@ashgrove.example,Works – North,"Storm, Bea",,03/30/1998,12/31/2026,')
    .replace('0105,"Vik, Eli",eli.vik@ashgrove.example,Works – North,"Uld, Dov"', '0105,"Vik, Eli",eli.vik@ashgrove.example,Works – South,"Zori, Ivo"')
    .replace("10/19/2026,01/15/2027", "10/19/2026,02/28/2027")
    .replace('0107,"Xie, Gil",gil.xie@ashgrove.example,Works – North,"Uld, Dov",,09/02/2024,08/31/2026', '0107,"Xie, Gil",gil.xie@ashgrove.example,Works – North,"Uld, Dov",,12/07/2026,')
    .replace("hal.yde@ashgrove.example", "hal.holm@ashgrove.example").replace("Yde, Hal", "Holm, Hal")
    + '0113,"Dahl, Mia",mia.dahl@ashgrove.example,Works – South,"Zori, Ivo",,12/01/2026,,,,"6,000"\n'
)  # fmt: skip


def test_next_months_table_makes_exactly_its_changes(tmp_path: Path) -> None:
    begun(tmp_path)
    before = rosters(tmp_path)
    hr(tmp_path, CHANGED, "december.csv")

    done = imported(tmp_path, "--yes", name="december.csv", day="2026-12-02")

    before["works-north"]["leaders"][0]["to"] = "2026-12-31"
    before["team-p-0102"]["members"][0]["to"] = "2026-12-31"
    before["works-north"]["members"][0] |= {"to": "2026-12-01", "moved_to": "works-south"}
    before["works-north"]["members"].append({"person": "p-0107", "from": "2026-12-07"})
    before["works-north"]["absences"][0]["to"] = "2027-02-28"
    before["works-south"]["members"] += [
        {"person": "p-0105", "from": "2026-12-02", "moved_from": "works-north"},
        {"person": "p-0113", "from": "2026-12-01"},
    ]
    assert (done.returncode, done.stderr) == (0, "")
    assert rosters(tmp_path) == before
    assert "people.csv: 1 person added, 1 name changed, 1 address added." in done.stdout
    assert imported(tmp_path, "--yes", name="december.csv", day="2026-12-09").stdout.endswith(
        "Nothing to change.\n"
    )


def test_leave_that_gets_shorter_is_a_change_and_no_other(tmp_path: Path) -> None:
    begun(tmp_path)
    path = tmp_path / "ash-data/teams/works-north/team.yaml"
    by_hand = "  - {person: p-0108, from: 2026-11-02, to: 2026-12-24}   # agreed by phone\n"
    text = path.read_text("utf-8").replace("absences:\n", f"absences:\n{by_hand}")
    path.write_text(text, "utf-8")
    hr(tmp_path, ROWS.replace("10/19/2026,01/15/2027", "10/19/2026,12/31/2026"))

    done = imported(tmp_path, "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    note = "the leave of Fay Wei (p-0106) from 2026-10-19 ends on 2026-12-31 in the table, not on 2027-01-15"
    assert f"Note: {note}, so it is shortened in works-north.\n" in done.stdout
    assert "1 absence shortened in 1 roster.\n" in done.stdout
    assert path.read_text("utf-8") == text.replace("2027-01-15", "2026-12-31")
    assert imported(tmp_path, "--yes").stdout.endswith("Nothing to change.\n")


def test_leave_that_is_called_off_is_named_where_it_is(tmp_path: Path) -> None:
    begun(tmp_path)
    words = ("--absences", "--many-away", "--as-of", DAY, "--yes")
    before = rosters(tmp_path)
    (tmp_path / "away.csv").write_text(
        "Staff No,Start date,End date,Status\n0106,2026-10-19,2027-01-15,Cancelled\n"
        "0106,2026-11-02,2026-11-06,Rejected\n0105,2026-12-07,2026-12-08,Approved\n",
        "utf-8",
    )

    done = outbound("import", "people", "../away.csv", *words, here=tmp_path / "ash")

    before["works-north"]["absences"].append({"person": "p-0105", "from": "2026-12-07", "to": "2026-12-08"})
    assert (done.returncode, done.stderr, rosters(tmp_path)) == (0, "", before)
    assert re.findall(r"Note: the leave of (.*)", done.stdout) == [
        (
            "p-0106 from 2026-10-19 to 2027-01-15 is cancelled or rejected in the table, but is still in "
            "data/teams/works-north/team.yaml. If it doesn't take place, remove it there."
        )
    ]


def test_what_a_table_does_not_say_stays(tmp_path: Path) -> None:
    begun(tmp_path)
    path = tmp_path / "ash-data/teams/works-north/team.yaml"
    text = path.read_text("utf-8").replace(
        "{person: p-0105, from: 2022-01-15}",
        "{person: p-0105, from: 2022-01-15, coach: p-0103, owed: none}   # asked for",
    )
    path.write_text(f"{text}coaches:\n  - {{person: p-0103, from: 2026-11-20}}\n", "utf-8")
    before = path.read_bytes()
    hr(tmp_path, ROWS.replace("6,000", "6,500").replace("Works – North", "Works - North"))

    done = imported(tmp_path, "--yes")

    assert (done.returncode, path.read_bytes()) == (0, before)


def test_a_row_that_is_refused_is_named_and_the_rest_taken(tmp_path: Path) -> None:
    begun(tmp_path)
    hr(
        tmp_path,
        ROWS
        + '0120,"Ek, Nia",,Works – South,"Zori, Ivo",,soon,,,,\n0121,"Fox, Ola",,Works – South,"Zori, Ivo",,12/01/2026,,,,\n',
    )

    strict = imported(tmp_path, "--yes", "--strict")
    done = imported(tmp_path, "--yes")

    refused = "  hr.csv, line 16: invalid start date. Write it as 2026-11-02 or 2.11.2026\n"
    assert (strict.returncode, refused in strict.stdout) == (1, True)
    assert strict.stderr == "outbound: 1 row is refused, so nothing is written (--strict)\n"
    assert (done.returncode, refused in done.stdout) == (0, True)
    assert "1 membership added in 1 roster." in done.stdout


def test_leave_of_most_of_a_team_waits_for_a_yes(tmp_path: Path) -> None:
    begun(tmp_path)
    leave = "12/07/2026,12/08/2026"
    hr(
        tmp_path,
        ROWS.replace("01/15/2022,,,", f"01/15/2022,,{leave}").replace(
            "02/28/2025,,,", f"02/28/2025,,{leave}"
        ),
    )

    careful = imported(tmp_path, "--dry-run")
    sure = imported(tmp_path, "--dry-run", "--many-away")

    words = "would make 3 of 3 of works-north absent at once from 2026-12-07 to 2026-12-08"
    assert f"  hr.csv, lines 6, 9: its leave is one of those that {words}\n" in careful.stdout
    assert "2 absences added" in sure.stdout


def test_a_people_table_in_a_repository_is_refused(tmp_path: Path) -> None:
    begun(tmp_path)

    done = outbound("import", "people", "../hr.csv", "--people", "people.csv", "--yes", here=tmp_path / "ash")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Keep names and addresses outside every repository" in done.stderr


def test_a_team_without_a_leader_is_said_and_none_invented(tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text(
        "person,team,from\np-ann,Deck,2026-01-01\np-bo,Sail,2026-01-01\n", "utf-8"
    )

    done = outbound("init", "ash", "--from", "hr.csv", here=tmp_path)

    assert "  deck  no leader  1 member\n" in done.stdout
    assert "leaders: []" in (tmp_path / "ash-data/teams/deck/team.yaml").read_text("utf-8")
    assert outbound("check", here=tmp_path / "ash").returncode == 0


def test_a_table_of_one_row_is_a_playbook(tmp_path: Path) -> None:
    hr(tmp_path, '0105,"Vik, Eli",eli.vik@ashgrove.example,Works,0104,,01/15/2022,,,,\n')

    done = outbound("init", "ash", "--from", "hr.csv", "--first-day", DAY, here=tmp_path)

    assert done.returncode == 0, done.stderr
    assert led_by(tmp_path) == {"p-0105": "p-0104"}


def test_a_table_without_ids_gets_ids_that_stay(tmp_path: Path) -> None:
    table = "Name,E-mail,Department,Manager,Start date\nAda Berg,ada@x.example,Deck,,2026-01-01\nBo Lund,bo@x.example,Deck,Ada Berg,2026-01-01\n"
    (tmp_path / "hr.csv").write_text(table, "utf-8")
    words = ("init", "ash", "--from", "hr.csv", "--first-day", DAY)

    refused = outbound(*words, here=tmp_path)
    outbound(*words, "--people", "people.csv", here=tmp_path)
    (tmp_path / "hr.csv").write_text(table + "Cy Ek,cy@x.example,Deck,Ada Berg,2026-12-01\n", "utf-8")
    imported(tmp_path, "--yes")

    assert "it has no column of ids. Name a file for ids" in refused.stderr
    assert led_by(tmp_path) == {"p-0002": "p-0001", "p-0003": "p-0001"}
    assert (tmp_path / "people.csv").read_text("utf-8").splitlines()[3] == "p-0003,Cy Ek,cy@x.example"


def test_a_big_table_is_read_in_a_moment(tmp_path: Path) -> None:
    """A table of 5,000 rows takes at most 3 seconds of computing; in `make test` a smaller one is read, unmeasured."""
    number = many(1200, 5000)
    rows = ['00000,"Last0, First",,Unit 0,,,03/13/2019,,,,']
    rows += [
        f'{at:05},"Last{at}, First",,Unit {(at - 1) // 27},"Last{(at - 1) // 9}, First",,03/13/2019,,,,'
        for at in range(1, number)
    ]
    hr(tmp_path, "\n".join(rows) + "\n")

    begin = time.process_time()
    done = outbound("init", "ash", "--from", "hr.csv", "--first-day", DAY, here=tmp_path)
    middle = time.process_time()
    again = imported(tmp_path, "--yes")
    end = time.process_time()

    assert done.returncode == 0, done.stderr
    assert len(led_by(tmp_path)) == number - 1
    assert again.stdout.endswith("Nothing to change.\n") or "people added" in again.stdout
    assert not NIGHTLY or max(middle - begin, end - middle) < 3


FIRST_DAY = SHARED / "cases/first-day"
CASES = ("01_hr_us.csv", "02_hr_us_dates.csv", "03_hr_managers_chain.csv", "04_hr_leave_hire_date.csv")
needs_cases = pytest.mark.skipif(
    not FIRST_DAY.is_dir(), reason="the cases lie beside this checkout on some machines"
)


@needs_cases
def test_real_looking_exports_give_the_same_rosters(tmp_path: Path) -> None:
    for number, name in enumerate(CASES):
        words = ("--organisation", "Brightwell", "--from", str(FIRST_DAY / name), "--first-day", DAY)
        done = outbound("init", f"t{number}", *words, here=tmp_path)
        checked = outbound("check", "--as-of", DAY, here=tmp_path / f"t{number}")
        again = outbound(
            "import", "people", str(FIRST_DAY / name), "--as-of", DAY, "--yes", here=tmp_path / f"t{number}"
        )

        assert (done.returncode, checked.returncode) == (0, 0), done.stderr + checked.stdout
        assert again.stdout.endswith("Nothing to change.\n")

    first, *others = (rosters(tmp_path, f"t{number}-data") for number in range(len(CASES)))
    assert len(first) == 8
    assert all(other == first for other in others)


@needs_cases
@pytest.mark.parametrize(
    "path",
    sorted(FIRST_DAY.parent.glob("tables/*/*.?sv")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_tables_from_bug_reports_are_read(path: Path, tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text(
        "person,team,from\np-aino,harbour,2021-03-01\np-olle,skerry,2021-03-01\n", "utf-8"
    )
    outbound("init", "ash", "--from", "hr.csv", "--leader", "p-lea", here=tmp_path)
    columns = path.parent / "columns.yaml"
    words = ("--columns", str(columns)) if columns.exists() else ()
    absences = ("--absences", "--many-away") if "absence" in path.parent.name else ()

    done = outbound(
        "import", "people", str(path), "--as-of", DAY, "--yes", *words, *absences, here=tmp_path / "ash"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "Skipped" not in done.stdout or absences
    assert (
        "membership added" in done.stdout
        or "memberships added" in done.stdout
        or absences
        or path.stem == "hr"
    )

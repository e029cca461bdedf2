"""Sheets of meetings as people keep them: names, their own words, dates of all kinds, and what is refused."""

import re
import time
from pathlib import Path

import pytest

from tests.support.dated_repository import Said, called, fresh, laid, logged
from tests.support.examples import NIGHTLY, many

PEOPLE = """id,name,address
p-ada,Ada Berg,ada.berg@fjord.example
p-mia,Mia Åström,mia@fjord.example
p-grace,Grace Holm,grace@fjord.example
p-grace,Grace Holm,g.holm@fjord.example
p-alan,Alan Lind,alan@fjord.example
p-sam,Sam Lund,sam@fjord.example
p-sam2,Sam Lund,sam.lund@fjord.example
"""


def base(tmp_path: Path) -> Path:
    """Lay a repository, with the table of people beside it, and return its root."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    return laid(tmp_path / "playbook-and-data")


def imported(root: Path, sheet: str, *options: str, name: str = "sheet.csv") -> Said:
    """Import a sheet that lies beside the repository, with the table of people."""
    path = root.parent / name
    path.write_text(sheet)
    return called(root, "import", "log", str(path), "--people", str(root.parent / "people.csv"), *options)


def test_a_sheet_of_names_needs_no_edit(tmp_path: Path) -> None:
    root = base(tmp_path)
    before = logged(root)
    sheet = "Date;Type;Employee;Manager;Status;Notes\n3.11.2026;1:1;Berg, Ada;Holm, Grace;done;tired\n"

    first, second = imported(root, sheet), imported(root, sheet)

    assert first.returncode == second.returncode == 0
    assert "  Type      service          1:1" in first.stdout.splitlines()
    assert "  Notes     not read" in first.stdout.splitlines()
    assert "1 imported." in first.stdout
    assert "0 imported, 1 already logged." in second.stdout
    assert fresh(root, before) == ["2026-11-03,one-on-one,p-ada,p-grace,outbound,held"]
    everything = "".join(path.read_text() for path in root.rglob("*") if path.is_file())
    assert not [word for word in ("tired", "Berg", "Holm") if word in everything]


@pytest.mark.parametrize(
    ("person", "meant"),
    [
        ("p-mia", "p-mia"),
        ("Mia Åström", "p-mia"),
        ("Astrom, Mia", "p-mia"),
        ("MIA@FJORD.EXAMPLE", "p-mia"),
        ("Mia Åström (4711)", "p-mia"),
        ("Mia A\u030astro\u0308m", "p-mia"),
    ],
)
def test_people_are_ids_addresses_or_names(tmp_path: Path, person: str, meant: str) -> None:
    root = base(tmp_path)
    before = logged(root)

    result = imported(root, f'Date,Service,Employee\n2026-11-04,one-on-one,"{person}"\n')

    assert result.returncode == 0, result.stderr
    assert [row.split(",")[2] for row in fresh(root, before)] == [meant]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("done", "held"), ("yes", "held"), ("completed", "held"), ("Held", "held"), ("✓", "held"), ("✔️", "held"),
        ("x", "held"), ("Ja", "held"), ("pidetty", "held"), ("Genomfört", "held"), ("réalisé", "held"),
        ("Canceled", "cancelled"), ("abgesagt", "cancelled"), ("peruttu", "cancelled"), ("Annulé", "cancelled"),
        ("No-Show", "missed"), ("no show", "missed"), ("uteblev", "missed"), ("booked", "booked"),
    ],
)  # fmt: skip
def test_words_of_states_are_understood(tmp_path: Path, word: str, state: str) -> None:
    root = base(tmp_path)
    before = logged(root)
    day = "2026-11-24" if state == "booked" else "2026-11-04"

    result = imported(root, f"Date,Service,Employee,Status\n{day},one-on-one,p-ada,{word}\n")

    assert result.returncode == 0, result.stderr
    assert [row.split(",")[5] for row in fresh(root, before)] == [state]


@pytest.mark.parametrize("word", ["no", "postponed", "maybe", ""])
def test_a_state_in_doubt_is_asked_about(tmp_path: Path, word: str) -> None:
    root = base(tmp_path)
    before = logged(root)
    rows = f"2026-11-04,one-on-one,p-ada,{word}\n2026-11-05,one-on-one,p-mia,held\n"

    result = imported(root, f"Date,Service,Employee,Status\n{rows}")

    assert (result.returncode, len(fresh(root, before))) == (1, 1)
    assert "line 2: rejected: state" in result.stderr


def test_answers_are_kept_for_the_next_sheet(tmp_path: Path) -> None:
    root = base(tmp_path)
    head = "Wann genau;Sorte;Kollegin;Ausgang\n"
    columns = ("date=Wann genau", "service=Sorte", "member=Kollegin", "state=Ausgang")
    options = [option for column in columns for option in ("--column", column)]
    means = ("--means", "Kaffeerunde=one-on-one", "--means", "war gut=held", "--dates", "day-first")

    first = imported(root, f"{head}3/11/2026;Kaffeerunde;p-ada;war gut\n", *options, *means)
    second = imported(root, f"{head}4/11/2026;kaffeerunde;Mia Åström;War gut\n")

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "data/columns.yaml: written, so that the next sheet needs no option." in first.stdout
    assert "columns.yaml" not in second.stdout
    assert logged(root)[-2:] == [
        "2026-11-03,one-on-one,p-ada,p-grace,outbound,held",
        "2026-11-04,one-on-one,p-mia,p-grace,outbound,held",
    ]


def test_what_is_kept_names_no_one(tmp_path: Path) -> None:
    root = base(tmp_path)
    sheet = "Date,Type,Employee\n2026-11-03,Coffee with Ada,p-ada\n2026-11-04,Stroll,p-mia\n"

    result = imported(root, sheet, "--means", "Coffee with Ada=one-on-one", "--means", "Stroll=one-on-one")

    kept = (root / "data" / "columns.yaml").read_text()
    assert result.returncode == 0
    assert "Stroll: one-on-one" in kept
    assert "Ada" not in kept


def test_refused_rows_come_back_and_go_in_again(tmp_path: Path) -> None:
    root = base(tmp_path)
    refused = tmp_path / "refused.csv"
    sheet = (
        "sep=;\nDate;Type;Employee;Leader;Status;Notes\n"
        "3.11.2026;1:1;Ada Berg;Grace Holm;done;=1+1\n"
        "4.11.2026;1:1;Nora Nord;Grace Holm;done;-\n"
        "5.11.2026;1:1;Sam Lund;Grace Holm;done;\n"
        '6.11.2026;walk;"Berg; Ada";Grace Holm;done;=1+1\n'
        "7.11.2026;1:1;Mia Åström;Grace Holm;done;x;y\n"
    )

    result = imported(root, sheet, "--refused", str(refused))
    lines = refused.read_text("utf-8-sig").splitlines()

    assert result.returncode == 1
    assert "1 imported, 4 rejected." in result.stdout
    assert lines[0] == "why;Date;Type;Employee;Leader;Status;Notes"
    assert [line.split(";", 1)[1] for line in lines[1:]] == [
        "4.11.2026;1:1;Nora Nord;Grace Holm;done;-",
        "5.11.2026;1:1;Sam Lund;Grace Holm;done;",
        '6.11.2026;walk;"Berg; Ada";Grace Holm;done;\'=1+1',
        "7.11.2026;1:1;Mia Åström;Grace Holm;done;x;y",
    ]
    assert lines[2].startswith("member: 2 people have this name (p-sam, p-sam2).")

    text = refused.read_text("utf-8-sig").replace("Nora Nord", "p-mia").replace("Sam Lund", "p-mia")
    refused.write_text(text.replace("walk", "1:1").replace('"Berg; Ada"', "Ada Berg").replace(";x;y", ";x"))
    again = called(
        root,
        "import",
        "log",
        str(refused),
        "--people",
        str(tmp_path / "people.csv"),
        "--refused",
        str(refused),
    )

    assert (again.returncode, "4 imported." in again.stdout) == (0, True), again.stderr


@pytest.mark.parametrize(
    "place", ["playbook-and-data/refused.csv", "playbook-and-data/data/refused.csv", "people.csv"]
)
def test_refused_rows_go_to_no_repository_nor_over_a_file(tmp_path: Path, place: str) -> None:
    root = base(tmp_path)
    before = logged(root)

    result = imported(
        root, "Date,Service,Employee\n2026-11-04,walk,p-ada\n", "--refused", str(tmp_path / place)
    )

    assert (result.returncode, logged(root)) == (2, before)
    assert (tmp_path / "people.csv").read_text() == PEOPLE


@pytest.mark.parametrize(
    "day",
    ["2026-11-03", "3.11.2026", "03.11.2026 14:30", "Tue 3 Nov 2026", "2026-11-03T09:00", "46329", "46329.5",
     "11/3/2026 2:30 PM", "di 3.11.2026", "3. marraskuuta 2026", "3 novembre 2026"],
)  # fmt: skip
def test_dates_are_found_however_they_are_written(tmp_path: Path, day: str) -> None:
    root = base(tmp_path)
    before = logged(root)

    result = imported(root, f"Date;Service;Employee\n{day};one-on-one;p-ada\n", "--dates", "month-first")

    assert fresh(root, before) == ["2026-11-03,one-on-one,p-ada,p-grace,outbound,held"], result.stderr


def test_dates_with_two_readings_are_asked_about(tmp_path: Path) -> None:
    root = base(tmp_path)
    before = logged(root)

    result = imported(root, "Date,Service,Employee\n03/04/2026,one-on-one,p-ada\n")

    assert (result.returncode, logged(root)) == (2, before)
    assert "Say it with --dates day-first or --dates month-first" in result.stderr


def test_rows_of_any_quarter_go_to_their_file(tmp_path: Path) -> None:
    root = base(tmp_path)
    days = ("2026-03-31", "2026-04-01", "2026-08-12", "2026-11-04")
    sheet = "Date,Service,Employee\n" + "".join(f"{day},one-on-one,p-mia\n" for day in reversed(days))

    result = imported(root, sheet)

    folder = root / "data/teams/harbour/touchpoints"
    assert result.returncode == 0, result.stderr
    for day, quarter in zip(days, ("Q1", "Q2", "Q3", "Q4"), strict=True):
        assert f"{day},one-on-one,p-mia," in (folder / f"2026-{quarter}.csv").read_text()


def test_services_go_by_title_and_other_names(tmp_path: Path) -> None:
    root = base(tmp_path)
    path = root / "playbook/services/one-on-one.yaml"
    path.write_text(
        path.read_text().replace("title: One-on-one\n", "title: One-on-one\nalso_called: [Lighthouse talk]\n")
    )
    before = logged(root)
    names = ("ONE-ON-ONE", "One on one", "lighthouse talk", "1-1", "1on1")
    rows = "".join(f"2026-11-{number:02},{name},p-ada\n" for number, name in enumerate(names, start=10))
    rows += "2026-11-19,Health check,\n"

    result = imported(root, f"Date,Meeting type,Employee\n{rows}", "--team", "harbour")

    assert result.returncode == 0, result.stderr
    assert [row.split(",")[1] for row in fresh(root, before)] == ["one-on-one"] * 5 + ["health-check"]


def test_who_started_it_may_be_a_name(tmp_path: Path) -> None:
    root = base(tmp_path)
    before = logged(root)
    rows = (
        "2026-11-03,1:1,Ada Berg,Grace Holm,Ada Berg\n2026-11-04,1:1,Ada Berg,Grace Holm,Grace Holm\n"
        "2026-11-05,1:1,Ada Berg,Grace Holm,employee\n2026-11-06,1:1,Ada Berg,Grace Holm,\n"
    )

    result = imported(root, f"Date,Type,Employee,Leader,Initiated by\n{rows}")

    assert result.returncode == 0, result.stderr
    assert [row.split(",")[4] for row in fresh(root, before)] == [
        "inbound",
        "outbound",
        "inbound",
        "outbound",
    ]


def test_a_sheet_of_one_service_says_so_once(tmp_path: Path) -> None:
    root = base(tmp_path)
    sheet = "First name,Last name,Meeting date\nAda,Berg,2026-11-03\nMia,Åström,2026-11-04\n"

    refused, taken = imported(root, sheet), imported(root, sheet, "--service", "one-on-one")

    assert refused.returncode == 2
    assert "no column for the service" in refused.stderr
    assert "or add --service SERVICE if all rows are of one service" in refused.stderr
    assert "2 imported." in taken.stdout


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--means", "done"), "write WORD=MEANING"),
        (("--means", "done=hold"), "there is no state or service hold. Did you mean held?"),
        (("--column", "salary=Pay"), "there is no role salary"),
        (("--service", "one-on-on"), "Did you mean one-on-one?"),
        (("--service", "one-on-one", "--column", "service=Service"), "choose one of"),
    ],
)
def test_wrong_options_are_one_line(tmp_path: Path, option: tuple[str, ...], words: str) -> None:
    result = imported(base(tmp_path), "Date,Service,Employee\n2026-11-03,one-on-one,p-ada\n", *option)

    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert words in result.stderr


def test_names_without_the_table_say_what_to_do(tmp_path: Path) -> None:
    root = base(tmp_path)
    (tmp_path / "sheet.csv").write_text("Date,Service,Employee\n2026-11-03,one-on-one,Ada Berg\n")

    result = called(root, "import", "log", str(tmp_path / "sheet.csv"))

    assert result.returncode == 1
    assert (
        "member: this looks like a name. Add the table of people with --people, or write an id"
        in result.stderr
    )
    assert "Ada" not in result.stderr


def test_five_thousand_rows_of_names_take_seconds(tmp_path: Path) -> None:
    root = base(tmp_path)
    rows = "".join(
        f"{day}.{month}.2026 10:00;1:1;Berg, Ada;p-n{number};done;\n"
        for month in range(3, 11) for day in range(1, 29) for number in range(23)
    )  # fmt: skip

    result = imported(root, f"Date;Type;Employee;Leader;Status;Notes\n{rows}", "--dry-run")

    assert "5152 would be imported." in result.stdout


def test_a_sheet_of_many_teams_takes_seconds(tmp_path: Path) -> None:
    """5,000 rows of 400 teams take at most 3 seconds of computing; in `make test` fewer are read, unmeasured."""
    teams, root = many(12, 400), base(tmp_path)
    text = (root / "data/teams/harbour/team.yaml").read_text()
    for number in range(teams):
        roster = re.sub(r"p-(ada|mia)", rf"p-\1-{number}", text).replace("id: harbour", f"id: t-{number}")
        (root / f"data/teams/t-{number}").mkdir()
        (root / f"data/teams/t-{number}/team.yaml").write_text(roster)
    days = [f"2026-10-{day:02}" for day in range(1, 14)]
    rows = "".join(f"{day};1:1;p-ada-{at};p-grace;done\n" for at in range(teams) for day in days)

    begin = time.process_time()
    result = imported(root, f"Date;Type;Employee;Leader;Status\n{rows}", "--dry-run")
    taken = time.process_time() - begin

    assert f"{len(days) * teams} would be imported." in result.stdout, result.stderr
    assert not NIGHTLY or taken < 3


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Datum;Gesprächsart;Mitarbeiter;Führungskraft;Status;Bemerkung", "Di., 3.11.2026;Einzelgespräch;Berg, Ada;Holm, Grace;stattgefunden;x"),
        ("Päivämäärä;Tyyppi;Työntekijä;Esihenkilö;Tila;Huomiot", "3.11.2026 klo 10:30;kahdenkeskinen;Berg Ada;Grace Holm;pidetty;x"),
        ("Datum;Typ;Medarbetare;Chef;Status;Anteckningar", "2026-11-03;1-1;Ada Berg;Grace Holm;Genomfört;x"),
        ("Date;Type d’entretien;Salarié;Responsable;Statut;Notes", "3.11.2026;entretien individuel;Ada Berg;Grace Holm;réalisé;x"),
        ("ID;Date;Type;Employee;Email;Held;Leader ID", "7;3.11.2026;1:1;Ada Berg;ada.berg@fjord.example;✓;p-grace"),
        ("Meetings of Harbour\n\nDate;Type;Employee;Status", "3.11.2026;1:1;Ada Berg;done"),
    ],
)  # fmt: skip
def test_sheets_of_five_languages_are_read(tmp_path: Path, head: str, row: str) -> None:
    root = base(tmp_path)
    before = logged(root)

    result = imported(root, f"{head}\n{row}\n")

    assert result.returncode == 0, result.stderr
    assert fresh(root, before) == ["2026-11-03,one-on-one,p-ada,p-grace,outbound,held"]


def test_two_columns_of_givers_are_asked_about(tmp_path: Path) -> None:
    root = base(tmp_path)
    sheet = "Date,Type,Employee,Manager,Coach\n2026-11-03,1:1,Ada Berg,Grace Holm,Alan Lind\n"

    asked, answered = imported(root, sheet), imported(root, sheet, "--column", "given_by=Coach")

    assert asked.returncode == 2
    assert "2 columns could be the leader or coach. Say it with --column given_by=NAME" in asked.stderr
    assert answered.returncode == 0
    assert logged(root)[-1] == "2026-11-03,one-on-one,p-ada,p-alan,outbound,held"

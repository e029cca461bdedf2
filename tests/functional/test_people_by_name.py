"""People by name: whoever is asked for is found by name, shown by name on a terminal, and written by id."""

import html
from pathlib import Path

import pytest

from tests.support import rolling_repository
from tests.support.calling import Called, outbound
from tests.support.dated_repository import HARBOUR, fresh, laid, logged

PEOPLE = """\
id,name,address
p-ada,"Zweig, Ada",Ada.Zweig@quay.example
p-alan,Alan Jürgensen,alan@quay.example
p-grace,Grace Quist,grace@quay.example
p-mia,Mia Quist,mia@quay.example
"""
NAMES = ("Zweig", "Jürgensen", "Quist", "quay.example")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    return laid(tmp_path / "repository")


def by_name(root: Path, *words: str) -> Called:
    table = root / "people.csv" if (root / "people.csv").exists() else root.parent / "people.csv"
    return outbound(*words, here=root, env={"OUTBOUND_PEOPLE": str(table)})


def everything(root: Path) -> str:
    return "".join(path.read_text("utf-8") for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("words", "row"),
    [
        (("1:1", "Ada"), "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
        (("One-on-one", "ADA.ZWEIG@QUAY.EXAMPLE"), "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
        (("kahdenkeskinen", "Zweig, Ada"), "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
        (("1:1", "Ada", "--by", "juergensen"), "2026-11-23,one-on-one,p-ada,p-alan,outbound,held"),
        (("one-on-one", "p-ada"), "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
    ],
)
def test_a_name_is_logged_as_an_id(root: Path, words: tuple[str, ...], row: str) -> None:
    service = root / "playbook/services/one-on-one.yaml"
    names = 'also_called: ["1:1"]\ntranslations: {fi: {also_called: [kahdenkeskinen]}}\n'
    service.write_text(f"{service.read_text()}{names}")
    before = logged(root)

    done = by_name(root, "log", *words)

    assert (done.returncode, done.stderr) == (0, "")
    assert fresh(root, before) == [row]
    assert "Ada Zweig (p-ada)" in done.stdout
    assert not [name for name in NAMES if name in everything(root)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("log", "one-on-one", "quist"),
            "MEMBER quist: this fits 2 people: Grace Quist (p-grace), Mia Quist (p-mia). Use an id",
        ),
        (("log", "one-on-one", "Zwieg"), "MEMBER Zwieg: the table of people has no one like this. Did you mean Ada Zweig (p-ada)?"),
        (("log", "one-on-one", "p-ada", "--by", "Quist"), "--by Quist: this fits 2 people"),
        (("confirm", "--by", "nemo"), "--by nemo: the table of people has no one like this. Use an id"),
        (("invite", "--leader", "Quist"), "--leader Quist: this fits 2 people"),
        (("plan", "--leader", "Quist"), "--leader Quist: this fits 2 people"),
        (("digest", "--leader", "Quist"), "--leader Quist: this fits 2 people"),
        (("digest", "--member", "Quist"), "--member Quist: this fits 2 people"),
        (("mine", "--person", "Quist"), "--person Quist: this fits 2 people"),
        (("export", "--person", "Quist"), "--person Quist: this fits 2 people"),
        (("prune", "--person", "Quist"), "--person Quist: this fits 2 people"),
        (("new", "team", "pier", "--leader", "Quist"), "--leader Quist: this fits 2 people"),
        (("new", "team", "pier", "--leader", "Alan", "--member", "Quist"), "--member Quist: this fits"),
        (("import", "people", "x.ics", "--absences", "--person", "Quist"), "--person Quist: this fits"),
    ],
)  # fmt: skip
def test_who_is_not_clear_is_listed(root: Path, words: tuple[str, ...], told: str) -> None:
    before = everything(root)

    done = by_name(root, *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"outbound: {told}")
    assert everything(root) == before


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("confirm", "--by", "Grace", "--list"), "Ada Zweig (p-ada)  by Grace Quist (p-grace)"),
        (("mine", "--person", "zweig"), "Record of Ada Zweig (p-ada) as of"),
        (("mine", "--person", "zweig"), "Grace Quist (p-grace)"),
        (("invite", "--leader", "grace", "--within", "20 weeks"), "Ada Zweig (p-ada)"),
        (("plan", "--leader", "grace", "--weeks", "20"), "Ada Zweig (p-ada)"),
        (("export", "--person", "Ada"), '"person": "p-ada"'),
        (("prune", "--person", "Ada", "--dry-run"), "This is about Ada Zweig (p-ada).\nWould delete 5 log"),
    ],
)
def test_names_are_asked_for_and_shown(root: Path, words: tuple[str, ...], shown: str) -> None:
    log = root / HARBOUR / "2026-Q4.csv"
    log.write_text(f"{log.read_text()}2026-11-20,one-on-one,p-ada,p-grace,outbound,booked,,\n")

    done = by_name(root, *words)

    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


def test_a_new_team_and_waiver_have_ids(root: Path) -> None:
    team = by_name(root, "new", "team", "pier", "--leader", "grace quist", "--member", "Jürgensen")
    waiver = by_name(
        root, "new", "waiver", "one-on-one", "--team", "harbour", "--member", "ada", "--approved-by", "Alan",
        "--from", "2026-11-23", "--to", "2026-11-30", "--reason", "agreed-pause",
    )  # fmt: skip

    assert (team.returncode, waiver.returncode) == (0, 0), team.stderr + waiver.stderr
    roster = (root / "data/teams/pier/team.yaml").read_text()
    assert "p-grace" in roster
    assert "p-alan" in roster
    written = (root / "data/teams/harbour/waivers.yaml").read_text()
    for key in ("member: p-ada", "approved_by: p-alan", "agreed_with_people: [p-ada]"):
        assert key in written
    assert not [name for name in NAMES if name in everything(root)]


def test_a_table_is_named_by_its_option_too(root: Path) -> None:
    table = ("--people", "../people.csv")

    for words in (("log", "one-on-one", "Ada"), ("export", "--person", "Ada"), ("mine", "--person", "Ada")):
        assert outbound(*words, *table, here=root).returncode == 0
        assert outbound(*words[:-1], "p-ada", here=root).returncode == 0
        assert outbound(*words, here=root).returncode == 2


def test_in_ci_a_list_has_ids(root: Path) -> None:
    table = {"OUTBOUND_PEOPLE": str(root.parent / "people.csv"), "CI": "true"}

    done = outbound("log", "one-on-one", "quist", here=root, env=table)

    assert done.stderr == "outbound: MEMBER quist: this fits 2 people: p-grace, p-mia. Use an id\n"


def test_a_table_in_the_repository_is_refused(root: Path) -> None:
    (root / "people.csv").write_text(PEOPLE, "utf-8")

    done = outbound("log", "one-on-one", "Ada", "--people", "people.csv", here=root)

    assert done.returncode == 2
    assert "is inside a repository of the playbook or its data" in done.stderr


def test_findings_name_people_on_the_terminal_alone(root: Path) -> None:
    for path in (root / HARBOUR).glob("*.csv"):
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:1]))
    formats = ("full", "concise", "json", "full:../full.txt", "concise:concise.txt")
    words = [word for form in formats for word in ("--format", form)]

    told = by_name(root, "check", "--members", "--all", *words).stdout
    hidden = by_name(root, "check", "--all", *words[:4]).stdout
    table = {"OUTBOUND_PEOPLE": str(root.parent / "people.csv"), "CI": "true"}
    in_ci = outbound("check", "--no-base", "--members", "--all", *words[:4], here=root, env=table).stdout

    text, _, document = told.partition("\n{")
    assert text.count("Ada Zweig (p-ada)") >= 2
    assert "p-ada" in document
    assert "p-ada" in in_ci
    files = (root.parent / "full.txt").read_text() + (root / "concise.txt").read_text()
    assert "p-ada" in files
    assert not [name for name in NAMES if name in document + files + hidden + in_ci + everything(root)]


@pytest.mark.parametrize(("file", "names"), [("../list.txt", 1), ("list.txt", 0)])
def test_a_tick_list_outside_has_names_and_is_read_again(root: Path, file: str, names: int) -> None:
    (root / "playbook/calendar.yaml").write_text(
        "schema: 1\nrules:\n  - {service: one-on-one, title: talk, with: [giver, member]}\n"
    )
    (root.parent / "meetings.ics").write_text(MEETING, "utf-8", newline="\r\n")
    before = logged(root)
    listed = by_name(root, "import", "calendar", "../meetings.ics", "--team", "harbour", "--list", file)
    text = (root / file).read_text("utf-8")

    assert listed.returncode == 0, listed.stderr
    assert text.count("# Ada Zweig (p-ada), Grace Quist (p-grace)\n") == names
    assert not [name for name in NAMES if name in everything(root)]

    (root / file).write_text(text.replace("[ ]", "[x]"), "utf-8")
    outbound("import", "calendar", "--team", "harbour", "--held", file, here=root)
    assert [row.split(",")[5] for row in fresh(root, before)] == ["held"]


def test_a_page_of_ones_own_has_names(root: Path) -> None:
    (root.parent / "people.csv").write_text(PEOPLE.replace("Grace Quist", "Grace <Q>"), "utf-8")

    done = by_name(root, "mine", "--person", "ada", "--html", "../own.html")
    page = (root.parent / "own.html").read_text("utf-8")

    assert done.returncode == 0, done.stderr
    assert "<code>Ada Zweig (p-ada)</code>" in html.unescape(page)
    assert "Grace <Q> (p-grace)" in html.unescape(page)
    assert "<Q>" not in page
    assert "outbound mine --person p-ada" in html.unescape(page)


@pytest.mark.parametrize(
    ("leader", "member", "status", "told"),
    [
        ("Jürgensen", "Zweig, Ada", 0, ""),
        (
            "p-new",
            "mia@quay.example",
            2,
            "--member mia@quay.example: the table of people has no one like this",
        ),
        ("Quist", "Ada", 2, "--leader Quist: this fits 2 people: Grace Quist (p-grace), Mia Quist (p-mia)"),
    ],
)
def test_a_new_playbook_takes_names(root: Path, leader: str, member: str, status: int, told: str) -> None:
    table = root.parent / "people.csv"
    table.write_text(PEOPLE.replace("mia@", "other@"), "utf-8")

    done = by_name(root.parent, "init", "acme", "--leader", leader, "--member", member)

    assert (done.returncode, told in done.stderr) == (status, True)
    if not status:
        roster = (root.parent / "acme-data/teams/first-team/team.yaml").read_text("utf-8")
        assert "p-alan" in roster
        assert "p-ada" in roster
    assert not [name for name in NAMES for part in root.parent.glob("acme*") if name in everything(part)]


SHEET = """\
Date,Service,Member,Leader,Status
2026-11-20,one-on-one,Ada Zweig,Grace Quist,done
2019-11-20,one-on-one,Ada Zweig,Grace Quist,done
"""
HR = """\
Employee ID,Name,Team,Manager,Start date
p-grace,Grace Quist,Deck,,2020-01-01
p-bo,Bo Rask,Jetty,Grace Quist,2020-01-01
p-bo,Bo Rask,Jetty,Grace Quist,soon
"""
IMPORTS = {
    "log": (SHEET, ("import", "log", "../table", "--dry-run"), ["rejected: Ada Zweig (p-ada) is not in any team on 2019"]),
    "people": (
        HR,
        ("import", "people", "../table", "--yes", "--people", "../new.csv"),
        ["jetty  Grace Quist (p-grace)", "Note: Grace Quist (p-grace) has no manager in the table"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", IMPORTS)
def test_imports_show_names_on_the_terminal_alone(root: Path, kind: str) -> None:
    table, words, shown = IMPORTS[kind]
    (root.parent / "table").write_text(table)

    in_ci = outbound(
        *words, here=root, env={"OUTBOUND_PEOPLE": str(root.parent / "people.csv"), "CI": "true"}
    )
    (root.parent / "new.csv").unlink(missing_ok=True)
    for team in root.glob("data/teams/jetty/*"):
        team.unlink()
    done = by_name(root, *words)

    assert not [line for line in shown if line not in done.stdout + done.stderr]
    assert "(p-grace)" not in in_ci.stdout + in_ci.stderr
    assert not [name for name in (*NAMES, "Rask") if name in everything(root)]


def test_the_first_page_has_names(root: Path) -> None:
    for path in root.glob("data/teams/*/touchpoints/*.csv"):
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:1]))
    (root.parent / "table").write_text(SHEET)

    done = by_name(root, "import", "log", "../table")

    page = done.stdout.partition("This is your first import.")[2]
    assert "Mia Quist (p-mia)" in page


MEETING = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//names//EN
BEGIN:VEVENT
UID:7f@quay.example
DTSTAMP:20261101T080000Z
DTSTART:20261119T090000Z
DTEND:20261119T093000Z
SUMMARY:talk
ORGANIZER:mailto:grace@quay.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:grace@quay.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada.zweig@quay.example
END:VEVENT
END:VCALENDAR
"""


def test_calendars_outside_have_names(root: Path) -> None:
    feeds = by_name(root, "plan", "--weeks", "20", "--format", "ics", "--out", "../feeds")
    refused = by_name(root, "plan", "--weeks", "20", "--format", "ics", "--out", "feeds")
    entries = by_name(root, "invite", "--within", "20 weeks", "--format", "ics")

    assert feeds.returncode == 0, feeds.stderr
    assert "Ada Zweig (p-ada)" in (root.parent / "feeds/people/p-grace.ics").read_text("utf-8")
    assert "Ada Zweig (p-ada)" in entries.stdout
    assert refused.returncode == 2
    teams = "".join(path.read_text("utf-8") for path in (root.parent / "feeds/teams").glob("*.ics"))
    assert not [name for name in NAMES if name in teams + everything(root)]


def test_without_a_table_ids_do_as_ever(root: Path) -> None:
    assert outbound("log", "one-on-one", "p-ada", here=root).returncode == 0
    shown = outbound("mine", "--person", "p-ada", here=root).stdout
    feeds = outbound("invite", "--within", "20 weeks", "--format", "ics", here=root).stdout

    assert "p-ada" in shown
    assert "p-ada" in feeds
    assert not [name for name in NAMES if name in shown + feeds]


def test_an_id_that_the_table_lacks_is_one(root: Path) -> None:
    (root.parent / "people.csv").write_text("id,name,address\np-zoe,Zoe Ada,\n", "utf-8")

    assert by_name(root, "log", "one-on-one", "p-ada").returncode == 0
    assert by_name(root, "new", "team", "pier", "--leader", "p-newcomer").returncode == 0


def test_a_preview_of_a_digest_has_names(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    root = rolling_repository.laid(tmp_path / "repository")  # p-ada is overdue
    digest = ("digest", "--as-of", rolling_repository.DAY)
    to_giver = by_name(root, *digest, "--leader", "grace").stdout
    to_member = by_name(root, *digest, "--member", "Ada").stdout
    to_team = by_name(root, *digest, "--team", "harbour").stdout

    assert "Ada Zweig (p-ada): One-on-one" in to_giver
    assert "held by Grace Quist (p-grace)" in to_member
    assert not [name for name in NAMES if name in to_team + everything(root)]

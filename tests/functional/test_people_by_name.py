"""People by name: whoever is asked for is found by name, shown by name on a terminal, and written by id."""

from pathlib import Path

import pytest

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
    return outbound(*words, here=root, env={"OUTBOUND_PEOPLE": str(root.parent / "people.csv")})


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


def test_a_table_in_the_repository_is_refused(root: Path) -> None:
    (root / "people.csv").write_text(PEOPLE, "utf-8")

    done = outbound("log", "one-on-one", "Ada", "--people", "people.csv", here=root)

    assert done.returncode == 2
    assert "is inside a repository of the playbook or its data" in done.stderr

"""Columns are known by names in five languages and by values; what is not clear is a question, never a guess."""

from __future__ import annotations

import pytest

from checks.imports.column_dates import DateOrder
from checks.imports.column_recognition import ColumnAnswers, ColumnPlan, TableKind, recognise_columns
from checks.imports.column_words import is_heading
from checks.imports.table_text import NotATableError, text_table_of

PEOPLE, ABSENCES = TableKind.PEOPLE, TableKind.ABSENCES


def plan(text: str, kind: TableKind = PEOPLE, answers: ColumnAnswers | None = None) -> ColumnPlan:
    return recognise_columns(
        text_table_of("hr.csv", text.encode(), is_heading), kind, answers or ColumnAnswers()
    )


def asked(text: str, kind: TableKind = PEOPLE) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.role, question.choices) for question in plan(text, kind).questions]


LANGUAGES = {
    "en": "Employee ID;Full Name;Work Email;Department;Manager ID;Hire Date;Termination Date;Leave Start;Leave End",
    "de": "Personalnummer;Mitarbeitername;E-Mail-Adresse;Abteilung;Vorgesetzter (ID);Eintrittsdatum;Austrittsdatum;Abwesend ab;Abwesend bis",
    "fi": "Henkilönumero;Koko nimi;Sähköpostiosoite;Osasto;Esihenkilön numero;Palkkauspäivä;Työsuhteen päättymispäivä;Poissaolo alkaa;Poissaolo päättyy",
    "sv": "Anställningsnummer;Fullständigt namn;E-postadress;Avdelning;Chef-ID;Anställningsdatum;Slutdatum;Frånvaro från;Frånvaro till",
    "fr": "Matricule;Nom complet;Adresse e-mail;Service;Matricule du responsable;Date d’embauche;Date de sortie;Début d’absence;Fin d’absence",
}
ROW = "\n1;Ada Berg;ada@example.org;Deck;2;2024-03-01;;2026-12-01;2026-12-05\n2;Bo Lund;bo@example.org;Deck;;2024-03-01;;;\n"
ROLES = ["person", "name", "address", "team", "manager", "from", "to", "leave_from", "leave_to"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_known_in_five_languages(language: str) -> None:
    header = LANGUAGES[language]

    known = plan(header + ROW)

    assert known.headings() == dict(zip(ROLES, header.split(";"), strict=True))
    assert known.questions == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_absences_takes_leave_and_never_a_hire_date(language: str) -> None:
    headings = plan(LANGUAGES[language] + ROW, ABSENCES).headings()

    names = LANGUAGES[language].split(";")
    assert (headings["from"], headings["to"]) == (names[7], names[8])


BOTH_GENDERS = {
    "Mitarbeiter/in;Vorgesetzte/r": {"name", "manager"},
    "Mitarbeiter*in;Teamleiter:in": {"name", "manager"},
    "MitarbeiterIn;Führungskraft": {"name", "manager"},
    "Mitarbeitende(r);Fachliche(r) Vorgesetzte(r)": {"name"},
    "Name, Vorname;Direkte/-r Vorgesetzte/-r": {"name", "manager"},
    "Collaborateur·trice;Responsable": {"name", "manager"},
}
PAIR = "\nBerg, Ada;Lund, Bo;Deck;1.3.2024\nLund, Bo;;Deck;2.3.2024\n"


@pytest.mark.parametrize("names", BOTH_GENDERS)
def test_headings_that_name_both_genders_are_known(names: str) -> None:
    known = plan(f"{names};Abteilung;Eintritt{PAIR}")

    assert set(known.columns) - {"team", "from"} == BOTH_GENDERS[names]


@pytest.mark.parametrize("name", ["Mitarbeiter/in", "Mitarbeiter(in)", "Mitarbeiter:in", "Beschäftigte/r"])
def test_the_member_of_a_meeting_may_be_of_both_genders(name: str) -> None:
    sheet = f"Datum;Art;{name};Status\n3.11.2026;1:1;Ada Berg;erledigt\n"

    assert plan(sheet, TableKind.MEETINGS).headings()["member"] == name


def test_a_hire_date_alone_is_no_first_day_of_leave() -> None:
    assert asked("Employee ID,Hire Date\n1,2024-03-01\n", ABSENCES) == [("from", ("Hire Date",))]


USES = {
    "an address under another name": ("id,Contact,team,from\n1,a@x.org,Deck,2026-01-01\n2,b@x.org,Deck,2026-01-01\n", "Contact", "address"),
    "a flag is no manager": ("id,team,Manager,from\n1,Deck,Yes,2026-01-01\n2,Deck,No,2026-01-01\n", "Manager", "not read"),
    "the title of a manager": ("id,team,Manager Title,from\n1,Deck,Chief,2026-01-01\n", "Manager Title", "not read"),
    "a dotted line": ("id,team,Dotted-line manager,from\n1,Deck,2,2026-01-01\n", "Dotted-line manager", "a dotted line: not used"),
    "pay": ("id,team,Annual pay,from\n1,Deck,1,2026-01-01\n", "Annual pay", "not read"),
    "a status of another kind": ("id,team,Status,from\n1,Deck,Full-time,2026-01-01\n", "Status", "not read"),
    "states of people": ("id,team,Status,from\n1,Deck,Active,2026-01-01\n", "Status", "status"),
    "words are no dates": ("id,team,Start,from\n1,Deck,soon,2026-01-01\n", "Start", "not read"),
    "a manager by id before one by name": ("id,team,Manager,Manager ID,from\n1,Deck,Bo,2,2026-01-01\n", "Manager ID", "manager"),
    "an empty column before a full one": ("id,team,Manager ID,Manager,from\n1,Deck,,Bo Lund,2026-01-01\n", "Manager", "manager"),
    "a name in one column": ("id,team,Last name,First name,from\n1,Deck,Berg,Ada,2026-01-01\n", "First name", "first name"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "heading", "words"), USES.values(), ids=USES)
def test_values_decide_beside_names(text: str, heading: str, words: str) -> None:
    assert next(use.words for use in plan(text).uses if use.heading == heading) == words


def test_a_column_that_is_not_read_shows_no_value() -> None:
    uses = {use.heading: use.examples for use in plan("id,team,from,Pay\n1,Deck,2026-01-01,61000\n").uses}

    assert uses == {"id": ("1",), "team": ("Deck",), "from": ("2026-01-01",), "Pay": ()}


QUESTIONS = {
    "nobody": ("Pay,team,from\n1,Deck,2026-01-01\n", [("person", ("Pay",))]),
    "neither team nor manager": ("id,from\n1,2026-01-01\n", [("team", ("id", "from"))]),
    "no day": ("id,team\n1,Deck\n", [("from", ("id", "team"))]),
    "two teams": (
        "id,Department,Dept,from\n1,Deck,Sail,2026-01-01\n",
        [("team", ("Department", "Dept"))],
    ),
    "dates of two readings": ("id,team,from\n1,Deck,03/04/2026\n", [("dates", ("day-first", "month-first"))]),
    "people of the table under an unknown name": (
        "id,team,from,Ref\n1,Deck,2026-01-01,3\n2,Deck,2026-01-01,3\n3,Deck,2026-01-01,\n",
        [("manager", ("Ref",))],
    ),
}


@pytest.mark.parametrize(("text", "questions"), QUESTIONS.values(), ids=QUESTIONS)
def test_what_is_not_clear_is_asked(text: str, questions: list[tuple[str, tuple[str, ...]]]) -> None:
    assert asked(text) == questions


def test_the_finest_unit_is_the_team() -> None:
    assert plan("id,Division,Team,Department,from\n1,A,B,C,2026-01-01\n").headings()["team"] == "Team"


def test_an_answer_wins_and_none_is_an_answer() -> None:
    text = "id,Division,Team,Manager,from\n1,A,B,2,2026-01-01\n2,A,B,2,2026-01-01\n"

    known = plan(text, answers=ColumnAnswers({"team": "division", "manager": "none"}))

    assert known.headings() == {"person": "id", "team": "Division", "from": "from", "manager": "none"}


def test_an_answer_that_names_no_column_is_refused() -> None:
    with pytest.raises(NotATableError, match=r"no column 'Boss'\. Name another with --column manager=NAME"):
        plan("id,team,from\n1,Deck,2026-01-01\n", answers=ColumnAnswers({"manager": "Boss"}))


def test_a_kept_heading_that_is_gone_is_found_anew() -> None:
    known = plan("id,Team,from\n1,Deck,2026-01-01\n", answers=ColumnAnswers(kept={"team": "Department"}))

    assert known.headings()["team"] == "Team"


def test_two_columns_of_one_name_cannot_be_meant() -> None:
    with pytest.raises(NotATableError, match="two columns are called 'team'"):
        plan("id,team,team,from\n1,Deck,Sail,2026-01-01\n")


def test_an_answer_decides_the_order_of_dates() -> None:
    known = plan("id,team,from\n1,Deck,03/04/2026\n", answers=ColumnAnswers(order=DateOrder.MONTH_FIRST))

    assert (known.order, known.questions) == (DateOrder.MONTH_FIRST, ())

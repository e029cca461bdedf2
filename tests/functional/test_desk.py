"""`outbound desk`: one private page, written where it may lie, for whoever gives something."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import UNREADABLE, outbound, said
from tests.support.paths import ROOT
from tests.support.rolling_repository import DAY, laid, rows

if TYPE_CHECKING:
    from tests.support.calling import Called

PAST = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
    "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked,,",
)
PEOPLE = (
    'id,name,address\np-grace,Grace Hopper,grace@example.org\np-ada,"Lovelace, Ada",ada@example.org\n'
    "p-mia,Mia Hamm,mia@example.org\np-alan,Alan Turing,alan@example.org\n"
)
MAIL = {"OUTBOUND_MAIL_KEY": "k" * 40, "OUTBOUND_MAIL_ANSWERS": "playbook@example.org"}
WROTE = "Open it in a browser. It is for one person, so keep it private.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small playbook with a booking that is over."""
    return laid(tmp_path / "playbook", PAST)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A table of people beside it."""
    table = tmp_path / "people.csv"
    table.write_text(PEOPLE, encoding="utf-8")
    return table


def desk(
    root: Path, out: Path, *words: str, leader: str = "p-grace", env: dict[str, str] | None = None
) -> Called:
    return outbound("desk", "--leader", leader, "--out", str(out), "--as-of", DAY, *words, here=root, env=env)


def text_of(page: Path) -> str:
    """Return what a page says."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def test_ids_are_shown_without_a_table_of_people(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "grace.html"

    done = desk(root, page)

    assert said(done) == (0, f"Wrote {page}. {WROTE}", "")
    assert "this page is about people, and for p-grace only." in text_of(page)
    assert "Overdue p-ada , One-on-one, 45 min" in text_of(page)
    assert "Run: outbound confirm --by p-grace" in text_of(page)
    assert "mailto" not in page.read_text("utf-8")


def test_with_names_no_id_is_left(root: Path, people: Path, tmp_path: Path) -> None:
    page = tmp_path / "grace.html"

    done = desk(root, page, "--people", str(people), leader="Grace Hopper", env=MAIL)

    assert done.returncode == 0
    assert "Ada Lovelace" in text_of(page)
    assert not re.search(r"\bp-[a-z]", re.sub(r"ob-\S+", "", html.unescape(page.read_text("utf-8"))))
    assert text_of(page).count("Took place") == 1


def test_namesakes_are_told_apart(root: Path, people: Path, tmp_path: Path) -> None:
    people.write_text(PEOPLE.replace("Mia Hamm", "Ada Lovelace"), encoding="utf-8")

    desk(root, tmp_path / "grace.html", "--people", str(people))

    assert "Ada Lovelace (p-ada)" in text_of(tmp_path / "grace.html")
    assert "Ada Lovelace (p-mia)" in text_of(tmp_path / "grace.html")


@pytest.mark.parametrize(
    "env",
    [{}, {"OUTBOUND_MAIL_KEY": "k" * 40}, {"OUTBOUND_MAIL_ANSWERS": "playbook@example.org"}],
    ids=["neither", "no address", "no key"],
)
def test_without_both_there_is_a_command_to_type(root: Path, tmp_path: Path, env: dict[str, str]) -> None:
    done = desk(root, tmp_path / "grace.html", env=env)

    assert done.returncode == 0
    assert "outbound confirm --by p-grace" in text_of(tmp_path / "grace.html")


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({**MAIL, "OUTBOUND_MAIL_KEY": "s3cret"}, "OUTBOUND_MAIL_KEY is shorter than 32 characters"),
        ({**MAIL, "OUTBOUND_MAIL_ANSWERS": "nowhere"}, "OUTBOUND_MAIL_ANSWERS is not an email address"),
    ],
    ids=["a short key", "no address"],
)
def test_settings_that_cannot_be_meant_are_refused(
    root: Path, tmp_path: Path, env: dict[str, str], words: str
) -> None:
    done = desk(root, tmp_path / "grace.html", env=env)

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "s3cret" not in done.stderr
    assert not (tmp_path / "grace.html").exists()


@pytest.mark.parametrize("folder", ["", "docs", "data/teams"])
def test_a_page_in_a_repository_is_refused(root: Path, folder: str) -> None:
    page = root / folder / "grace.html"

    done = desk(root, page)

    assert (done.returncode, done.stdout) == (2, "")
    assert "is inside the repository" in done.stderr
    assert not page.exists()


def test_only_its_own_page_is_replaced(root: Path, tmp_path: Path) -> None:
    mine, other = tmp_path / "grace.html", tmp_path / "thesis.html"
    other.write_text("<p>Years of work</p>", encoding="utf-8")

    first, again, refused = desk(root, mine), desk(root, mine), desk(root, other)

    assert (first.returncode, again.returncode) == (0, 0)
    assert said(refused) == (
        2,
        "",
        f"outbound: --out {other}: this command did not write that file. Choose a new file\n",
    )
    assert other.read_text("utf-8") == "<p>Years of work</p>"


def test_somebody_who_gives_nothing_is_refused(root: Path, tmp_path: Path) -> None:
    done = desk(root, tmp_path / "page.html", leader="p-mia")

    assert (done.returncode, done.stdout) == (2, "")
    assert "no leader or coach has this id" in done.stderr
    assert not (tmp_path / "page.html").exists()


def test_what_cannot_be_read_is_named_on_the_page(tmp_path: Path) -> None:
    root = laid(tmp_path / "playbook", PAST, dict(UNREADABLE))

    done = desk(root, tmp_path / "grace.html")

    assert done.returncode == 1
    assert "left out because their files can't be read: quay" in done.stderr
    assert "so they are missing here: quay." in text_of(tmp_path / "grace.html")


def test_a_coach_has_a_page_too(tmp_path: Path) -> None:
    done = outbound("desk", "--leader", "p-maire", "--out", str(tmp_path / "page.html"), here=ROOT)

    page = text_of(tmp_path / "page.html")
    assert done.returncode == 0
    assert "p-maire, coach in Harbour" in page
    assert "p-bram" in page


def test_who_leads_leaders_sees_all_teams(tmp_path: Path) -> None:
    done = outbound("desk", "--leader", "p-asta", "--out", str(tmp_path / "page.html"), here=ROOT)

    page = text_of(tmp_path / "page.html")
    assert done.returncode == 0
    assert "leads the leaders of Breakwater, Harbour, Sounding" in page
    assert "You have nothing to do this week." in page
    assert {"Breakwater", "Harbour", "Sounding"} <= set(page.split())


@pytest.mark.parametrize(("language", "title"), [("fi", "Viikkosi, tilanne"), ("sv", "Din vecka, läget")])
def test_it_speaks_the_playbooks_language(root: Path, tmp_path: Path, language: str, title: str) -> None:
    playbook = root / "playbook" / "playbook.yaml"
    playbook.write_text(playbook.read_text("utf-8") + f"language: {language}\n", encoding="utf-8")

    desk(root, tmp_path / "grace.html")

    assert title in text_of(tmp_path / "grace.html")
    assert f'<html lang="{language}">' in (tmp_path / "grace.html").read_text("utf-8")

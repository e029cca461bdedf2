"""`outbound new`: one thing added, valid from the first second, or nothing changed."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.scaffold.service_catalogue import first_agreement, load_catalogue
from tests.support.calling import START, outbound
from tests.support.dated_repository import called, laid

if TYPE_CHECKING:
    from pathlib import Path

RECORD = ("--record", "https://git.example.org/acme/pulls/7")
AGREED = ("agreement", "one-on-one", "--from", "2027-01-01", *RECORD)
WAIVED = ("waiver", "one-on-one", "--team", "harbour", "--from", "2026-12-01", "--reason", "agreed-pause")


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A new playbook with one service and one team."""
    words = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")
    done = outbound("init", "acme", *words, "--services", "one-on-one", "--one-repository", here=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "acme"


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != ".outbound.lock"
    }


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("service", "recognition"), "playbook/services/recognition.yaml"),
        (("service", "lunch", "--title", "Lunch: a talk"), "playbook/services/lunch.yaml"),
        (("service", "walk", "--from", "2027-01-01"), "playbook/services/walk.yaml"),
        (("team", "quay", "--leader", "p-alan", "--member", "p-noa"), "data/teams/quay/team.yaml"),
        (("team", "quay", "--leader", "p-alan", "--part-of", "harbour"), "data/teams/quay/team.yaml"),
        ((*AGREED, "--at-most-apart", "4 weeks"), "playbook/services/one-on-one.yaml"),
        ((*AGREED, "--per", "month", "--coverage", "80%"), "playbook/services/one-on-one.yaml"),
        (
            (*WAIVED, "--to", "2026-12-31", "--member", "p-ada", "--approved-by", "p-hopper"),
            "data/teams/harbour/waivers.yaml",
        ),
    ],
)
def test_what_is_added_is_valid_and_nothing_else_changes(
    acme: Path, words: tuple[str, ...], written: str
) -> None:
    before = everything(acme)

    done = outbound("new", *words, here=acme)

    after = everything(acme)
    assert done.returncode == 0, done.stderr
    review = "Review the change with `git diff`" if written in before else "Review it"
    assert done.stdout == f"Wrote {written}. {review}, then run `outbound check`.\n"
    assert {name for name in after if after[name] != before.get(name)} == {written}
    assert outbound("check", here=acme).returncode == 0
    if written in before:
        assert after[written].startswith(before[written])


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        pytest.param(("service", "one-on-one"), 2, "already exists", id="a service that is there"),
        pytest.param(("service", "One"), 2, "not a valid id. Use 2 to 40", id="no id"),
        pytest.param(("team", "quay", "--leader", "Alan Turing"), 2, "use an id, not a name", id="a name"),
        pytest.param(
            ("team", "quay", "--leader", "p-alan", "--part-of", "harbor"), 1, "REF006", id="no team above"
        ),
        pytest.param((*AGREED, "--at-most-apart", "4 months"), 1, "a month has no fixed length", id="months"),
        pytest.param(
            (*AGREED, "--at-most-apart", "4 weeks", "--per", "month"),
            2,
            "use either --at-most-apart or --per, not both: they are two ways to say how often",
            id="two rhythms",
        ),
        pytest.param((*AGREED, "--with", "leaders"), 1, "POL002", id="not agreed with members"),
        pytest.param((*AGREED, "--given-by", "ceo"), 1, "Write one of leader, coach", id="no role"),
        pytest.param((*AGREED, "--teams", "harbor"), 1, "REF006", id="no team"),
        pytest.param((*AGREED, "--after", "joining"), 1, "`within` is missing", id="half a cadence"),
        pytest.param(
            (*AGREED, "--for", "probation"), 2, "Add the parties with --with", id="the first of a group"
        ),
        pytest.param(
            ("agreement", "one-on-one", "--from", "2020-01-01", *RECORD),
            2,
            "Choose a later first day with --from",
            id="before another one",
        ),
        pytest.param(
            ("agreement", "one-on-on", "--from", "2027-01-01", *RECORD),
            2,
            "Did you mean one-on-one?",
            id="a misspelt service",
        ),
        pytest.param(
            (*WAIVED, "--to", "2027-12-31", "--approved-by", "p-hopper"),
            1,
            "the limit is 183",
            id="too long",
        ),
        pytest.param(
            (*WAIVED, "--to", "2026-12-31", "--member", "p-ada", "--approved-by", "p-ada"),
            1,
            "WVR005",
            id="their own approver",
        ),
    ],
)
def test_what_would_not_be_valid_changes_nothing(
    acme: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    before = everything(acme)

    done = outbound("new", *words, here=acme)

    assert (done.returncode, done.stdout) == (status, "")
    assert told in done.stderr
    assert everything(acme) == before


def test_a_service_of_the_catalogue_serves_a_principle_there_is(tmp_path: Path) -> None:
    done = called(laid(tmp_path), "new", "service", "coach-session")

    assert (done.returncode, done.stderr) == (0, "")
    made = (tmp_path / "playbook/services/coach-session.yaml").read_text("utf-8")
    assert "\nserves: [seen-and-heard]\n" in made


def test_what_a_service_does_not_say_is_not_said_of_it() -> None:
    offer = load_catalogue().offers["recognition"]
    bare = replace(offer, terms=replace(offer.terms, cadence=None, coverage_at_least=None, may_miss=0))

    agreed = first_agreement(bare, date(2027, 1, 1), RECORD[1]).partition("\nagreements:\n")[2]

    assert agreed.startswith("  - from: 2027-01-01\n    obligation: compulsory\n")
    for key in ("cadence", "coverage_at_least", "may_miss"):
        assert key not in agreed


def test_a_second_waiver_is_added_behind_the_first(acme: Path) -> None:
    for month, first, last in (("2026-12", 1, 15), ("2026-12", 16, 28), ("2027-01", 1, 28)):
        words = (
            "--from",
            f"{month}-{first:02}",
            "--to",
            f"{month}-{last}",
            "--reason",
            "data-gap",
            "--approved-by",
            "p-hopper",
        )
        done = outbound("new", "waiver", "one-on-one", "--team", "harbour", *words, here=acme)
        assert done.returncode == 0, done.stderr

    text = (acme / "data/teams/harbour/waivers.yaml").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("  - ")] == [
        "  - id: w-2026-12-one-on-one",
        "  - id: w-2026-12-one-on-one-2",
        "  - id: w-2027-01-one-on-one",
    ]


SERVICE = """\
schema: 1
id: one-on-one
title: One-on-one
summary: A conversation.
purpose: To meet.
context: {minutes: 30, where: Outdoors}
serves: [seen-and-heard]
audience: member
initiative: outbound
agreements:
  - from: 2024-10-01
    obligation: offered
    given_by: [leader, coach]
    teams: all
    cadence: {at_most_apart: 6 weeks, grace: 1 week}
    counts: outbound
    agreed_on: 2024-09-12
    agreed_with: [members, leaders, works-council]
    record: https://git.example.org/acme/pulls/1
    review_by: 2026-12-31
"""
BLOCK = """\
  - from: 2027-01-01
{terms}    agreed_on: 2026-11-23
    agreed_with: [members, leaders, works-council]
    record: https://git.example.org/acme/pulls/7
    review_by: 2028-01-01
"""
WRITTEN: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing": ((), ""),
    "how long, with the grace there was": (
        ("--at-most-apart", "4 weeks"),
        "cadence: {at_most_apart: 4 weeks, grace: 1 week}",
    ),
    "another grace": (("--grace", "3 days"), "cadence: {at_most_apart: 6 weeks, grace: 3 days}"),
    "no grace": (("--grace", "none"), "cadence: {at_most_apart: 6 weeks}"),
    "another kind": (("--grace", "none", "--per", "month"), "cadence: {at_least: 1, per: month}"),
    "some months": (
        ("--at-least", "2", "--per", "month", "--only", "march,june"),
        "cadence: {at_least: 2, per: month, only: [march, june]}",
    ),
    "an event": (
        ("--after", "joining", "--within", "7 days, 30 days"),
        "cadence: {after: joining, within: [7 days, 30 days]}",
    ),
    "a return": (
        ("--after", "returning", "--within", "7 days", "--away-at-least", "60 days"),
        "cadence: {after: returning, within: [7 days], away_at_least: 60 days}",
    ),
    "a last day": (
        ("--after", "leaving", "--before", "14 days", "--within", "30 days"),
        "cadence: {after: leaving, before: 14 days, within: [30 days]}",
    ),
    "who gives it": (("--given-by", "leader,coach"), "given_by: [leader, coach]"),
    "for whom": (("--teams", "harbour"), "teams: [harbour]"),
    "for all": (("--teams", "all"), "teams: all"),
    "how binding": (("--obligation", "compulsory"), "obligation: compulsory"),
    "how many": (("--coverage", "95%", "--may-miss", "2"), "coverage_at_least: 95%\n    may_miss: 2"),
    "until when": (("--to", "2027-12-31", "--counts", "any"), "to: 2027-12-31\n    counts: any"),
}


@pytest.mark.parametrize(("words", "terms"), WRITTEN.values(), ids=WRITTEN)
def test_an_agreement_says_what_is_new_and_keeps_the_rest(
    tmp_path: Path, words: tuple[str, ...], terms: str
) -> None:
    path = "playbook/services/one-on-one.yaml"
    root = laid(tmp_path, {path: SERVICE})

    done = called(root, "new", *AGREED, *words)

    assert (done.returncode, done.stderr) == (0, "")
    assert (root / path).read_text("utf-8") == SERVICE + BLOCK.format(terms=f"    {terms}\n" if terms else "")
    assert called(root, "check", "--select", "SCH001").returncode == 0


def test_a_change_can_be_looked_at_first(tmp_path: Path) -> None:
    root = laid(tmp_path)
    before = everything(root)

    done = called(root, "new", *AGREED, "--coverage", "80%", "--dry-run")

    assert "+    coverage_at_least: 80%\n" in done.stdout
    assert everything(root) == before


@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_terminal_is_asked(tmp_path: Path, answer: str) -> None:
    root = laid(tmp_path)
    before = everything(root)
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())

    done = subprocess.run(
        [sys.executable, "-c", "from checks.cli import main; main()", "new", *AGREED, "--coverage", "80%"],
        cwd=root,
        env={**START, "TERM": "dumb"},
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(theirs)
    os.close(ours)

    is_written = answer == "y"
    assert (done.returncode, done.stderr) == (0, "")
    assert "coverage_at_least: 80%" in done.stdout
    assert ("Wrote" in done.stdout, "Nothing was written." in done.stdout) == (is_written, not is_written)
    assert (everything(root) != before) is is_written


def test_what_is_refused_is_not_asked_about(tmp_path: Path) -> None:
    root = laid(tmp_path)
    before = everything(root)
    loose = ("new", *AGREED, "--coverage", "80%", "--with", "leaders")
    ours, theirs = pty.openpty()
    os.write(ours, b"y\n")

    done = subprocess.run(
        [sys.executable, "-c", "from checks.cli import main; main()", *loose],
        cwd=root,
        env={**START, "TERM": "dumb"},
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(theirs)
    os.close(ours)

    assert (done.returncode, done.stdout) == (1, "")
    assert "POL002" in done.stderr
    assert "Nothing was written" in done.stderr
    assert called(root, *loose, "--dry-run").returncode == 1
    assert everything(root) == before


ROSTER = "data/teams/harbour/team.yaml"
OWN = ("new", *AGREED, "--team", "harbour", "--with", "members,leaders")


@pytest.mark.parametrize(
    ("first", "lines"),
    [
        ((), ("agreements:", "one-on-one:")),
        ((*OWN, "--coverage", "92%"), ()),
    ],
)
def test_a_team_agrees_on_terms_of_its_own(
    tmp_path: Path, first: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    root = laid(tmp_path)
    if first:
        assert called(root, *first).returncode == 0
    before = everything(root)

    done = called(root, *(word.replace("2027-01-01", "2027-04-01") for word in OWN), "--per", "month")

    text = (root / ROSTER).read_text("utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Wrote {ROSTER}. ")
    assert all(line in text for line in (*lines, "from: 2027-04-01", "per: month", "at_least: 1"))
    assert {name for name, content in everything(root).items() if content != before.get(name)} == {ROSTER}
    assert called(root, "check", "--select", "POL006").returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*OWN, "--per", "half-year"), "looser than the playbook's"),
        ((*OWN, "--per", "month", "--teams", "quay"), "either --team or --teams"),
        (("new", *AGREED, "--team", "harbour", "--per", "month"), "Add the parties with --with"),
        (("new", *AGREED, "--team", "harbor", "--per", "month"), "there is no team"),
    ],
)
def test_terms_of_its_own_that_are_refused(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    root = laid(tmp_path)
    before = everything(root)

    done = called(root, *words)

    assert done.returncode != 0
    assert says in done.stderr
    assert everything(root) == before

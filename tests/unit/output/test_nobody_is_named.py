"""A person's id stands in no byte that `check` prints without `--members`, whatever is broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from checks.output import (
    concise,
    findings_json,
    full,
    github,
    issue_bodies,
    junit,
    sarif,
    summary,
    terminal,
)
from tests.support.building import HARBOUR, Files, base, lay, view

if TYPE_CHECKING:
    from checks.output.finding_view import FindingView

Laying = Callable[[Files], Path]
CANARY = "p-canary"
TEAM, LOG = f"{HARBOUR}/team.yaml", f"{HARBOUR}/touchpoints/2026-Q4.csv"
WAIVERS, ANSWERS = f"{HARBOUR}/waivers.yaml", f"{HARBOUR}/answers.yaml"
PULSE = f"{HARBOUR}/pulse/2026-Q3.csv"
MEMBERS = "members:\n"
WAIVER = """schema: 1
waivers:
  - {id: w-2026-pause, service: one-on-one, member: p-canary, from: 2026-07-01, to: 2026-07-10, reason: agreed-pause, approved_by: p-canary, agreed_with_people: [p-canary]}
"""
ANSWER = """schema: 1
answers:
  - {service: one-on-one, period: 2026-Q3, by: p-canary, answered_on: 2026-10-06, plan: https://git.example.org/4}
"""
TERMS = (
    "agreed_on: 2026-05-19, agreed_with: [members], record: https://git.example.org/5, review_by: 2026-12-31"
)


def text_of(path: str) -> str:
    return str(base()[path])


def in_team(old: str, new: str) -> Files:
    text = text_of(TEAM)
    assert text.count(old) == 1
    return {TEAM: text.replace(old, new)}


def in_log(row: str) -> Files:
    return {LOG: text_of(LOG) + row + "\n"}


JOINED = "members:\n  - {person: p-canary, from: 2025-03-01}\n"

# What is broken, and whether the id is printed to those who may see persons (not by every finding).
BROKEN: dict[str, tuple[Files, bool]] = {
    "missed": (in_team(MEMBERS, JOINED), True),
    "a guest": (in_log("2026-11-03,one-on-one,p-canary,p-grace,outbound,held,,"), True),
    "a giver": (in_log("2026-11-03,one-on-one,p-ada,p-canary,outbound,held,,"), True),
    "a duplicate": (in_log("2026-11-03,one-on-one,p-canary,p-grace,outbound,held,,\n" * 2 + "2026-11-03,one-on-one,p-ada,p-canary,outbound,held,,"), True),
    "contested": (in_log("2026-11-03,one-on-one,p-canary,p-grace,outbound,held,no,"), True),
    "later": (in_log("2026-12-03,one-on-one,p-canary,p-grace,outbound,held,,"), True),
    "another quarter": (in_log("2026-09-03,one-on-one,p-canary,p-grace,outbound,held,,"), True),
    "another audience": (in_log("2026-11-03,health-check,p-canary,p-canary,outbound,held,,"), True),
    "own giver": (in_team(MEMBERS, JOINED) | in_log("2026-11-03,one-on-one,p-canary,p-canary,outbound,held,,"), True),
    "before the stay": (in_team(MEMBERS, JOINED.replace("2025-03", "2026-11")) | in_log("2026-10-03,one-on-one,p-canary,p-grace,outbound,held,,"), True),
    "in the service's column": (in_log("2026-11-03,p-canary,p-ada,p-grace,outbound,held,no,"), True),
    "in the service's column, later and twice": (in_log("2026-12-03,p-canary,p-ada,p-grace,outbound,held,,\n2026-12-03,p-canary,p-ada,p-grace,outbound,held,,"), True),
    "in the date's column": (in_log("p-canary,one-on-one,p-ada,p-grace,outbound,held,,"), True),
    "in the initiative's column": (in_log("2026-11-03,one-on-one,p-ada,p-grace,p-canary,held,,"), True),
    "in the state's column": (in_log("2026-11-03,one-on-one,p-ada,p-grace,outbound,p-canary,,"), True),
    "in the acknowledgement's column": (in_log("2026-11-03,one-on-one,p-ada,p-grace,outbound,held,p-canary,"), True),
    "in the uid's column": (in_log("2026-11-03,one-on-one,p-ada,p-grace,outbound,held,,p-canary"), True),
    "with capitals": (in_log("2026-11-03,one-on-one,P-canary p-canary,p-grace,outbound,held,,"), True),
    "a narrow row": (in_log("2026-11-03,one-on-one,p-canary"), True),
    "semicolons": (in_log("2026-11-03;one-on-one;p-canary;p-grace;outbound;held;;"), True),
    "an open quote": (in_log('2026-11-03,one-on-one,"p-canary,p-grace,outbound,held,,'), True),
    "no header": ({LOG: "2026-11-03,one-on-one,p-canary,p-grace,outbound,held,,\n"}, True),
    "a row for the header": ({LOG: "p-canary\n"}, True),
    "a control character": (in_log("2026-11-03,one-on-one,p-canary\x1b,p-grace,outbound,held,,"), True),
    "Latin-1": ({LOG: text_of(LOG).encode() + "2026-11-03,one-on-one,p-canary ä".encode("latin-1")}, True),
    "an unknown coach": (in_team("p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01, coach: p-canary"), True),
    "a near coach": (in_team("p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01, coach: p-canari") | {ANSWERS: ANSWER}, True),
    "an absence of nobody": (in_team(MEMBERS, "absences:\n  - {person: p-canary, from: 2026-01-01}\nmembers:\n"), True),
    "a stay twice": (in_team(MEMBERS, JOINED + "  - {person: p-canary, from: 2025-03-01}\n"), True),
    "a stay that ends first": (in_team(MEMBERS, JOINED.replace("01}", "01, to: 2024-01-01}")), True),
    "a wrong day": (in_team(MEMBERS, JOINED.replace("2025-03-01", "p-canary")), True),
    "a wrong person": (in_team(MEMBERS, "members:\n  - {person: P canary p-canary, from: 2025-03-01}\n"), True),
    "a person as a key": (in_team(MEMBERS, "members:\n  - {p-canary: 2025-03-01}\n"), True),
    "a person as a key, twice": (in_team(MEMBERS, "members:\n  - {p-canary: 2025-03-01, p-canary: 2025-03-01}\n"), True),
    "a person as a key of the file": (in_team(MEMBERS, "p-canary:\nmembers:\n"), True),
    "a list of ids": (in_team(MEMBERS, "members: [p-canary]\nabsences:\n"), True),
    "a text for a list": (in_team("coaches:", "absences: p-canary\ncoaches:"), True),
    "an anchor": (in_team(MEMBERS, "members:\n  - &p-canary {person: p-ada}\n"), True),
    "an alias": (in_team(MEMBERS, "members:\n  - *p-canary\n"), True),
    "a tag": (in_team(MEMBERS, "members:\n  - !p-canary {person: p-ada}\n"), True),
    "a tag of a handle": (in_team(MEMBERS, "members:\n  - !p-canary!x {person: p-ada}\n"), True),
    "an open bracket": (in_team(MEMBERS, "members:\n  - {person: p-canary\n"), False),
    "a missing colon": (in_team(MEMBERS, "p-canary\nmembers:\n"), False),
    "the team's id": (in_team("id: harbour", "id: p-canary"), True),
    "the team above": (in_team("name: Harbour", "name: Harbour\npart_of: p-canary"), True),
    "a group": (in_team("p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01, group: p-canary"), True),
    "owed": (in_team("p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01, owed: [p-canary]"), True),
    "terms of a person": (in_team(MEMBERS, f"agreements:\n  p-canary:\n    - {{from: 2026-06-01, {TERMS}}}\nmembers:\n"), True),
    "terms of nobody": (in_team(MEMBERS, "agreements:\n  p-canary:\nmembers:\n"), True),
    "terms without a day": (in_team(MEMBERS, f"agreements:\n  p-canary:\n    - {{{TERMS}}}\nmembers:\n"), True),
    "terms out of order": (in_team(MEMBERS, f"agreements:\n  p-canary:\n    - {{from: 2026-06-01, {TERMS}}}\n    - {{from: 2026-05-01, {TERMS}}}\nmembers:\n"), False),
    "a waiver": ({WAIVERS: WAIVER}, True),
    "a waiver twice": ({WAIVERS: WAIVER.replace("w-2026-pause", "p-canary") + WAIVER.splitlines()[2].replace("w-2026-pause", "p-canary") + "\n"}, True),
    "a waiver's wrong reason": ({WAIVERS: WAIVER.replace("agreed-pause", "p-canary")}, True),
    "a waiver's service": ({WAIVERS: WAIVER.replace("one-on-one", CANARY)}, True),
    "a waiver's key": ({WAIVERS: WAIVER.replace("reason:", "p-canary:")}, True),
    "an answer": ({ANSWERS: ANSWER}, True),
    "an answer's plan": ({ANSWERS: ANSWER.replace("https://git.example.org/4", CANARY)}, True),
    "an answer's period": ({ANSWERS: ANSWER.replace("2026-Q3", CANARY)}, True),
    "an answer's service": ({ANSWERS: ANSWER.replace("one-on-one", CANARY)}, True),
    "a pulse": ({PULSE: "service,metric,score,count\np-canary,p-canary,5,3\none-on-one,p-canary,5,3\n"}, True),
    "a pulse's score": ({PULSE: "service,metric,score,count\none-on-one,useful,p-canary,3\n"}, True),
    "a pulse's header": ({PULSE: "service,metric,p-canary,count\n"}, True),
}  # fmt: skip


def full_text(shown: FindingView) -> str:
    return "".join(full.finding_parts(shown))


def bodies(shown: FindingView) -> str:
    return "\n".join(issue_bodies.issue_texts(shown).values())


def on_screen(shown: FindingView) -> str:
    console = Console(file=io.StringIO(), width=250, record=True)
    terminal.show_findings(shown, console)
    return console.export_text()


FORMATS: dict[str, Callable[[FindingView], str]] = {
    "full": full_text,
    "terminal": on_screen,
    "concise": concise.concise_report,
    "json": findings_json.json_report,
    "github": github.github_report,
    "summary": summary.summary_report,
    "sarif": sarif.sarif_report,
    "junit": junit.junit_report,
    "issues": bodies,
}


def naming(shown: FindingView) -> list[str]:
    """Return the formats that print the canary's id."""
    return [name for name, text in FORMATS.items() if CANARY in text(shown).lower()]


@pytest.mark.parametrize(("files", "named"), BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("gated", [False, True], ids=["alone", "against a base"])
def test_an_id_is_printed_with_members_alone(
    tmp_path: Path, files: Files, *, named: bool, gated: bool
) -> None:
    root = lay(tmp_path / "head", base() | files)
    against = lay(tmp_path / "base", base()) if gated else None

    hidden = view(root, against=against)

    assert hidden.findings
    assert naming(hidden) == []
    assert gated or bool(naming(view(root, members=True))) is named


def test_no_near_match_of_a_person_is_offered(repository: Laying) -> None:
    files = in_team(MEMBERS, JOINED) | {WAIVERS: WAIVER.replace(CANARY, "p-canari")}
    root = repository(base() | files)

    assert "did you mean p-canary" in concise.concise_report(view(root, members=True))
    assert naming(view(root)) == []

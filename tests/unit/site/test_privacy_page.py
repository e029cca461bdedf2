"""The privacy page answers each question people ask, from the playbook's own settings, and says what is open."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from checks.site.all_pages import render_pages
from tests.support.building import Files, base
from tests.support.site_making import released
from tests.unit.site.test_sentences import changed
from tests.unit.site.test_service_actions import PLAYBOOK
from tests.unit.site.test_start_pages import words

AGREED = (
    "  agreed_on: 2025-12-03\n  agreed_with: [leaders, members]\n  record: https://git.example.org/pulls/2\n"
)
CONTACT = "  contact: privacy@northlight.example\n"
BASIS = "  legal_basis: Legitimate interest, with an assessment on record\n"

ANSWERS = {
    "who is responsible": "Responsible Northlight Oy",
    "how to reach them": "How to reach them privacy@northlight.example",
    "on which legal basis": "Legal basis Legitimate interest, with an assessment on record",
    "for which purpose": "What it is for So that nobody is passed over.",
    "and for none else": "The data is for this purpose, and for no other.",
    "what is logged": "One row for each conversation, with eight things in it and no place for a ninth",
    "by whom": "Those who give a service, after it took place",
    "who can read it inside": "everyone who has access to it, all of it: leaders, coaches, the people team, and administrators",
    "what is public": "Everyone may read three things: what was agreed, the names and sizes of teams, and figures of groups.",
    "in which form": "A figure says between which shares it lies.",
    "how long rows are kept": "Rows of the log 9 quarters and the running quarter",
    "how long a roster's entry": "as long as you are in the team, then 9 quarters and the running quarter",
    "how long the rest": "Absences, agreed exceptions, and answers to broken promises 9 quarters and the running quarter",
    "what git keeps after": "Git keeps removed rows in its history.",
    "how to see": "outbound mine --person ID prints every promise made to you",
    "how to contest": "outbound mine --person ID --contest DAY SERVICE says that it did not take place.",
    "how to correct": "Contest the wrong row, and log the right one with outbound log .",
    "how to take along": "outbound export --person ID writes everything that is stored under your id.",
    "how to erase": "outbound prune --person ID removes your rows, stays and absences",
    "with an account, and how soon": "With access to the data, these commands work at once:",
    "without an account": "Without access to the data, or without an account, write to privacy@northlight.example.",
    "how long that takes": "the answer comes within one month (Article 12).",
    "who agreed, and when": "What is shown was agreed on 3 December 2025 with leaders and team members. Read the record",
    "which level, and why": "Figures are shown of single teams, because that was agreed.",
    "who agreed to the terms": "The playbook’s own terms were agreed on 4 December 2025 with team members and leaders.",
    "where to complain": "Where to complain Office of the Data Protection Ombudsman, tietosuoja.fi",
    "not against all others": "All others of your team together can work out what concerns you.",
    "not against those inside": "Those who have access to the log can read it, copy it, and misuse it.",
    "not against what is seen": "People see at work who meets whom.",
    "not a leader's figure": "A team’s figure is its leader’s figure.",
    "not in a small organisation": "In a small organisation people know each other",
    "not against copies": "Git’s history, copies and the code host’s backups keep what was removed",
    "not against administrators": "Administrators of the code host see accounts, and who filed which form.",
}


def privacy(top: Path, files: Files) -> str:
    return " ".join(words(released(top, files), "privacy.md").replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return privacy(tmp_path_factory.mktemp("privacy"), base())


@pytest.mark.parametrize("question", ANSWERS)
def test_each_question_has_its_answer(page: str, question: str) -> None:
    assert ANSWERS[question] in page


def test_the_record_of_the_agreement_is_linked(tmp_path: Path) -> None:
    text = html.unescape(render_pages(released(tmp_path, base()))["privacy.md"])

    assert re.findall(r'<a href="(\S+)">Read the record', text) == [
        "https://git.example.org/pulls/2",
        "https://git.example.org/pulls/1",
    ]


def test_a_page_names_the_questions_without_an_answer(tmp_path: Path) -> None:
    found = privacy(tmp_path, changed(base(), PLAYBOOK, (CONTACT, ""), (BASIS, "")))

    assert "This playbook does not answer these yet: How to reach them and Legal basis." in found
    assert "Without access to the data, or without an account, ask your leader, your coach" in found


@pytest.mark.parametrize(
    ("edits", "level", "agreed"),
    [
        (
            [(AGREED, "")],
            "Figures are shown of groups of teams. Those of single teams need an agreement of their own, which is not complete.",
            "With whom that was agreed is not written down.",
        ),
        (
            [("[leaders, members]", "[leaders]")],
            "Those of single teams need an agreement of their own, which is not complete.",
            "What is shown was agreed on 3 December 2025 with leaders.",
        ),
        (
            [("smallest_group: 5", "smallest_group: 5\n  show: parents")],
            "Figures are shown of groups of teams, because this playbook asks for no more.",
            "What is shown was agreed on 3 December 2025 with leaders and team members.",
        ),
        (
            [(AGREED, "  show: organisation\n")],
            "Figures are shown of all teams together, because this playbook asks for no more.",
            "With whom that was agreed is not written down.",
        ),
    ],
    ids=["no agreement", "not with members", "parents", "organisation"],
)
def test_the_level_shown_is_given_with_its_reason(
    tmp_path: Path, edits: list[tuple[str, str]], level: str, agreed: str
) -> None:
    found = privacy(tmp_path, changed(base(), PLAYBOOK, *edits))

    assert level in found
    assert agreed in found

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
    "how to reach them": "Contact privacy@northlight.example",
    "on which legal basis": "Legal basis Legitimate interest, with an assessment on record",
    "for which purpose": "Purpose So that nobody is passed over.",
    "and for none else": "We use the data only for this purpose.",
    "what is logged": "The log has one row per conversation, with these eight fields and no others:",
    "by whom": "Leaders and coaches log a service after it took place",
    "who can read it inside": "everyone with access to the data sees all of it: leaders, coaches, HR and administrators",
    "what is public": "Everyone may read the agreements, the names and sizes of teams, and figures of groups.",
    "in which form": "We show a range instead of an exact figure.",
    "how long rows are kept": "Log entries 9 quarters and the current quarter",
    "how long a roster's entry": "as long as you are in the team, then 9 quarters and the current quarter",
    "how long the rest": "Absences, waivers, corrections and plans 9 quarters and the current quarter",
    "what git keeps after": "Git keeps removed rows in its history.",
    "how to see": "outbound mine --person ID shows each promise made to you",
    "how to contest": "outbound mine --person ID --contest DAY SERVICE records that it did not take place.",
    "how to correct": "Dispute the wrong row, and log the right one with outbound log .",
    "how to take along": "outbound export --person ID exports everything stored under your id.",
    "how to erase": "outbound prune --person ID removes your rows, memberships and absences",
    "with an account, and how soon": "If you have access to the data, you can use these commands yourself:",
    "without an account": "If you don’t have access to the data or an account, write to privacy@northlight.example.",
    "how long that takes": "they must reply within one month (Article 12).",
    "who agreed, and when": "The level of the figures: agreed on 3 December 2025 with leaders and team members. See the decision",
    "which level, and why": "We show figures for single teams, because that was agreed.",
    "who agreed to the terms": "The playbook’s own terms: agreed on 4 December 2025 with team members and leaders.",
    "where to complain": "Complaints Office of the Data Protection Ombudsman, tietosuoja.fi",
    "not against all others": "If all the others in your team work together, they can work out your data.",
    "not against those inside": "People with access to the log can read it, copy it and misuse it.",
    "not against what is seen": "People see at work who meets whom.",
    "not a leader's figure": "A team’s figure is also its leader’s figure.",
    "not in a small organisation": "In a small organisation people know each other",
    "not against copies": "Git’s history, copies and the code host’s backups keep removed data",
    "not against administrators": "Administrators of the code host see accounts, and who sent which form.",
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

    assert re.findall(r'<a href="(\S+)">See the decision', text) == [
        "https://git.example.org/pulls/2",
        "https://git.example.org/pulls/1",
    ]


def test_a_page_names_the_questions_without_an_answer(tmp_path: Path) -> None:
    found = privacy(tmp_path, changed(base(), PLAYBOOK, (CONTACT, ""), (BASIS, "")))

    assert "This playbook does not answer these questions yet: Contact and Legal basis." in found
    assert "If you don’t have access to the data or an account, ask your leader, your coach" in found


@pytest.mark.parametrize(
    ("edits", "level", "agreed"),
    [
        (
            [(AGREED, "")],
            "We show figures for groups of teams. Figures for single teams need their own agreement, which is incomplete.",
            "The playbook does not record who agreed to that.",
        ),
        (
            [("[leaders, members]", "[leaders]")],
            "Figures for single teams need their own agreement, which is incomplete.",
            "The level of the figures: agreed on 3 December 2025 with leaders.",
        ),
        (
            [("smallest_group: 5", "smallest_group: 5\n  show: parents")],
            "We show figures for groups of teams, because the playbook sets this level.",
            "The level of the figures: agreed on 3 December 2025 with leaders and team members.",
        ),
        (
            [(AGREED, "  show: organisation\n")],
            "We show figures only for all teams together, because the playbook sets this level.",
            "The playbook does not record who agreed to that.",
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

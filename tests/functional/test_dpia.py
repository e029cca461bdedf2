"""`outbound setup dpia`: the four parts of Article 35(7), the playbook's own values, and what is left to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.model.playbook import RESPONSIBLE
from checks.scaffold.impact_assessment import FILL
from tests.support.building import base, lay
from tests.support.calling import outbound, said
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PLAYBOOK = "playbook/playbook.yaml"
CRITERIA = (
    "Evaluation or scoring",
    "Automated decision-making",
    "Systematic monitoring",
    "Sensitive data or data of a highly personal nature",
    "Data processed on a large scale",
    "Matching or combining datasets",
    "Data concerning vulnerable data subjects",
    "Innovative use or applying new technological or organisational solutions",
    "prevents data subjects from exercising a right",
)


def policy(*edits: tuple[str, str]) -> dict[str, str | bytes]:
    """Return the policy of the small playbook alone, with texts changed."""
    files = {path: text for path, text in base().items() if path.startswith("playbook/")}
    text = str(files[PLAYBOOK])
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {**files, PLAYBOOK: text}


def assessment(root: Path) -> str:
    done = outbound("setup", "dpia", here=root)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.replace("\u00a0", " ")


def test_it_has_the_four_parts_of_the_law_and_the_nine_criteria() -> None:
    text = assessment(ROOT)

    parts = [text.index(f"(Article 35(7)({letter}))") for letter in "abcd"]
    assert parts == sorted(parts)
    assert [criterion for criterion in CRITERIA if f"{criterion}" not in text] == []


def test_it_holds_the_playbooks_own_values() -> None:
    text = assessment(ROOT)

    for value in (
        "Northlight Oy, Satamakatu 1, 00160 Helsinki",
        "privacy@northlight.example",
        "Not for pay, promotion or discipline.",
        "Legal basis: Legitimate interest",
        "Office of the Data Protection Ombudsman",
        "Smallest group for a public figure: 5 people",
        "9 quarters and the running quarter",
        "Agreed on 12 September 2024 with team members, leaders and the works council",
        "One-on-one: compulsory, at most 6 weeks apart, with a grace period of 1 week, given by leader or coach",
        "as of 20 November 2026",
    ):
        assert value in text, value
    assert "write it under `privacy:`" not in text


def test_what_the_playbook_does_not_say_is_marked(tmp_path: Path) -> None:
    lines = re.findall(
        r"\n  (?:controller|contact|purpose|legal_basis|complaint_to|agreed_on): .*", str(base()[PLAYBOOK])
    )
    root = lay(tmp_path, policy(*((line, "") for line in lines)))

    text = assessment(root)

    assert [key for key in RESPONSIBLE if f"**{FILL}** `{key}`" not in text] == []
    assert "no single team. The playbook asks for teams, which needs its own agreement." in text
    assert "The playbook has no agreement on what the website shows." in text


def test_it_says_how_many_places_there_are_to_fill_in() -> None:
    text = assessment(ROOT)

    (number,) = re.findall(r"In (\d+) places you write yourself", text)
    assert text.count(f"**{FILL}**") == int(number) > 30


def test_each_row_of_a_table_has_as_many_cells_as_its_head(tmp_path: Path) -> None:
    root = lay(tmp_path, policy(("controller: Northlight Oy", "controller: A | B <script>alert(1)</script>")))

    text = assessment(root)

    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table
    assert "A &#124; B &lt;script>" in text
    assert re.findall(r"[^\s|]- ", text) == []


def test_it_is_written_once_and_never_over_what_people_wrote(tmp_path: Path) -> None:
    root = lay(tmp_path / "acme", policy())

    written = outbound("setup", "dpia", "--out", "../dpia.md", here=root)
    (tmp_path / "dpia.md").write_text("ours\n", "utf-8")
    again = outbound("setup", "dpia", "--out", "../dpia.md", here=root)

    assert (written.returncode, written.stderr) == (0, "")
    assert written.stdout.startswith("Wrote ../dpia.md. Search for")
    assert said(again) == (
        2,
        "",
        "outbound: ../dpia.md already exists. Choose a new file, so that no text is lost\n",
    )
    assert (tmp_path / "dpia.md").read_text("utf-8") == "ours\n"


def test_a_playbook_that_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    root = lay(tmp_path, policy(("smallest_group: 5", "smallest_group: five")))

    done = outbound("setup", "dpia", here=root)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "outbound: the playbook can't be read in full: playbook/playbook.yaml:29:19:"
    )

"""What a page says in a sentence: as much as is agreed, as much as is known, and of whom it may be said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.site.site_data import published_site
from tests.support.building import HARBOUR, Files, base, lay
from tests.unit.site.test_service_actions import PLAYBOOK, SERVICE, site
from tests.unit.site.test_start_pages import words

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "date,service,member,given_by,initiative,state\n"
QUARTERS = {"Q1": "02-10", "Q2": "05-11", "Q3": "08-12", "Q4": "11-02"}


def changed(files: Files, path: str, *pairs: tuple[str, str]) -> Files:
    """Return files in which texts that stand there once are others."""
    text = str(files[path])
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {**files, path: text}


def large(number: int) -> Files:
    """Return files of two teams of so many members, each of them met once a quarter."""
    files = base()
    for team in ("harbour", "quay"):
        path = f"data/teams/{team}/team.yaml"
        roster = str(files[path])
        names = [f"p-{team[0]}{at}" for at in range(number)]
        stays = "".join(f"  - {{person: {name}, from: 2025-03-01}}\n" for name in names)
        files[path] = roster[: roster.index("members:")] + f"members:\n{stays}"
        (giver,) = re.findall(r"leaders:\n  - \{person: (p-\w+)", roster)
        for quarter, day in QUARTERS.items():
            rows = "".join(f"2026-{day},one-on-one,{name},{giver},outbound,held\n" for name in names)
            files[f"data/teams/{team}/touchpoints/2026-{quarter}.csv"] = HEADER + rows
    return files


def with_talks(files: Files) -> Files:
    """Return files with a second service, held whenever the first was."""
    made = {**files, "playbook/services/talk.yaml": str(files[SERVICE]).replace("one-on-one", "talk")}
    for path in [one for one in files if one.endswith(".csv")]:
        rows = str(files[path]).removeprefix(HEADER)
        made[path] = HEADER + rows + rows.replace("one-on-one", "talk")
    return made


def shown(files: Files, finest: str) -> Files:
    part = changed(files, f"{HARBOUR}/team.yaml", ("name: Harbour", "name: Harbour\npart_of: quay"))
    return changed(part, PLAYBOOK, ("smallest_group: 5", f"smallest_group: 5\n  show: {finest}"))


LATER = changed(
    base(), SERVICE, ("from: 2026-01-01", "from: 2027-01-01"), ("by: 2026-12-31", "by: 2027-12-31")
)
VOLUNTARY = ("obligation: compulsory", "obligation: voluntary")
OWN = {
    f"{HARBOUR}/team.yaml": f"{base()[f'{HARBOUR}/team.yaml']!s}agreements:\n  one-on-one:\n"
    "    - {from: 2026-02-01, cadence: {at_most_apart: 4 weeks}, agreed_on: 2026-01-20, "
    "agreed_with: [members], record: https://git.example.org/7, review_by: 2027-12-31}\n"
}
SAID: dict[str, tuple[Files, str, str]] = {
    "a service that is not in force yet": (
        LATER,
        "services/one-on-one.md",
        "Leader starts, not in force One-on-one No terms are in force for this service today.",
    ),
    "the same in the catalogue": (LATER, "services/index.md", "One-on-one Leader starts Not in force"),
    "what a leader may bring": (
        changed(base(), SERVICE, VOLUNTARY),
        "services/one-on-one.md",
        "may come to you, at least once each quarter. It is voluntary for both of you.",
    ),
    "a review that is overdue": (
        changed(base(), SERVICE, ("review_by: 2026-12-31", "review_by: 2026-10-31")),
        "services/one-on-one.md",
        "To be reviewed by 31 October 2026.",
    ),
    "an organisation that kept its promise": (
        large(12),
        "organisation.md",
        "In the third quarter of 2026 Northlight as a whole kept its promise.",
    ),
    "an organisation that kept both": (
        with_talks(large(12)),
        "organisation.md",
        "In the third quarter of 2026 Northlight as a whole kept both of its promises.",
    ),
    "teams that kept every promise": (
        large(12),
        "teams/index.md",
        "In the third quarter of 2026 every team kept every promise.",
    ),
    "a team that kept its promise": (
        large(12),
        "teams/harbour.md",
        "In the third quarter of 2026 Harbour kept its one promise.",
    ),
    "a team that kept both": (
        with_talks(large(12)),
        "teams/harbour.md",
        "In the third quarter of 2026 Harbour kept both of its promises.",
    ),
    "a team that was owed nothing": (
        changed(large(12), SERVICE, VOLUNTARY),
        "teams/harbour.md",
        "In the third quarter of 2026 nothing was due in Harbour.",
    ),
    "a small team with terms of its own": (
        {**base(), **OWN},
        "teams/harbour.md",
        "Harbour is under what was agreed with everybody, and has agreed terms of its own.",
    ),
    "terms beside the playbook's": (
        {**base(), **OWN},
        "teams/harbour.md",
        "The playbook says one each quarter; a team may agree on tighter terms, not on looser ones.",
    ),
    "answers of few that are high": (
        {**large(12), f"{HARBOUR}/pulse/2026-Q3.csv": "service,metric,score,count\none-on-one,useful,5,9\n"},
        "services/one-on-one.md",
        "Was this conversation useful to you? at least 4.6 of 5 in Q3 2026",
    ),
    "answers of few that are low": (
        {**large(12), f"{HARBOUR}/pulse/2026-Q3.csv": "service,metric,score,count\none-on-one,useful,1,5\n"},
        "services/one-on-one.md",
        "Was this conversation useful to you? at most 1.4 in Q3 2026",
    ),
    "a team below the one that is shown": (
        shown(large(12), "parents"),
        "teams/harbour.md",
        "This playbook shows figures for larger groups than a team alone.",
    ),
    "teams together": (shown(large(12), "parents"), "teams/index.md", "Quay 24 members 100% kept 24 of 24"),
    "all together alone": (
        shown(large(12), "organisation"),
        "teams/index.md",
        "What Northlight’s teams agreed, and whether it takes place.",
    ),
}


@pytest.mark.parametrize(("files", "page", "sentence"), SAID.values(), ids=SAID)
def test_the_page_says_so(tmp_path: Path, files: Files, page: str, sentence: str) -> None:
    said = " ".join(words(site(tmp_path, files), page).split())

    assert sentence in said


def test_terms_older_than_the_playbook_s_stand_alone(tmp_path: Path) -> None:
    whole = ("cadence: {at_most", "obligation: compulsory, given_by: [leader], cadence: {at_most")
    own = changed({**base(), **OWN}, f"{HARBOUR}/team.yaml", whole)
    files = changed(own, SERVICE, ("from: 2026-01-01", "from: 2026-06-01"))

    said = " ".join(words(site(tmp_path, files), "teams/harbour.md").split())

    assert "at most 4 weeks apart" in said
    assert "The playbook says" not in said


@pytest.mark.parametrize("finest", ["parents", "organisation"])
def test_no_figure_finer_than_what_is_shown_is_made(tmp_path: Path, finest: str) -> None:
    made = site(tmp_path, shown(large(12), finest))

    assert [unit.id for unit in made.figures.units] == (["quay"] if finest == "parents" else [])


def test_there_are_no_pages_of_a_playbook_nobody_can_read(tmp_path: Path) -> None:
    root = lay(tmp_path, {**base(), PLAYBOOK: "schema: [\n"})
    policy = read_policy(Tree(Folder(root), ""))
    made = site(tmp_path / "other", base())

    assert published_site(policy, made.judgement, made.language) is None

"""What a page says in a sentence: as much as is agreed, as much as is known, and of whom it may be said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checks.model.errors import NothingToJudgeError
from tests.support.building import HARBOUR, Files, base, lay
from tests.support.site_making import preview, published_of, released
from tests.unit.site.test_service_actions import PLAYBOOK, SERVICE
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


def many(number: int, teams: int, part_of: str = "") -> Files:
    """Return files of so many teams of so many members, under leaders of their own, everybody met each quarter."""
    files = large(number)
    quay = {path: str(text) for path, text in files.items() if path.startswith("data/teams/quay/")}
    (giver,) = re.findall(r"leaders:\n  - \{person: (p-\w+)", quay["data/teams/quay/team.yaml"])
    for at in range(teams):
        for path, text in quay.items():
            own = (
                text.replace("p-q", f"p-x{at}-")
                .replace(giver, f"p-lead{at}")
                .replace("id: quay", f"id: dock{at}")
            )
            own = re.sub("name: Quay", f"name: Dock {at}" + (f"\npart_of: {part_of}" if part_of else ""), own)
            files[path.replace("quay", f"dock{at}")] = re.sub(r"coaches:\n(  - .*\n)+", "", own)
    return files


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
        "The next review is due by 31 October 2026.",
    ),
    "an organisation that kept its agreement": (
        large(12),
        "organisation.md",
        "In the third quarter of 2026, Northlight as a whole kept its agreement.",
    ),
    "an organisation that kept both": (
        with_talks(large(12)),
        "organisation.md",
        "In the third quarter of 2026, Northlight as a whole kept both of its agreements.",
    ),
    "teams that kept every agreement": (
        large(12),
        "teams/index.md",
        "In the third quarter of 2026, every team kept every agreement.",
    ),
    "a team that kept its agreement": (
        large(12),
        "teams/harbour.md",
        "In the third quarter of 2026, Harbour kept its one agreement.",
    ),
    "a team that kept both": (
        with_talks(large(12)),
        "teams/harbour.md",
        "In the third quarter of 2026, Harbour kept both of its agreements.",
    ),
    "a team that was owed nothing": (
        changed(large(12), SERVICE, VOLUNTARY),
        "teams/harbour.md",
        "In the third quarter of 2026, nothing was due in Harbour.",
    ),
    "terms beside the playbook's": (
        {**base(), **OWN},
        "teams/harbour.md",
        "The organisation-wide agreement is one each quarter. A team can agree on more, but not on less.",
    ),
    "answers of few": (
        {**large(12), f"{HARBOUR}/pulse/2026-Q3.csv": "service,metric,score,count\none-on-one,useful,5,9\n"},
        "services/one-on-one.md",
        "Was this conversation useful to you? 5.0 of 5 in Q3 2026, answered by 100% (9 of 9)",
    ),
}


@pytest.mark.parametrize(("files", "page", "sentence"), SAID.values(), ids=SAID)
def test_the_preview_says_so(tmp_path: Path, files: Files, page: str, sentence: str) -> None:
    said = " ".join(words(preview(tmp_path, files), page).split())

    assert sentence in said


LATE = {
    path: "".join(line for line in str(text).splitlines(keepends=True) if not line.startswith("2026-08-12"))
    for path, text in large(12).items()
    if "harbour" in path and path.endswith("Q3.csv")
}
"""Nobody of harbour was met in the third quarter."""

PARENTS = shown(many(18, 6, "quay"), "parents")
"""Eight teams, of which quay is the parent of seven."""

PUBLISHED: dict[str, tuple[Files, str, str]] = {
    "teams that are not below": (
        large(12),
        "teams/index.md",
        "In the third quarter of 2026, no team’s figures fell below the agreed share.",
    ),
    "a range that leaves open what was kept": (large(12), "teams/index.md", "Quay 12 members ≥70%"),
    "a team of two that is below": (
        {**large(12), **LATE},
        "teams/index.md",
        "In the third quarter of 2026, one of two teams got less than agreed in at least one service.",
    ),
    "its sign and its range, for those who hear the page too": (
        {**large(12), **LATE},
        "teams/index.md",
        "Harbour 12 members <70% far below",
    ),
    "what needs attention, by team": (
        {**large(12), **LATE},
        "teams/index.md",
        "Harbour One-on-one: under 70% took place as agreed In Q3 2026, this was below the agreed 90%. Next steps: Log any",
    ),
    "the same on its own page": (
        {**large(12), **LATE},
        "teams/harbour.md",
        "In the third quarter of 2026, Harbour got less than agreed in one service.",
    ),
    "the same on the home page": (
        {**large(12), **LATE},
        "index.md",
        "One of two team figures missed the agreed share.",
    ),
    "with the team and the range": (
        {**large(12), **LATE},
        "index.md",
        "Harbour, one-on-one under 70%, agreed 90%",
    ),
    "a home page without anything below": (
        large(12),
        "index.md",
        "None of two team figures missed the agreed share.",
    ),
    "teams of a service": (
        {**large(12), **LATE},
        "services/one-on-one.md",
        "Harbour <70% far below Quay ≥70%",
    ),
    "an organisation without a total": (
        {**large(12), **LATE},
        "organisation.md",
        "One-on-one agreed 90% 2 teams 1 below",
    ),
    "why there is no total": (
        {**large(12), **LATE},
        "organisation.md",
        "How the teams are doing The release for Q3 2026 shows these figures by team.",
    ),
    "a team without figures": (
        base(),
        "teams/harbour.md",
        "Harbour has 2 members. A figure for so few people could reveal something about one of them",
    ),
    "where it is listed": (
        base(),
        "teams/index.md",
        "Teams without their own figures Each team’s page explains why it has no figures: Harbour , Quay .",
    ),
    "a release without figures of teams": (
        base(),
        "teams/index.md",
        "The release for Q3 2026 has no team figures.",
    ),
    "answers of few that are high": (
        {**large(12), f"{HARBOUR}/pulse/2026-Q3.csv": "service,metric,score,count\none-on-one,useful,5,12\n"},
        "services/one-on-one.md",
        "Was this conversation useful to you? at least 3.9 of 5 in Q3 2026, about 15 answers",
    ),
    "a team below the one that is shown": (
        shown(large(12), "parents"),
        "teams/harbour.md",
        "This playbook shows figures only for groups larger than one team.",
    ),
    "teams together": (PARENTS, "teams/index.md", "Quay 144 members ≥74%"),
    "all together alone": (
        shown(large(12), "organisation"),
        "teams/index.md",
        "This page shows what the teams of Northlight have agreed, and whether it takes place.",
    ),
}


@pytest.mark.parametrize(("files", "page", "sentence"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_published_page_says_so(tmp_path: Path, files: Files, page: str, sentence: str) -> None:
    said = " ".join(words(released(tmp_path, files), page).split())

    assert sentence in said


def test_terms_older_than_the_playbook_s_stand_alone(tmp_path: Path) -> None:
    whole = ("cadence: {at_most", "obligation: compulsory, given_by: [leader], cadence: {at_most")
    own = changed({**base(), **OWN}, f"{HARBOUR}/team.yaml", whole)
    files = changed(own, SERVICE, ("from: 2026-01-01", "from: 2026-06-01"))

    said = " ".join(words(preview(tmp_path, files), "teams/harbour.md").split())

    assert "at most 4 weeks apart" in said
    assert "The organisation-wide agreement" not in said


@pytest.mark.parametrize("finest", ["parents", "organisation"])
def test_no_figure_finer_than_what_is_shown_is_made(tmp_path: Path, finest: str) -> None:
    made = released(tmp_path, PARENTS if finest == "parents" else shown(large(12), finest))

    assert [unit.id for unit in made.figures.units] == (["quay"] if finest == "parents" else [])


def test_figures_finer_than_what_is_agreed_now_are_gone(tmp_path: Path) -> None:
    before = released(tmp_path, large(12))
    lay(tmp_path, shown(large(12), "organisation"))

    after = published_of(tmp_path)

    assert {unit for unit, _, _ in before.figures.cells} == {"harbour", "quay", None}
    assert {unit for unit, _, _ in after.figures.cells} == {None}


def test_there_are_no_pages_of_a_playbook_nobody_can_read(tmp_path: Path) -> None:
    root = lay(tmp_path, {**base(), PLAYBOOK: "schema: [\n"})

    with pytest.raises(NothingToJudgeError):
        published_of(root)

"""Does it reach everyone, and what helps: what the organisation's page says, and what no other page says."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from checks.site.all_pages import render_pages
from tests.support.building import HARBOUR, Files, lay
from tests.support.site_making import preview_of, published_of, release
from tests.unit.site.test_chance_on_pages import missed
from tests.unit.site.test_sentences import large, many
from tests.unit.site.test_start_pages import words

if TYPE_CHECKING:
    from pathlib import Path

    from checks.site.site_data import Site

DAY = date(2026, 11, 23)
PLAYBOOK, ROSTER = "playbook/playbook.yaml", f"{HARBOUR}/team.yaml"
PAGE = "organisation.md"
QUESTION = "metrics:\n  - {id: felt-supported, question: Did you get support?, scale: [1, 5]}\n"


def grouped(files: Files, members: int, roster: str = ROSTER) -> Files:
    """Return files in which the first members of a team work remotely."""
    lines = str(files[roster]).splitlines(keepends=True)
    first = lines.index("members:\n") + 1
    for at in range(first, first + members):
        lines[at] = lines[at].replace("}\n", ", described_as: [{group: remote, from: 2026-01-01}]}\n")
    group = "groups:\n  - {id: remote, title: Works remotely, describes: true}\n"
    playbook = str(files[PLAYBOOK]).replace("groups:\n", group)
    return files | {roster: "".join(lines), PLAYBOOK: playbook}


def site_of(root: Path, files: Files) -> Site:
    return preview_of(lay(root, files), DAY)


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        (0, "the same as everyone else"),
        (1, "the difference is within the usual variation"),
        (8, "lower than everyone else, by more than chance explains"),
    ],
)
def test_a_group_stands_beside_everyone_else(tmp_path: Path, absent: int, told: str) -> None:
    page = words(site_of(tmp_path, grouped(missed({"Q3": absent}), 10)), PAGE)

    assert "Do services reach everyone?" in page
    assert told in page
    assert f"({10 - absent} of 10)" in page
    assert "everyone else: 100% (30 of 30)" in page
    assert "Leaders and coaches started 100%" in page


def test_a_higher_share_is_said_without_a_mark(tmp_path: Path) -> None:
    files = grouped(missed({"Q3": 20}), 20, "data/teams/quay/team.yaml")

    page = render_pages(site_of(tmp_path, files))[PAGE]

    row = page[page.index("Do services reach everyone?") : page.index("higher than everyone else")]
    assert "ob-i ob-b" not in row


@pytest.mark.parametrize(("members", "shown"), [(4, False), (5, True), (35, True), (36, False)])
def test_a_group_or_others_too_few_are_withheld(tmp_path: Path, members: int, shown: bool) -> None:  # noqa: FBT001 - data
    files = grouped(large(20), min(members, 20))
    files = grouped(files, members - 20, "data/teams/quay/team.yaml") if members > 20 else files

    page = words(site_of(tmp_path, files), PAGE)

    assert ("They need at least 5 people in the group and 5 outside it." in page) is not shown
    assert ("everyone else: 100%" in page) is shown


def test_without_such_groups_the_page_asks_nothing(tmp_path: Path) -> None:
    assert "Do services reach everyone?" not in words(site_of(tmp_path, large(20)), PAGE)


def test_no_page_but_the_organisation_s_has_a_group(tmp_path: Path) -> None:
    pages = render_pages(site_of(tmp_path, grouped(missed({"Q2": 8, "Q3": 8}), 10)))

    told = {path for path, page in pages.items() if "remote" in page.lower()}
    of_the_product = {"checks/cad007.md", "services/propose.md"}  # an example, and services of the catalogue
    assert told - of_the_product == {PAGE}


def test_a_release_says_from_how_many_people_on(tmp_path: Path) -> None:
    lay(tmp_path, grouped(large(20), 10))
    release(tmp_path, DAY)

    page = words(published_of(tmp_path, DAY), PAGE)

    assert "They need at least 30 people in the group and 30 outside it. They need more" in page
    assert "What helps?" not in page


def test_a_released_group_is_a_range_beside_everyone(tmp_path: Path) -> None:
    files = many(10, 16)
    files[PLAYBOOK] = str(files[PLAYBOOK]).replace(
        "smallest_group: 5", "smallest_group: 5\n  show: organisation"
    )
    for at, roster in enumerate(sorted(path for path in files if path.endswith("team.yaml"))):
        log = roster.replace("team.yaml", "touchpoints/2026-Q3.csv")
        rows = str(files[log]).splitlines(keepends=True)[: 6 if at % 2 else 10]
        started_by_members = [row.replace("outbound", "inbound") for row in rows[1:4]]
        files[log] = "".join([rows[0], *started_by_members, *rows[4:]])
        if not at % 2:
            files = described_again(files, roster) if at else grouped(files, 10, roster)
    lay(tmp_path, files)
    release(tmp_path, DAY)

    site = published_of(tmp_path, DAY)

    page = words(site, PAGE)
    reached = page[page.index("Do services reach everyone?") :]
    assert "One-on-one: 70% or more" in reached
    assert "everyone: 70%" in reached
    assert (
        "started 60% to under 70% of the conversations with this group, and 50% to under 60% of all"
        in reached
    )
    assert "of 90" not in reached[: reached.index("A member can be in several groups")]


def described_again(files: Files, roster: str) -> Files:
    """Return files in which all of another team work remotely too."""
    text = str(files[roster]).replace(
        "from: 2025-03-01}", "from: 2025-03-01, described_as: [{group: remote, from: 2026-01-01}]}"
    )
    return files | {roster: text}


def answered(files: Files, answers: dict[str, int]) -> Files:
    """Return files in which members of each team answered the organisation's question in two quarters."""
    made = files | {PLAYBOOK: str(files[PLAYBOOK]) + QUESTION}
    for team, score in answers.items():
        for quarter in ("Q2", "Q3"):
            rows = f"service,metric,score,count\norganisation,felt-supported,{score},9\n"
            made[f"data/teams/{team}/pulse/2026-{quarter}.csv"] = rows
    return made


def test_what_helps_has_a_dot_a_team_and_quarter(tmp_path: Path) -> None:
    made = site_of(tmp_path, answered(missed({"Q3": 5}), {"harbour": 4, "quay": 5}))

    page, text = render_pages(made)[PAGE], words(made, PAGE)

    helps = page[page.index("What helps?") :]
    assert helps[: helps.index("</svg>")].count("ob-dot") == 4
    assert "It can’t show that one causes the other" in text
    assert "for teams with 10 members or more" in text
    assert "75% kept, answer 1" in text
    assert "harbour" not in helps[: helps.index("can’t show that")].lower()


def test_what_helps_needs_three_dots_and_larger_teams(tmp_path: Path) -> None:
    few = words(site_of(tmp_path / "few", answered(large(20), {"harbour": 4})), PAGE)
    small = words(site_of(tmp_path / "small", answered(large(9), {"harbour": 4, "quay": 4})), PAGE)

    assert "It needs at least three dots." in few
    assert "What helps?" not in small


def test_what_helps_is_about_a_question_of_teams(tmp_path: Path) -> None:
    files = answered(missed({"Q3": 5}), {"harbour": 4, "quay": 5})
    by_group = "metrics:\n  - {id: reached, question: Are you reached?, scale: [1, 5], count_by: groups}\n"
    files[PLAYBOOK] = str(files[PLAYBOOK]).replace("metrics:\n", by_group)
    alone = str(files[PLAYBOOK]).replace("scale: [1, 5]}", "scale: [1, 5], count_by: groups}")

    page = words(site_of(tmp_path / "both", files), PAGE)
    none = words(site_of(tmp_path / "none", files | {PLAYBOOK: alone}), PAGE)

    helps = page[page.index("What helps?") :]
    assert "Did you get support?" in helps
    assert "Are you reached?" not in helps
    assert "What helps?" not in none


def felt(remote: list[int], others: list[int], silent: int = 0) -> str:
    """Return the answers of those who work remotely and of everyone else, by their scores from 1 on."""
    rows = [
        f"{group},organisation,felt-supported,{score},{count}"
        for group, counts in (("remote", remote), ("", others))
        for score, count in enumerate(counts, start=1)
        if count
    ]
    rows += [f"remote,organisation,felt-supported,,{silent}"] if silent else []
    return "\n".join(["group,service,metric,score,count", *rows, ""])


def asked_by_group(files: Files, answers: str) -> Files:
    question = QUESTION.replace("scale: [1, 5]", "scale: [1, 5], count_by: groups")
    return {**files, PLAYBOOK: f"{files[PLAYBOOK]!s}{question}", "data/pulse/2026-Q3.csv": answers}


@pytest.mark.parametrize(
    ("remote", "others", "told"),
    [
        ([0, 4, 2], [0, 4, 10, 4], "the difference is within the usual variation"),
        ([30, 10], [0, 0, 0, 10, 30], "the difference is more than chance explains"),
    ],
)
def test_felt_support_stands_beside_everyone_else(
    tmp_path: Path, remote: list[int], others: list[int], told: str
) -> None:
    site = site_of(tmp_path, asked_by_group(grouped(large(20), 10), felt(remote, others, 4)))
    page = words(site, PAGE)

    reached = page[page.index("Do services reach everyone?") :]
    assert "Did you get support?" in reached
    assert told in reached
    number = sum(remote)
    assert f"({number} of {number + 4})" in reached
    assert "Each survey answer counts in only one of them, and in no team." in reached
    share = f"({number} of {number + 4})"
    assert [path for path, text in render_pages(site).items() if share in unescape(text)] == [PAGE]


@pytest.mark.parametrize(("remote", "others"), [([4], [9]), ([9], [4]), ([], [9])])
def test_felt_support_of_too_few_is_withheld(tmp_path: Path, remote: list[int], others: list[int]) -> None:
    page = words(site_of(tmp_path, asked_by_group(grouped(large(20), 10), felt(remote, others))), PAGE)

    assert "They need at least 5 answers in the group and 5 outside it." in page


def test_answers_by_group_count_for_everyone(tmp_path: Path) -> None:
    site = site_of(tmp_path, asked_by_group(grouped(large(20), 10), felt([0, 0, 6], [0, 0, 0, 0, 6])))

    page = words(site, PAGE)
    asked = page[page.index("Do people feel supported?") : page.index("Do services reach everyone?")]
    assert "4.0 of 5 in Q3 2026" in asked
    assert "(12 of 12)" in asked


def test_without_such_a_question_the_page_says_how(tmp_path: Path) -> None:
    page = words(site_of(tmp_path, grouped(large(20), 10)), PAGE)

    assert "set count_by: groups for a survey question" in " ".join(page.split())


@pytest.mark.parametrize(
    ("remote", "others", "shown"),
    [
        ([0, 4, 20, 16], [0, 0, 20, 40], "Did you get support? 3.0 to under 3.4 of 5"),
        ([0, 10], [0, 0, 0, 30], "They need at least 30 answers in the group and 30 outside it."),
    ],
)
def test_felt_support_by_group_is_released_as_a_range(
    tmp_path: Path, remote: list[int], others: list[int], shown: str
) -> None:
    lay(tmp_path, asked_by_group(grouped(large(20), 10), felt(remote, others)))
    release(tmp_path, DAY)

    page = words(published_of(tmp_path, DAY), PAGE)

    reached = page[page.index("Do services reach everyone?") :]
    assert shown in reached
    assert ("everyone: 3.5 of 5" in reached) is ("to under" in shown)
    assert "Each survey answer counts in only one of them, and in no team." in reached

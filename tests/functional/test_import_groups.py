"""A column of groups in a table from HR: who is in which group that describes members, with the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.building import base
from tests.support.dated_repository import TODAY, called, laid

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.dated_repository import Said

HEAD = "Staff No,Team,Line Manager,Date of hire,Leaving date,Work model"
GROUPS = "  - {id: remote, title: Works remotely, describes: true}\n  - {id: night, title: Nights, describes: true}\n"
COLUMN = ("--column", "groups=Work model")


def ours(root: Path, harbour: str = "", columns: str = "") -> Path:
    """Lay the base repository with two groups that describe members, and with more in Harbour's roster."""
    playbook, roster = "playbook/playbook.yaml", "data/teams/harbour/team.yaml"
    probation = "  - {id: probation, title: In probation}\n"
    files = {
        playbook: str(base()[playbook]).replace(probation, probation + GROUPS)
        + f"today: {TODAY}\narchive: true\n",
        roster: str(base()[roster]).replace("  - {person: p-ada, from: 2025-03-01}\n", harbour)
        if harbour
        else base()[roster],
    }
    return laid(root, files | ({"data/columns.yaml": columns} if columns else {}))


def table(root: Path, *rows: str) -> None:
    """Write a table; a row is a person, team, leaving date and groups."""
    managers = {"harbour": "p-grace", "quay": "p-edsger"}
    lines = [row.split(",") for row in rows]
    body = "".join(
        f"{person},{team},{managers[team]},2025-03-01,{last},{groups}\n"
        for person, team, last, groups in lines
    )
    leaders = "p-grace,,,2025-01-01,,\np-edsger,,,2025-01-01,,\n"
    (root.parent / "hr.csv").write_text(f"{HEAD}\n{leaders}{body}", "utf-8")


def imported(root: Path, *words: str, day: str = TODAY) -> Said:
    """Import the table on a day."""
    return called(root, "import", "people", str(root.parent / "hr.csv"), "--as-of", day, "--yes", *words)


def longer(path: Path, text: str) -> None:
    """Put text at the end of a file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def members(root: Path, team: str = "harbour") -> list[str]:
    """Return the lines of a roster's members."""
    text = (root / f"data/teams/{team}/team.yaml").read_text("utf-8")
    return [line for line in text.partition("members:\n")[2].splitlines() if line.startswith(" ")]


MIA = "  - {person: p-mia, from: 2025-03-01}"


@pytest.mark.parametrize("value", ["remote", "Works remotely", "WORKS REMOTELY ; "])
def test_a_group_begins_on_the_day_of_the_import(value: str, tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, f"p-ada,harbour,,{value}", "p-mia,harbour,,")

    done = imported(root, *COLUMN)
    again = imported(root, day="2026-12-24")

    assert "1 group of a member added in 1 roster." in done.stdout
    assert members(root) == [
        "  - {person: p-ada, from: 2025-03-01, described_as: [{group: remote, from: 2026-11-23}]}",
        MIA,
    ]
    assert "Nothing to change." in again.stdout
    assert called(root, "check", "--select", "SCH", "--select", "REF").returncode == 0


def test_groups_begin_and_end_by_each_table(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-ada,harbour,,remote; nights", "p-mia,harbour,,remote")
    imported(root, *COLUMN)
    table(root, "p-ada,harbour,,nights", "p-mia,harbour,,remote")
    left = imported(root, day="2026-12-01")
    table(root, "p-ada,harbour,,remote;nights", "p-mia,harbour,,remote")
    back = imported(root, day="2027-01-04")

    assert "1 group of a member ended in 1 roster." in left.stdout
    assert "1 group of a member added in 1 roster." in back.stdout
    assert members(root)[0] == (
        "  - {person: p-ada, from: 2025-03-01, described_as: [{group: night, from: 2026-11-23}, "
        "{group: remote, from: 2026-11-23, to: 2026-11-30}, {group: remote, from: 2027-01-04}]}"
    )


def test_a_group_of_the_same_day_is_taken_back_whole(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-ada,harbour,,remote", "p-mia,harbour,,remote")
    imported(root, *COLUMN)
    table(root, "p-ada,harbour,,", "p-mia,harbour,,remote")

    done = imported(root)

    assert done.returncode == 0, done.stderr
    assert "remote" not in members(root)[0]
    assert called(root, "check", "--select", "SCH").returncode == 0


def test_a_value_that_is_no_group_is_named_once(tmp_path: Path) -> None:
    remote = "  - {person: p-ada, from: 2025-03-01, described_as: [{group: remote, from: 2025-05-01}]}\n"
    root = ours(tmp_path / "here", remote)
    table(root, "p-ada,harbour,,On-site", "p-mia,harbour,,On-site", "p-tony,quay,,remote; probation")

    done = imported(root, *COLUMN)
    longer(root / "data/columns.yaml", "groups: {On-site: none, probation: none}\n")
    settled = imported(root)

    assert done.stdout.count("no group that describes members is called") == 1
    assert (
        "Note: no group that describes members is called 'On-site' (2 rows) and 'probation' (1 row), so no one in these "
        "rows leaves a group. Add the group to playbook.yaml with `describes: true`. If it is no group, write "
        "`On-site: none` below `groups` in data/columns.yaml.\n"
    ) in done.stdout
    assert f"{members(root)[0]}\n" == remote.replace("2025-05-01", "2025-05-01, to: 2026-11-22")
    assert "is called" not in settled.stdout
    assert "groups:\n  On-site: none\n" in (root / "data/columns.yaml").read_text("utf-8")


def test_a_group_that_no_row_names_stays(tmp_path: Path) -> None:
    both = "described_as: [{group: remote, from: 2025-05-01}, {group: night, from: 2025-05-01}]"
    root = ours(tmp_path / "here", f"  - {{person: p-ada, from: 2025-03-01, {both}}}\n")
    table(root, "p-ada,harbour,,", "p-mia,harbour,,nights")

    done = imported(root, *COLUMN)

    assert "Note: no row names the group remote, so 1 person stays in it." in done.stdout
    assert "{group: remote, from: 2025-05-01}" in members(root)[0]
    assert "{group: night, from: 2025-05-01, to: 2026-11-22}" in members(root)[0]


@pytest.mark.parametrize("column", [COLUMN, ()])
def test_groups_go_along_with_who_moves(column: tuple[str, ...], tmp_path: Path) -> None:
    both = (
        "described_as: [{group: remote, from: 2025-05-01}, {group: night, from: 2025-05-01, to: 2026-12-31}]"
    )
    root = ours(tmp_path / "here", f"  - {{person: p-ada, from: 2025-03-01, {both}}}\n")
    table(root, "p-ada,quay,,nights", "p-tony,quay,,remote")

    imported(root, *column)

    remote = "" if column else "{group: remote, from: 2026-11-23}, "
    assert members(root, "quay")[-1] == (
        "  - {person: p-ada, from: 2026-11-23, moved_from: harbour, described_as: "
        f"[{remote}{{group: night, from: 2026-11-23, to: 2026-12-31}}]}}"
    )


def test_who_begins_is_in_the_group_from_the_first_day(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-kim,quay,2027-06-30,remote", "p-ada,harbour,,")
    text = (
        (root.parent / "hr.csv")
        .read_text()
        .replace("p-kim,quay,p-edsger,2025-03-01", "p-kim,quay,p-edsger,2026-12-01")
    )
    (root.parent / "hr.csv").write_text(text)

    imported(root, *COLUMN)
    again = imported(root, day="2026-12-07")

    assert members(root, "quay")[-1] == (
        "  - {person: p-kim, from: 2026-12-01, to: 2027-06-30, described_as: [{group: remote, from: 2026-12-01}]}"
    )
    assert "Nothing to change." in again.stdout


def test_no_column_is_taken_as_groups_unasked(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-ada,harbour,,remote", "p-mia,harbour,,remote")

    done = imported(root)

    assert "  Work model    not read\n" in done.stdout
    assert "Nothing to change." in done.stdout


def test_one_team_alone_keeps_the_others_groups(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-ada,harbour,,remote", "p-tony,quay,,remote")

    imported(root, *COLUMN, "--team", "quay")

    assert "remote" not in "".join(members(root))
    assert "remote" in members(root, "quay")[0]


def test_a_new_team_has_the_groups_of_its_members(tmp_path: Path) -> None:
    root = ours(tmp_path / "here")
    table(root, "p-ada,harbour,,")
    longer(root.parent / "hr.csv", "p-kim,pier,p-ada,2026-12-01,,remote\n")

    imported(root, *COLUMN)

    assert members(root, "pier") == [
        "  - {person: p-kim, from: 2026-12-01, described_as: [{group: remote, from: 2026-12-01}]}"
    ]

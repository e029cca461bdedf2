"""The file of survey answers by group: what is wrong with it is reported, it is put in order, and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound
from tests.support.small_organisation import PLAYBOOK, lay_organisation, met, people, service, team

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "group,service,metric,score,count"
FILE = "data/pulse/2026-Q3.csv"
GROUPS = PLAYBOOK.replace("groups:\n", "groups:\n  - {id: remote, title: Remote, describes: true}\n")


def organisation(root: Path, content: str, name: str = FILE) -> Path:
    quay = people("quay", 6)
    return lay_organisation(
        root,
        [service("one-on-one", "{at_least: 1, per: quarter}")],
        {"quay": team("quay", quay)},
        {"quay": met("quay", quay, "2026-08-03")},
        playbook=GROUPS,
        files={name: content},
    )


@pytest.mark.parametrize(
    ("row", "code", "told"),
    [
        ("remote,one-on-one,useful,9,5", "DAT011", "the score 9 is outside the scale of `useful` (1 to 5)"),
        ("remotely,one-on-one,useful,3,5", "REF005", "there is no such group; did you mean remote?"),
        ("probation,one-on-one,useful,3,5", "REF005", "has terms of its own"),
        ("remote,one-on-won,useful,3,5", "REF001", "there is no such service; did you mean one-on-one?"),
        (
            "remote,one-on-one,use,3,5",
            "REF004",
            "there is no such metric of one-on-one; did you mean useful?",
        ),
        ("remote,one-on-one,useful,3,many", "SCH009", "count: not a whole number"),
        ("remote,one-on-one,useful,3", "SCH009", "this row has 4 values, but the header has 5"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, code: str, told: str) -> None:
    organisation(tmp_path, f"{HEADER}\n,one-on-one,useful,4,5\n{row}\n")

    checked = outbound("check", "--as-of", "2026-10-05", here=tmp_path)

    findings = [entry for entry in checked.stdout.split("\n\n") if f"{FILE}:3" in entry]
    assert len(findings) == 1
    assert f" {code} error" in findings[0]
    assert told in " ".join(findings[0].split())


def test_another_name_is_reported(tmp_path: Path) -> None:
    organisation(tmp_path, f"{HEADER}\n", "data/pulse/autumn.csv")

    checked = outbound("check", "--as-of", "2026-10-05", here=tmp_path)

    assert "data/pulse/autumn.csv is not named after a calendar quarter" in checked.stdout


def test_a_good_file_is_no_problem(tmp_path: Path) -> None:
    organisation(tmp_path, f"{HEADER}\n,one-on-one,useful,4,5\nremote,one-on-one,useful,,2\n")

    checked = outbound("check", "--as-of", "2026-10-05", here=tmp_path)

    assert FILE not in checked.stdout


def test_what_a_spreadsheet_did_is_undone(tmp_path: Path) -> None:
    rows = "Group;Service;Metric;Score;Count\r\nRemote;One-on-one;useful;4,0;5\r\n;one-on-one;useful;3;6\r\n"
    organisation(tmp_path, rows)

    done = outbound("fmt", here=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / FILE).read_text("utf-8") == (
        f"{HEADER}\nremote,one-on-one,useful,4,5\n,one-on-one,useful,3,6\n"
    )


def test_an_old_file_is_let_go(tmp_path: Path) -> None:
    organisation(tmp_path, f"{HEADER}\nremote,one-on-one,useful,4,5\n", "data/pulse/2024-Q1.csv")

    before = outbound("check", "--as-of", "2026-10-05", here=tmp_path).stdout
    pruned = outbound("prune", "--yes", "--as-of", "2026-10-05", here=tmp_path)

    assert "PRV003" in before
    assert "the survey of 2024-Q1 is older than agreed" in before
    assert pruned.returncode == 0, pruned.stderr
    assert not (tmp_path / "data/pulse/2024-Q1.csv").exists()

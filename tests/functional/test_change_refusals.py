"""A verb that would break something says what, in one line, and writes nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_change_verbs import RENAMED_TEAM
from tests.support.calling import START, outbound
from tests.support.change_verbs import RECORD, data_of, everything, lay_repositories, rich
from tests.support.dated_repository import called

if TYPE_CHECKING:
    from pathlib import Path

MOVE = ("move", "member")
RETIRE = ("retire", "service", "one-on-one", "--record", RECORD)
SPLIT = ("split", "team", "harbour", "--leader", "p-ina", "--on", "2026-12-01")
MERGE = ("merge", "teams", "harbour", "quay", "--on", "2026-12-01")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """Policy and data, each in its folder."""
    return lay_repositories(tmp_path, rich(), apart=True, committed=False)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param((*MOVE, "p-ada", "--to", "key", "--on", "2026-12-01"), "there is no team 'key'", id="no team"),
        pytest.param((*MOVE, "p-ada", "--to", "quay", "--on", "1 May"), "not a valid date", id="no day"),
        pytest.param((*MOVE, "p-eve", "--to", "quay", "--on", "2026-12-01"), "is in no other team", id="no member"),
        pytest.param((*MOVE, "p-tony", "--to", "quay", "--on", "2026-12-01"), "p-tony is in quay already. Name another team with --to", id="there already"),
        pytest.param(
            (*MOVE, "p-ada", "--to", "quay", "--from", "harbour", "--on", "2025-03-01"), "joins harbour on 2025-03-01",
            id="before the first day",
        ),
        pytest.param((*MOVE, "p-ada", "--to", "quay", "--on", "2026-12-01", "--keep-coach"), "p-alan is not a coach of quay", id="coach"),
        pytest.param((*MOVE, "Ada L", "--to", "quay", "--on", "2026-12-01"), "use an id, not a name", id="a name"),
        pytest.param((*RETIRE, "--on", "2026-12-31", "--with", "leaders"), "POL002", id="without members"),
        pytest.param((*RETIRE, "--on", "2026-11-01", "--with", "members"), "A service can end today or later", id="past"),
        pytest.param((*RETIRE, "--on", "2026-12-31", "--with", "friends"), "not a valid value", id="no party"),
        pytest.param(
            ("retire", "service", "one-on-on", *RETIRE[3:], "--on", "2026-12-31", "--with", "members"),
            "Did you mean one-on-one?", id="no service",
        ),
        pytest.param(("rename", "service", "one-on-one", "health-check"), "there is a service health-check already", id="service taken"),
        pytest.param(("rename", "service", "one-on-one", "One"), "not a valid id", id="no id"),
        pytest.param(("rename", "team", "harbour", "quay"), "there is a team quay already", id="team taken"),
        pytest.param(("rename", "team", "harbour", "harbour"), "there is a team harbour already", id="the same"),
        pytest.param(("rename", "person", "p-ada", "p-mia"), "has the id p-mia already", id="person taken"),
        pytest.param(("rename", "person", "p-nobody", "p-new"), "no file has the id p-nobody", id="nobody"),
        pytest.param((*SPLIT, "--into", "quay", "--members", "p-ada"), "there is a team quay already", id="split into one there"),
        pytest.param((*SPLIT, "--into", "dock", "--members", "p-eve"), "p-eve is not a member of harbour", id="split a stranger"),
        pytest.param((*SPLIT, "--into", "dock", "--members", ","), "--members names no one", id="split nobody"),
        pytest.param((*MERGE, "--into", "dock"), "there is no team 'dock'", id="merge into none"),
        pytest.param(("merge", "teams", "quay", *MERGE[4:], "--into", "quay"), "name the teams that quay takes in", id="merge itself"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line_and_nothing_written(
    policy: Path, words: tuple[str, ...], reason: str
) -> None:
    before = everything(policy)

    done = called(policy, *words)

    assert done.returncode in (1, 2)
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert everything(policy) == before


def test_a_merge_that_promises_less_is_refused(tmp_path: Path) -> None:
    files = rich()
    service = "playbook/services/one-on-one.yaml"
    files[service] = str(files[service]).replace("teams: all", "teams: [quay]")
    policy = lay_repositories(tmp_path, files, apart=False, committed=False)

    done = called(policy, *MERGE[:2], "quay", "harbour", *MERGE[4:], "--into", "harbour")

    assert done.returncode == 2
    assert "harbour promises the members of quay less: one-on-one: " in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        (*MOVE, "p-ada", "--to", "quay", "--on", "2026-12-01"),
        (*SPLIT, "--into", "dock", "--members", "p-ada"),
        (*MERGE, "--into", "harbour"),
    ],
    ids=lambda words: words[0],
)
def test_a_service_unread_may_list_a_team_or_promise_it_less(policy: Path, words: tuple[str, ...]) -> None:
    service = policy / "playbook" / "services" / "one-on-one.yaml"
    service.write_text(f"<<<<<<< ours\n{service.read_text()}")
    before = everything(policy)

    done = called(policy, *words, "--yes")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "outbound: one-on-one can't be read, so nothing was written. Run: outbound check\n"
    assert everything(policy) == before


def test_who_is_in_two_teams_leaves_the_one_that_is_named(tmp_path: Path) -> None:
    files = rich()
    quay = str(files["data/teams/quay/team.yaml"])
    files["data/teams/third/team.yaml"] = quay.replace("quay", "third").replace("Quay", "Third")
    policy = lay_repositories(tmp_path, files, apart=False, committed=False)
    words = (*MOVE, "p-tony", "--to", "harbour", "--on", "2026-12-01")

    unclear = called(policy, *words)
    moved = called(policy, *words, "--from", "third")

    assert unclear.stderr == "outbound: p-tony is in 2 teams: quay, third. Choose one with --from\n"
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "moved_to" not in everything(policy)["data/teams/quay/team.yaml"]


def test_another_program_that_changes_a_file_is_seen(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checks.cli import change_verbs

    roster = data_of(policy) / "teams" / "quay" / "team.yaml"

    def edited(*_words: object, **_options: object) -> bool:
        roster.write_text(roster.read_text() + "# meanwhile\n")
        return True

    monkeypatch.setattr(change_verbs, "agreed_to_files", edited)
    done = called(policy, *RENAMED_TEAM.words)

    assert "data/teams/quay/team.yaml has changed since it was read" in done.stderr
    assert (data_of(policy) / "teams" / "harbour").is_dir()


@pytest.mark.parametrize(("answer", "is_written"), [("n\n", False), ("y\n", True)])
def test_a_terminal_is_shown_the_change_and_asked(policy: Path, answer: str, *, is_written: bool) -> None:
    before = everything(policy)
    master, slave = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-c", "from checks.cli import main; main()", *RENAMED_TEAM.words],
            cwd=policy,
            env=START,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running:
            os.write(master, answer.encode())
            shown, _ = running.communicate(timeout=60)
    finally:
        os.close(master)
        os.close(slave)

    assert "rename data/teams/harbour to data/teams/dock" in shown
    assert "Write these changes?" in shown
    assert (everything(policy) != before) is is_written


def test_people_are_named_by_name(policy: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name,address\np-ada,Ada Lovelace,ada@example.org\np-mia,Mia Noor,mia@example.org\n")
    known = {"OUTBOUND_PEOPLE": str(people)}

    moved = outbound(*MOVE, "Ada Lovelace", "--to", "quay", "--on", "2026-12-01", here=policy, env=known)
    split = outbound(
        *SPLIT, "--into", "dock", "--members", "mia@example.org", "--dry-run", here=policy, env=known
    )

    assert (moved.returncode, moved.stderr) == (0, "")
    assert "+  - {person: p-mia, from: 2026-12-01, moved_from: harbour}" in split.stdout


def test_a_waiver_goes_along_with_its_member(policy: Path) -> None:
    moved = called(policy, *MOVE, "p-mia", "--to", "quay", "--on", "2026-12-15")

    texts = everything(policy)
    assert moved.returncode == 0
    assert "from: 2026-12-01, to: 2026-12-14" in texts["data/teams/harbour/waivers.yaml"]
    assert "from: 2026-12-15\n    to: 2026-12-31" in texts["data/teams/quay/waivers.yaml"] or (
        "from: 2026-12-15, to: 2026-12-31" in texts["data/teams/quay/waivers.yaml"]
    )

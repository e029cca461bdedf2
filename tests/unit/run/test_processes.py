"""Teams judged in several processes: the same bytes whatever their number, and refusals in their own words."""

from __future__ import annotations

import os
from copy import copy
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from benchmarks.organisation import lay
from checks.cli import group
from checks.model.errors import NoDataError, UsageError
from checks.run import processes

if TYPE_CHECKING:
    from pathlib import Path

CALLS = {
    "in full": ("check", "--exit-zero", "--members"),
    "as data": ("check", "--exit-zero", "--format", "json"),
    "as others read it": ("check", "--exit-zero", "--format", "summary"),
    "counts": ("coverage", "--by", "team,service,period,member", "--format", "csv"),
}


def outbound(root: Path, *words: str) -> Result:
    """Call the command in this process, so that a test may say how many teams are handed over at once."""
    return CliRunner().invoke(group, ["--root", str(root), *words])


def said(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a playbook of twelve teams; one cannot be read, and one has a guest, and a member of another."""
    root = tmp_path_factory.mktemp("organisation")
    lay(root, 96)
    teams = root / "data/teams"
    (teams / "team-00003/touchpoints/2025-Q1.csv").write_text("not a log\n", "utf-8")
    log = teams / "team-00005/touchpoints/2025-Q1.csv"
    log.write_text(f"{log.read_text('utf-8')}2025-02-03,one-on-one,p-guest,p-5-lead,outbound,held\n", "utf-8")
    roster = teams / "team-00009/team.yaml"
    roster.write_text(roster.read_text("utf-8").replace("p-9-1,", "p-2-1,"), "utf-8")
    return root


@pytest.mark.parametrize("number", ["2", "3", "auto"])
@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS.keys())
def test_any_number_of_processes_says_the_same(
    words: tuple[str, ...], number: str, organisation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = outbound(organisation, *words)
    monkeypatch.setattr(processes, "STRETCH", 2)
    monkeypatch.setattr(processes, "FEWEST", 1)

    together = outbound(organisation, *words, "--jobs", number)

    assert "team-00003" in alone.output
    assert said(together) == said(alone)


def test_few_teams_are_judged_in_one_process(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process was started"))

    assert outbound(organisation, "check", "--exit-zero", "--jobs", "8").exit_code == 0


@pytest.mark.parametrize("number", ["-1", "257", "many", "1.5", ""])
def test_a_number_of_processes_that_cannot_be_meant_is_refused(number: str, organisation: Path) -> None:
    done = outbound(organisation, "check", "--jobs", number)

    assert isinstance(done.exception, UsageError)
    assert (
        str(done.exception) == f"--jobs {number}: not a valid number. Use 1 to 256, or auto for one per core"
    )


def test_a_refusal_is_handed_on_in_its_own_words() -> None:
    raised = NoDataError("data", "there is no team yet in")

    came = copy(raised)

    assert type(came) is NoDataError
    assert (str(came), came.status, came.folder) == (str(raised), raised.status, raised.folder)

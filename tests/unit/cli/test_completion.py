"""What stands around a package: how to cite it, where to report, how a shell completes it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.calling import outbound
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_one_version_stands_everywhere(tmp_path: Path) -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert cited["version"] == PROJECT["version"]
    assert cited["license"] == PROJECT["license"]
    assert outbound("--version", here=tmp_path).stdout == f"outbound {PROJECT['version']}\n"


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "LICENSE"])
def test_what_a_code_host_looks_for_is_where_it_looks(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8").split()) > 100


def test_targets_that_are_named_for_contributors_are_there() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8") + (ROOT / "SECURITY.md").read_text("utf-8")

    named = {
        word.partition("`")[0].partition(" ")[0].strip()
        for word in told.replace("\n", " ").split("make ")[1:]
    }
    targets = {word for word in named if f"\n{word}:" in made}

    assert {"site", "quick", "test", "fix", "lock", "audit"} <= targets


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(tmp_path: Path, shell: str) -> None:
    done = outbound(here=tmp_path, env={"_OUTBOUND_COMPLETE": f"{shell}_source"})

    assert done.returncode == 0
    assert "_OUTBOUND_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("outbound", "ch"), {"check"}),
        (("outbound", "new", ""), {"service", "team", "agreement", "waiver"}),
        (("outbound", "check", "--for"), {"--format"}),
        (("outbound", "explain", "CAD00"), {f"CAD00{number}" for number in range(1, 8)}),
    ],
)
def test_what_is_typed_is_completed(tmp_path: Path, typed: tuple[str, ...], offered: set[str]) -> None:
    done = outbound(
        here=tmp_path,
        env={
            "_OUTBOUND_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(typed),
            "COMP_CWORD": str(len(typed) - 1),
        },
    )

    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == offered


def test_completion_is_taken_by_the_shell_itself(tmp_path: Path) -> None:
    """bash sources what is printed, and its completion function offers commands."""
    script = outbound(here=tmp_path, env={"_OUTBOUND_COMPLETE": "bash_source"}).stdout
    (tmp_path / "outbound").write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'from checks.cli import main; main()' \"$@\"\n", "utf-8"
    )
    (tmp_path / "outbound").chmod(0o755)
    typed = f'{script}\nPATH="{tmp_path}:$PATH"\nCOMP_WORDS=(outbound inv) COMP_CWORD=1\n_outbound_completion outbound\necho "${{COMPREPLY[@]}}"'

    done = subprocess.run(["bash", "-c", typed], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "invite", done.stderr

"""What stands in the working tree is what a clone has: no rule of .gitignore hides a source or a test."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.paths import ROOT

SOURCES = ("checks", "tests", "tools", "playbook", "data", "docs", "requirements")


def test_no_source_is_ignored() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone, so nothing says what is ignored")

    said = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", *SOURCES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    hidden = [
        path for path in said.stdout.splitlines() if "__pycache__/" not in path and "/.outbound" not in path
    ]
    assert hidden == []

"""The hooks other repositories use, installed and run by pre-commit as it runs them there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.building import base, lay
from tests.support.calling import outbound
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINUTES = 60
"""How long pip may take to fetch what the package needs."""

CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: outbound-check
        entry: outbound check --as-of 2026-11-23
      - id: outbound-fmt
      - id: outbound-schema
"""


def run(*words: str, here: Path, home: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    git = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
    }
    return subprocess.run(
        words,
        cwd=here,
        env=kept | git | {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        check=False,
        timeout=MINUTES * 60,
    )


def committed(folder: Path, home: Path) -> str:
    """Make a git repository of a folder, and return its commit."""
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "All of it")):
        done = run("git", *words, here=folder, home=home)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", here=folder, home=home).stdout.strip()


@pytest.fixture
def playbook(tmp_path: Path) -> Iterator[Path]:
    """Yield a playbook that uses the hooks of this working tree, at a commit of its own."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone, so nothing says which files are ours")
    home, source = tmp_path / "home", tmp_path / "outbound"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", here=ROOT, home=home)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    rev = committed(source, home)
    config = {".pre-commit-config.yaml": CONFIG.format(repo=source, rev=rev), ".gitignore": ".outbound*\n"}
    root = lay(tmp_path / "acme", base() | config)
    outbound("fmt", here=root)
    committed(root, home)
    yield root
    shutil.rmtree(home, ignore_errors=True)


def test_hooks_judge_format_and_help_another_repository(playbook: Path) -> None:
    home = playbook.parent / "home"
    hooks = (sys.executable, "-m", "pre_commit", "run", "--all-files")

    clean = run(*hooks, here=playbook, home=home)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert clean.stdout.count("Passed") == 3
    assert (playbook / ".outbound-schemas/service.json").is_file()
    assert "outbound-schemas" not in run("git", "status", "--short", here=playbook, home=home).stdout

    service = playbook / "playbook/services/one-on-one.yaml"
    whole = service.read_text("utf-8")
    service.write_text(whole.replace("summary:", "sumary:"), "utf-8")
    broken = run(*hooks, "--verbose", here=playbook, home=home)
    assert broken.returncode == 1
    assert "SCH003" in broken.stdout
    service.write_bytes(whole.replace("\n", "\r\n").encode())
    mended = run(*hooks, here=playbook, home=home)
    assert mended.returncode == 1, mended.stdout
    assert "files were modified by this hook" in mended.stdout
    assert service.read_text("utf-8") == whole

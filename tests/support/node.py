"""The tools that tools/node names: installed when they are first needed, or a skip that says what is missing."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WANTED, NODE = ROOT / "tools/node/package.json", ROOT / ".cache/node"


def installed() -> Path:
    """Return the folder node_modules, installed from package.json; skips where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine: apt-get install npm")
    NODE.mkdir(parents=True, exist_ok=True)
    with FileLock(NODE / ".lock"):
        found, wanted = NODE / "node_modules", WANTED.read_bytes()
        there = NODE / "package.json"
        if not (found / "vnu-jar").is_dir() or not there.is_file() or there.read_bytes() != wanted:
            there.write_bytes(wanted)
            subprocess.run(
                [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=NODE,
                check=True,
                capture_output=True,
                timeout=3600,
            )
    return found


def run_program(program: str, typed: str) -> str:
    """Return what a JavaScript program prints that reads `typed`; skips where there is no Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine: apt-get install nodejs")
    done = subprocess.run(
        [node, "-e", program], input=typed, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

"""The tools of tools/node: installed when they are first needed, or a skip that says what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

NODE = Path(__file__).parents[2] / "tools" / "node"


def installed() -> Path:
    """Return the folder node_modules, installed from package.json; skips where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine: apt-get install npm")
    with FileLock(NODE / ".lock"):
        found = NODE / "node_modules"
        if not (found / "vnu-jar").is_dir():
            subprocess.run(
                [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=NODE,
                check=True,
                capture_output=True,
                timeout=600,
            )
    return found

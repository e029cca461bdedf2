"""Builds of this checkout, as they would be published."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WHEEL, SDIST = "wheel", "sdist"


def built(kind: str, root: Path, out: Path, **env: str) -> Path:
    """Build the wheel or sdist of a folder, and return it."""
    kept = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)],
        cwd=root,
        env=kept | env,
        check=True,
        capture_output=True,
        timeout=1800,
    )
    return next(out.iterdir())

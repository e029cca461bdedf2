"""Recurrence by a second implementation: ical.js, run by node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HERE = Path(__file__).parent / "recurrence"
CACHE = ROOT / ".cache" / "ical.js"


@contextmanager
def second_opinion() -> Iterator[Callable[[Mapping[str, str]], list[dict[str, Any]]]]:
    """Hand out what answers with the occurrences of a calendar (`text`, `last`, `here`, `floating`).

    Skips the test where there is no npm.
    """
    install_ical_js()
    with subprocess.Popen(
        ["node", str(HERE / "expand.mjs")],
        cwd=CACHE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        asking, answering = process.stdin, process.stdout

        def ask(calendar: Mapping[str, str]) -> list[dict[str, Any]]:
            asking.write(json.dumps(dict(calendar)) + "\n")
            asking.flush()
            answer: list[dict[str, Any]] = json.loads(answering.readline())
            return answer

        yield ask
        asking.close()


def install_ical_js() -> None:
    """Install the version package.json names into the cache, once for all tests and workers."""
    from filelock import FileLock

    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("there is no npm, so there is no second implementation to ask")
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    with FileLock(CACHE / ".lock"):
        asked = CACHE / "package.json"
        if (CACHE / "node_modules").exists() and asked.exists() and asked.read_text() == wanted:
            return
        asked.write_text(wanted)
        said = subprocess.run(
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
            cwd=CACHE,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
        if said.returncode:
            asked.unlink()
            pytest.skip(f"ical.js cannot be installed here: {said.stderr.strip()[:200]}")

"""The example's site, built once, and a browser to look at it: fixtures that `tests/conftest.py` hands to all."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.paths import ROOT
from tests.support.serving import serving

PATIENCE = 600_000
"""Milliseconds a page may take for anything: ten times and more what a slow machine needs."""

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def build(config: Path, out: Path, *tool: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Build a site strictly with `tool` (default MkDocs) in a process of its own, run in `cwd`."""
    command = tool or (sys.executable, "-m", "mkdocs", "build")
    return subprocess.run(
        [*command, "--strict", "-f", str(config), "-d", str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1763600000"},
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example, built strictly, once for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    out = shared / "built"
    with FileLock(shared / "built.lock"):
        if not out.is_dir():
            done = build(ROOT / "mkdocs.yml", shared / "building")
            assert done.returncode == 0, done.stderr
            (shared / "building").rename(out)
    return out


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """The address of the example's site on this machine."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or a skip that says it is not there."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        made = found.new_context

        def patient(**options: Any) -> BrowserContext:
            """Make a context whose waiting is a guard, which no machine is too slow for."""
            context = made(**options)
            context.set_default_timeout(PATIENCE)
            return context

        found.new_context = patient  # type: ignore[method-assign]
        yield found
        found.close()

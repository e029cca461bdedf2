"""`mkdocs serve` as the README of a new playbook says: with the data beside it, and without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACME = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")
PATIENCE = 300
"""Seconds within which a site of ten pages is served on any machine."""


@contextmanager
def mkdocs_serve(folder: Path) -> Iterator[str]:
    """Serve a site on a free port of loopback; yield its log as far as the address, and stop it in the end."""
    log = folder.parent / "serve.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", "127.0.0.1:0"],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _served(server, log)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _served(server: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(PATIENCE * 10):
        text = log.read_text("utf-8")
        if "Serving on" in text or server.poll() is not None:
            return text
        time.sleep(0.1)
    return log.read_text("utf-8")


@pytest.mark.parametrize("beside", [True, False], ids=["with its data", "without its data"])
def test_a_new_playbook_is_served(tmp_path: Path, *, beside: bool) -> None:
    done = outbound("init", "acme", *ACME, here=tmp_path)
    assert done.returncode == 0, done.stderr
    if not beside:
        shutil.rmtree(tmp_path / "acme-data")

    with mkdocs_serve(tmp_path / "acme") as log:
        pass

    assert "Serving on" in log, log
    watched = next(line for line in log.splitlines() if "Watching paths" in line)
    assert ("acme-data'" in watched) is beside
    assert "'playbook'" in watched

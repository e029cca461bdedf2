"""The command as a process, with nothing of this process' environment but what it needs to start."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.building import AS_OF, Files, base, lay

DAY = AS_OF.isoformat()
MAIN = "from checks.cli import main; main()"
UNMEASURED = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
"""What a call starts with whose files are counted: while lines are measured each process writes one more."""

_MEASURED = ("COVERAGE_FILE", "COVERAGE_PROCESS_START")
START = UNMEASURED | {name: os.environ[name] for name in _MEASURED if name in os.environ}
"""What a call starts with: nothing of what is around but where programs are."""


def outbound(
    *words: str, here: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Call the command in a folder; both streams are UTF-8."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        cwd=here,
        env={**START, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def said(result: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    """Return exit status, stdout and stderr."""
    return result.returncode, result.stdout, result.stderr


def changed(changes: Mapping[str, str | None]) -> Files:
    """Return the base repository with other files; None takes one, or all below a folder, away."""
    files = base()
    for path, text in changes.items():
        if text is None:
            files = {name: content for name, content in files.items() if not name.startswith(path)}
        else:
            files[path] = text
    return files


def replaced(path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """Return a file of the base repository with texts changed that stand there once."""
    text = base()[path]
    assert isinstance(text, str)
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {path: text}


def broken_promise() -> dict[str, str]:
    """Return changes under which harbour has missed what it promised: one error, and no warning."""
    return {f"data/teams/harbour/touchpoints/2026-Q{number}.csv": HEADER for number in (3,)}


HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
UNREADABLE = {"data/teams/quay/team.yaml": "schema: 1\nid: quay\nname: [Quay\n"}

__all__ = ["DAY", "HEADER", "UNREADABLE", "broken_promise", "changed", "lay", "outbound", "replaced", "said"]

"""The command called whole: its arguments, its text and its exit status, with nothing around it but where programs are."""

import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from checks.cli import main
from tests.support.building import AS_OF, Files, base, lay

DAY = AS_OF.isoformat()
MAIN = "from checks.cli import main; main()"
_AROUND = ("PATH", "SYSTEMROOT", "PYTHONPATH")
UNMEASURED = {name: os.environ[name] for name in _AROUND if name in os.environ}
"""What a call starts with whose files are counted: while lines are measured each process writes one more."""

_MEASURED = ("COVERAGE_FILE", "COVERAGE_PROCESS_START")
START = UNMEASURED | {name: os.environ[name] for name in _MEASURED if name in os.environ}
"""What a call starts with: nothing of what is around but where programs are."""

STUCK = 600
"""Seconds after which a process is given up: a guard, which no machine is too slow for."""

Called = subprocess.CompletedProcess[str]


def outbound(*words: str, here: Path, env: Mapping[str, str] | None = None) -> Called:
    """Call the command in a folder, in this process, with no more around it than a process would have."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="") for _ in range(2))
    with (
        _surrounded(words, here, {**START, **(env or {})}),
        Path(os.devnull).open(encoding="utf-8") as nothing,
    ):
        with redirect_stdout(out), redirect_stderr(err), _stdin(nothing):
            status = _status()
        for stream in (out, err):
            stream.flush()
    said_there = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))
    return subprocess.CompletedProcess(["outbound", *words], status, *said_there)


def process(*words: str, here: Path, env: Mapping[str, str] | None = None) -> Called:
    """Call the command in a folder, in a process of its own; both streams are UTF-8."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        cwd=here,
        env={**START, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=STUCK,
    )


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def _surrounded(words: tuple[str, ...], here: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Let arguments, the folder and the environment be those of a call, and afterwards what they were."""
    argv, folder, around = sys.argv, Path.cwd(), dict(os.environ)
    try:
        sys.argv = ["outbound", *words]
        os.chdir(here)
        os.environ.clear()
        os.environ.update(env)
        yield
    finally:
        sys.argv = argv
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(around)
        gc.unfreeze()
        gc.enable()


class _stdin(redirect_stdout[io.TextIOBase]):  # noqa: N801 - as its kin in the standard library
    _stream = "stdin"


def said(result: Called) -> tuple[int, str, str]:
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

__all__ = [
    "DAY",
    "HEADER",
    "UNREADABLE",
    "broken_promise",
    "changed",
    "lay",
    "outbound",
    "process",
    "replaced",
    "said",
]

"""Two commands at work in one folder: started at the same moment, or one of them held where it first writes.

Started as a process of its own, which reads the program once and forks each command from it. A task is a line of
JSON on stdin, and how both ended is a line on stdout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tests.support.calling import UNMEASURED
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

STUCK = 600
"""Seconds after which a command hangs; one that waits for another writer gives up after ten."""

HEADSTART = 0.1
"""Seconds a second writer is given to come as far as it can while the first is held."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit status, and what it wrote to either stream."""

    status: int
    out: str
    err: str


class Workshop:
    """A process from which commands are forked, one or two at a time; ended by `close`."""

    def __init__(self, work: Path) -> None:
        """Start it; `work` is a folder for what the commands write to their streams."""
        self._work = work
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nightly.faults.together"],
            cwd=ROOT,
            env={**UNMEASURED, "HOME": str(work), "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def alone(self, words: Sequence[str], here: Path) -> Ended:
        """Call one command."""
        (ended,) = self._ask(how="alone", calls=[words], here=str(here))
        return ended

    def at_once(self, first: Sequence[str], second: Sequence[str], here: Path, late: float) -> list[Ended]:
        """Call two commands at the same moment, or the second a few seconds late."""
        return self._ask(how="at once", calls=[first, second], here=str(here), late=late)

    def held(self, first: Sequence[str], second: Sequence[str], here: Path, touch: int) -> list[Ended]:
        """Hold the first command when it is about to write for the n-th time, from 0, and call the second meanwhile."""
        return self._ask(how="held", calls=[first, second], here=str(here), touch=touch)

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=STUCK)

    def _ask(self, **task: object) -> list[Ended]:
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError
        self._process.stdin.write(json.dumps({**task, "work": str(self._work)}) + "\n")
        self._process.stdin.flush()
        statuses = json.loads(self._process.stdout.readline())
        return [
            Ended(status, *(_text(self._work / f"{number}.{stream}") for stream in ("out", "err")))
            for number, status in enumerate(statuses)
        ]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


class _Hook:
    """Does something once, when a process is about to write for the n-th time."""

    def __init__(self, touch: int, act: Callable[[], object]) -> None:
        self._left, self._act = touch, act

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count what changes files, as the interpreter tells of it before it happens."""
        writes = event in _WRITES or (event == "open" and (arguments[2] or 0) & _WRITING)
        if writes and "/dev/" not in str(arguments[0]):
            self._left -= 1
            if self._left == -1:
                self._act()


_WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _forked(task: Mapping[str, Any], number: int, before: Callable[[], object]) -> int:
    child = os.fork()
    return child or _command(task, number, before)


def _command(task: Mapping[str, Any], number: int, before: Callable[[], object]) -> NoReturn:
    from checks.cli import main

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for to, stream in ((1, "out"), (2, "err")):
        path = f"{task['work']}/{number}.{stream}"
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), to)
    os.chdir(task["here"])
    sys.argv = ["outbound", *task["calls"][number]]
    status: object = 0
    before()
    try:
        main()
    except SystemExit as end:
        status = end.code
    except BaseException:  # said as the interpreter would
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else status is not None)


def _ended(child: int) -> int:
    until = time.monotonic() + STUCK
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, 9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _alone(task: Mapping[str, Any]) -> list[int]:
    return [_ended(_forked(task, 0, lambda: None))]


def _at_once(task: Mapping[str, Any]) -> list[int]:
    go, start = os.pipe()

    def ready(late: float) -> None:
        os.close(start)
        os.read(go, 1)  # an end of file: both are let go by one call
        time.sleep(late)

    children = [_forked(task, 0, lambda: ready(0)), _forked(task, 1, lambda: ready(task["late"]))]
    os.close(start)
    os.close(go)
    return [_ended(child) for child in children]


def _held(task: Mapping[str, Any]) -> list[int]:
    reached, reach = os.pipe()
    go, let = os.pipe()

    def holding() -> None:
        os.close(let)
        sys.addaudithook(_Hook(task["touch"], lambda: (os.write(reach, b"."), os.read(go, 1))).heard)

    first = _forked(task, 0, holding)
    os.close(reach)
    os.read(reached, 1)  # an end of file where it ends without writing so often
    came, come = os.pipe()

    def coming() -> None:
        os.close(let)
        sys.addaudithook(_Hook(0, lambda: os.write(come, b".")).heard)

    second = _forked(task, 1, coming)
    os.close(come)
    os.read(came, 1)
    if task["touch"] == 0:  # it holds no lock yet, and the second may end before it goes on
        os.waitid(os.P_PID, second, os.WEXITED | os.WNOWAIT)
    else:
        time.sleep(HEADSTART)
    os.close(let)
    for one in (reached, came, go):
        os.close(one)
    return [_ended(first), _ended(second)]


if __name__ == "__main__":
    import checks.cli.check
    import checks.imports.confirmations
    import checks.imports.touchpoint_writer
    import checks.publish.retention
    import checks.run.checking
    import checks.store.team_log
    import checks.store.yaml_splices  # noqa: F401 - what each command would import

    _HOW = {"alone": _alone, "at once": _at_once, "held": _held}
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_HOW[asked["how"]](asked)), flush=True)

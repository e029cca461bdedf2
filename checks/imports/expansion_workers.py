"""Processes that expand calendars: under limits, seeing no more of this one than they need, one task after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

PATIENCE = 40
"""Seconds after which a process is ended that has not answered."""

PROCESSES = 2
MOST_WAITING = 6
"""Tasks that are handed out at once; more would only lie in memory."""

MOST_TASKS = 100
"""Tasks after which a process is replaced: libraries keep things."""

Task = dict[str, Any]


class LostWorkerError(RuntimeError):
    """A process was ended over a task: it took too much time or memory."""


class ExpansionWorker:
    """One process; `shared` is what all of its tasks have in common. It begins with its first task."""

    def __init__(self, shared: Mapping[str, Any] | None = None, patience: float = PATIENCE) -> None:
        self._shared = json.dumps(shared, default=str) if shared else ""
        self._patience = patience
        self._process: subprocess.Popen[str] | None = None
        self._tasks = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expand(self, task: Task) -> dict[str, Any]:
        """Return the answer to a task; raises `LostWorkerError`, after which the next task finds a new process."""
        if self._tasks >= MOST_TASKS:
            self.close()
        process = self._process or self._started()
        self._process = process
        self._tasks += 1
        into, out = process.stdin, process.stdout
        if into is None or out is None:
            raise AssertionError("both are pipes")
        timer = threading.Timer(self._patience, process.kill)
        timer.daemon = True
        timer.start()
        try:
            with suppress(OSError):  # it may have ended, which reading shows
                into.write(f"{json.dumps(task, default=str)}\n")
                into.flush()
            line = out.readline()
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            self._raise_end(process)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._tasks = self._process, None, 0
        if process:
            with suppress(OSError):
                process.communicate(timeout=1)
            if process.poll() is None:
                process.kill()
                process.communicate()

    def _started(self) -> subprocess.Popen[str]:
        kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "PYTHONPATH") if key in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", "checks.imports.ics_expansion"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**kept, "PYTHONUTF8": "1"},
        )
        if self._shared and process.stdin:
            with suppress(OSError):
                process.stdin.write(f"{self._shared}\n")
        return process

    def _raise_end(self, process: subprocess.Popen[str]) -> None:
        """Say why a process ended without an answer: by its limits, or by a fault of ours."""
        self._process, self._tasks = None, 0
        _, errors = process.communicate()
        if process.returncode < 0 or "MemoryError" in errors:
            raise LostWorkerError
        raise RuntimeError(f"the expansion of a calendar failed:\n{errors}")


class WorkerPool:
    """Several processes that share tasks; results are handed to callbacks, in the thread that asks for them."""

    def __init__(self, shared: Mapping[str, Any], processes: int = PROCESSES) -> None:
        self._threads = ThreadPoolExecutor(processes)
        self._free = [ExpansionWorker(shared) for _ in range(processes)]
        self._lock = threading.Lock()
        self._waiting: dict[Future[dict[str, Any] | None], Callable[[dict[str, Any] | None], None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._free:
            worker.close()

    def submit(self, task: Task, take: Callable[[dict[str, Any] | None], None]) -> None:
        """Hand out a task; `take` gets the answer, or None where a process was ended over it.

        Answers to earlier tasks are handed on meanwhile.
        """
        while len(self._waiting) >= MOST_WAITING:
            self.hand_on()
        self._waiting[self._threads.submit(self._answer, task)] = take

    def hand_on(self) -> bool:
        """Wait for an answer and hand it on; False where none is waited for."""
        if not self._waiting:
            return False
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for future in done:
            take = self._waiting.pop(future)
            take(future.result())
        return True

    def _answer(self, task: Task) -> dict[str, Any] | None:
        with self._lock:
            worker = self._free.pop()
        try:
            return worker.expand(task)
        except LostWorkerError:
            return None
        finally:
            with self._lock:
                self._free.append(worker)

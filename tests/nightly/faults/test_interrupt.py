"""An interrupt ends a command with its processes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.organisation import lay
from checks.run import processes
from tests.support.calling import UNMEASURED


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found where /proc is")
def test_an_interrupt_ends_it_with_130_and_leaves_no_process(tmp_path: Path) -> None:
    lay(tmp_path, 8 * processes.STRETCH * processes.FEWEST * 2)
    command = "import sys; sys.argv[0] = 'outbound'; from checks.cli import main; main()"
    words = ["--root", str(tmp_path), "check", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-c", command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=UNMEASURED,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 600
    found: list[str] = []
    while len(found) < 2 and time.monotonic() < until:
        found = children.read_text().split()
        time.sleep(0.01)
    time.sleep(0.5)  # while processes are begun Python may lose an interrupt: it does so for everybody

    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=600)

    assert len(found) == 2
    assert process.returncode == 130
    assert "Traceback" not in error
    assert not any(Path(f"/proc/{child}").exists() for child in found)

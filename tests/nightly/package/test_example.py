"""The example's log is made by a program: anybody can make it again, byte for byte."""

import subprocess
import sys

from tools.northlight.__main__ import ROOT


def test_the_log_in_the_repository_is_what_the_program_writes() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tools.northlight", "--check"],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

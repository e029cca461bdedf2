"""Without the C parser nothing is judged by another one: one line, and status 2."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.nightly.corpus.cases import good
from tests.support.building import lay
from tests.support.calling import MAIN, START
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT = f"import sys; sys.modules['yaml._yaml'] = None; {MAIN}"
CALLS = ("check", "coverage", "fmt", "log one-on-one p-ada", "setup forms --out forms", "prune --dry-run")


@pytest.mark.parametrize("words", CALLS)
def test_the_missing_parser_is_named_in_one_line(words: str, tmp_path: Path) -> None:
    root = lay(tmp_path, good())

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words.split()],
        cwd=root,
        env={**START, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("outbound: PyYAML is installed without libyaml")
    assert done.stderr.count("\n") == 1

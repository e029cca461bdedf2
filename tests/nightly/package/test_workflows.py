"""A package holds the workflows as they stand here."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from checks.scaffold.workflows import workflow_files
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_a_package_holds_each_file_as_it_stands_here(tmp_path: Path) -> None:
    words = (
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    )
    subprocess.run([sys.executable, *words], check=True, timeout=1800)
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    shipped = {
        name: wheel.read(name) for name in wheel.namelist() if name.startswith("checks/scaffold/hosts/")
    }

    sources = [*workflow_files("one"), "templates/outbound.gitlab-ci.yml"]
    assert shipped == {f"checks/scaffold/hosts/{one}": (ROOT / one).read_bytes() for one in sources}

"""The lowest versions that pyproject.toml allows: the example is checked, and its site built strictly."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
import venv
from typing import TYPE_CHECKING

from tests.nightly.package.building import WHEEL, built
from tests.nightly.site.test_build import broken_links
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def lowest() -> list[str]:
    """Return each dependency of the command and of the site, pinned to its lower bound."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["site"]]
    return [re.sub(r">=([^,;]+).*", r"==\1", each) for each in asked]


def test_the_example_is_built_with_the_lowest_versions(tmp_path: Path) -> None:
    wheel = built(WHEEL, ROOT, tmp_path / "dist")
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env/bin/python")

    for words in (
        ("-m", "pip", "install", "--quiet", *lowest(), f"outbound-playbook[site] @ {wheel.as_uri()}"),
        ("-m", "pip", "check"),
        ("-c", "from checks.cli import main; main()", "check", "--exit-zero"),
        ("-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")),
    ):
        done = _run(python, "-P", *words)
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"

    assert broken_links(tmp_path / "site") == []
    assert 'role="dialog" aria-label="Search"' in (tmp_path / "site/index.html").read_text("utf-8")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run(
        words, cwd=ROOT, env=kept | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
        timeout=3600,
    )  # fmt: skip
